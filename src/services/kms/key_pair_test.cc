#include "services/kms/key_pair.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/bytes.h"

namespace kms {
namespace {

std::string bytes(std::string_view hex) { return base::unhex(hex).value(); }

// RFC 4231, test cases 1, 2, 6 and 7.
TEST(Mac, IsTheStandards) {
  struct Case { std::string key, message; std::string_view sha224, sha256, sha384, sha512; };
  const Case cases[] = {
      {std::string(20, '\x0b'), "Hi There", "896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
       "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
       "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
      {"Jefe", "what do ya want for nothing?", "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
       "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
       "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
      {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First", "95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
       "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
       "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.",
       "3a854166ac5d9f023f54d517d0b39dbd946770db9c2b95c9f6f565d1", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
       "6617178e941f020d351e2f254e8fd32c602420feb0b8fb9adccebb82461e99c5a678cc31e799176d3860e6110c46523e",
       "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58"}};
  for (auto& c : cases) {
    EXPECT_EQ(mac("HMAC_SHA_224", c.key, c.message), bytes(c.sha224));
    EXPECT_EQ(mac("HMAC_SHA_256", c.key, c.message), bytes(c.sha256));
    EXPECT_EQ(mac("HMAC_SHA_384", c.key, c.message), bytes(c.sha384));
    EXPECT_EQ(mac("HMAC_SHA_512", c.key, c.message), bytes(c.sha512));
  }
}

std::string joined(std::string_view spec, std::string_view usage) {
  std::string out;
  for (auto name : algorithms_of(spec, usage)) out.append(out.empty() ? "" : " ").append(name);
  return out;
}

TEST(Algorithms, OfEachSpecAndUsage) {
  EXPECT_EQ(joined("SYMMETRIC_DEFAULT", kEncryptDecrypt), "SYMMETRIC_DEFAULT");
  EXPECT_EQ(joined("RSA_3072", kEncryptDecrypt), "RSAES_OAEP_SHA_1 RSAES_OAEP_SHA_256");
  EXPECT_EQ(algorithms_of("RSA_2048", kSignVerify).size(), 6u);
  EXPECT_EQ(joined("ECC_NIST_P384", kSignVerify), "ECDSA_SHA_384");
  EXPECT_EQ(joined("ECC_NIST_P521", kKeyAgreement), "ECDH");
  EXPECT_EQ(joined("HMAC_224", kGenerateVerifyMac), "HMAC_SHA_224");
  struct { std::string_view spec, usage; } none[] = {{"SYMMETRIC_DEFAULT", kSignVerify}, {"RSA_2048", kKeyAgreement}, {"RSA_2048", kGenerateVerifyMac},
                                                     {"ECC_SECG_P256K1", kKeyAgreement}, {"ECC_NIST_P256", kEncryptDecrypt}, {"HMAC_256", kSignVerify},
                                                     {"SM2", kSignVerify}, {"ML_DSA_44", kSignVerify}, {"", ""}};
  for (auto& n : none) EXPECT_EQ(joined(n.spec, n.usage), "") << n.spec;
  EXPECT_EQ(longest_plain("RSA_2048", "RSAES_OAEP_SHA_1"), 214u);
  EXPECT_EQ(longest_plain("RSA_4096", "RSAES_OAEP_SHA_256"), 446u);
  EXPECT_FALSE(signing_way("RSASSA_PSS_SHA_1"));
  EXPECT_FALSE(signing_way("ML_DSA_SHAKE_256"));
  EXPECT_FALSE(signing_way("ECDSA_SHA_256x"));
}

const KeyPair& rsa() {
  static const KeyPair pair = *KeyPair::make("RSA_2048");
  return pair;
}

// One changed bit anywhere in a signature, another digest, another way and another key are all refused.
void expect_sound(const KeyPair& key, std::string_view spec) {
  for (auto algorithm : algorithms_of(spec, kSignVerify)) {
    const SigningWay way = *signing_way(algorithm);
    const std::string text = digest(way.digest, "a message"), other = digest(way.digest, "another"), signature = key.sign(way, text);
    EXPECT_TRUE(key.verify(way, text, signature)) << algorithm;
    EXPECT_FALSE(key.verify(way, other, signature)) << algorithm;
    for (std::size_t i = 0; i < signature.size(); i += 7) {
      std::string changed = signature;
      changed[i] = char(changed[i] ^ 1);
      EXPECT_FALSE(key.verify(way, text, changed)) << algorithm << " " << i;
    }
    for (auto& wrong : {std::string(), signature.substr(1), signature + '\0', std::string(signature.size(), '\0'), std::string(5000, 'x')})
      EXPECT_FALSE(key.verify(way, text, wrong)) << algorithm;
    for (auto name : algorithms_of(spec, kSignVerify))
      EXPECT_EQ(key.verify(*signing_way(name), digest(signing_way(name)->digest, "a message"), signature), name == algorithm) << name;
  }
}

TEST(KeyPairs, Sign) {
  expect_sound(rsa(), "RSA_2048");
  for (auto spec : {"ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"}) {
    SCOPED_TRACE(spec);
    KeyPair key = *KeyPair::make(spec);
    expect_sound(key, spec);
    const SigningWay way = *signing_way(algorithms_of(spec, kSignVerify)[0]);
    const std::string text = digest(way.digest, "x");
    EXPECT_FALSE(KeyPair::make(spec)->verify(way, text, key.sign(way, text)));
  }
}

// PSS: one signature in 256 begins with a zero byte.
TEST(KeyPairs, RefuseSignaturesWithoutTheirLeadingZero) {
  const SigningWay way = *signing_way("RSASSA_PSS_SHA_256");
  const std::string text = digest(way.digest, "x");
  std::string signature;
  do signature = rsa().sign(way, text);
  while (signature[0] != 0);
  EXPECT_TRUE(rsa().verify(way, text, signature));
  EXPECT_FALSE(rsa().verify(way, text, signature.substr(1)));
}

// SEQUENCE { r, s } with values no signature has: zeros, and r = s = n of P-256.
TEST(KeyPairs, RefuseDegenerateSignatures) {
  KeyPair key = *KeyPair::make("ECC_NIST_P256");
  const SigningWay way = *signing_way("ECDSA_SHA_256");
  const std::string text = digest(way.digest, "x"), n = "022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
  for (auto& hex : {std::string("3006020100020100"), std::string("3006020101020100"), std::string("3006020100020101"), "3046" + n + n, std::string("30060201ff0201ff"), std::string("3080020101020101"), std::string("30")})
    EXPECT_FALSE(key.verify(way, text, bytes(hex))) << hex;
}

TEST(KeyPairs, Encrypt) {
  KeyPair other = *KeyPair::make("RSA_2048");
  for (auto algorithm : algorithms_of("RSA_2048", kEncryptDecrypt)) {
    const char* oaep = oaep_digest(algorithm);
    for (std::size_t size : {std::size_t(1), std::size_t(32), longest_plain("RSA_2048", algorithm)}) {
      std::string plain(size, 'p'), cipher = rsa().encrypt(oaep, plain);
      EXPECT_EQ(cipher.size(), 256u);
      EXPECT_NE(cipher, rsa().encrypt(oaep, plain));
      EXPECT_EQ(rsa().decrypt(oaep, cipher), plain);
      EXPECT_FALSE(other.decrypt(oaep, cipher));
      EXPECT_FALSE(rsa().decrypt(oaep_digest(algorithm == "RSAES_OAEP_SHA_1" ? "RSAES_OAEP_SHA_256" : "RSAES_OAEP_SHA_1"), cipher));
      for (std::size_t i = 0; i < cipher.size(); i += 31) {
        std::string changed = cipher;
        changed[i] = char(changed[i] ^ 1);
        EXPECT_FALSE(rsa().decrypt(oaep, changed));
      }
      for (auto& wrong : {std::string(), cipher.substr(1), cipher + "x", std::string(256, '\0'), std::string(256, '\xff')}) EXPECT_FALSE(rsa().decrypt(oaep, wrong));
    }
  }
}

TEST(KeyPairs, Agree) {
  struct { const char* spec; std::size_t size; } curves[] = {{"ECC_NIST_P256", 32}, {"ECC_NIST_P384", 48}, {"ECC_NIST_P521", 66}};
  const std::string foreign = KeyPair::make("ECC_SECG_P256K1")->public_der();
  for (auto& [spec, size] : curves) {
    KeyPair ours = *KeyPair::make(spec), theirs = *KeyPair::make(spec);
    auto one = ours.shared_secret(theirs.public_der()), other = theirs.shared_secret(ours.public_der());
    ASSERT_TRUE(one && other);
    EXPECT_EQ(*one, *other);
    EXPECT_EQ(one->size(), size);
    std::string off_curve = theirs.public_der();
    off_curve.back() = char(off_curve.back() ^ 1);
    for (auto& wrong : {std::string(), std::string("public"), foreign, off_curve, theirs.public_der() + "x", theirs.public_der().substr(0, 40), rsa().public_der(), theirs.private_der()})
      EXPECT_FALSE(ours.shared_secret(wrong)) << spec;
  }
}

// NIST CAVP, ECC CDH primitive, P-256, count 0.
TEST(KeyPairs, AgreeAsTheStandardDoes) {
  const std::string point = "04ead218590119e8876b29146ff89ca61770c4edbbf97d38ce385ed281d8a6b23028af61281fd35e2fa7002523acc85a429cb06ee6648325389f59edfce1405141",
                    head = "30770201010420", parameters = "a00a06082a8648ce3d030107a144034200", spki = "3059301306072a8648ce3d020106082a8648ce3d030107034200";
  auto ours = KeyPair::from_der("ECC_NIST_P256", bytes(head + "7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534" + parameters + point));
  ASSERT_TRUE(ours);
  EXPECT_EQ(ours->shared_secret(bytes(spki + "04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac")),
            bytes("46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b"));
}

TEST(KeyPairs, AreKept) {
  for (auto spec : {"RSA_2048", "ECC_NIST_P521", "ECC_SECG_P256K1"}) {
    KeyPair key = is_rsa(spec) ? rsa() : *KeyPair::make(spec);
    auto back = KeyPair::from_der(spec, key.private_der());
    ASSERT_TRUE(back);
    EXPECT_EQ(back->public_der(), key.public_der());
    EXPECT_EQ(back->private_der(), key.private_der());
  }
  for (auto wrong : {"", "x", "0"}) EXPECT_FALSE(KeyPair::from_der("RSA_2048", wrong));
  EXPECT_FALSE(KeyPair::from_der("ECC_NIST_P256", rsa().private_der()));
}

TEST(KeyPairs, StopBeingMade) {
  std::atomic<bool> stop = true;
  EXPECT_FALSE(KeyPair::make("RSA_4096", &stop));
  EXPECT_TRUE(KeyPair::make("ECC_NIST_P256", &stop));
}

}  // namespace
}  // namespace kms
