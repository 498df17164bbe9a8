#include "services/kms/ciphertext.h"

#include <gtest/gtest.h>

namespace kms {
namespace {

const std::string kMaterial(32, 'm');
const BlobHeader kKey{"000000000042", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0", 7};
const BlobHeader kMulti{"999999999999", "mrk-0f1e2d3c4b5a69788796a5b4c3d2e1f0", 1};

TEST(Ciphertext, ComesBack) {
  std::string context = canonical({{"a", "1"}, {"b", "2"}});
  for (auto& key : {kKey, kMulti}) {
    for (std::size_t size : {0, 1, 32, 4096}) {
      std::string plain(size, 'p'), blob = encrypt(kMaterial, key, context, plain);
      EXPECT_EQ(decrypt(kMaterial, blob, context), plain);
      EXPECT_LE(blob.size(), 6144u);
      auto header = header_of(blob);
      ASSERT_TRUE(header);
      EXPECT_EQ(header->account, key.account);
      EXPECT_EQ(header->key_id, key.key_id);
      EXPECT_EQ(header->backing, key.backing);
    }
  }
}

TEST(Ciphertext, TwoBlobsOfOneTextDiffer) { EXPECT_NE(encrypt(kMaterial, kKey, "", "x"), encrypt(kMaterial, kKey, "", "x")); }

TEST(Ciphertext, AnyChangedBitIsSeen) {
  std::string blob = encrypt(kMaterial, kKey, "c", "secret");
  for (std::size_t i = 0; i < blob.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = blob;
      other[i] = char(other[i] ^ (1 << bit));
      EXPECT_FALSE(decrypt(kMaterial, other, "c")) << i;
    }
}

TEST(Ciphertext, AnyShorterOneIsRefused) {
  std::string blob = encrypt(kMaterial, kKey, "", "secret");
  for (std::size_t n = 0; n < blob.size(); ++n) EXPECT_FALSE(decrypt(kMaterial, blob.substr(0, n), "")) << n;
  EXPECT_FALSE(decrypt(kMaterial, blob + "x", ""));
}

TEST(Ciphertext, OtherContextOrMaterialIsRefused) {
  std::string blob = encrypt(kMaterial, kKey, canonical({{"a", "b"}}), "secret");
  EXPECT_FALSE(decrypt(kMaterial, blob, canonical({})));
  EXPECT_FALSE(decrypt(kMaterial, blob, canonical({{"A", "b"}})));
  EXPECT_FALSE(decrypt(kMaterial, blob, canonical({{"a", "b"}, {"c", "d"}})));
  EXPECT_FALSE(decrypt(std::string(32, 'n'), blob, canonical({{"a", "b"}})));
}

TEST(Ciphertext, ContextsThatDifferAreWrittenDifferently) {
  EXPECT_NE(canonical({{"ab", "c"}}), canonical({{"a", "bc"}}));
  EXPECT_NE(canonical({{"a", "b"}}), canonical({{"a", ""}, {"b", ""}}));
  EXPECT_NE(canonical({}), canonical({{"", ""}}));
}

TEST(Ciphertext, ForeignBytesHaveNoHeader) {
  std::string blob = encrypt(kMaterial, kKey, "", "x");
  EXPECT_FALSE(header_of(""));
  EXPECT_FALSE(header_of(std::string(200, '\xff')));
  EXPECT_FALSE(header_of(blob.substr(0, 45)));
  std::string version = blob, form = blob, account = blob;
  version[0] = 2;
  form[1] = 2;
  account[9] = '\x7f';
  for (auto& b : {version, form, account}) EXPECT_FALSE(header_of(b));
}

TEST(Ciphertext, KeyIds) {
  EXPECT_TRUE(is_key_id(kKey.key_id));
  EXPECT_TRUE(is_key_id(kMulti.key_id));
  for (auto* bad : {"", "mrk-", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f", "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0", "0f1e2d3c44b5a-6978-8796-a5b4c3d2e1f0",
                    "mrk-0f1e2d3c4b5a69788796a5b4c3d2e1f", "mrk-0f1e2d3c4b5a69788796a5b4c3d2e1fg"})
    EXPECT_FALSE(is_key_id(bad)) << bad;
}

}  // namespace
}  // namespace kms
