#include "services/ssm/state.h"

namespace ssm {
namespace {

std::string digits(std::int64_t number) {
  char text[24];
  std::snprintf(text, sizeof text, "%020lld", static_cast<long long>(number));
  return text;
}

std::string due_key(const service::Scope& at, const ParameterRecord& p, base::Time when) {
  return store::joined(store::joined(digits(when.ms), at.account, at.region), p.name);
}

}  // namespace

std::string version_key(std::string_view name, std::int64_t version) { return store::joined(name, digits(version)); }

std::optional<base::Time> due(const ParameterRecord& p) {
  std::optional<base::Time> out;
  for (auto& policy : p.policies)
    if (policy.status == "Pending" && (!out || policy.at < *out)) out = policy.at;
  return out;
}

void save(store::Txn& txn, const service::Scope& at, const ParameterRecord* before, const ParameterRecord& after) {
  store::Bound<ParameterRecord>(txn, kParameters, at.account, at.region).put(after.name, after);
  auto was = before ? due(*before) : std::nullopt, is = due(after);
  if (was == is) return;
  store::Bound<DueRecord> dues(txn, kDue, "", "");
  if (was) dues.erase(due_key(at, *before, *was));
  if (is) dues.put(due_key(at, after, *is), {at.account, at.region, after.name, *is});
}

void forget(store::Txn& txn, const service::Scope& at, const ParameterRecord& p) {
  store::Bound<ParameterRecord>(txn, kParameters, at.account, at.region).erase(p.name);
  if (auto was = due(p)) store::Bound<DueRecord>(txn, kDue, "", "").erase(due_key(at, p, *was));
  store::Bound<VersionRecord> versions(txn, kVersions, at.account, at.region);
  std::vector<std::string> gone;
  versions.each(store::joined(p.name, ""), "", [&](std::string_view key, const VersionRecord&) { gone.emplace_back(key); return true; });
  for (auto& key : gone) versions.erase(key);
}

}  // namespace ssm
