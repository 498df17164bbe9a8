#pragma once
// What the road needs of IAM, STS and Organizations, wired in main: the would-be circles of the house.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/document.h"
#include "service/principal.h"

namespace store { class Txn; }

namespace service {

class House;
using DocumentPtr = std::shared_ptr<const policy::Document>;

struct IdentityPolicies {
  std::vector<DocumentPtr> documents;          // attached, inline, and of its groups
  DocumentPtr boundary;
  std::map<std::string, std::string> tags;     // of the user or role
};

// What an account's organization lays upon it; empty for an account in none.
struct Guardrails {
  std::string organization, path /* o-x/r-y/ou-…/ */, management_account;
  bool management = false;                     // the management account itself: exempt
  std::vector<std::vector<DocumentPtr>> scps, rcps;     // levels from the root to the account
};

struct Credential {
  std::string secret;
  PrincipalPtr principal;
  base::Time expires;                          // ms 0: does not
};
enum class CredentialFault : std::uint8_t { unknown, inactive, expired, bad_token };
struct CredentialAnswer { std::optional<Credential> credential; CredentialFault fault = CredentialFault::unknown; };

// What CloudTrail asks about organizations outside of any caller's rights. Versions are those of the state: a record
// belongs to the organization its account was in when the call was judged.
struct OrganizationView { std::string id, management_account; bool all_features = false; };
struct AccountView { std::string id, name, status; };

struct Ports {
  CredentialAnswer (*credential)(House&, store::Txn&, std::string_view access_key, std::string_view token) = nullptr;
  IdentityPolicies (*identity_policies)(House&, store::Txn&, const Principal&) = nullptr;
  // Of the user or role that an ARN names: its unique id, empty where it is not there; nullopt: no such ARN, or of an account that is not here.
  std::optional<std::string> (*unique_id)(House&, store::Txn&, std::string_view arn) = nullptr;
  // The present ARN of the user or role once known by `arn`; its unique id once it is gone.
  std::string (*present_name)(House&, store::Txn&, const std::string& arn, const std::string& unique_id) = nullptr;
  Guardrails (*guardrails)(House&, store::Txn&, std::string_view account) = nullptr;
  std::optional<OrganizationView> (*organization_of)(store::Txn&, std::string_view account) = nullptr;
  std::vector<AccountView> (*accounts_of)(store::Txn&, std::string_view organization) = nullptr;
  std::vector<std::string> (*all_accounts)(store::Txn&) = nullptr;
  bool (*was_member)(store::Txn&, std::string_view account, std::string_view organization, std::uint64_t version) = nullptr;
  bool (*had_service_access)(store::Txn&, std::string_view organization, std::string_view service, std::uint64_t version) = nullptr;
  bool (*is_delegated_administrator)(store::Txn&, std::string_view organization, std::string_view account, std::string_view service) = nullptr;
  bool (*account_active)(store::Txn&, std::string_view account) = nullptr;      // false: suspended or closed
  std::optional<std::string> (*bucket_region)(store::Txn&, std::string_view bucket) = nullptr;      // S3's one namespace
  bool (*log_group_exists)(store::Txn&, std::string_view account, std::string_view region, const std::string& name) = nullptr;
};

}  // namespace service
