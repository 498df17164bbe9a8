#pragma once
// The Principal and NotPrincipal elements. Source: IAM User Guide, "AWS JSON policy elements: Principal", "NotPrincipal".
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "policy/context.h"

namespace policy {

// How closely a statement names the caller; the closer, the fewer implicit denies limit what it allows.
//   account  the caller's account: delegation to that account's own policies
//   broad    the session's role, or everyone
//   direct   the user, the session, the service, the identity provider
enum class Naming : std::uint8_t { none, account, broad, direct };

class Principals {
 public:
  // The element's value: "*" or an object of lists. nullopt for what is of no known form.
  static std::optional<Principals> parse(base::JsonValue);

  Naming naming(const Caller&) const;        // the closest one
  // A caller is several principals at once: a session is also its role and its account. NotPrincipal spares in a Deny
  // only whom it names in all of them ("you must also specify the account ARN"), in an Allow whom it names in any.
  bool names_all(const Caller&) const;

 private:
  enum class Type : std::uint8_t { account, arn, id, service, federated, canonical_user };
  struct Principal {
    Type type;
    std::string text;
  };
  struct Named { bool self = false, role = false, account = false; };

  bool add(std::string_view type, std::string_view text);
  void add_aws(std::string_view text);
  Named named(const Caller&) const;

  bool everyone_ = false;
  std::vector<Principal> list_;
};

}  // namespace policy
