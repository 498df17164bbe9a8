#include "services/iam/pem.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "base/bytes.h"
#include "base/crypto.h"

namespace iam {
namespace {

template <auto Free> struct Freed { template <class T> void operator()(T* p) const { Free(p); } };
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

constexpr std::string_view kSshRsa = "ssh-rsa";

// What OpenSSL notes of texts that it cannot read must not meet the next TLS connection of this thread.
struct NoErrorsLeft { ~NoErrorsLeft() { ERR_clear_error(); } };

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

Bio reading(std::string_view text) { return Bio(BIO_new_mem_buf(text.data(), int(text.size()))); }

// A password is never asked for.
int no_password(char*, int, int, void*) { return -1; }

Certificate certificate_in(BIO* in) { return Certificate(PEM_read_bio_X509(in, nullptr, no_password, nullptr)); }

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (!EVP_PKEY_get_bn_param(key, name, &raw)) return {};
  Number n(raw);
  std::string out(std::size_t(BN_num_bytes(n.get())), '\0');
  BN_bn2bin(n.get(), reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

// The parts of an SSH text: each is its length in four bytes, and itself.
std::optional<std::string> take(std::string_view& blob) {
  if (blob.size() < 4) return {};
  std::size_t n = 0;
  for (int i = 0; i < 4; ++i) n = n << 8 | std::uint8_t(blob[std::size_t(i)]);
  if (blob.size() - 4 < n) return {};
  std::string out(blob.substr(4, n));
  blob.remove_prefix(4 + n);
  return out;
}
void put(std::string& out, std::string_view part) {
  for (int shift = 24; shift >= 0; shift -= 8) out += char(part.size() >> shift);
  out += part;
}

std::string without_zeros(std::string number) { return number.substr(std::min(number.find_first_not_of('\0'), number.size())); }
// A number whose first bit is set would be negative.
std::string as_mpint(const std::string& number) { return !number.empty() && (number[0] & 0x80) ? std::string(1, '\0') + number : number; }

std::string ssh_blob(const RsaPublicKey& key) {
  std::string out;
  put(out, kSshRsa);
  put(out, as_mpint(key.exponent));
  put(out, as_mpint(key.modulus));
  return out;
}

std::optional<RsaPublicKey> parse_ssh(std::string_view text) {
  text.remove_prefix(kSshRsa.size() + 1);
  auto decoded = base::unbase64(text.substr(0, text.find(' ')));
  if (!decoded) return {};
  std::string_view blob = *decoded;
  auto kind = take(blob), exponent = take(blob), modulus = take(blob);
  if (kind != kSshRsa || !exponent || !modulus || !blob.empty()) return {};
  RsaPublicKey key{without_zeros(std::move(*modulus)), without_zeros(std::move(*exponent))};
  return key.modulus.empty() || key.exponent.empty() ? std::nullopt : std::optional(std::move(key));
}

std::optional<RsaPublicKey> parse_pem(std::string_view text) {
  Bio in = reading(text);
  Key key(PEM_read_bio_PUBKEY(in.get(), nullptr, no_password, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return {};
  return RsaPublicKey{number_of(key.get(), OSSL_PKEY_PARAM_RSA_N), number_of(key.get(), OSSL_PKEY_PARAM_RSA_E)};
}

base::Time time_of(const ASN1_TIME* t) {
  tm parts{};
  return ASN1_TIME_to_tm(t, &parts) ? base::Time::seconds(timegm(&parts)) : base::Time{};
}

}  // namespace

std::size_t RsaPublicKey::bits() const {
  std::size_t n = modulus.size() * 8;
  for (unsigned first = modulus.empty() ? 0 : std::uint8_t(modulus[0]); n && !(first & 0x80); first <<= 1) --n;
  return n;
}

std::optional<RsaPublicKey> parse_public_key(std::string_view text) {
  NoErrorsLeft after;
  text = trimmed(text);
  return text.starts_with("ssh-rsa ") ? parse_ssh(text) : parse_pem(text);
}

std::string ssh_text(const RsaPublicKey& key) { return "ssh-rsa " + base::base64(ssh_blob(key)); }

std::string pem_text(const RsaPublicKey& key) {
  NoErrorsLeft after;
  auto number = [](const std::string& bytes) { return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()), nullptr)); };
  Number n = number(key.modulus), e = number(key.exponent);
  std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(build.get()));
  std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* raw = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) <= 0 || EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0) return {};
  Key made(raw);
  Bio out(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(out.get(), made.get());
  char* text = nullptr;
  long size = BIO_get_mem_data(out.get(), &text);
  return {text, std::size_t(size)};
}

std::string ssh_fingerprint(const RsaPublicKey& key) {
  std::string digits = base::hex(base::md5(ssh_blob(key))), out;
  for (std::size_t i = 0; i < digits.size(); i += 2) out.append(i ? ":" : "").append(digits, i, 2);
  return out;
}

std::optional<CertificateFacts> parse_certificate(std::string_view pem) {
  NoErrorsLeft after;
  pem = trimmed(pem);
  if (!pem.starts_with("-----BEGIN CERTIFICATE-----") || pem.find("-----BEGIN", 1) != pem.npos) return {};
  Bio in = reading(pem);
  Certificate certificate = certificate_in(in.get());
  if (!certificate) return {};
  unsigned char digest[32];
  unsigned n = 0;
  X509_digest(certificate.get(), EVP_sha256(), digest, &n);
  return CertificateFacts{time_of(X509_get0_notBefore(certificate.get())), time_of(X509_get0_notAfter(certificate.get())), {reinterpret_cast<char*>(digest), n}};
}

bool is_chain(std::string_view pem) {
  pem = trimmed(pem);
  if (pem.empty()) return false;
  while (!pem.empty()) {
    constexpr std::string_view end = "-----END CERTIFICATE-----";
    auto at = pem.find(end);
    if (at == pem.npos || !parse_certificate(pem.substr(0, at + end.size()))) return false;
    pem = trimmed(pem.substr(at + end.size()));
  }
  return true;
}

KeyFit fits(std::string_view private_key_pem, std::string_view certificate_pem) {
  NoErrorsLeft after;
  Bio key_in = reading(private_key_pem), certificate_at = reading(certificate_pem);
  Key key(PEM_read_bio_PrivateKey(key_in.get(), nullptr, no_password, nullptr));
  Certificate certificate = certificate_in(certificate_at.get());
  if (!key || !certificate) return KeyFit::unreadable;
  return X509_check_private_key(certificate.get(), key.get()) == 1 ? KeyFit::fits : KeyFit::other;
}

}  // namespace iam
