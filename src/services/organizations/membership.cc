#include "services/organizations/membership.h"

#include "services/organizations/attachments.h"
#include "services/organizations/validation.h"

namespace organizations {

using store::joined;

namespace {

// The last epoch that had begun at the version; epochs are in the order of their beginnings.
template <class Epoch> const Epoch* at_version(const std::vector<Epoch>& epochs, std::uint64_t version) {
  auto after = std::upper_bound(epochs.begin(), epochs.end(), std::int64_t(version), [](std::int64_t v, const Epoch& e) { return v < e.from_version; });
  return after == epochs.begin() ? nullptr : &*std::prev(after);
}

void add_epoch(store::Txn& txn, const std::string& account, std::uint64_t from, const std::string& organization) {
  auto table = rows(txn, kMemberships);
  auto row = table.get(account).value_or(MembershipRow{});
  row.epochs.push_back({std::int64_t(from), organization});
  table.put(account, row);
}

}  // namespace

void join(store::Txn& txn, const OrganizationRow& organization, AccountRow account, std::string_view method, base::Time now) {
  account.organization = organization.id;
  account.parent = organization.root;
  account.joined_method = method;
  account.joined = now;
  rows(txn, kAccounts).put(account.id, account);
  rows(txn, kMembers).put(joined(organization.id, account.id), {});
  rows(txn, kAccountsIn).put(joined(organization.id, organization.root, account.id), {});
  attach_defaults(txn, organization, account.id);
  add_epoch(txn, account.id, txn.version(), organization.id);
  policies_changed(txn, organization, "", now);
}

void leave(store::Txn& txn, const OrganizationRow& organization, AccountRow account) {
  detach_everything(txn, organization, account.id);
  rows(txn, kInvalidPolicies).erase(joined(organization.id, account.id, "BACKUP_POLICY"));
  rows(txn, kAccountsIn).erase(joined(organization.id, account.parent, account.id));
  rows(txn, kMembers).erase(joined(organization.id, account.id));
  account.organization.clear();
  account.parent.clear();
  account.joined_method.clear();
  account.joined = {};
  account.tags.clear();
  rows(txn, kAccounts).put(account.id, account);
  add_epoch(txn, account.id, txn.version(), "");
}

void set_trust(store::Txn& txn, std::string_view organization, std::string_view service, bool enabled, base::Time now) {
  auto table = rows(txn, kTrusted);
  std::string key = joined(organization, service);
  auto row = table.get(key).value_or(TrustRow{});
  if (row.enabled == enabled) return;
  row.enabled = enabled;
  if (enabled) row.since = now;
  row.epochs.push_back({std::int64_t(txn.version()), enabled});
  table.put(key, row);
}

bool was_member(store::Txn& txn, std::string_view account, std::string_view organization, std::uint64_t version) {
  auto row = rows(txn, kMemberships).get(account);
  auto* epoch = row ? at_version(row->epochs, version) : nullptr;
  return epoch && epoch->organization == organization;
}

bool had_service_access(store::Txn& txn, std::string_view organization, std::string_view service, std::uint64_t version) {
  auto row = rows(txn, kTrusted).get(joined(organization, service));
  auto* epoch = row ? at_version(row->epochs, version) : nullptr;
  return epoch && epoch->enabled;
}

}  // namespace organizations
