// Data events leave records where a trail wants them, and nothing on the road where none does (docs/decisions/0006).
#include "server/rooms.h"
#include "services/cloudtrail/api.h"
#include "services/s3/api.h"
#include "site.h"
#include "workload.h"

namespace crash {
namespace {

class DataEvents : public testing::Test {
 protected:
  DataEvents() : life_(ground_, ledger_), world_(build(life_)) { server::wire(life_.house(), {}); }

  auto put(const std::string& key) { return life_.call(life_.root(world_.archive), s3::PutObject{.bucket = kDataBucket, .key = key}); }
  auto get(const std::string& key) {
    s3::GetObject q;
    q.bucket = kDataBucket;
    q.key = key;
    return life_.call(life_.root(world_.archive), q);
  }
  journal::Sequence appended() { return life_.journal().appended(); }
  std::uint64_t records() { return life_.journal().head(world_.archive, kRegion); }

  void select(std::vector<std::string> values) {
    cloudtrail::EventSelector s;
    if (!values.empty()) s.dataResources = std::vector<cloudtrail::DataResource>{{"AWS::S3::Object", values}};
    life_.ask(life_.root(world_.management), cloudtrail::PutEventSelectors{.trailName = world_.trail_arn, .eventSelectors = std::vector<cloudtrail::EventSelector>{s}});
  }

  Ground ground_;
  Ledger ledger_;
  Life life_;
  World world_;
};

TEST_F(DataEvents, WhatNoTrailWantsIsNotRecorded) {
  const auto before = records();
  put("k");
  const auto written = appended();
  EXPECT_EQ(records(), before);
  EXPECT_TRUE(get("k").result.has_value());
  EXPECT_FALSE(get("none").result.has_value());
  EXPECT_EQ(records(), before);
  EXPECT_EQ(appended(), written) << "reads leave no entry at all";
}

TEST_F(DataEvents, WhatATrailWantsIsRecordedAndNothingElse) {
  const std::string bucket = std::string("arn:aws:s3:::") + kDataBucket + "/";
  select({bucket + "a/"});
  auto before = records();
  put("a/1");
  EXPECT_EQ(records(), ++before);
  get("a/1");
  EXPECT_EQ(records(), ++before);
  get("a/none");
  EXPECT_EQ(records(), ++before) << "attempts are events too";
  put("b/1");
  EXPECT_EQ(records(), before);
  select({});
  put("a/2");
  EXPECT_EQ(records(), before);
  select({"arn:aws:s3"});
  put("b/2");
  EXPECT_EQ(records(), ++before);
  life_.ask(life_.root(world_.management), cloudtrail::StopLogging{world_.trail_arn});
  put("b/3");
  EXPECT_EQ(records(), before);
}

TEST_F(DataEvents, TheWriterThatWroteNothingLeavesTheVersionAsItWas) {
  const auto version = life_.house().store.version();
  const auto entries = appended();
  EXPECT_FALSE(life_.call(life_.user(world_.powerless_key), s3::PutObject{.bucket = kDataBucket, .key = "k"}).result.has_value());
  EXPECT_EQ(life_.house().store.version(), version);
  EXPECT_EQ(appended(), entries);
}

}  // namespace
}  // namespace crash
