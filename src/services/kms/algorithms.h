#pragma once
// What keys of each spec are for, and what each algorithm's name stands for: KMS Developer Guide, "Key spec reference". Pure.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kms {

inline constexpr std::string_view kSymmetric = "SYMMETRIC_DEFAULT";      // a spec, and its algorithm
inline constexpr std::string_view kEncryptDecrypt = "ENCRYPT_DECRYPT", kSignVerify = "SIGN_VERIFY", kGenerateVerifyMac = "GENERATE_VERIFY_MAC",
                                  kKeyAgreement = "KEY_AGREEMENT";

// What a key of this spec and usage can do, as DescribeKey lists it; empty: there are no such keys.
std::span<const std::string_view> algorithms_of(std::string_view spec, std::string_view usage);
bool is_known_spec(std::string_view spec);           // there are keys of it here

bool is_rsa(std::string_view spec);
bool is_pair(std::string_view spec);                 // RSA or elliptic
std::size_t secret_size(std::string_view spec);      // bytes of key material that is no pair: SYMMETRIC_DEFAULT and HMAC

enum class Padding : std::uint8_t { none /* ECDSA */, pkcs1, pss };
struct SigningWay { const char* digest; std::size_t digest_size; Padding padding; };     // the digest as OpenSSL names it
std::optional<SigningWay> signing_way(std::string_view algorithm);

const char* oaep_digest(std::string_view algorithm);                                     // nullptr: not RSAES_OAEP
std::size_t longest_plain(std::string_view rsa_spec, std::string_view algorithm);        // bytes that RSAES_OAEP takes (RFC 8017, 7.1.1)

std::string digest(const char* name, std::string_view message);
std::string mac(std::string_view algorithm, std::string_view key, std::string_view message);      // HMAC_SHA_224 and so on

}  // namespace kms
