#include "services/s3/names.h"

#include <gtest/gtest.h>

#include <set>

namespace s3 {
namespace {

TEST(Names, BucketsFollowTheRules) {
  for (auto* good : {"abc", "a-b.c", "1bucket", "org-trail-logs-222222222222", "a.b"}) EXPECT_TRUE(is_bucket_name(good)) << good;
  EXPECT_TRUE(is_bucket_name(std::string(63, 'a')));
  for (auto* bad : {"", "ab", "Abc", "a_b", "-ab", "ab-", ".ab", "a..b", "10.0.0.1", "xn--abc", "sthree-x", "abc-s3alias",
                    "abc--x-s3", "a b", "a/b", "abc.mrap"})
    EXPECT_FALSE(is_bucket_name(bad)) << bad;
  EXPECT_FALSE(is_bucket_name(std::string(64, 'a')));
  EXPECT_FALSE(is_bucket_name(std::string("ab\0c", 4)));
}

TEST(Names, VersionIdsTellTheirOrdinal) {
  std::set<std::string> made;
  for (std::uint64_t n : {0ull, 1ull, 1ull << 10, 0x0123456789ABCDEFull, ~0ull}) {
    auto id = version_id(n);
    EXPECT_EQ(id.size(), 32u);
    EXPECT_EQ(ordinal_of(id), n);
    EXPECT_NE(id, version_id(n));
  }
  for (auto* bad : {"", "null", "x", "AAAAAAAAAA!AAAAAAAAAAAAAAAAAAAAA"}) EXPECT_FALSE(ordinal_of(bad)) << bad;
}

TEST(Names, EntityTagsInLists) {
  EXPECT_TRUE(etag_listed("\"a\"", "a"));
  EXPECT_TRUE(etag_listed("a", "a"));
  EXPECT_TRUE(etag_listed("*", "a"));
  EXPECT_TRUE(etag_listed("\"x\", W/\"a\"", "a"));
  EXPECT_FALSE(etag_listed("\"x\",\"y\"", "a"));
  EXPECT_FALSE(etag_listed("", "a"));
  EXPECT_FALSE(etag_listed("\"", "a"));
}

TEST(Names, HostIdsFollowFromRequests) {
  auto id = request_id();
  EXPECT_EQ(id.size(), 16u);
  EXPECT_EQ(host_id(id), host_id(id));
  EXPECT_NE(host_id(id), host_id(request_id()));
  EXPECT_EQ(canonical_id("111111111111").size(), 64u);
}

}  // namespace
}  // namespace s3
