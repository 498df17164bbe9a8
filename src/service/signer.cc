#include "service/signer.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"

namespace service {
namespace {

constexpr std::string_view kPurpose = "signers";
constexpr long kDay = 86400, kDays = 3650;

EVP_PKEY* pkey(void* key) { return static_cast<EVP_PKEY*>(key); }

void must(bool ok, const char* what) {
  if (!ok) base::fatal(std::string("OpenSSL failed in ") + what);
}

std::string private_der(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  int n = i2d_PrivateKey(key, &der);
  must(n > 0, "private key");
  std::string out(reinterpret_cast<char*>(der), std::size_t(n));
  OPENSSL_clear_free(der, std::size_t(n));
  return out;
}

// Self-signed: what is trusted is where it was fetched from. Its times are the host's, by which others judge it.
std::string certificate_of(EVP_PKEY* key, const std::string& common_name) {
  X509* x = X509_new();
  must(x && X509_set_version(x, 2) && X509_set_pubkey(x, key), "certificate");
  std::string serial = base::random_bytes(16);
  serial[0] = char((serial[0] & 0x7f) | 0x40);
  BIGNUM* n = BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()), int(serial.size()), nullptr);
  must(n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)), "serial number");
  BN_free(n);
  const time_t now = time_t(base::HostClock{}.now().s());
  must(ASN1_TIME_set(X509_getm_notBefore(x), now - kDay) && ASN1_TIME_set(X509_getm_notAfter(x), now + kDays * kDay), "validity");
  auto* name = X509_get_subject_name(x);
  must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(common_name.data()), int(common_name.size()), -1, 0) == 1 &&
           X509_set_issuer_name(x, name) && X509_sign(x, key, EVP_sha256()) > 0, "certificate");
  BIO* bio = BIO_new(BIO_s_mem());
  must(bio && PEM_write_bio_X509(bio, x), "certificate");
  char* text = nullptr;
  long size = BIO_get_mem_data(bio, &text);
  std::string out(text, std::size_t(size));
  BIO_free(bio);
  X509_free(x);
  return out;
}

store::Bound<SignerRecord> signers(store::Txn& txn) { return {txn, kSigners, "", ""}; }

std::shared_ptr<const Signer> opened(const House& house, const std::string& key, const SignerRecord& r) {
  auto der = base::open(house.key_for(kPurpose), r.sealed_key, key);
  if (!der) base::fatal("a signing key cannot be opened: the root key is not the one it was sealed under");
  auto* p = reinterpret_cast<const unsigned char*>(der->data());
  EVP_PKEY* loaded = d2i_AutoPrivateKey(nullptr, &p, long(der->size()));
  base::wipe(*der);
  must(loaded, "private key");
  return std::make_shared<const Signer>(r.id, loaded);
}

struct Signers { std::map<std::string, std::shared_ptr<const Signer>> by_key; std::mutex mutex; };

}  // namespace

Signer::~Signer() { EVP_PKEY_free(pkey(key_)); }

std::string Signer::sign(std::string_view text, Hash hash) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::size_t size = 0;
  must(context && EVP_DigestSignInit(context, nullptr, hash == Hash::sha1 ? EVP_sha1() : EVP_sha256(), nullptr, pkey(key_)) == 1 &&
           EVP_DigestSignUpdate(context, text.data(), text.size()) == 1 && EVP_DigestSignFinal(context, nullptr, &size) == 1, "signature");
  std::string out(size, '\0');
  must(EVP_DigestSignFinal(context, reinterpret_cast<unsigned char*>(out.data()), &size) == 1, "signature");
  out.resize(size);
  EVP_MD_CTX_free(context);
  return out;
}

std::shared_ptr<const Signer> signer_for(House& house, std::string_view service, const std::string& region) {
  auto& known = house.cache<Signers>();
  const std::string key = store::joined(service, region);
  std::lock_guard lock(known.mutex);
  if (auto it = known.by_key.find(key); it != known.by_key.end()) return it->second;
  std::optional<SignerRecord> record;
  {
    store::Txn txn = house.store.read();
    record = signers(txn).get(key);
  }
  if (!record) {
    EVP_PKEY* made = EVP_RSA_gen(2048);
    must(made, "RSA key");
    record = SignerRecord{base::hex(base::random_bytes(16)), base::seal(house.key_for(kPurpose), private_der(made), key),
                          certificate_of(made, std::string(service) + ".amazonaws.com")};
    EVP_PKEY_free(made);
    house.note([&](store::Txn& txn) { signers(txn).put(key, *record); });
  }
  return known.by_key[key] = opened(house, key, *record);
}

std::optional<std::string> signing_certificate(House& house, std::string_view service, std::string_view region, std::string_view id) {
  store::Txn txn = house.store.read();
  auto record = signers(txn).get(store::joined(service, region));
  if (!record || record->id != id) return {};
  return std::move(record->certificate);
}

}  // namespace service
