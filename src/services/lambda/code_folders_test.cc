#include "services/lambda/code_folders.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace lambda {
namespace {

namespace fs = std::filesystem;

class CodeFoldersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = fs::temp_directory_path() / ("code_folders." + std::to_string(::getpid()));
    folders_.open(place_);
  }
  void TearDown() override { fs::remove_all(place_); }
  fs::path made(const std::string& sha256) {
    fs::path folder = folders_.of(sha256);
    folders_.use(folder);
    fs::create_directories(folder / "inside");
    return folder;
  }

  std::atomic<std::int64_t> seconds_{1'000'000};
  CodeFolders folders_{2, 100, [this] { return base::Time{seconds_ * 1000}; }};
  fs::path place_;
};

TEST_F(CodeFoldersTest, keeps_what_is_used_and_a_few_more) {
  fs::path first = made("AAAA"), second = made("BBBB");
  seconds_ += 1000;
  folders_.forget_unused();
  EXPECT_TRUE(fs::exists(first) && fs::exists(second)) << "two are kept however old they are";
  fs::path third = made("CCCC");
  EXPECT_TRUE(folders_.use(second));
  folders_.forget_unused();
  EXPECT_FALSE(fs::exists(first));
  EXPECT_TRUE(fs::exists(second) && fs::exists(third));
  EXPECT_EQ(std::distance(fs::directory_iterator(place_), {}), 2) << "nothing is left of what went";
}

// Of a folder that is about to go nobody is told that it is there.
TEST_F(CodeFoldersTest, who_is_told_that_it_is_there_has_it) {
  for (int round = 0; round < 50; ++round) {
    fs::path folder = made("AAAA");
    made("BBBB");
    made("CCCC");
    seconds_ += 1000;
    std::thread other([this] { folders_.forget_unused(); });
    if (folders_.use(folder)) {
      std::this_thread::yield();
      EXPECT_TRUE(fs::exists(folder / "inside"));
    }
    other.join();
  }
}

}  // namespace
}  // namespace lambda
