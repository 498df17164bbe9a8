#include "base/crypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/random.h"

namespace base {
namespace {

void must(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "orgtrail: OpenSSL failed in %s\n", what);
  std::abort();
}

const unsigned char* u8(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* u8(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

const EVP_MD* algorithm(Digest::Kind kind) {
  static EVP_MD* const fetched[] = {EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_fetch(nullptr, "SHA1", nullptr), EVP_MD_fetch(nullptr, "MD5", nullptr)};
  return fetched[int(kind)];
}

struct DigestContext {
  EVP_MD_CTX* ctx = EVP_MD_CTX_new();
  ~DigestContext() { EVP_MD_CTX_free(ctx); }
};

void digest_once(Digest::Kind kind, std::string_view text, unsigned char* out) {
  thread_local DigestContext d;
  must(EVP_DigestInit_ex2(d.ctx, algorithm(kind), nullptr) && EVP_DigestUpdate(d.ctx, text.data(), text.size()) && EVP_DigestFinal_ex(d.ctx, out, nullptr), "digest");
}

std::string digest_once(Digest::Kind kind, std::string_view text, std::size_t size) {
  std::string out(size, '\0');
  digest_once(kind, text, u8(out));
  return out;
}

constexpr std::size_t kNonce = 12, kTag = 16;

// One direction of AES-256-GCM, its cipher set once: naming it again with every key would make the context's state anew.
struct CipherContext {
  enum class Way : int { open, seal };
  explicit CipherContext(Way way) {
    static EVP_CIPHER* const fetched = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    must(EVP_CipherInit_ex2(ctx, fetched, nullptr, nullptr, int(way), nullptr), "cipher");
  }
  ~CipherContext() { EVP_CIPHER_CTX_free(ctx); }
  EVP_CIPHER_CTX* ctx = EVP_CIPHER_CTX_new();
};

// Appends ciphertext and tag to out.
void gcm_seal(std::string_view key, const unsigned char* nonce, std::string_view plain, std::string_view bound, std::string& out) {
  must(key.size() == 32, "seal: key size");
  thread_local CipherContext c(CipherContext::Way::seal);
  std::size_t at = out.size();
  out.resize(at + plain.size() + kTag);
  int n = 0;
  must(EVP_EncryptInit_ex2(c.ctx, nullptr, u8(key), nonce, nullptr) &&
       (bound.empty() || EVP_EncryptUpdate(c.ctx, nullptr, &n, u8(bound), int(bound.size()))) &&
       EVP_EncryptUpdate(c.ctx, u8(out) + at, &n, u8(plain), int(plain.size())) &&
       EVP_EncryptFinal_ex(c.ctx, u8(out) + at + plain.size(), &n) &&
       EVP_CIPHER_CTX_ctrl(c.ctx, EVP_CTRL_AEAD_GET_TAG, int(kTag), u8(out) + at + plain.size()), "seal");
}

std::optional<std::string> gcm_open(std::string_view key, const unsigned char* nonce, std::string_view sealed, std::string_view bound) {
  if (key.size() != 32 || sealed.size() < kTag) return {};
  thread_local CipherContext c(CipherContext::Way::open);
  std::string out(sealed.size() - kTag, '\0'), tag(sealed.substr(out.size()));
  int n = 0;
  must(EVP_DecryptInit_ex2(c.ctx, nullptr, u8(key), nonce, nullptr) &&
       (bound.empty() || EVP_DecryptUpdate(c.ctx, nullptr, &n, u8(bound), int(bound.size()))) &&
       EVP_DecryptUpdate(c.ctx, u8(out), &n, u8(sealed), int(out.size())) &&
       EVP_CIPHER_CTX_ctrl(c.ctx, EVP_CTRL_AEAD_SET_TAG, int(kTag), u8(tag)), "open");
  if (EVP_DecryptFinal_ex(c.ctx, u8(out) + out.size(), &n) != 1) return {};
  return out;
}

std::array<unsigned char, kNonce> chunk_nonce(std::uint64_t number) {
  std::array<unsigned char, kNonce> nonce{};
  for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = (unsigned char)(number >> (8 * (7 - i)));
  return nonce;
}

EVP_PKEY* pkey(void* p) { return static_cast<EVP_PKEY*>(p); }

}  // namespace

std::string sha256(std::string_view text) { return digest_once(Digest::Kind::sha256, text, 32); }
std::string sha1(std::string_view text) { return digest_once(Digest::Kind::sha1, text, 20); }
std::string md5(std::string_view text) { return digest_once(Digest::Kind::md5, text, 16); }
void sha256_into(std::string_view text, char out[32]) { digest_once(Digest::Kind::sha256, text, reinterpret_cast<unsigned char*>(out)); }

// HMAC by its definition over the fetched SHA-256: EVP_MAC costs three times as much per call.
std::string hmac_sha256(std::string_view key, std::string_view text) {
  char block[64] = {};
  if (key.size() > sizeof block) sha256_into(key, block);
  else std::memcpy(block, key.data(), key.size());
  char inner[64], outer[64 + 32];
  for (int i = 0; i < 64; ++i) { inner[i] = char(block[i] ^ 0x36); outer[i] = char(block[i] ^ 0x5c); }
  thread_local DigestContext d;
  must(EVP_DigestInit_ex2(d.ctx, algorithm(Digest::Kind::sha256), nullptr) && EVP_DigestUpdate(d.ctx, inner, sizeof inner) &&
       EVP_DigestUpdate(d.ctx, text.data(), text.size()) && EVP_DigestFinal_ex(d.ctx, reinterpret_cast<unsigned char*>(outer + 64), nullptr), "hmac");
  std::string out = sha256({outer, sizeof outer});
  OPENSSL_cleanse(block, sizeof block);
  OPENSSL_cleanse(inner, sizeof inner);
  OPENSSL_cleanse(outer, sizeof outer);
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  random_into(out.data(), n);
  return out;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

Digest::Digest(Kind kind) : context_(EVP_MD_CTX_new()) { must(EVP_DigestInit_ex2(static_cast<EVP_MD_CTX*>(context_), algorithm(kind), nullptr), "digest"); }
Digest::~Digest() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }
Digest::Digest(Digest&& o) noexcept : context_(std::exchange(o.context_, nullptr)) {}
Digest& Digest::operator=(Digest&& o) noexcept { std::swap(context_, o.context_); return *this; }
void Digest::add(std::string_view part) { must(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), part.data(), part.size()), "digest"); }
std::string Digest::finish() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned n = 0;
  must(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), out, &n), "digest");
  return {reinterpret_cast<char*>(out), n};
}

