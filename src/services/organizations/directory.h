#pragma once
// Finding things: accounts, organizations, units, what they are called, and who may ask.
#include "service/call.h"
#include "services/organizations/state.h"

namespace organizations {

std::optional<AccountRow> find_account(store::Txn&, std::string_view account);
std::optional<OrganizationRow> find_organization(store::Txn&, std::string_view id);
std::optional<OrganizationRow> organization_with(store::Txn&, std::string_view account);     // that the account is in
std::optional<AccountRow> find_member(store::Txn&, const OrganizationRow&, std::string_view account);
std::optional<NodeRow> find_node(store::Txn&, const OrganizationRow&, std::string_view id);
std::optional<PolicyRow> find_policy(store::Txn&, const OrganizationRow&, std::string_view id);

// From the root down to the node, which is there.
std::vector<std::string> lineage(store::Txn&, const OrganizationRow&, std::string_view node);
// o-x/r-y/ou-z/ of a node.
std::string path_to(store::Txn&, const OrganizationRow&, std::string_view node);

// The organization of the calling account. The first three refuse as AWS does whoever has no standing for the operation:
// management  the management account alone
// policies    also whom the organization's resource policy allows it, which the access to a delegable action has seen to
// reader      the same and delegated administrators, of whichever service
// member      any member
OrganizationRow for_management(const service::Call&);
OrganizationRow for_policies(const service::Call&);
OrganizationRow for_reader(const service::Call&);
OrganizationRow for_member(const service::Call&);

// arn:aws:organizations::<management account>:<kind>/<organization>/<id>
std::string arn(const service::Call&, const OrganizationRow&, std::string_view kind, std::string_view id);
std::string organization_arn(const service::Call&, const OrganizationRow&);
std::string policy_arn(const service::Call&, const OrganizationRow&, const PolicyRow&);

// Whatever an id may stand for.
struct Entity {
  enum class Kind : std::uint8_t { root, unit, account, policy, resource_policy };
  Kind kind;
  std::string id, arn, name;
  std::map<std::string, std::string> tags;
  std::string policy_type{};                   // policies
};
std::optional<Entity> find_entity(const service::Call&, const OrganizationRow&, std::string_view id);
bool is_account(std::string_view id);
std::string_view type_word(Entity::Kind);      // ROOT, ORGANIZATIONAL_UNIT, ACCOUNT, POLICY

}  // namespace organizations
