#pragma once
// The few cryptographic forms the house uses, each over OpenSSL with its algorithm fetched once.
// A failure inside OpenSSL is a programmer's error and aborts; a failed authentication is an answer.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace base {

std::string sha256(std::string_view);                       // 32 bytes
std::string sha1(std::string_view);
std::string md5(std::string_view);                          // 16 bytes; for ETags and fingerprints only
void sha256_into(std::string_view, char out[32]);
std::string hmac_sha256(std::string_view key, std::string_view text);
bool equal_in_constant_time(std::string_view, std::string_view);
std::string random_bytes(std::size_t n);
void wipe(std::string& secret);

// Running digests for streamed bodies.
class Digest {
 public:
  enum class Kind : std::uint8_t { sha256, sha1, md5 };
  explicit Digest(Kind);
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;
  void add(std::string_view);
  std::string finish();                                     // once

 private:
  void* context_;
};

// AES-256-GCM, 12-byte random nonce in front, 16-byte tag behind; `bound` is authenticated, not stored.
std::string seal(std::string_view key32, std::string_view plain, std::string_view bound = {});
std::optional<std::string> open(std::string_view key32, std::string_view sealed, std::string_view bound = {});
// The same with the caller's own nonce, not stored: for numbered chunks of one body under one fresh key.
std::string seal_chunk(std::string_view key32, std::uint64_t number, std::string_view plain);
std::optional<std::string> open_chunk(std::string_view key32, std::uint64_t number, std::string_view sealed);

// HKDF-SHA256: keys of one purpose from the root key.
std::string derive_key(std::string_view root, std::string_view purpose);

// RSA-2048 key pair for signing digests. Making one takes up to a second: never on a request's road.
class RsaKey {
 public:
  static RsaKey make();
  static std::optional<RsaKey> from_der(std::string_view private_der);
  ~RsaKey();
  RsaKey(RsaKey&&) noexcept;
  RsaKey& operator=(RsaKey&&) noexcept;
  std::string private_der() const;                          // PKCS#8
  std::string public_pkcs1() const;                         // RSAPublicKey, as ListPublicKeys returns it
  std::string sign_sha256(std::string_view text) const;     // RSASSA-PKCS1-v1_5
 private:
  explicit RsaKey(void* key) : key_(key) {}
  void* key_;
};
bool rsa_verify_sha256(std::string_view public_pkcs1, std::string_view text, std::string_view signature);

}  // namespace base
