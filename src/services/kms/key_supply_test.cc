#include "services/kms/key_supply.h"

#include <gtest/gtest.h>

#include <set>

namespace kms {
namespace {

KeyPair waited_for(KeySupply& supply, std::string_view spec) {
  while (!supply.reach(spec)) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  return *supply.take(spec);
}

TEST(KeySupply, MakesEllipticPairsAtOnce) {
  KeySupply supply;
  EXPECT_TRUE(supply.reach("ECC_NIST_P256"));
  EXPECT_TRUE(supply.take("ECC_NIST_P256"));
}

TEST(KeySupply, GivesEachPairOnce) {
  KeySupply supply;
  std::mutex mutex;
  std::set<std::string> given;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < 2; ++n) {
        std::string der = waited_for(supply, "RSA_2048").public_der();
        std::lock_guard lock(mutex);
        given.insert(std::move(der));
      }
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(given.size(), 6u);
}

TEST(KeySupply, KeepsWhatWasReachedForTheNext) {
  KeySupply supply;
  EXPECT_FALSE(supply.take("RSA_2048"));           // it was not asked for before
  while (!supply.reach("RSA_2048")) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  EXPECT_TRUE(supply.reach("RSA_2048"));
  EXPECT_TRUE(supply.take("RSA_2048"));
}

TEST(KeySupply, EndsWhileAPairIsBeingMade) {
  KeySupply supply;
  EXPECT_FALSE(supply.reach("RSA_4096"));
}

}  // namespace
}  // namespace kms
