#include "services/organizations/directory.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "service/house.h"
#include "services/organizations/errors.h"

namespace organizations {

using service::Call;
using store::joined;

std::optional<AccountRow> find_account(store::Txn& txn, std::string_view account) { return rows(txn, kAccounts).get(account); }

std::optional<OrganizationRow> find_organization(store::Txn& txn, std::string_view id) { return rows(txn, kOrganizations).get(id); }

std::optional<OrganizationRow> organization_with(store::Txn& txn, std::string_view account) {
  auto row = find_account(txn, account);
  if (!row || row->organization.empty()) return {};
  return find_organization(txn, row->organization);
}

std::optional<AccountRow> find_member(store::Txn& txn, const OrganizationRow& organization, std::string_view account) {
  auto row = find_account(txn, account);
  if (!row || row->organization != organization.id) return {};
  return row;
}

std::optional<NodeRow> find_node(store::Txn& txn, const OrganizationRow& organization, std::string_view id) {
  return rows(txn, kNodes).get(joined(organization.id, id));
}

std::optional<PolicyRow> find_policy(store::Txn& txn, const OrganizationRow& organization, std::string_view id) {
  return rows(txn, kPolicies).get(joined(organization.id, id));
}

std::vector<std::string> lineage(store::Txn& txn, const OrganizationRow& organization, std::string_view node) {
  std::vector<std::string> out;
  for (std::string id(node); !id.empty();) {
    auto row = find_node(txn, organization, id);
    out.push_back(std::move(id));
    id = row ? row->parent : "";
  }
  std::reverse(out.begin(), out.end());
  return out;
}

std::string path_to(store::Txn& txn, const OrganizationRow& organization, std::string_view node) {
  std::string path = organization.id + "/";
  for (auto& id : lineage(txn, organization, node)) path += id + "/";
  return path;
}

OrganizationRow for_member(const Call& call) {
  auto organization = organization_with(call.txn(), call.scope().account);
  if (!organization) throw not_in_use();
  return std::move(*organization);
}

OrganizationRow for_management(const Call& call) {
  auto organization = for_member(call);
  if (organization.management_account != call.scope().account) throw no_permission_here();
  return organization;
}

OrganizationRow for_policies(const Call& call) {
  auto organization = for_member(call);
  if (organization.management_account != call.scope().account && !call.in(kResourcePolicies).has(organization.id)) throw no_permission_here();
  return organization;
}

OrganizationRow for_reader(const Call& call) {
  auto organization = for_member(call);
  if (call.in(kDelegates).has(joined(organization.id, call.scope().account))) return organization;
  return for_policies(call);
}

namespace {
std::string arn_head(const Call& call, std::string_view account) {
  return "arn:" + call.house().settings.partition + ":organizations::" + std::string(account) + ":";
}
}  // namespace

std::string arn(const Call& call, const OrganizationRow& organization, std::string_view kind, std::string_view id) {
  return arn_head(call, organization.management_account).append(kind).append("/").append(organization.id).append("/").append(id);
}

std::string organization_arn(const Call& call, const OrganizationRow& organization) {
  return arn_head(call, organization.management_account) + "organization/" + organization.id;
}

std::string policy_arn(const Call& call, const OrganizationRow& organization, const PolicyRow& policy) {
  std::string type = base::lower(policy.type);
  if (policy.aws_managed) return arn_head(call, "aws") + "policy/" + type + "/" + policy.id;
  return arn(call, organization, "policy", type + "/" + policy.id);
}

bool is_account(std::string_view id) { return base::is_account_id(id); }

std::string_view type_word(Entity::Kind kind) {
  switch (kind) {
    case Entity::Kind::root: return "ROOT";
    case Entity::Kind::unit: return "ORGANIZATIONAL_UNIT";
    case Entity::Kind::account: return "ACCOUNT";
    case Entity::Kind::policy:
    case Entity::Kind::resource_policy: break;
  }
  return "POLICY";
}

std::optional<Entity> find_entity(const Call& call, const OrganizationRow& organization, std::string_view id) {
  using Kind = Entity::Kind;
  auto& txn = call.txn();
  if (is_account(id)) {
    auto row = find_member(txn, organization, id);
    if (!row) return {};
    return Entity{Kind::account, row->id, arn(call, organization, "account", id), row->name, std::move(row->tags)};
  }
  if (id.starts_with("rp-")) {
    auto row = call.in(kResourcePolicies).get(organization.id);
    if (!row || row->id != id) return {};
    return Entity{Kind::resource_policy, row->id, arn(call, organization, "resourcepolicy", id), "", std::move(row->tags)};
  }
  if (id.starts_with("p-")) {
    auto row = find_policy(txn, organization, id);
    if (!row) return {};
    return Entity{Kind::policy, row->id, policy_arn(call, organization, *row), row->name, std::move(row->tags), row->type};
  }
  auto row = find_node(txn, organization, id);
  if (!row) return {};
  Kind kind = row->parent.empty() ? Kind::root : Kind::unit;
  return Entity{kind, row->id, arn(call, organization, kind == Kind::root ? "root" : "ou", id), row->name, std::move(row->tags)};
}

}  // namespace organizations
