#pragma once
// Public keys and certificates as users upload them.
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace iam {

// An RSA key: numbers as big-endian bytes without leading zeros.
struct RsaPublicKey {
  std::string modulus, exponent;
  std::size_t bits() const;
};

// "ssh-rsa AAAA... comment", or a PEM public key; nothing for what is neither.
std::optional<RsaPublicKey> parse_public_key(std::string_view text);
std::string ssh_text(const RsaPublicKey&);             // "ssh-rsa AAAA..."
std::string pem_text(const RsaPublicKey&);             // SubjectPublicKeyInfo
std::string ssh_fingerprint(const RsaPublicKey&);      // MD5 of the SSH form: sixteen pairs of hex digits with colons between

struct CertificateFacts {
  base::Time from, until;
  std::string digest;                                  // SHA-256 of the certificate itself
};
// One PEM certificate with nothing but white space around it; nothing for anything else.
std::optional<CertificateFacts> parse_certificate(std::string_view pem);
bool is_chain(std::string_view pem);                   // one certificate after the other
enum class KeyFit : std::uint8_t { fits, other, unreadable };
KeyFit fits(std::string_view private_key_pem, std::string_view certificate_pem);      // the key must not be encrypted

}  // namespace iam
