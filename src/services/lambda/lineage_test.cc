#include "services/lambda/lineage.h"

#include <gtest/gtest.h>

namespace lambda {
namespace {

constexpr base::Time kNow{1'700'000'000'000};
constexpr std::string_view kOne = "arn:aws:lambda:us-east-1:111122223333:function:one", kTwo = "arn:aws:lambda:us-east-1:111122223333:function:two";

TEST(Lineage, CountsEachFunctionOfAChain) {
  Turn t = next_turn("", kOne, kNow);
  EXPECT_EQ(t.count, 1);
  EXPECT_TRUE(t.trace.starts_with("Root=1-6553f100-")) << t.trace;
  const std::string root = t.trace.substr(0, 40);
  for (int i = 2; i <= 20; ++i) {
    EXPECT_EQ(next_turn(t.trace, kTwo, kNow).count, i - 1);
    t = next_turn(next_turn(t.trace, kTwo, kNow).trace, kOne, kNow);
    EXPECT_EQ(t.count, i);
    EXPECT_EQ(t.trace.substr(0, 40), root);
  }
}

TEST(Lineage, ForgetsThoseThatRanLongAgo) {
  Turn t;
  for (int i = 0; i < 100; ++i) t = next_turn(t.trace, std::string(kOne) + std::to_string(i), kNow);
  EXPECT_LT(t.trace.size(), 600u);
  EXPECT_EQ(next_turn(t.trace, std::string(kOne) + "99", kNow).count, 2);
  EXPECT_EQ(next_turn(t.trace, std::string(kOne) + "0", kNow).count, 1);
}

TEST(Lineage, BeginsAnewWhereItCannotRead) {
  for (auto text : {"Lineage", "Lineage=", "Lineage=1:", "Lineage=1:|", "Lineage=2:aaaaaaaa:3", "Lineage=1:aaaaaaaa", "Lineage=1:aaaaaaaa:", "Lineage=1:aaaaaaaa:-1",
                    "Lineage=1:aaaaaaaa:99999999999999999999", "Lineage=1:AAAAAAAA:3", "Root=1-x;Lineage=1:a:b:c", ";;;", "Root=1-5759e988-bd862e3fe1be46a99427279"}) {
    Turn t = next_turn(text, kOne, kNow);
    EXPECT_EQ(t.count, 1) << text;
    EXPECT_TRUE(t.trace.starts_with("Root=1-6553f100-")) << text;
    EXPECT_EQ(next_turn(t.trace, kOne, kNow).count, 2) << t.trace;
  }
  EXPECT_TRUE(next_turn("Root=1-5759e988-bd862e3fe1be46a994272793", kOne, kNow).trace.starts_with("Root=1-5759e988-bd862e3fe1be46a994272793;Parent="));
}

}  // namespace
}  // namespace lambda
