#include "base/bytes.h"

#include <gtest/gtest.h>

namespace base {
namespace {

using Parts = std::vector<std::string_view>;

TEST(Bytes, SplitsAtEverySeparator) {
  EXPECT_EQ(split("a,,b", ','), (Parts{"a", "", "b"}));
  EXPECT_EQ(split(",", ','), (Parts{"", ""}));
  EXPECT_EQ(split("", ','), Parts{""});
  EXPECT_EQ(split("a b", ','), Parts{"a b"});
}

TEST(Bytes, ComparesWithoutCaseOfAsciiLettersOnly) {
  EXPECT_TRUE(iequals("X-Amz-Date", "x-aMZ-dATE"));
  EXPECT_FALSE(iequals("x-amz-date", "x-amz-dat"));
  EXPECT_FALSE(iequals("@", "`"));                     // 0x20 apart, as letters are
  EXPECT_FALSE(iequals("\xC3\x84", "\xC3\xA4"));
}

TEST(Bytes, DecodersRefuseWhatIsNotOfTheirForm) {
  EXPECT_EQ(unhex("00ff"), std::string("\x00\xff", 2));
  EXPECT_EQ(unbase64("AP8="), std::string("\x00\xff", 2));
  EXPECT_EQ(unbase64url("AP8"), std::string("\x00\xff", 2));
  EXPECT_EQ(percent_decode("a%2Fb"), "a/b");
  for (auto* text : {"0", "0g"}) EXPECT_FALSE(unhex(text)) << text;
  for (auto* text : {"AP8", "AP8=A", "A===", "AP-_"}) EXPECT_FALSE(unbase64(text)) << text;
  for (auto* text : {"%", "%4", "%zz"}) EXPECT_FALSE(percent_decode(text)) << text;
}

}  // namespace
}  // namespace base
