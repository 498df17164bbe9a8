#include "services/kms/algorithms.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace kms {
namespace {

struct Rsa { std::string_view spec; std::size_t bytes; };
constexpr Rsa kRsa[] = {{"RSA_2048", 256}, {"RSA_3072", 384}, {"RSA_4096", 512}};

constexpr std::string_view kRsaEncryption[] = {"RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"};
constexpr std::string_view kRsaSigning[] = {"RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512",
                                            "RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512"};

struct Curve { std::string_view spec, signing, agreement; };
constexpr Curve kCurves[] = {{"ECC_NIST_P256", "ECDSA_SHA_256", "ECDH"}, {"ECC_NIST_P384", "ECDSA_SHA_384", "ECDH"},
                             {"ECC_NIST_P521", "ECDSA_SHA_512", "ECDH"}, {"ECC_SECG_P256K1", "ECDSA_SHA_256", ""}};

struct Hmac { std::string_view spec, algorithm; const char* digest; std::size_t bytes; };
constexpr Hmac kHmacs[] = {{"HMAC_224", "HMAC_SHA_224", "SHA224", 28}, {"HMAC_256", "HMAC_SHA_256", "SHA256", 32},
                           {"HMAC_384", "HMAC_SHA_384", "SHA384", 48}, {"HMAC_512", "HMAC_SHA_512", "SHA512", 64}};

template <class T, std::size_t N> const T* find(const T (&table)[N], std::string_view spec) {
  for (auto& row : table) if (row.spec == spec) return &row;
  return nullptr;
}

}  // namespace

std::span<const std::string_view> algorithms_of(std::string_view spec, std::string_view usage) {
  auto only = [](bool fits, const std::string_view& algorithm) { return std::span(&algorithm, fits ? 1 : 0); };
  if (spec == kSymmetric) return only(usage == kEncryptDecrypt, kSymmetric);
  if (auto* hmac = find(kHmacs, spec)) return only(usage == kGenerateVerifyMac, hmac->algorithm);
  if (auto* curve = find(kCurves, spec))
    return usage == kSignVerify ? only(true, curve->signing) : only(usage == kKeyAgreement && !curve->agreement.empty(), curve->agreement);
  if (!is_rsa(spec)) return {};
  if (usage == kEncryptDecrypt) return kRsaEncryption;
  if (usage == kSignVerify) return kRsaSigning;
  return {};
}

bool is_known_spec(std::string_view spec) { return spec == kSymmetric || is_pair(spec) || find(kHmacs, spec); }
bool is_rsa(std::string_view spec) { return find(kRsa, spec); }
bool is_pair(std::string_view spec) { return is_rsa(spec) || find(kCurves, spec); }

std::size_t secret_size(std::string_view spec) {
  auto* hmac = find(kHmacs, spec);
  return hmac ? hmac->bytes : 32;
}

std::optional<SigningWay> signing_way(std::string_view algorithm) {
  struct Family { std::string_view prefix; Padding padding; };
  struct Hash { std::string_view suffix; const char* name; std::size_t size; };
  constexpr Family families[] = {{"ECDSA_", Padding::none}, {"RSASSA_PKCS1_V1_5_", Padding::pkcs1}, {"RSASSA_PSS_", Padding::pss}};
  constexpr Hash hashes[] = {{"SHA_256", "SHA256", 32}, {"SHA_384", "SHA384", 48}, {"SHA_512", "SHA512", 64}};
  for (auto& family : families)
    for (auto& hash : hashes)
      if (algorithm.starts_with(family.prefix) && algorithm.substr(family.prefix.size()) == hash.suffix) return SigningWay{hash.name, hash.size, family.padding};
  return {};
}

const char* oaep_digest(std::string_view algorithm) {
  return algorithm == "RSAES_OAEP_SHA_1" ? "SHA1" : algorithm == "RSAES_OAEP_SHA_256" ? "SHA256" : nullptr;
}

std::size_t longest_plain(std::string_view spec, std::string_view algorithm) {
  auto* rsa = find(kRsa, spec);
  if (!rsa || !oaep_digest(algorithm)) std::abort();
  return rsa->bytes - 2 * (algorithm == "RSAES_OAEP_SHA_1" ? 20 : 32) - 2;
}

std::string digest(const char* name, std::string_view message) {
  unsigned char out[EVP_MAX_MD_SIZE];
  std::size_t size = 0;
  if (EVP_Q_digest(nullptr, name, nullptr, message.data(), message.size(), out, &size) != 1) std::abort();
  return {reinterpret_cast<char*>(out), size};
}

std::string mac(std::string_view algorithm, std::string_view key, std::string_view message) {
  const char* hash = nullptr;
  for (auto& hmac : kHmacs) if (hmac.algorithm == algorithm) hash = hmac.digest;
  unsigned char out[EVP_MAX_MD_SIZE];
  std::size_t size = 0;
  if (!hash || !EVP_Q_mac(nullptr, "HMAC", nullptr, hash, nullptr, key.data(), key.size(), reinterpret_cast<const unsigned char*>(message.data()),
                          message.size(), out, sizeof out, &size))
    std::abort();
  return {reinterpret_cast<char*>(out), size};
}

}  // namespace kms
