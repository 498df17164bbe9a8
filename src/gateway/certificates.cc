#include "gateway/certificates.h"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "gateway/hosts.h"

namespace gateway {
namespace {

constexpr std::int64_t kDay = 86400, kCaDays = 3650, kLeafDays = 90;
constexpr std::string_view kKeyHeader = "orgtrail-ca-key-1\n";
constexpr std::size_t kMaxFile = 64 * 1024;

void must(bool ok, const char* what) {
  if (!ok) base::fatal(std::string("OpenSSL failed in ") + what);
}

void set_times(X509* x, base::Time from, base::Time to) {
  must(ASN1_TIME_set(X509_getm_notBefore(x), time_t(from.s())) && ASN1_TIME_set(X509_getm_notAfter(x), time_t(to.s())), "validity");
}

void set_serial(X509* x) {
  std::string bytes = base::random_bytes(16);
  bytes[0] = char((bytes[0] & 0x7F) | 0x40);      // positive, and of one length
  BIGNUM* n = BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), int(bytes.size()), nullptr);
  must(n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x)), "serial number");
  BN_free(n);
}

void set_name(X509* x, const std::string& common_name) {
  auto entry = [&](const char* field, const std::string& text) {
    must(X509_NAME_add_entry_by_txt(X509_get_subject_name(x), field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()), int(text.size()), -1, 0) == 1,
         "subject");
  };
  entry("O", "orgtrail");
  entry("CN", common_name);
}

void add_extension(X509* x, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX ctx;
  X509V3_set_ctx_nodb(&ctx);
  X509V3_set_ctx(&ctx, issuer, x, nullptr, nullptr, 0);
  X509_EXTENSION* e = X509V3_EXT_conf_nid(nullptr, &ctx, nid, value.c_str());
  must(e && X509_add_ext(x, e, -1) == 1, "extension");
  X509_EXTENSION_free(e);
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += ',';
    out += (is_ip(name) ? "IP:" : "DNS:") + name;
  }
  return out;
}

bool fail(std::string& error, const std::filesystem::path& file, std::string_view what) {
  error = file.string() + ": ";
  error += what;
  return false;
}

// False with errno when the file cannot be read.
bool read_file(const std::filesystem::path& file, std::string& out) {
  int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  out.resize(kMaxFile);
  ssize_t n = ::read(fd, out.data(), out.size());
  int saved = errno;
  ::close(fd);
  errno = saved;
  out.resize(n < 0 ? 0 : std::size_t(n));
  return n >= 0;
}

// Written beside and renamed, both synced: after a crash the file is whole or absent.
bool write_file(const std::filesystem::path& file, std::string_view text, mode_t mode) {
  std::filesystem::path beside = file;
  beside += ".new";
  int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (fd < 0) return false;
  bool good = ::fchmod(fd, mode) == 0 && ::write(fd, text.data(), text.size()) == ssize_t(text.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!good || ::rename(beside.c_str(), file.c_str()) != 0) return false;
  int folder = ::open(file.parent_path().empty() ? "." : file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  good = ::fsync(folder) == 0;
  ::close(folder);
  return good;
}

std::string to_der(EVP_PKEY* key) {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key);
  unsigned char* der = nullptr;
  int n = info ? i2d_PKCS8_PRIV_KEY_INFO(info, &der) : -1;
  must(n > 0, "PKCS#8");
  std::string out(reinterpret_cast<char*>(der), std::size_t(n));
  OPENSSL_clear_free(der, std::size_t(n));
  PKCS8_PRIV_KEY_INFO_free(info);
  return out;
}

CertificatePtr from_pem(std::string_view pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), int(pem.size()));
  CertificatePtr x(PEM_read_bio_X509(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  return x;
}

bool load(const std::filesystem::path& folder, std::string_view key32, const std::string& pem, base::Time now,
          AuthorityFiles& out, std::string& error) {
  out.certificate = from_pem(pem);
  if (!out.certificate) return fail(error, folder / "ca.pem", "is no PEM certificate");
  std::string text;
  if (!read_file(folder / "ca.key", text)) return fail(error, folder / "ca.key", std::strerror(errno));
  if (!text.starts_with(kKeyHeader)) return fail(error, folder / "ca.key", "is not of a known format");
  auto der = base::open(key32, std::string_view(text).substr(kKeyHeader.size()), kKeyHeader);
  if (!der) return fail(error, folder / "ca.key", "is damaged or sealed under another key");
  const unsigned char* p = reinterpret_cast<const unsigned char*>(der->data());
  out.key.reset(d2i_AutoPrivateKey(nullptr, &p, long(der->size())));
  base::wipe(*der);
  if (!out.key || X509_check_private_key(out.certificate.get(), out.key.get()) != 1)
    return fail(error, folder / "ca.key", "does not belong to ca.pem");
  time_t seconds = time_t(now.s());
  if (X509_cmp_time(X509_get0_notAfter(out.certificate.get()), &seconds) < 0)
    return fail(error, folder / "ca.pem", "has expired; move it away to have a new authority made");
  return true;
}

}  // namespace

