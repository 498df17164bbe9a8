#include "services/secretsmanager/secret.h"

#include "base/arn.h"
#include "base/crypto.h"
#include "services/secretsmanager/replicas.h"

namespace secretsmanager {
namespace {

constexpr std::size_t kSuffix = 6;

bool name_ok(std::string_view name) {
  auto ok = [](char c) { return std::isalnum(std::uint8_t(c)) || std::string_view("-/_+=.@!").find(c) != std::string_view::npos; };
  return !name.empty() && std::all_of(name.begin(), name.end(), ok);
}

// What an ARN's "secret:" is followed by: the name, or the name with its suffix.
std::optional<SecretRecord> by_resource(Call& call, const Scope& at, std::string_view resource) {
  auto secrets = call.elsewhere(kSecrets, at.account, at.region);
  if (resource.size() > kSuffix + 1 && resource[resource.size() - kSuffix - 1] == '-') {
    auto found = secrets.get(resource.substr(0, resource.size() - kSuffix - 1));
    if (found && found->suffix == resource.substr(resource.size() - kSuffix)) return found;
  }
  return secrets.get(resource);
}

}  // namespace

std::string secret_arn(const House& house, const Scope& at, const std::string& name, const std::string& suffix) {
  return "arn:" + house.settings.partition + ":secretsmanager:" + at.region + ":" + at.account + ":secret:" + name + (suffix.empty() ? "" : "-" + suffix);
}

std::string suffix_for(Call& call, const std::string& name) {
  std::string bytes = base::hmac_sha256(call.house().key_for("secretsmanager suffix"), call.request_id() + name), out;
  for (std::size_t i = 0; i < kSuffix; ++i) out += base::kAlnum[std::uint8_t(bytes[i]) % base::kAlnum.size()];
  return out;
}

Found find(Call& call, const std::string& id) {
  Found out{call.scope(), {}, {}, {}};
  auto arn = base::parse_arn(id);
  const bool is_arn = arn && arn->service == "secretsmanager" && base::is_account_id(arn->account) && arn->resource.starts_with("secret:");
  std::string_view name = is_arn ? arn->resource.substr(7) : std::string_view(id);
  if (!name_ok(name)) throw invalid_name();
  if (is_arn) out.at = {std::string(arn->account), std::string(arn->region)};
  if (!is_arn || arn->region == call.scope().region)
    out.stored = is_arn ? by_resource(call, out.at, name) : call.elsewhere(kSecrets, out.at.account, out.at.region).get(name);
  if (out.stored) out.record = *out.stored;
  out.arn = out.stored ? secret_arn(call.house(), out.at, out.record.name, out.record.suffix) : secret_arn(call.house(), out.at, std::string(name), "");
  return out;
}

Found existing(Call& call, const std::string& id) {
  Found out = find(call, id);
  if (!out.stored) throw not_found();
  return out;
}

Found usable(Call& call, const std::string& id) {
  Found out = existing(call, id);
  if (out.record.deletion.ms) throw invalid_request("You can't perform this operation on the secret because it was marked for deletion.");
  return out;
}

bool is_replica(const Found& s) { return !s.record.primary_region.empty() && s.record.primary_region != s.at.region; }

Found changeable(Call& call, const std::string& id) {
  Found out = usable(call, id);
  if (is_replica(out)) throw invalid_request("Operation not permitted on a replica secret. Call must be made in primary secret's region.");
  return out;
}

void put(Call& call, Found& secret) {
  secret.record.changed = call.now();
  save(call.txn(), secret.at, secret.stored ? &*secret.stored : nullptr, secret.record);
  secret.stored = secret.record;
  follow(call, secret);
}

std::vector<std::string> stages_of(const SecretRecord& s, std::string_view version) {
  std::vector<std::string> out;
  for (auto& [stage, at] : s.stages) if (at == version) out.push_back(stage);
  return out;
}

ConditionKeys tag_keys(const Tags& tags) {
  ConditionKeys out;
  std::vector<std::string> names;
  for (auto& t : tags) {
    if (!t.key) continue;
    out.push_back({"aws:RequestTag/" + *t.key, {t.value ? std::string(*t.value) : ""}});
    names.push_back(*t.key);
  }
  if (!names.empty()) out.push_back({"aws:TagKeys", std::move(names)});
  return out;
}

Access to_secret(std::string_view action, const std::string& id, Call& call, ConditionKeys more) {
  Found s = find(call, id);
  Access out{.action = action, .resource = s.arn, .owner = s.at.account, .keys = std::move(more)};
  out.keys.push_back({"secretsmanager:SecretId", {s.arn}});
  out.recorded = s.stored || s.at.account == call.scope().account;
  if (!s.stored) return out;
  if (!s.record.policy.empty()) out.resource_policy = call.house().compiled(s.record.policy);
  if (!s.record.lambda.empty()) out.keys.push_back({"secretsmanager:resource/AllowRotationLambdaArn", {s.record.lambda}});
  if (!s.record.primary_region.empty()) out.keys.push_back({"secretsmanager:SecretPrimaryRegion", {s.record.primary_region}});
  for (auto& [key, value] : s.record.tags)
    for (auto prefix : {"aws:ResourceTag/", "secretsmanager:ResourceTag/"}) out.keys.push_back({prefix + key, {value}});
  return out;
}

}  // namespace secretsmanager
