#include "base/crc.h"

#include <gtest/gtest.h>

#include <string>

#include "base/crypto.h"

namespace base {
namespace {

// The check values of the CRC catalogue, over "123456789".
TEST(Crc, check_values) {
  EXPECT_EQ(crc32("123456789"), 0xCBF43926u);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283u);
  EXPECT_EQ(crc64nvme("123456789"), 0xAE8B14860A799888u);
  EXPECT_EQ(crc32(""), 0u);
  EXPECT_EQ(crc64nvme(""), 0u);
}

TEST(Crc, parts_make_the_whole) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += char(i * 7);
  for (std::size_t cut : {std::size_t(0), std::size_t(1), std::size_t(7), std::size_t(8), std::size_t(513), text.size()}) {
    std::string_view a = std::string_view(text).substr(0, cut), b = std::string_view(text).substr(cut);
    EXPECT_EQ(crc32(b, crc32(a)), crc32(text));
    EXPECT_EQ(crc32c(b, crc32c(a)), crc32c(text));
    EXPECT_EQ(crc64nvme(b, crc64nvme(a)), crc64nvme(text));
  }
}

}  // namespace
}  // namespace base
