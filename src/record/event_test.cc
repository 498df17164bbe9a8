#include "record/event.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/json.h"
#include "record/history.h"

namespace record {
namespace {

struct Made {
  Identity identity{.type = "IAMUser", .principal_id = "AIDA", .arn = "arn:aws:iam::111122223333:user/u", .account = "111122223333", .access_key = "AKIA", .user_name = "u"};
  std::string parameters = R"({"a":1})", response, extra;
  std::vector<Resource> resources;
  Event event() const {
    Event e;
    e.identity = &identity;
    e.time = base::Time::seconds(1'772'445'600);
    e.source = "iam.amazonaws.com";
    e.name = "CreateRole";
    e.region = "us-east-1";
    e.source_ip = "198.51.100.7";
    e.user_agent = agent;
    e.parameters = parameters;
    e.response = response;
    e.additional = extra;
    e.event_id = "e-1";
    e.recipient = "111122223333";
    e.resources = &resources;
    return e;
  }
  std::string agent = "agent";
};

std::string composed(const Event& e, std::string_view hash = {}) {
  std::string out;
  compose(e, out, hash);
  return out;
}

std::string of_size(std::size_t n) { return "{\"text\":\"" + std::string(n - 11, 'x') + "\"}"; }

std::string text(const std::string& json, const char* pointer) {
  auto v = base::parse_json(json);
  std::string_view out;
  return v && !v->at_pointer(pointer).get(out) ? std::string(out) : "(none)";
}

TEST(Record, PartsHaveRoomUpToTheirLimits) {
  Made m;
  m.parameters = of_size(kMaxPart);
  m.response = of_size(kMaxPart);
  m.extra = of_size(kMaxExtra);
  EXPECT_FALSE(oversize(m.event()));
  EXPECT_NE(composed(m.event()).find(m.parameters), std::string::npos);
  EXPECT_LE(composed(m.event()).size(), kMaxRecord);
}

TEST(Record, WhatIsOverGivesWayToANote) {
  for (int part = 0; part < 3; ++part) {
    Made m;
    std::string& over = part == 0 ? m.parameters : part == 1 ? m.response : m.extra;
    const char* name = part == 0 ? "requestParameters" : part == 1 ? "responseElements" : "additionalEventData";
    over = of_size((part == 2 ? kMaxExtra : kMaxPart) + 1);
    ASSERT_TRUE(oversize(m.event()));
    std::string whole;
    compose_whole(m.event(), whole);
    EXPECT_NE(whole.find(over), std::string::npos);
    const std::string hash = base::hex(base::sha256(whole)), json = composed(m.event(), hash), at = std::string("/") + name;
    EXPECT_EQ(text(json, (at + "/reason").c_str()), std::string(name) + " too large");
    EXPECT_EQ(text(json, (at + "/omitted").c_str()), "true");
    EXPECT_EQ(text(json, (at + "/originalSize").c_str()), std::to_string(over.size()));
    EXPECT_EQ(text(json, (at + "/originalRecordSha256").c_str()), hash);
    EXPECT_EQ(json.find("xxxxxxxx"), std::string::npos);
  }
}

TEST(Record, NoneExceedsItsLimit) {
  Made m;
  m.parameters = of_size(kMaxPart);
  m.response = of_size(kMaxPart);
  m.extra = of_size(kMaxExtra);
  m.agent = std::string(5000, 'a');
  for (int i = 0; i < 2000; ++i) m.resources.push_back({"111122223333", "AWS::S3::Object", "arn:aws:s3:::bucket/" + std::string(900, 'k') + std::to_string(i)});
  ASSERT_TRUE(oversize(m.event()));
  const std::string json = composed(m.event(), std::string(64, 'f'));
  EXPECT_LE(json.size(), kMaxRecord);
  EXPECT_TRUE(base::parse_json(json));
  std::string whole;
  compose_whole(m.event(), whole);
  EXPECT_GT(whole.size(), 1'800'000u);
  EXPECT_TRUE(base::parse_json(whole));
}

// Whatever callers write, a record stays one line of valid JSON with its own members only.
TEST(Record, HostileTextStaysText) {
  for (std::string hostile : {std::string("\r\n{\"forged\":1}\r\n"), std::string("a\0b", 3), std::string("\xff\xfe\xc3\x28"), std::string("\xed\xa0\x80"), std::string("\xf0\x9f"),
                              std::string("\",\"eventName\":\"Harmless"), std::string("\\"), std::string("\x7f\x1b[31m"), std::string("\xe2\x80\xa8")}) {
    Made m;
    m.agent = hostile;
    m.identity.user_name = hostile;
    m.resources.push_back({"111122223333", "AWS::IAM::Role", hostile});
    auto e = m.event();
    e.error_code = hostile;
    e.error_message = hostile;
    const std::string json = composed(e);
    EXPECT_EQ(json.find_first_of(std::string("\r\n\0", 3)), std::string::npos);
    auto parsed = base::parse_json(json);
    ASSERT_TRUE(parsed) << base::hex(hostile);
    EXPECT_EQ(text(json, "/eventName"), "CreateRole");
    EXPECT_EQ(text(json, "/forged"), "(none)");
    std::size_t names = 0;
    for (std::size_t at = 0; (at = json.find(",\"eventName\":", at)) != std::string::npos; ++at) ++names;
    EXPECT_EQ(names, 1u);
    EXPECT_TRUE(history_event(json));
  }
}

}  // namespace
}  // namespace record
