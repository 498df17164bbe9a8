#include "services/s3/lock.h"

#include <gtest/gtest.h>

namespace s3 {
namespace {

constexpr base::Time kNow = base::Time::seconds(1'800'000'000);
base::Time days(std::int64_t n) { return kNow.plus_seconds(n * 86'400); }

std::string refusal(const Headers& headers) {
  try {
    lock_asked(headers, kNow);
    return "";
  } catch (const ApiError& e) {
    return e.code + ": " + e.message;
  }
}

TEST(Lock, WhoMayRemove) {
  EXPECT_EQ(guard_of({}, kNow), Guard::none);
  EXPECT_EQ(guard_of(Lock{"GOVERNANCE", days(1), ""}, kNow), Guard::bypassable);
  EXPECT_EQ(guard_of(Lock{"COMPLIANCE", days(1), ""}, kNow), Guard::absolute);
  EXPECT_EQ(guard_of(Lock{"COMPLIANCE", kNow, ""}, kNow), Guard::none);
  EXPECT_EQ(guard_of(Lock{"", {}, "ON"}, kNow), Guard::absolute);
  EXPECT_EQ(guard_of(Lock{"GOVERNANCE", days(1), "ON"}, kNow), Guard::absolute);
  EXPECT_EQ(guard_of(Lock{"", {}, "OFF"}, kNow), Guard::none);
}

TEST(Lock, WhoMayChange) {
  const Lock governance{"GOVERNANCE", days(5), ""}, compliance{"COMPLIANCE", days(5), ""};
  EXPECT_EQ(guard_of_change(governance, "GOVERNANCE", days(6), kNow), Guard::none);
  EXPECT_EQ(guard_of_change(governance, "GOVERNANCE", days(4), kNow), Guard::bypassable);
  EXPECT_EQ(guard_of_change(governance, "", {}, kNow), Guard::bypassable);
  EXPECT_EQ(guard_of_change(governance, "COMPLIANCE", days(6), kNow), Guard::bypassable);
  EXPECT_EQ(guard_of_change(compliance, "COMPLIANCE", days(5), kNow), Guard::none);
  EXPECT_EQ(guard_of_change(compliance, "COMPLIANCE", days(4), kNow), Guard::absolute);
  EXPECT_EQ(guard_of_change(compliance, "GOVERNANCE", days(9), kNow), Guard::absolute);
  EXPECT_EQ(guard_of_change(compliance, "", {}, kNow), Guard::absolute);
  EXPECT_EQ(guard_of_change(compliance, "", {}, days(5)), Guard::none);
}

TEST(Lock, WhatHeadersAskFor) {
  EXPECT_FALSE(lock_asked({}, kNow));
  auto lock = lock_asked({{"mode", "GOVERNANCE"}, {"retain-until-date", base::iso(days(2))}, {"legal-hold", "ON"}}, kNow);
  ASSERT_TRUE(lock);
  EXPECT_EQ(lock->mode, "GOVERNANCE");
  EXPECT_EQ(lock->until, days(2));
  EXPECT_EQ(lock->hold, "ON");
  EXPECT_EQ(refusal({{"mode", "GOVERNANCE"}}), "InvalidArgument: x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied");
  EXPECT_EQ(refusal({{"mode", "governance"}, {"retain-until-date", base::iso(days(2))}}), "InvalidArgument: Unknown wormMode directive.");
  EXPECT_EQ(refusal({{"mode", "GOVERNANCE"}, {"retain-until-date", base::iso(kNow)}}), "InvalidArgument: The retain until date must be in the future!");
  EXPECT_NE(refusal({{"mode", "GOVERNANCE"}, {"retain-until-date", "tomorrow"}}), "");
  EXPECT_NE(refusal({{"legal-hold", "on"}}), "");
}

TEST(Lock, DefaultsFillWhatIsNotAskedFor) {
  Bucket bucket;
  EXPECT_FALSE(lock_of_new({}, bucket, kNow));
  EXPECT_THROW(lock_of_new(Lock{"", {}, "ON"}, bucket, kNow), ApiError);
  bucket.object_lock = true;
  EXPECT_FALSE(lock_of_new({}, bucket, kNow));
  bucket.lock_mode = "COMPLIANCE";
  bucket.lock_years = 1;
  auto by_default = lock_of_new({}, bucket, kNow);
  ASSERT_TRUE(by_default);
  EXPECT_EQ(by_default->until, days(365));
  auto held = lock_of_new(Lock{"", {}, "ON"}, bucket, kNow);
  EXPECT_EQ(held->mode + held->hold, "COMPLIANCEON");
  EXPECT_EQ(lock_of_new(Lock{"GOVERNANCE", days(1), ""}, bucket, kNow)->mode, "GOVERNANCE");
}

TEST(Lock, RemainingDaysAreWhole) {
  auto keys = lock_keys({"GOVERNANCE", days(3), ""}, kNow.plus_seconds(60));
  auto remaining = std::find_if(keys.begin(), keys.end(), [](auto& k) { return k.first == "s3:object-lock-remaining-retention-days"; });
  ASSERT_NE(remaining, keys.end());
  EXPECT_EQ(remaining->second.at(0), "3");
}

}  // namespace
}  // namespace s3
