#pragma once
// X.509 as the local authority needs it: making its own certificate and leaves, and keeping the authority in two files.
// A failure inside OpenSSL ends the process: no input reaches it but names checked by is_dns_name or is_ip.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "gateway/authority.h"

namespace gateway {

bool is_dns_name(std::string_view host);      // lower case, 1..253 characters, labels of 1..63 letters, digits, '-', '_'

KeyPtr make_p256();
std::string to_pem(X509*);

// Self-signed: CN "orgtrail local CA <8 random hex digits>", CA:TRUE with no CA below, keyCertSign and cRLSign, ten years.
CertificatePtr make_ca(EVP_PKEY* key, base::Time now);
// For DNS names and IP addresses (SAN), serverAuth, from a day before now to 90 days after it but not beyond the authority's.
CertificatePtr make_leaf(X509* authority, EVP_PKEY* authority_key, EVP_PKEY* key, const std::vector<std::string>& names,
                         base::Time now);

struct AuthorityFiles {
  KeyPtr key;
  CertificatePtr certificate;
};
// ca.pem and ca.key in `folder` (docs/formats/local-ca.md). Makes both when there is no ca.pem.
bool load_or_make_authority(const std::filesystem::path& folder, std::string_view key32, base::Time now, AuthorityFiles&,
                            std::string& error);

}  // namespace gateway
