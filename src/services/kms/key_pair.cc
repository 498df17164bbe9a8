#include "services/kms/key_pair.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "service/error.h"

namespace kms {
namespace {

struct Free { void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); } };
using PrivateKey = std::unique_ptr<EVP_PKEY, Free>;

PrivateKey make(std::string_view spec) {
  auto rsa = [](std::size_t bits) { return PrivateKey(EVP_RSA_gen(bits)); };
  auto curve = [](const char* name) { return PrivateKey(EVP_EC_gen(name)); };
  if (spec == "RSA_2048") return rsa(2048);
  if (spec == "RSA_3072") return rsa(3072);
  if (spec == "RSA_4096") return rsa(4096);
  if (spec == "ECC_NIST_P256") return curve("P-256");
  if (spec == "ECC_NIST_P384") return curve("P-384");
  if (spec == "ECC_NIST_P521") return curve("P-521");
  if (spec == "ECC_SECG_P256K1") return curve("secp256k1");
  if (spec == "ECC_NIST_EDWARDS25519") return PrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  throw service::ApiError{"UnsupportedOperationException", 400, "KeyPairSpec " + std::string(spec) + " is not supported."};
}

std::string taken(unsigned char* der, int size) {
  if (size <= 0) std::abort();
  std::string out(reinterpret_cast<char*>(der), std::size_t(size));
  OPENSSL_clear_free(der, std::size_t(size));
  return out;
}

}  // namespace

KeyPair make_key_pair(std::string_view spec) {
  PrivateKey key = make(spec);
  if (!key) std::abort();
  KeyPair out;
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key.get());
  unsigned char* der = nullptr;
  int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : 0;
  PKCS8_PRIV_KEY_INFO_free(info);
  out.private_der = taken(der, size);
  der = nullptr;
  size = i2d_PUBKEY(key.get(), &der);
  out.public_der = taken(der, size);
  return out;
}

}  // namespace kms
