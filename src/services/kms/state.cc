#include "services/kms/state.h"

#include <cstdio>

namespace kms {
namespace {

constexpr std::int64_t kDay = 86'400;

std::string due_key(const service::Scope& at, std::string_view id, base::Time when) {
  char order[24];
  std::snprintf(order, sizeof order, "%020lld", static_cast<long long>(when.ms));
  return store::joined(store::joined(order, at.account), at.region, id);
}

store::Bound<DueRecord> all_due(store::Txn& txn) { return {txn, kDue, "", ""}; }

}  // namespace

std::optional<base::Time> due(const KeyRecord& key) {
  if (key.state == kPendingDeletion) return key.deletion;
  if (key.state == kEnabled && key.rotates) return key.rotated.plus_seconds(key.period * kDay);
  return {};
}

void save(store::Txn& txn, const service::Scope& at, const KeyRecord* before, const KeyRecord& after) {
  auto old = before ? due(*before) : std::nullopt, next = due(after);
  if (old && old != next) all_due(txn).erase(due_key(at, after.id, *old));
  if (next && old != next) all_due(txn).put(due_key(at, after.id, *next), {at.account, at.region, after.id, *next});
  store::Bound<KeyRecord>(txn, kKeys, at.account, at.region).put(after.id, after);
}

void forget(store::Txn& txn, const service::Scope& at, const KeyRecord& key) {
  if (auto when = due(key)) all_due(txn).erase(due_key(at, key.id, *when));
  store::Bound<AliasRecord> aliases(txn, kAliases, at.account, at.region);
  for (auto& name : key.aliases) aliases.erase(name);
  store::Bound<GrantRecord> grants(txn, kGrants, at.account, at.region);
  std::vector<std::string> ids;
  grants.each(store::joined(key.id, ""), "", [&](std::string_view grant, GrantRecord) { ids.emplace_back(grant); return true; });
  for (auto& grant : ids) grants.erase(grant);
  store::Bound<KeyRecord>(txn, kKeys, at.account, at.region).erase(key.id);
}

}  // namespace kms
