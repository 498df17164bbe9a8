#include "services/organizations/ports.h"

#include "base/bytes.h"
#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"

namespace organizations {

using store::joined;

namespace {

OrganizationRow must_find(store::Txn& txn, std::string_view id) {
  auto organization = find_organization(txn, id);
  if (!organization) throw not_in_use();
  return std::move(*organization);
}

std::vector<service::DocumentPtr> attached(service::House& house, store::Txn& txn, const OrganizationRow& organization, std::string_view target,
                                           std::string_view type) {
  std::vector<service::DocumentPtr> out;
  std::string begin = within(organization.id, target, type);
  rows(txn, kAttachments).each(begin, begin, [&](std::string_view key, Attachment) {
    auto policy = find_policy(txn, organization, key.substr(begin.size()));
    out.push_back(policy ? house.compiled(policy->content) : nullptr);     // nullptr denies everything
    return true;
  });
  return out;
}

}  // namespace

void register_account(store::Txn& txn, std::string_view id, std::string_view name, std::string_view email, base::Time now) {
  if (rows(txn, kAccounts).has(id)) return;
  rows(txn, kAccounts).put(id, {.id = std::string(id), .name = std::string(name), .email = std::string(email), .status = "ACTIVE", .created = now});
  rows(txn, kEmails).put(base::lower(email), {std::string(id)});
}

std::optional<service::OrganizationView> organization_of(store::Txn& txn, std::string_view account) {
  auto row = organization_with(txn, account);
  if (!row) return {};
  return service::OrganizationView{row->id, row->management_account, row->feature_set == "ALL"};
}

std::optional<service::AccountView> account_of(store::Txn& txn, std::string_view id) {
  auto row = find_account(txn, id);
  if (!row) return {};
  return service::AccountView{row->id, row->name, row->status};
}

std::vector<service::AccountView> accounts_of(store::Txn& txn, std::string_view organization) {
  std::vector<service::AccountView> out;
  std::string begin = within(organization);
  rows(txn, kMembers).each(begin, begin, [&](std::string_view key, Mark) {
    if (auto account = account_of(txn, key.substr(begin.size()))) out.push_back(std::move(*account));
    return true;
  });
  return out;
}

std::vector<std::string> all_accounts(store::Txn& txn) {
  std::vector<std::string> out;
  rows(txn, kAccounts).each([&](std::string_view key, AccountRow) { out.emplace_back(key); });
  return out;
}

bool has_service_access(store::Txn& txn, std::string_view organization, std::string_view service) {
  auto row = rows(txn, kTrusted).get(joined(organization, service));
  return row && row->enabled;
}

bool is_delegated_administrator(store::Txn& txn, std::string_view organization, std::string_view account, std::string_view service) {
  auto row = rows(txn, kDelegates).get(joined(organization, account));
  return row && row->services.contains(std::string(service));
}

void add_delegated_administrator(store::Txn& txn, std::string_view organization, const std::string& account, const std::string& service,
                                      base::Time now) {
  register_delegate(txn, must_find(txn, organization), account, service, now);
}

void remove_delegated_administrator(store::Txn& txn, std::string_view organization, const std::string& account, const std::string& service) {
  deregister_delegate(txn, must_find(txn, organization), account, service);
}

service::Guardrails guardrails(service::House& house, store::Txn& txn, std::string_view account) {
  auto row = find_account(txn, account);
  if (!row || row->organization.empty()) return {};
  auto organization = find_organization(txn, row->organization);
  if (!organization) return {};
  service::Guardrails out{.organization = organization->id,
                          .path = path_to(txn, *organization, row->parent),
                          .management_account = organization->management_account,
                          .management = organization->management_account == account};
  auto levels = lineage(txn, *organization, row->parent);
  levels.emplace_back(account);
  for (auto& level : levels) {
    if (in_force(*organization, "SERVICE_CONTROL_POLICY")) out.scps.push_back(attached(house, txn, *organization, level, "SERVICE_CONTROL_POLICY"));
    if (in_force(*organization, "RESOURCE_CONTROL_POLICY")) out.rcps.push_back(attached(house, txn, *organization, level, "RESOURCE_CONTROL_POLICY"));
  }
  return out;
}

}  // namespace organizations
