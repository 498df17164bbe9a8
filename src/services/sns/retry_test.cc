#include "services/sns/retry.h"

#include <gtest/gtest.h>

namespace sns {
namespace {

std::vector<std::int64_t> delays(const RetryPolicy& p) {
  std::vector<std::int64_t> out;
  for (std::int64_t n = 1; auto d = p.delay(n); ++n) out.push_back(*d);
  return out;
}

std::string fault(const char* json) {
  try {
    read_topic_delivery(json);
  } catch (const std::runtime_error& e) {
    return e.what();
  }
  return "";
}

TEST(SnsRetry, ByDefaultThreeTimesTwentySeconds) { EXPECT_EQ(delays(RetryPolicy{}), (std::vector<std::int64_t>{20, 20, 20})); }

TEST(SnsRetry, PhasesFollowEachOther) {
  auto p = read_topic_delivery(R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":1,"maxDelayTarget":10,"numRetries":9,"numNoDelayRetries":2,
    "numMinDelayRetries":1,"numMaxDelayRetries":2,"backoffFunction":"linear"}}})");
  EXPECT_EQ(delays(p.retry), (std::vector<std::int64_t>{0, 0, 1, 1, 4, 7, 10, 10, 10}));
  auto all = delays(managed_endpoints());
  EXPECT_EQ(all.size(), 100'015u);
  EXPECT_EQ((std::vector<std::int64_t>(all.begin(), all.begin() + 6)), (std::vector<std::int64_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(all[14], 20);
  EXPECT_EQ(all.back(), 20);
}

TEST(SnsRetry, SubscriptionsMayHaveTheirOwn) {
  auto topic = read_topic_delivery(R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}})");
  EXPECT_EQ(read_subscription_delivery("", topic).retry.retries, 5);
  EXPECT_EQ(read_subscription_delivery(R"({"healthyRetryPolicy":{"numRetries":7},"throttlePolicy":{"maxReceivesPerSecond":4},
    "requestPolicy":{"headerContentType":"application/json"}})", topic).retry.retries, 7);
  topic.disable_overrides = true;
  EXPECT_EQ(read_subscription_delivery(R"({"healthyRetryPolicy":{"numRetries":7}})", topic).retry.retries, 5);
}

TEST(SnsRetry, RefusesWhatSnsRefuses) {
  EXPECT_NE(fault("["), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":101}}})"), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":-1}}})"), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":30,"maxDelayTarget":20}}})"), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":100,"minDelayTarget":3600,"maxDelayTarget":3600}}})"), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"numRetries":1,"numNoDelayRetries":2}}})"), "");
  EXPECT_NE(fault(R"({"http":{"defaultHealthyRetryPolicy":{"backoffFunction":"random"}}})"), "");
  EXPECT_NE(fault(R"({"http":{"x":1}})"), "");
  EXPECT_EQ(fault(R"({"http":{}})"), "");
}

}  // namespace
}  // namespace sns
