#include "services/cloudtrail/logfile.h"

#include <gtest/gtest.h>

namespace cloudtrail {
namespace {

TEST(LogFile, HoldsWhatWasAddedAndReadsBack) {
  LogFile file;
  EXPECT_TRUE(file.empty());
  file.add(R"({"a":1})", base::Time::seconds(20));
  file.add(R"({"b":2})", base::Time::seconds(10));
  EXPECT_EQ(file.newest(), base::Time::seconds(20));
  EXPECT_EQ(file.oldest(), base::Time::seconds(10));
  auto done = file.finish();
  std::string plain;
  ASSERT_TRUE(inflate_gzip(done.gzip, plain, 1000));
  EXPECT_EQ(plain, R"({"Records":[{"a":1},{"b":2}]})");
  EXPECT_EQ(done.sha256_hex.size(), 64u);
}

// What is read back before it is hashed and signed is refused, or is what was written: padding has no meaning.
TEST(LogFile, AnyFlippedBitIsNoticed) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += R"({"eventName":"Call)" + std::to_string(i * i) + "\"},";
  const std::string gzip = deflate_gzip(text);
  constexpr std::size_t kHeader = 10;                     // time, flags and system are not content
  for (std::size_t bit = kHeader * 8; bit < gzip.size() * 8; ++bit) {
    std::string bad = gzip, plain;
    bad[bit / 8] = char(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(inflate_gzip(bad, plain, text.size()) && plain != text) << bit;
  }
}

TEST(LogFile, NeverMoreThanTheLimit) {
  std::string plain, bomb = deflate_gzip(std::string(1 << 20, 'x'));
  EXPECT_FALSE(inflate_gzip(bomb, plain, 1 << 19));
  EXPECT_LE(plain.size(), std::size_t(1 << 19));
  EXPECT_FALSE(inflate_gzip(bomb + "x", plain, 1 << 20));
  EXPECT_FALSE(inflate_gzip("", plain, 100));
}

}  // namespace
}  // namespace cloudtrail