bool is_dns_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  for (char c : host) {
    bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (c == '.' ? label == 0 : !good || label == 63) return false;
    label = c == '.' ? 0 : label + 1;
  }
  return label > 0;
}

KeyPtr make_p256() {
  KeyPtr key(EVP_EC_gen("P-256"));
  must(key != nullptr, "P-256 generation");
  return key;
}

std::string to_pem(X509* x) {
  BIO* bio = BIO_new(BIO_s_mem());
  must(bio && PEM_write_bio_X509(bio, x) == 1, "PEM");
  char* text = nullptr;
  long n = BIO_get_mem_data(bio, &text);
  std::string out(text, std::size_t(n));
  BIO_free(bio);
  return out;
}

CertificatePtr make_ca(EVP_PKEY* key, base::Time now) {
  CertificatePtr x(X509_new());
  must(x && X509_set_version(x.get(), X509_VERSION_3) && X509_set_pubkey(x.get(), key), "certificate");
  set_serial(x.get());
  set_times(x.get(), now.plus_seconds(-kDay), now.plus_seconds(kCaDays * kDay));
  set_name(x.get(), "orgtrail local CA " + base::hex(base::random_bytes(4)));
  must(X509_set_issuer_name(x.get(), X509_get_subject_name(x.get())) == 1, "issuer");
  add_extension(x.get(), x.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(x.get(), x.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(x.get(), x.get(), NID_subject_key_identifier, "hash");
  add_extension(x.get(), x.get(), NID_authority_key_identifier, "keyid:always");
  must(X509_sign(x.get(), key, EVP_sha256()) > 0, "signature");
  return x;
}

CertificatePtr make_leaf(X509* authority, EVP_PKEY* authority_key, EVP_PKEY* key, const std::vector<std::string>& names,
                         base::Time now) {
  CertificatePtr x(X509_new());
  must(x && X509_set_version(x.get(), X509_VERSION_3) && X509_set_pubkey(x.get(), key), "certificate");
  set_serial(x.get());
  set_times(x.get(), now.plus_seconds(-kDay), now.plus_seconds(kLeafDays * kDay));
  time_t end = time_t(now.s() + kLeafDays * kDay);
  if (X509_cmp_time(X509_get0_notAfter(authority), &end) < 0)
    must(X509_set1_notAfter(x.get(), X509_get0_notAfter(authority)) == 1, "validity");
  set_name(x.get(), names.front().size() <= 64 ? names.front() : "orgtrail");
  must(X509_set_issuer_name(x.get(), X509_get_subject_name(authority)) == 1, "issuer");
  add_extension(x.get(), authority, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(x.get(), authority, NID_key_usage, "critical,digitalSignature");
  add_extension(x.get(), authority, NID_ext_key_usage, "serverAuth");
  add_extension(x.get(), authority, NID_subject_key_identifier, "hash");
  add_extension(x.get(), authority, NID_authority_key_identifier, "keyid:always");
  add_extension(x.get(), authority, NID_subject_alt_name, alternative_names(names));
  must(X509_sign(x.get(), authority_key, EVP_sha256()) > 0, "signature");
  return x;
}

bool load_or_make_authority(const std::filesystem::path& folder, std::string_view key32, base::Time now, AuthorityFiles& out,
                            std::string& error) {
  std::string pem;
  if (read_file(folder / "ca.pem", pem)) return load(folder, key32, pem, now, out, error);
  if (errno != ENOENT) return fail(error, folder / "ca.pem", std::strerror(errno));
  out.key = make_p256();
  out.certificate = make_ca(out.key.get(), now);
  std::string der = to_der(out.key.get()), sealed(kKeyHeader);
  sealed += base::seal(key32, der, kKeyHeader);
  base::wipe(der);
  // The key goes first: without ca.pem it is nobody's, and is made again.
  if (!write_file(folder / "ca.key", sealed, 0600)) return fail(error, folder / "ca.key", std::strerror(errno));
  if (!write_file(folder / "ca.pem", to_pem(out.certificate.get()), 0644))
    return fail(error, folder / "ca.pem", std::strerror(errno));
  return true;
}

}  // namespace gateway
