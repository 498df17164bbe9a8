#include "services/kms/key_pair.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>

namespace kms {
namespace {

struct FreeContext { void operator()(EVP_PKEY_CTX* c) const { EVP_PKEY_CTX_free(c); } };
struct FreeKey { void operator()(EVP_PKEY* k) const { EVP_PKEY_free(k); } };
using Context = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

void must(bool ok) { if (!ok) std::abort(); }
const unsigned char* u8(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* u8(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

// What callers bring may be refused: OpenSSL's reasons are of no interest then.
bool refused(bool ok) {
  if (!ok) ERR_clear_error();
  return !ok;
}

Context of(EVP_PKEY* key) {
  Context out(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  must(out != nullptr);
  return out;
}

int goes_on(EVP_PKEY_CTX* c) {
  auto* stop = static_cast<const std::atomic<bool>*>(EVP_PKEY_CTX_get_app_data(c));
  return !stop || !*stop;
}

EVP_PKEY* make_rsa(int bits, const std::atomic<bool>* stop) {
  Context c(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  must(c && EVP_PKEY_keygen_init(c.get()) == 1 && EVP_PKEY_CTX_set_rsa_keygen_bits(c.get(), bits) == 1);
  EVP_PKEY_CTX_set_app_data(c.get(), const_cast<std::atomic<bool>*>(stop));
  EVP_PKEY_CTX_set_cb(c.get(), goes_on);
  EVP_PKEY* key = nullptr;
  if (refused(EVP_PKEY_generate(c.get(), &key) == 1)) must(stop && *stop);
  return key;
}

EVP_PKEY* generate(std::string_view spec, const std::atomic<bool>* stop) {
  if (spec == "RSA_2048") return make_rsa(2048, stop);
  if (spec == "RSA_3072") return make_rsa(3072, stop);
  if (spec == "RSA_4096") return make_rsa(4096, stop);
  EVP_PKEY* out = nullptr;
  if (spec == "ECC_NIST_P256") out = EVP_EC_gen("P-256");
  if (spec == "ECC_NIST_P384") out = EVP_EC_gen("P-384");
  if (spec == "ECC_NIST_P521") out = EVP_EC_gen("P-521");
  if (spec == "ECC_SECG_P256K1") out = EVP_EC_gen("secp256k1");
  if (spec == "ECC_NIST_EDWARDS25519") out = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  must(out != nullptr);
  return out;
}

std::string taken(unsigned char* der, int size) {
  must(size > 0);
  std::string out(reinterpret_cast<char*>(der), std::size_t(size));
  OPENSSL_clear_free(der, std::size_t(size));
  return out;
}

void set(EVP_PKEY_CTX* c, const SigningWay& way) {
  must(EVP_PKEY_CTX_set_signature_md(c, EVP_get_digestbyname(way.digest)) == 1);
  if (way.padding == Padding::none) return;
  must(EVP_PKEY_CTX_set_rsa_padding(c, way.padding == Padding::pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) == 1);
  if (way.padding == Padding::pss) must(EVP_PKEY_CTX_set_rsa_pss_saltlen(c, RSA_PSS_SALTLEN_DIGEST) == 1);
}

void set_oaep(EVP_PKEY_CTX* c, const char* digest) {
  const EVP_MD* md = EVP_get_digestbyname(digest);
  must(EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_OAEP_PADDING) == 1 && EVP_PKEY_CTX_set_rsa_oaep_md(c, md) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(c, md) == 1);
}

std::string curve_of(EVP_PKEY* key) {
  char name[64];
  std::size_t size = 0;
  if (!EVP_PKEY_is_a(key, "EC") || refused(EVP_PKEY_get_group_name(key, name, sizeof name, &size) == 1)) return {};
  return {name, size};
}

}  // namespace

KeyPair::KeyPair(EVP_PKEY* key) : key_(key, EVP_PKEY_free) {}

std::optional<KeyPair> KeyPair::make(std::string_view spec, const std::atomic<bool>* stop) {
  EVP_PKEY* key = generate(spec, stop);
  if (!key) return {};
  return KeyPair(key);
}

std::optional<KeyPair> KeyPair::from_der(std::string_view spec, std::string_view der) {
  const unsigned char* p = u8(der);
  EVP_PKEY* key = d2i_PrivateKey(is_rsa(spec) ? EVP_PKEY_RSA : EVP_PKEY_EC, nullptr, &p, long(der.size()));      // to be told which is a third of the time
  if (refused(key != nullptr)) return {};
  return KeyPair(key);
}

std::string KeyPair::private_der() const {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key_.get());
  unsigned char* der = nullptr;
  int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : 0;
  PKCS8_PRIV_KEY_INFO_free(info);
  return taken(der, size);
}

std::string KeyPair::public_der() const {
  unsigned char* der = nullptr;
  int size = i2d_PUBKEY(key_.get(), &der);
  return taken(der, size);
}

std::string KeyPair::sign(const SigningWay& way, std::string_view digest) const {
  Context c = of(key_.get());
  must(EVP_PKEY_sign_init(c.get()) == 1);
  set(c.get(), way);
  std::string out(std::size_t(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = out.size();
  must(EVP_PKEY_sign(c.get(), u8(out), &size, u8(digest), digest.size()) == 1);
  out.resize(size);
  return out;
}

bool KeyPair::verify(const SigningWay& way, std::string_view digest, std::string_view signature) const {
  // RFC 8017, 8.1.2: no byte less, though it were a leading zero.
  if (way.padding != Padding::none && signature.size() != std::size_t(EVP_PKEY_get_size(key_.get()))) return false;
  Context c = of(key_.get());
  must(EVP_PKEY_verify_init(c.get()) == 1);
  set(c.get(), way);
  return !refused(EVP_PKEY_verify(c.get(), u8(signature), signature.size(), u8(digest), digest.size()) == 1);
}

std::string KeyPair::encrypt(const char* oaep_digest, std::string_view plain) const {
  Context c = of(key_.get());
  must(EVP_PKEY_encrypt_init(c.get()) == 1);
  set_oaep(c.get(), oaep_digest);
  std::string out(std::size_t(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = out.size();
  must(EVP_PKEY_encrypt(c.get(), u8(out), &size, u8(plain), plain.size()) == 1);
  out.resize(size);
  return out;
}

std::optional<std::string> KeyPair::decrypt(const char* oaep_digest, std::string_view cipher) const {
  Context c = of(key_.get());
  must(EVP_PKEY_decrypt_init(c.get()) == 1);
  set_oaep(c.get(), oaep_digest);
  std::string out(std::size_t(EVP_PKEY_get_size(key_.get())), '\0');
  std::size_t size = out.size();
  if (cipher.size() != out.size() || refused(EVP_PKEY_decrypt(c.get(), u8(out), &size, u8(cipher), cipher.size()) == 1)) return {};
  out.resize(size);
  return out;
}

std::optional<std::string> KeyPair::shared_secret(std::string_view peer_public_der) const {
  const unsigned char* p = u8(peer_public_der);
  Key peer(d2i_PUBKEY(nullptr, &p, long(peer_public_der.size())));
  if (refused(peer != nullptr) || p != u8(peer_public_der) + peer_public_der.size()) return {};
  const std::string curve = curve_of(key_.get());
  if (curve.empty() || curve_of(peer.get()) != curve) return {};
  Context c = of(key_.get());
  must(EVP_PKEY_derive_init(c.get()) == 1);
  if (refused(EVP_PKEY_derive_set_peer(c.get(), peer.get()) == 1)) return {};      // which checks that the point is on the curve
  std::size_t size = 0;
  must(EVP_PKEY_derive(c.get(), nullptr, &size) == 1);
  std::string out(size, '\0');
  if (refused(EVP_PKEY_derive(c.get(), u8(out), &size) == 1)) return {};
  out.resize(size);
  return out;
}

}  // namespace kms
