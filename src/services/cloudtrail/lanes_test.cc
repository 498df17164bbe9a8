#include "services/cloudtrail/lanes.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace cloudtrail {
namespace {

std::vector<Covered> lanes(std::size_t n) {
  std::vector<Covered> out;
  for (std::size_t i = 0; i < n; ++i) out.push_back({std::to_string(100'000'000'000 + i), "us-east-1"});
  return out;
}

TEST(Lanes, EachHasItsPartOnce) {
  for (std::size_t n : {0u, 1u, 3u, 100u, 1000u}) {
    std::mutex mutex;
    std::multiset<std::string> seen;
    EXPECT_TRUE(over_lanes(lanes(n), [&](const Covered& c) {
      std::lock_guard lock(mutex);
      seen.insert(c.account);
      return true;
    }));
    EXPECT_EQ(seen.size(), n);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), n);
  }
}

TEST(Lanes, OneThatIsRefusedHoldsUpNoOther) {
  std::atomic<int> parts{0};
  EXPECT_FALSE(over_lanes(lanes(200), [&](const Covered& c) { return ++parts, c.account != "100000000007"; }));
  EXPECT_EQ(parts, 200);
}

TEST(Lanes, WhatIsThrownArrivesWhenAllHaveEnded) {
  std::atomic<int> under_way{0};
  auto part = [&](const Covered& c) {
    ++under_way;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --under_way;
    if (c.account == "100000000050") throw std::runtime_error("the journal has stopped");
    return true;
  };
  EXPECT_THROW(over_lanes(lanes(200), part), std::runtime_error);
  EXPECT_EQ(under_way, 0);
}

TEST(Lanes, MemoryForgetsWithNews) {
  LaneMemory memory;
  EXPECT_FALSE(memory.is_through("lane", {5, 0}));
  memory.is_through_now("lane", {5, 0});
  EXPECT_TRUE(memory.is_through("lane", {5, 0}));
  EXPECT_FALSE(memory.is_through("lane", {6, 0}));
  EXPECT_FALSE(memory.is_through("lane", {5, 1}));
  memory.has_digests_now("trail", {1000});
  EXPECT_TRUE(memory.has_digests("trail", {1000}));
  EXPECT_FALSE(memory.has_digests("trail", {2000}));
}

}  // namespace
}  // namespace cloudtrail
