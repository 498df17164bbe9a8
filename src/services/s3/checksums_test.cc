#include "services/s3/checksums.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/crc.h"
#include "base/crypto.h"

namespace s3 {
namespace {

std::string big_endian(std::uint64_t v, int bytes) {
  std::string out;
  for (int i = bytes; i-- > 0;) out += char(v >> (8 * i));
  return base::base64(out);
}

std::string sum(std::string_view name, std::string_view text) {
  if (name == "crc32") return big_endian(base::crc32(text), 4);
  if (name == "crc32c") return big_endian(base::crc32c(text), 4);
  return big_endian(base::crc64nvme(text), 8);
}

TEST(Checksums, OfTheWholeFollowFromTheParts) {
  const std::string text = "The quick brown fox jumps over the lazy dog, " + std::string(70'000, 'z') + std::string(3, '\0');
  for (auto* name : {"crc32", "crc32c", "crc64nvme"})
    for (std::size_t cut : {std::size_t(0), std::size_t(1), std::size_t(44), text.size() / 2, text.size()}) {
      std::string a = text.substr(0, cut), b = text.substr(cut, 5), c = text.substr(std::min(text.size(), cut + 5));
      std::vector<PartSum> parts;
      for (auto& p : {a, b, c}) parts.push_back({sum(name, p), std::int64_t(p.size())});
      EXPECT_EQ(full_object(name, parts), sum(name, text)) << name << " cut at " << cut;
    }
  EXPECT_FALSE(full_object("sha256", {{"", 0}}));
  EXPECT_FALSE(full_object("crc32", {{"not base64", 1}}));
  EXPECT_FALSE(full_object("crc32", {{base::base64("five!"), 1}}));
}

TEST(Checksums, OfChecksums) {
  std::vector<PartSum> parts{{base::base64(base::sha256("a")), 1}, {base::base64(base::sha256("b")), 1}};
  EXPECT_EQ(composite("sha256", parts), base::base64(base::sha256(base::sha256("a") + base::sha256("b"))) + "-2");
  EXPECT_FALSE(composite("sha256", {{"%", 1}}));
}

TEST(Checksums, KnowTheirNamesAndTypes) {
  EXPECT_TRUE(is_checksum("crc64nvme"));
  EXPECT_FALSE(is_checksum("md5"));
  EXPECT_EQ(algorithm_name("crc32c"), "CRC32C");
  EXPECT_TRUE(allows_type("crc32", "COMPOSITE") && allows_type("crc32", "FULL_OBJECT") && allows_type("sha1", "COMPOSITE"));
  EXPECT_FALSE(allows_type("sha1", "FULL_OBJECT") || allows_type("crc64nvme", "COMPOSITE") || allows_type("crc32", "OTHER"));
}

}  // namespace
}  // namespace s3
