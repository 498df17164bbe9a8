#pragma once
// Pairs of private and public keys, as callers use them outside KMS.
#include <string>
#include <string_view>

namespace kms {

struct KeyPair { std::string private_der, public_der; };     // PKCS#8; SubjectPublicKeyInfo (RFC 5280)

// RSA takes up to seconds. Throws UnsupportedOperationException for SM2.
KeyPair make_key_pair(std::string_view spec);

}  // namespace kms
