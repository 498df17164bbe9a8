#pragma once
// The server's own certificate authority and its side of TLS. Clients that trust ca.pem may reach the server under AWS's own
// host names; every name gets its certificate when first asked for.
//
// The authority is made at first start: ECDSA P-256, ten years, limited to signing leaves. In the data folder lie `ca.pem`
// (for users) and `ca.key` (sealed; docs/formats/local-ca.md). Leaves share one P-256 key made anew by each process, are
// valid for 90 days and issued again when 30 remain.
#include <openssl/types.h>

#include <filesystem>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"

namespace gateway {

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* p) const { Free(p); }
};
void free_key(EVP_PKEY*);
void free_certificate(X509*);
void free_context(SSL_CTX*);
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeWith<free_key>>;
using CertificatePtr = std::unique_ptr<X509, FreeWith<free_certificate>>;
using ContextPtr = std::unique_ptr<SSL_CTX, FreeWith<free_context>>;

struct Leaf {
  CertificatePtr certificate;      // its key is the authority's leaf_key()
  base::Time renew_at;
};

class CertificateAuthority {
 public:
  static constexpr std::size_t kCached = 256;      // leaves kept, the least recently used dropped

  // Loads the authority from `folder`, or makes it there. `key32` seals the private key. `names` are further host names and
  // IP addresses the server answers to; with localhost and its addresses they make the default certificate. nullptr and
  // `error` when the folder cannot be read or written, or its files do not belong together or to the key.
  // The clock must outlive the authority; it is the host's, for certificates are judged by other machines.
  static std::unique_ptr<CertificateAuthority> open(const std::filesystem::path& folder, std::string_view key32,
                                                    std::vector<std::string> names, const base::Clock& host_clock,
                                                    std::string& error);
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  // The certificate for a host name or IP address: a leaf of its own for AWS's names, localhost and what is below it,
  // configured names and what is below them, and IP addresses; the default certificate for everything else. Thread-safe.
  std::shared_ptr<const Leaf> leaf_for(std::string_view host);
  EVP_PKEY* leaf_key() const { return leaf_key_.get(); }

  // One server context for the process: TLS 1.2 and later, ALPN http/1.1, session tickets, certificates picked by SNI.
  // Lives as long as the authority. With Asio: boost::asio::ssl::context(SSL_CTX*) after SSL_CTX_up_ref.
  SSL_CTX* context() const { return context_.get(); }

  const std::string& certificate_pem() const { return pem_; }      // ca.pem
  std::size_t cached() const;

 private:
  CertificateAuthority(KeyPtr key, CertificatePtr certificate, std::vector<std::string> names, const base::Clock&);
  bool has_own_leaf(const std::string& host) const;
  std::shared_ptr<const Leaf> issue(const std::vector<std::string>& names) const;
  std::shared_ptr<const Leaf> cached_leaf(const std::string& host, const std::vector<std::string>& names);
  void make_context();

  KeyPtr key_, leaf_key_;
  CertificatePtr certificate_;
  std::string pem_;
  std::vector<std::string> names_;              // lower case; the default certificate's
  const base::Clock& clock_;
  ContextPtr context_;

  struct Entry {
    std::shared_ptr<const Leaf> leaf;
    std::list<std::string>::iterator place;
  };
  mutable std::mutex mutex_;
  std::list<std::string> recent_;               // guarded by mutex_; most recent first
  std::unordered_map<std::string, Entry> leaves_;      // guarded by mutex_
};

}  // namespace gateway
