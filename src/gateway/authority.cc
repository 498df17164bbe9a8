#include "gateway/authority.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/log.h"
#include "gateway/certificates.h"
#include "gateway/hosts.h"

namespace gateway {
namespace {

constexpr std::int64_t kRenewSeconds = 60 * 86400;      // of a leaf's 90 days

int pick_certificate(SSL* ssl, int*, void* authority) {
  const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  auto* self = static_cast<CertificateAuthority*>(authority);
  std::shared_ptr<const Leaf> leaf = self->leaf_for(name ? name : "");      // no name: the default, renewed in time
  bool set = SSL_use_certificate(ssl, leaf->certificate.get()) == 1 && SSL_use_PrivateKey(ssl, self->leaf_key()) == 1;
  if (!set) ERR_clear_error();
  return !set ? SSL_TLSEXT_ERR_ALERT_FATAL : name ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

int pick_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned in_size, void*) {
  static constexpr unsigned char kHttp[] = "\x08http/1.1";
  bool common = SSL_select_next_proto(const_cast<unsigned char**>(out), size, kHttp, sizeof kHttp - 1, in, in_size) ==
                OPENSSL_NPN_NEGOTIATED;
  return common ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool is_or_below(std::string_view host, std::string_view name) {
  if (!host.ends_with(name)) return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

}  // namespace

void free_key(EVP_PKEY* p) { EVP_PKEY_free(p); }
void free_certificate(X509* p) { X509_free(p); }
void free_context(SSL_CTX* p) { SSL_CTX_free(p); }

CertificateAuthority::CertificateAuthority(KeyPtr key, CertificatePtr certificate, std::vector<std::string> names,
                                           const base::Clock& clock)
    : key_(std::move(key)),
      leaf_key_(make_p256()),
      certificate_(std::move(certificate)),
      pem_(to_pem(certificate_.get())),
      clock_(clock) {
  names_ = {"localhost", "127.0.0.1", "::1"};
  for (const std::string& name : names) {
    std::string lowered = base::lower(name);
    bool known = std::find(names_.begin(), names_.end(), lowered) != names_.end();
    if (!known && (is_ip(lowered) || is_dns_name(lowered))) names_.push_back(std::move(lowered));
  }
  make_context();
}

std::unique_ptr<CertificateAuthority> CertificateAuthority::open(const std::filesystem::path& folder, std::string_view key32,
                                                                 std::vector<std::string> names, const base::Clock& host_clock,
                                                                 std::string& error) {
  AuthorityFiles files;
  if (!load_or_make_authority(folder, key32, host_clock.now(), files, error)) return nullptr;
  return std::unique_ptr<CertificateAuthority>(
      new CertificateAuthority(std::move(files.key), std::move(files.certificate), std::move(names), host_clock));
}

void CertificateAuthority::make_context() {
  context_.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* ctx = context_.get();
  std::shared_ptr<const Leaf> own = leaf_for({});
  static constexpr unsigned char kSessions[] = "orgtrail";
  bool good = ctx && SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
              SSL_CTX_use_certificate(ctx, own->certificate.get()) == 1 && SSL_CTX_use_PrivateKey(ctx, leaf_key_.get()) == 1 &&
              SSL_CTX_set_session_id_context(ctx, kSessions, sizeof kSessions - 1) == 1;
  if (!good) base::fatal("OpenSSL refuses the server's TLS context");
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);      // idle connections hold no record buffers
  SSL_CTX_set_tlsext_servername_callback(ctx, pick_certificate);
  SSL_CTX_set_tlsext_servername_arg(ctx, this);
  SSL_CTX_set_alpn_select_cb(ctx, pick_protocol, nullptr);
}

bool CertificateAuthority::has_own_leaf(const std::string& host) const {
  if (is_ip(host)) return true;
  if (!is_dns_name(host)) return false;
  if (is_aws_host(host)) return true;
  return std::any_of(names_.begin(), names_.end(),
                     [&](const std::string& name) { return !is_ip(name) && is_or_below(host, name); });
}

std::shared_ptr<const Leaf> CertificateAuthority::issue(const std::vector<std::string>& names) const {
  auto leaf = std::make_shared<Leaf>();
  base::Time now = clock_.now();
  leaf->certificate = make_leaf(certificate_.get(), key_.get(), leaf_key_.get(), names, now);
  leaf->renew_at = now.plus_seconds(kRenewSeconds);
  return leaf;
}

std::shared_ptr<const Leaf> CertificateAuthority::leaf_for(std::string_view name) {
  std::string host = base::lower(name.substr(0, 254));
  if (host.ends_with('.')) host.pop_back();
  return has_own_leaf(host) ? cached_leaf(host, {host}) : cached_leaf({}, names_);
}

// Issuing is done outside the lock; two threads asking at once may both issue, and the later one stays.
std::shared_ptr<const Leaf> CertificateAuthority::cached_leaf(const std::string& host, const std::vector<std::string>& names) {
  {
    std::lock_guard lock(mutex_);
    auto found = leaves_.find(host);
    if (found != leaves_.end() && clock_.now() < found->second.leaf->renew_at) {
      recent_.splice(recent_.begin(), recent_, found->second.place);
      return found->second.leaf;
    }
  }
  std::shared_ptr<const Leaf> leaf = issue(names);
  std::lock_guard lock(mutex_);
  auto [place, fresh] = leaves_.try_emplace(host);
  place->second.leaf = leaf;
  if (!fresh) {
    recent_.splice(recent_.begin(), recent_, place->second.place);
    return leaf;
  }
  recent_.push_front(host);
  place->second.place = recent_.begin();
  if (leaves_.size() > kCached) {
    leaves_.erase(recent_.back());
    recent_.pop_back();
  }
  return leaf;
}

std::size_t CertificateAuthority::cached() const {
  std::lock_guard lock(mutex_);
  return leaves_.size();
}

}  // namespace gateway
