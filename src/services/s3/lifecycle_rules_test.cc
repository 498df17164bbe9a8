#include "services/s3/lifecycle.h"

#include <gtest/gtest.h>

namespace s3 {
namespace {

base::Time at(const char* text) { return *base::parse_time(text); }

LifecycleRule rule(const char* id) {
  LifecycleRule r;
  r.iD = id;
  r.status = "Enabled";
  r.filter.emplace();
  return r;
}

LifecycleRule expiring(const char* id, std::int64_t days) {
  auto r = rule(id);
  r.expiration = LifecycleExpiration{.date = {}, .days = days, .expiredObjectDeleteMarker = {}};
  return r;
}

LifecycleRule old_ones(std::int64_t days, std::optional<std::int64_t> newer = {}) {
  auto r = rule("old");
  r.noncurrentVersionExpiration = NoncurrentVersionExpiration{days, newer};
  return r;
}

Version version(const char* modified, std::int64_t size = 10) {
  Version v;
  v.id = modified;
  v.modified = at(modified);
  v.size = size;
  return v;
}

Version marker(const char* modified) {
  Version v = version(modified, 0);
  v.marker = true;
  return v;
}

std::vector<Deed> judged(const std::vector<LifecycleRule>& rules, const std::vector<Version>& versions, const char* now, Words tags = {}) {
  return judge_key(rules, "logs/a", versions, [&](std::size_t) { return tags; }, at(now));
}

using Kind = Deed::Kind;

TEST(LifecycleRules, DaysAreRoundedUpToTheNextMidnight) {
  // The User Guide's example: created on 15 January at 10:30, three days.
  EXPECT_EQ(due_after(at("2014-01-15T10:30:00Z"), 3), at("2014-01-19T00:00:00Z"));
  EXPECT_EQ(midnight_after(at("2014-01-15T00:00:00Z")), at("2014-01-16T00:00:00Z"));
}

TEST(LifecycleRules, CurrentVersionsExpire) {
  std::vector<Version> one{version("2026-01-01T10:00:00Z")};
  EXPECT_TRUE(judged({expiring("r", 1)}, one, "2026-01-02T23:59:59Z").empty());
  auto deeds = judged({expiring("r", 1)}, one, "2026-01-03T00:00:00Z");
  ASSERT_EQ(deeds.size(), 1u);
  EXPECT_EQ(deeds[0].kind, Kind::expire_current);
  EXPECT_EQ(deeds[0].rule, "r");
}

TEST(LifecycleRules, DisabledRulesAndOtherKeysAreLeftAlone) {
  std::vector<Version> one{version("2026-01-01T10:00:00Z")};
  auto disabled = expiring("r", 1), elsewhere = expiring("r", 1);
  disabled.status = "Disabled";
  elsewhere.filter->prefix = "other/";
  EXPECT_TRUE(judged({disabled, elsewhere}, one, "2027-01-01T00:00:00Z").empty());
}

TEST(LifecycleRules, FiltersBySizeAndTags) {
  auto big = expiring("r", 1);
  big.filter->objectSizeGreaterThan = 10;
  EXPECT_FALSE(covers(big, "k", 10, {}));
  EXPECT_TRUE(covers(big, "k", 11, {}));
  auto both = expiring("r", 1);
  both.filter->and_ = LifecycleAnd{.prefix = "a/", .tags = std::vector<Tag>{{"t", "1"}, {"u", "2"}}, .objectSizeGreaterThan = {}, .objectSizeLessThan = 5};
  EXPECT_TRUE(covers(both, "a/k", 4, {{"t", "1"}, {"u", "2"}, {"v", "3"}}));
  EXPECT_FALSE(covers(both, "a/k", 5, {{"t", "1"}, {"u", "2"}}));
  EXPECT_FALSE(covers(both, "b/k", 4, {{"t", "1"}, {"u", "2"}}));
  EXPECT_FALSE(covers(both, "a/k", 4, {{"t", "1"}}));
  EXPECT_TRUE(ask_for_tags({both}));
  EXPECT_FALSE(ask_for_tags({big}));
}

TEST(LifecycleRules, NoncurrentVersionsCountFromTheirSuccessor) {
  std::vector<Version> three{version("2026-01-20T00:00:01Z"), version("2026-01-10T00:00:01Z"), version("2026-01-01T00:00:01Z")};
  EXPECT_TRUE(judged({old_ones(5)}, three, "2026-01-15T00:00:00Z").empty());
  auto deeds = judged({old_ones(5)}, three, "2026-01-16T00:00:00Z");
  ASSERT_EQ(deeds.size(), 1u);
  EXPECT_EQ(deeds[0].index, 2u);
  EXPECT_EQ(judged({old_ones(5)}, three, "2026-01-26T00:00:00Z").size(), 2u);
  EXPECT_EQ(judged({old_ones(5, 1)}, three, "2026-01-26T00:00:00Z").size(), 1u);
  EXPECT_TRUE(judged({old_ones(5, 2)}, three, "2026-01-26T00:00:00Z").empty());
}

TEST(LifecycleRules, LockedVersionsStay) {
  std::vector<Version> two{version("2026-01-10T00:00:01Z"), version("2026-01-01T00:00:01Z")};
  two[1].lock = Lock{"GOVERNANCE", at("2026-03-01T00:00:00Z"), ""};
  EXPECT_TRUE(judged({old_ones(1)}, two, "2026-02-01T00:00:00Z").empty());
  EXPECT_EQ(judged({old_ones(1)}, two, "2026-03-02T00:00:00Z").size(), 1u);
  two[1].lock->hold = "ON";
  EXPECT_TRUE(judged({old_ones(1)}, two, "2026-03-02T00:00:00Z").empty());
}

TEST(LifecycleRules, MarkersGoWhenTheyCoverNothing) {
  auto r = rule("markers");
  r.expiration = LifecycleExpiration{.date = {}, .days = {}, .expiredObjectDeleteMarker = true};
  EXPECT_TRUE(judged({r}, {marker("2026-01-10T00:00:01Z"), version("2026-01-01T00:00:01Z")}, "2026-02-01T00:00:00Z").empty());
  auto deeds = judged({r}, {marker("2026-01-10T00:00:01Z")}, "2026-01-10T00:00:02Z");
  ASSERT_EQ(deeds.size(), 1u);
  EXPECT_EQ(deeds[0].kind, Kind::remove_marker);
  EXPECT_TRUE(judged({expiring("r", 5)}, {marker("2026-01-10T00:00:01Z")}, "2026-01-12T00:00:00Z").empty());
  EXPECT_EQ(judged({expiring("r", 5)}, {marker("2026-01-10T00:00:01Z")}, "2026-01-16T00:00:00Z").size(), 1u);
}

TEST(LifecycleRules, TransitionsGoDownwardsOnly) {
  auto r = rule("move");
  r.transitions = std::vector<LifecycleTransition>{{.date = {}, .days = 30, .storageClass = "STANDARD_IA"}, {.date = {}, .days = 60, .storageClass = "GLACIER_IR"}};
  std::vector<Version> one{version("2026-01-01T10:00:00Z", 200'000)};
  EXPECT_TRUE(judged({r}, one, "2026-01-20T00:00:00Z").empty());
  EXPECT_EQ(judged({r}, one, "2026-02-20T00:00:00Z").at(0).storage_class, "STANDARD_IA");
  EXPECT_EQ(judged({r}, one, "2026-04-20T00:00:00Z").at(0).storage_class, "GLACIER_IR");
  one[0].storage_class = "GLACIER_IR";
  EXPECT_TRUE(judged({r}, one, "2026-04-20T00:00:00Z").empty());
  one = {version("2026-01-01T10:00:00Z", 1'000)};
  EXPECT_TRUE(judged({r}, one, "2026-04-20T00:00:00Z").empty());                // small ones only where the filter says so
  r.filter->objectSizeGreaterThan = 1;
  EXPECT_EQ(judged({r}, one, "2026-04-20T00:00:00Z").size(), 1u);
}

TEST(LifecycleRules, WhatHeadersShow) {
  auto due = expiry_of({expiring("later", 9), expiring("r 1", 2)}, "k", version("2026-01-01T10:00:00Z"), {});
  ASSERT_TRUE(due);
  EXPECT_EQ(expiration_header(*due), "expiry-date=\"Sun, 04 Jan 2026 00:00:00 GMT\", rule-id=\"r%201\"");
}

std::string refusal(std::vector<LifecycleRule> rules) {
  try {
    check_rules(rules);
    return "";
  } catch (const ApiError& e) {
    return e.code;
  }
}

TEST(LifecycleRules, RefusedConfigurations) {
  EXPECT_EQ(refusal({}), "MalformedXML");
  EXPECT_EQ(refusal({rule("r")}), "InvalidRequest");                            // no action
  EXPECT_EQ(refusal({expiring("r", 0)}), "InvalidArgument");
  EXPECT_EQ(refusal({expiring("r", 1), expiring("r", 2)}), "InvalidArgument");
  auto r = expiring("r", 1);
  r.filter.reset();
  EXPECT_EQ(refusal({r}), "MalformedXML");
  r.prefix = "";
  EXPECT_EQ(refusal({r}), "");
  r = expiring("r", 1);
  r.filter->prefix = "a";
  r.filter->tag = Tag{"k", "v"};
  EXPECT_EQ(refusal({r}), "MalformedXML");
  r = expiring("r", 1);
  r.expiration->expiredObjectDeleteMarker = true;
  EXPECT_EQ(refusal({r}), "MalformedXML");
  r = rule("r");
  r.expiration = LifecycleExpiration{.date = at("2026-01-01T01:00:00Z"), .days = {}, .expiredObjectDeleteMarker = {}};
  EXPECT_EQ(refusal({r}), "InvalidArgument");
  r = rule("r");
  r.transitions = std::vector<LifecycleTransition>{{.date = {}, .days = 1, .storageClass = "DEEP_ARCHIVE"}};
  EXPECT_EQ(refusal({r}), "NotImplemented");
  r.transitions = std::vector<LifecycleTransition>{{.date = {}, .days = 1, .storageClass = "STANDARD_IA"}};
  EXPECT_EQ(refusal({r}), "InvalidArgument");
  r = old_ones(1, 101);
  EXPECT_EQ(refusal({r}), "InvalidArgument");
  auto unnamed = expiring("", 1);
  std::vector<LifecycleRule> rules{unnamed};
  check_rules(rules);
  EXPECT_EQ(rules[0].iD->size(), 48u);
}

}  // namespace
}  // namespace s3
