#include "services/s3/ranges.h"

#include <gtest/gtest.h>

#include <string>

namespace s3 {
namespace {

std::string shown(std::string_view header, std::int64_t size) {
  auto a = range_of(header, size);
  if (a.fault == RangeFault::ignored) return "ignored";
  if (a.fault == RangeFault::unsatisfiable) return "unsatisfiable";
  return std::to_string(a.range.from) + "+" + std::to_string(a.range.length);
}

TEST(Ranges, OfOneRange) {
  EXPECT_EQ(shown("bytes=0-0", 10), "0+1");
  EXPECT_EQ(shown("bytes=2-4", 10), "2+3");
  EXPECT_EQ(shown("bytes=2-", 10), "2+8");
  EXPECT_EQ(shown("bytes=2-99999999999999999999999", 10), "2+8");
  EXPECT_EQ(shown("bytes=-3", 10), "7+3");
  EXPECT_EQ(shown("bytes=-30", 10), "0+10");
  EXPECT_EQ(shown("bytes=10-", 10), "unsatisfiable");
  EXPECT_EQ(shown("bytes=99999999999999999999999-", 10), "unsatisfiable");
  EXPECT_EQ(shown("bytes=-0", 10), "unsatisfiable");
  EXPECT_EQ(shown("bytes=0-", 0), "unsatisfiable");
  EXPECT_EQ(shown("bytes=-1", 0), "unsatisfiable");
}

TEST(Ranges, WhatIsNoneIsIgnored) {
  for (auto* header : {"", "bytes", "bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "bytes=1-2,4-5", "items=0-1", "bytes=+1-2",
                       "bytes= 1-2", "bytes=1--2"})
    EXPECT_EQ(shown(header, 10), "ignored") << header;
}

TEST(Ranges, OfCopiesAreExact) {
  auto r = copy_range("bytes=2-4", 10);
  ASSERT_TRUE(r);
  EXPECT_EQ(r->from, 2);
  EXPECT_EQ(r->length, 3);
  for (auto* header : {"bytes=2-10", "bytes=4-2", "bytes=2-", "bytes=-2", "2-4", "bytes=2"})
    EXPECT_FALSE(copy_range(header, 10)) << header;
}

}  // namespace
}  // namespace s3