std::string seal(std::string_view key, std::string_view plain, std::string_view bound) {
  std::array<unsigned char, kNonce> nonce;
  random_into(nonce.data(), kNonce);
  std::string out;
  out.reserve(kNonce + plain.size() + kTag);
  out.append(reinterpret_cast<const char*>(nonce.data()), kNonce);
  gcm_seal(key, nonce.data(), plain, bound, out);
  return out;
}

std::optional<std::string> open(std::string_view key, std::string_view sealed, std::string_view bound) {
  if (sealed.size() < kNonce + kTag) return {};
  return gcm_open(key, u8(sealed), sealed.substr(kNonce), bound);
}

std::string seal_chunk(std::string_view key, std::uint64_t number, std::string_view plain) {
  std::string out;
  gcm_seal(key, chunk_nonce(number).data(), plain, {}, out);
  return out;
}

std::optional<std::string> open_chunk(std::string_view key, std::uint64_t number, std::string_view sealed) {
  return gcm_open(key, chunk_nonce(number).data(), sealed, {});
}

// HKDF with an empty salt and one block of output.
std::string derive_key(std::string_view root, std::string_view purpose) {
  std::string info(purpose);
  info += '\x01';
  return hmac_sha256(hmac_sha256(std::string(32, '\0'), root), info);
}

RsaKey RsaKey::make() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  must(key, "RSA generation");
  return RsaKey(key);
}

std::optional<RsaKey> RsaKey::from_der(std::string_view der) {
  const unsigned char* p = u8(der);
  EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &p, long(der.size()));
  if (!key) return {};
  return RsaKey(key);
}

RsaKey::~RsaKey() { EVP_PKEY_free(pkey(key_)); }
RsaKey::RsaKey(RsaKey&& o) noexcept : key_(std::exchange(o.key_, nullptr)) {}
RsaKey& RsaKey::operator=(RsaKey&& o) noexcept { std::swap(key_, o.key_); return *this; }

std::string RsaKey::private_der() const {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(pkey(key_));
  must(info, "PKCS#8");
  unsigned char* der = nullptr;
  int n = i2d_PKCS8_PRIV_KEY_INFO(info, &der);
  must(n > 0, "PKCS#8");
  std::string out(reinterpret_cast<char*>(der), std::size_t(n));
  OPENSSL_clear_free(der, std::size_t(n));
  PKCS8_PRIV_KEY_INFO_free(info);
  return out;
}

std::string RsaKey::public_pkcs1() const {
  unsigned char* der = nullptr;
  int n = i2d_PublicKey(pkey(key_), &der);      // for RSA this is RSAPublicKey of PKCS#1
  must(n > 0, "public key");
  std::string out(reinterpret_cast<char*>(der), std::size_t(n));
  OPENSSL_free(der);
  return out;
}

std::string RsaKey::sign_sha256(std::string_view text) const {
  EVP_MD_CTX* ctx = EVP_MD_CTX_new();
  std::size_t n = 0;
  std::string out(512, '\0');
  n = out.size();
  must(EVP_DigestSignInit_ex(ctx, nullptr, "SHA256", nullptr, nullptr, pkey(key_), nullptr) == 1 &&
       EVP_DigestSign(ctx, u8(out), &n, u8(text), text.size()) == 1, "sign");
  EVP_MD_CTX_free(ctx);
  out.resize(n);
  return out;
}

bool rsa_verify_sha256(std::string_view der, std::string_view text, std::string_view signature) {
  const unsigned char* p = u8(der);
  EVP_PKEY* key = d2i_PublicKey(EVP_PKEY_RSA, nullptr, &p, long(der.size()));
  if (!key) return false;
  EVP_MD_CTX* ctx = EVP_MD_CTX_new();
  bool ok = EVP_DigestVerifyInit_ex(ctx, nullptr, "SHA256", nullptr, nullptr, key, nullptr) == 1 &&
            EVP_DigestVerify(ctx, u8(signature), signature.size(), u8(text), text.size()) == 1;
  EVP_MD_CTX_free(ctx);
  EVP_PKEY_free(key);
  return ok;
}

}  // namespace base
