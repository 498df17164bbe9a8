#pragma once
// Temporary credentials. They are kept nowhere: the session token is the session itself, sealed under a key of the house
// and bound to its access key id; the secret follows from the two. docs/formats/session-token.md.
//
// STS issues sessions and IAM opens them, so this header is the one thing beside api.h that another service (sts, and no
// other) includes: one form of token, known in one place, where the entities it stands for are kept too.
#include "services/iam/directory.h"

namespace iam {

// What a session stands for: a role, a user, a root user, or a federated user vouched for by one of the latter.
struct Session {
  std::string kind;                            // "role", "user", "root", "federated"
  std::string account, issuer;                 // unique id of the role or user; the account's id for a root user
  std::string name;                            // of the session: role session name, federated user's name
  base::Time issued, expires;
  bool restricted = false;                     // session policies limit it, if only by being none
  std::vector<std::string> policies, policy_arns;      // documents; managed policies of the account
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tags;    // keys handed on when it assumes a role
  std::string source_identity;
  bool mfa = false;
  std::string provider;                        // ARN of the identity provider that vouched for who assumed the role; empty: nobody had to
};
BOOST_DESCRIBE_STRUCT(Session, (), (kind, account, issuer, name, issued, expires, restricted, policies, policy_arns, tags, transitive_tags,
                                    source_identity, mfa, provider))

// Sessions end by the clients' clocks, which are the host's: a client whose credentials seem long past, or never to
// end, could not use a server whose laboratory clock shows another time.
inline base::Time session_clock() { return base::HostClock{}.now(); }

struct Issued { std::string access_key, secret, token; };
Issued issue(const service::House&, const Session&);

struct Opened { Session session; std::string secret; };
std::optional<Opened> open_session(const service::House&, std::string_view access_key, std::string_view token);

// The caller a session makes, nullptr when the role or user behind it is gone.
service::PrincipalPtr principal_of(service::House&, store::Txn&, const Session&, std::string_view access_key);

// What AssumeRole must know of a role in whatever account.
struct TrustingRole {
  std::string account, id, name, arn, trust /* effective */;
  std::int64_t max_session = 3600;
  std::map<std::string, std::string> tags;
};
std::optional<TrustingRole> find_role(const service::House&, store::Txn&, std::string_view arn);
bool policy_exists(const service::House&, store::Txn&, std::string_view account, std::string_view arn);

// An OpenID Connect provider of an account.
struct Issuer { std::string arn, url; std::vector<std::string> clients, thumbprints; };
std::optional<Issuer> find_issuer(const service::House&, store::Txn&, std::string_view account, std::string_view url);
bool known_account(const service::House&, store::Txn&, std::string_view account);

// A code of the caller's own MFA device. `use`: it is no good afterwards.
enum class MfaAnswer : std::uint8_t { right, wrong, not_theirs };
MfaAnswer check_mfa(service::House&, store::Txn&, const service::Principal&, std::string_view serial, std::string_view code, bool use);

std::optional<std::string> account_of_key(const service::House&, store::Txn&, std::string_view access_key);

}  // namespace iam
