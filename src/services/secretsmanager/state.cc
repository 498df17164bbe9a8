#include "services/secretsmanager/state.h"

namespace secretsmanager {
namespace {

std::string due_key(const service::Scope& at, const SecretRecord& s, base::Time when) {
  char time[24];
  std::snprintf(time, sizeof time, "%020lld", static_cast<long long>(when.ms));
  return store::joined(store::joined(time, at.account, at.region), s.name);
}

}  // namespace

std::optional<base::Time> due(const SecretRecord& s) {
  if (s.deletion.ms) return s.deletion;
  if (s.rotates && s.next_rotation.ms) return s.next_rotation;
  return {};
}

void save(store::Txn& txn, const service::Scope& at, const SecretRecord* before, const SecretRecord& after) {
  store::Bound<SecretRecord>(txn, kSecrets, at.account, at.region).put(after.name, after);
  auto was = before ? due(*before) : std::nullopt, is = due(after);
  if (was == is) return;
  store::Bound<DueRecord> dues(txn, kDue, "", "");
  if (was) dues.erase(due_key(at, *before, *was));
  if (is) dues.put(due_key(at, after, *is), {at.account, at.region, after.name, *is});
}

void forget(store::Txn& txn, const service::Scope& at, const SecretRecord& s) {
  store::Bound<SecretRecord>(txn, kSecrets, at.account, at.region).erase(s.name);
  if (auto was = due(s)) store::Bound<DueRecord>(txn, kDue, "", "").erase(due_key(at, s, *was));
  store::Bound<VersionRecord> versions(txn, kVersions, at.account, at.region);
  std::vector<std::string> gone;
  versions.each(store::joined(s.name, ""), "", [&](std::string_view key, const VersionRecord&) { gone.emplace_back(key); return true; });
  for (auto& key : gone) versions.erase(key);
}

}  // namespace secretsmanager
