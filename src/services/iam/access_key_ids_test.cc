#include "services/iam/access_key_ids.h"

#include <gtest/gtest.h>

#include <set>

namespace iam {

TEST(AccessKeyIds, NameTheirAccount) {
  for (std::string_view account : {"000000000000", "000000000001", "123456789012", "999999999999"}) {
    std::string id = make_access_key_id("AKIA", account);
    EXPECT_EQ(id.size(), 20u);
    EXPECT_EQ(id.substr(0, 4), "AKIA");
    EXPECT_EQ(account_of_access_key(id), account);
  }
  EXPECT_EQ(account_of_access_key("ASIARZPUZDIKGVH4GWC5"), "123456789012");      // the layout AWS's ids have
}

TEST(AccessKeyIds, OthersNameNone) {
  EXPECT_FALSE(account_of_access_key(""));
  EXPECT_FALSE(account_of_access_key("AKIAIOSFODNN7EXAMPLE"));                   // of before accounts were in the ids
  EXPECT_FALSE(account_of_access_key("AKIA01890189018901890"));
  EXPECT_FALSE(account_of_access_key("AKIA7777777777777777"));                   // beyond twelve digits
}

TEST(AccessKeyIds, AreNotTheSameTwice) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(seen.insert(make_access_key_id("ASIA", "123456789012")).second);
}

}  // namespace iam
