#pragma once
// What was uploaded. A server certificate's private key is held against the certificate and not kept: nothing here serves with it.
#include "services/iam/state.h"

namespace iam::state {

struct SshKey {
  std::string body, fingerprint;
  bool active = true;
  base::Time uploaded;
};
BOOST_DESCRIBE_STRUCT(SshKey, (), (body, fingerprint, active, uploaded))
inline constexpr Table<SshKey> kSshKeys{"iam.ssh_key", Reach::account};                          // user id, key id: APKA

struct SigningCertificate {
  std::string body;
  bool active = true;
  base::Time uploaded;
};
BOOST_DESCRIBE_STRUCT(SigningCertificate, (), (body, active, uploaded))
inline constexpr Table<SigningCertificate> kSigningCertificates{"iam.signing", Reach::account};  // user id (the account's of its root user), certificate id

struct ServerCertificate {
  std::string id, name, path, body, chain;
  base::Time uploaded, expires;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(ServerCertificate, (), (id, name, path, body, chain, uploaded, expires, tags))
inline constexpr Table<ServerCertificate> kServerCertificates{"iam.server_certificate", Reach::account};      // name in lower case

struct TokenPreferences { std::int64_t version = 1; };
BOOST_DESCRIBE_STRUCT(TokenPreferences, (), (version))
inline constexpr Table<TokenPreferences> kTokenPreferences{"iam.token_preferences", Reach::account};          // "global"

}  // namespace iam::state
