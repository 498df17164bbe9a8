#pragma once
#include <map>
#include <memory>

#include "policy/document.h"
#include "record/event.h"

namespace service {

enum class Who : std::uint8_t { anonymous, root, user, role_session, federated, service };

// Who calls. Built once per credential and shared by its calls.
struct Principal {
  Who who = Who::anonymous;
  record::Identity identity;           // as records show it; identity.arn is the caller's ARN
  std::string entity_id;               // AIDA…, AROA… or the account id: what its policies are found by
  std::string entity_name;             // user or role name
  std::string role_arn;                // role sessions: the role's own ARN, with its path
  std::vector<std::shared_ptr<const policy::Document>> session_policies;
  std::vector<std::string> session_policy_texts;       // the same as they were given, for who keeps a principal; empty text: one that is gone
  bool session_restricted = false;     // session policies were given, even if they allow nothing
  std::map<std::string, std::string> tags;     // aws:PrincipalTag
  base::Time issued;                   // temporary credentials
  bool temporary = false, mfa = false;
  std::string service;                 // Who::service: "cloudtrail.amazonaws.com"
  std::string source_arn, source_account;      // on whose behalf a service calls
  std::vector<std::string> transitive_tags;    // keys of those tags that it hands on when it assumes a role

  const std::string& account() const { return identity.account; }
};
using PrincipalPtr = std::shared_ptr<const Principal>;

// A service acting as itself for one of its customers' resources.
PrincipalPtr service_principal(std::string_view host, std::string_view source_arn, std::string_view source_account);

}  // namespace service
