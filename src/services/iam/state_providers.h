#pragma once
// Identity providers.
#include "services/iam/state.h"

namespace iam::state {

struct OidcProvider {
  base::Time created;
  std::vector<std::string> clients, thumbprints;   // thumbprints: SHA-1 of certificates in hex, lower case
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(OidcProvider, (), (created, clients, thumbprints, tags))
inline constexpr Table<OidcProvider> kOidcProviders{"iam.oidc", Reach::account};     // URL without its scheme

struct SamlProvider {
  base::Time created, valid_until;
  std::string metadata;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(SamlProvider, (), (created, valid_until, metadata, tags))
inline constexpr Table<SamlProvider> kSamlProviders{"iam.saml", Reach::account};     // name

}  // namespace iam::state
