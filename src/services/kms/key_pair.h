#pragma once
// Pairs of private and public keys, and what is computed with them: RFC 8017 (RSA), SEC 1 (ECDSA and ECDH). Pure.
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "services/kms/algorithms.h"

struct evp_pkey_st;

namespace kms {

// Immutable; shared between threads.
class KeyPair {
 public:
  // Of a spec is_pair() knows, or ECC_NIST_EDWARDS25519. RSA takes up to seconds: see key_supply.h. nullopt: `stop` was set meanwhile.
  static std::optional<KeyPair> make(std::string_view spec, const std::atomic<bool>* stop = nullptr);
  static std::optional<KeyPair> from_der(std::string_view spec, std::string_view private_der);      // of a spec is_pair() knows

  std::string private_der() const;                          // PKCS#8
  std::string public_der() const;                           // SubjectPublicKeyInfo (RFC 5280)

  // ECDSA's signatures are DER (RFC 3279, 2.2.3). Salts of PSS are as long as the digest.
  std::string sign(const SigningWay&, std::string_view digest) const;
  bool verify(const SigningWay&, std::string_view digest, std::string_view signature) const;

  // RSA. The plaintext must not be longer than longest_plain(); nullopt: no ciphertext of this key and algorithm.
  std::string encrypt(const char* oaep_digest, std::string_view plain) const;
  std::optional<std::string> decrypt(const char* oaep_digest, std::string_view cipher) const;

  // The x coordinate that both sides come to, as long as the curve's field. nullopt: not a public key on this one's curve.
  std::optional<std::string> shared_secret(std::string_view peer_public_der) const;

 private:
  explicit KeyPair(evp_pkey_st* key);
  std::shared_ptr<evp_pkey_st> key_;
};

}  // namespace kms
