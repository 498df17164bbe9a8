#include "services/iam/totp.h"

#include <gtest/gtest.h>

using namespace iam;

// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
TEST(Totp, ExamplesOfTheRfc) {
  constexpr std::string_view secret = "12345678901234567890";
  const std::pair<std::int64_t, std::string_view> examples[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                                                                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
  for (auto& [seconds, code] : examples) EXPECT_EQ(totp(secret, totp_step(base::Time::seconds(seconds))), code) << seconds;
}

TEST(Totp, FindsTheStepOfACode) {
  const std::string secret = secret_of_seed(new_seed());
  ASSERT_EQ(secret.size(), 40u);
  EXPECT_EQ(find_totp(secret, totp(secret, 1000), 999, 1001), 1000);
  EXPECT_FALSE(find_totp(secret, totp(secret, 1000), 1001, 1003));
  EXPECT_FALSE(find_totp(secret, "12345", 0, 10));
  EXPECT_EQ(find_totp_pair(secret, totp(secret, 1000), totp(secret, 1001), 1005, 10), 1001);
  EXPECT_FALSE(find_totp_pair(secret, totp(secret, 1001), totp(secret, 1000), 1000, 10));
  EXPECT_FALSE(find_totp_pair(secret, totp(secret, 1000), totp(secret, 1002), 1000, 10));
  EXPECT_FALSE(find_totp_pair(secret, totp(secret, 1000), totp(secret, 1001), 1500, 10));
}

TEST(Totp, ReadsSeeds) {
  EXPECT_EQ(secret_of_seed("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "12345678901234567890");
  EXPECT_NE(new_seed(), new_seed());
}
