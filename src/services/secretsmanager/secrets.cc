#include "services/secretsmanager/secrets.h"

#include "base/crypto.h"
#include "services/secretsmanager/lists.h"
#include "services/secretsmanager/replicas.h"
#include "services/secretsmanager/rotation.h"
#include "services/secretsmanager/tags.h"
#include "services/secretsmanager/told.h"
#include "services/secretsmanager/versions.h"

namespace secretsmanager {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

void refuse_external(const Maybe<SecretType>& type) {
  if (type && !type->empty()) throw invalid_parameter("Managed external secrets are not part of this server: Type can't be used.");
}

// A repetition of the request that made the secret gets its answer again.
std::optional<CreateSecretResult> made_before(const CreateSecret& q, const Found& there, const std::optional<Value>& value, Call& call) {
  if (there.record.deletion.ms)
    throw invalid_request("You can't create this secret because a secret with this name is already scheduled for deletion.");
  if (q.clientRequestToken && value) {
    auto v = versions(call, there.at).get(version_key(there.record, *q.clientRequestToken));
    if (v && v->fingerprint == fingerprint(call.house(), there, *q.clientRequestToken, *value))
      return CreateSecretResult{there.arn, there.record.name, *q.clientRequestToken, {}};
  }
  throw ApiError{"ResourceExistsException", 400, "The operation failed because the secret " + q.name + " already exists."};
}

// Seals what has a label anew, each in its caller's name; what KMS refuses stays under the key it had.
void seal_again(Call& call, Found& s, const SecretRecord& before) {
  Found was = s;
  was.record = before;
  std::set<std::string> labelled;
  for (auto stage : {kCurrent, kPending, kPrevious})
    if (auto at = s.record.stages.find(std::string(stage)); at != s.record.stages.end()) labelled.insert(at->second);
  for (auto& id : labelled) {
    auto v = versions(call, s.at).get(version_key(s.record, id));
    if (!v) continue;
    try {
      Value value = open(call, was, id, *v);
      VersionRecord again = seal(call, s, id, value);
      base::wipe(value.bytes);
      again.created = v->created;
      again.accessed = v->accessed;
      versions(call, s.at).put(version_key(s.record, id), again);
    } catch (const ApiError& e) {
      if (e.status >= 500) throw;
    }
  }
}

// What policies may ask of the key a request names. Behind an alias stands no ARN: a condition on it is not met.
void add_key(const Maybe<KmsKeyId>& key, Call& call, ConditionKeys& keys) {
  if (!key) return;
  keys.push_back({"secretsmanager:KmsKeyId", {*key}});
  if (key->find("alias/") != std::string::npos || key->empty()) return;
  const std::string own = "arn:" + call.house().settings.partition + ":kms:" + call.scope().region + ":" + call.scope().account + ":key/";
  keys.push_back({"secretsmanager:KmsKeyArn", {key->starts_with("arn:") ? std::string(*key) : own + *key}});
}

void tell_versions(Call& call, const Found& s, const std::string& event) {
  each_version(call, s, [&](const std::string& id, const VersionRecord&) { record_happening(call.txn(), s.at, call.now(), {event, s.arn, id}); });
}

std::int64_t recovery_days(const DeleteSecret& q) {
  const bool force = q.forceDeleteWithoutRecovery.value_or(false);
  if (force && q.recoveryWindowInDays)
    throw invalid_parameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
  const std::int64_t days = force ? 0 : q.recoveryWindowInDays.value_or(30);
  if (!force && (days < 7 || days > 30))
    throw invalid_parameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
  return days;
}

}  // namespace

std::vector<Access> to_create_secret(const CreateSecret& q, Call& call) {
  find(call, q.name);
  const std::string arn = secret_arn(call.house(), call.scope(), q.name, suffix_for(call, q.name));
  Access create{.action = "secretsmanager:CreateSecret", .resource = arn, .keys = {{"secretsmanager:Name", {q.name}}}};
  if (q.description) create.keys.push_back({"secretsmanager:Description", {*q.description}});
  add_key(q.kmsKeyId, call, create.keys);
  for (auto& key : replica_keys(q.addReplicaRegions, q.forceOverwriteReplicaSecret)) create.keys.push_back(std::move(key));
  if (q.tags) for (auto& key : tag_keys(*q.tags)) create.keys.push_back(std::move(key));
  std::vector<Access> out;
  const bool tags = q.tags && !q.tags->empty();
  Access tag{.action = "secretsmanager:TagResource", .resource = arn, .keys = create.keys};
  Access replicate{.action = "secretsmanager:ReplicateSecretToRegions", .resource = arn, .keys = create.keys};
  out.push_back(std::move(create));
  if (tags) out.push_back(std::move(tag));
  if (q.addReplicaRegions) out.push_back(std::move(replicate));
  return out;
}

CreateSecretResult create_secret(const CreateSecret& q, Call& call) {
  refuse_external(q.type);
  if (q.name.starts_with("arn:")) throw invalid_name();
  auto value = value_of(q.secretString, q.secretBinary);
  Found there = find(call, q.name);
  if (there.stored) return *made_before(q, there, value, call);
  Found s{call.scope(), {}, {}, {}};
  s.record.name = q.name;
  s.record.suffix = suffix_for(call, q.name);
  s.record.description = q.description.value_or(Description());
  s.record.kms_key = q.kmsKeyId.value_or(KmsKeyId());
  s.record.created = call.now();
  if (q.tags) add_tags(s.record.tags, *q.tags, call);
  s.arn = secret_arn(call.house(), s.at, s.record.name, s.record.suffix);
  CreateSecretResult out{s.arn, s.record.name, {}, {}};
  if (value) {
    out.versionId = version_id(q.clientRequestToken);
    add_version(call, s, *out.versionId, *value, {std::string(kCurrent)});
  }
  if (q.addReplicaRegions) {
    replicate(call, s, *q.addReplicaRegions, q.forceOverwriteReplicaSecret.value_or(false));
    out.replicationStatus = statuses(s.record);
  }
  put(call, s);
  return out;
}

Access to_update_secret(const UpdateSecret& q, Call& call) {
  ConditionKeys keys;
  if (q.description) keys.push_back({"secretsmanager:Description", {*q.description}});
  add_key(q.kmsKeyId, call, keys);
  return to_secret("secretsmanager:UpdateSecret", q.secretId, call, std::move(keys));
}

NamedVersion update_secret(const UpdateSecret& q, Call& call) {
  refuse_external(q.type);
  Found s = changeable(call, q.secretId);
  auto value = value_of(q.secretString, q.secretBinary);
  NamedVersion out{s.arn, s.record.name, {}};
  const SecretRecord before = s.record;
  if (q.description) s.record.description = *q.description;
  if (q.kmsKeyId) s.record.kms_key = *q.kmsKeyId;
  if (s.record.kms_key != before.kms_key) seal_again(call, s, before);
  if (value) {
    out.versionId = version_id(q.clientRequestToken);
    if (repeats(call, s, *out.versionId, *value)) throw version_exists(*out.versionId);
    abandon_rotation(call, s, *out.versionId, {std::string(kCurrent)});
    add_version(call, s, *out.versionId, *value, {std::string(kCurrent)});
  }
  put(call, s);
  return out;
}

Access to_describe_secret(const DescribeSecret& q, Call& call) { return to_secret("secretsmanager:DescribeSecret", q.secretId, call); }

DescribeSecretResult describe_secret(const DescribeSecret& q, Call& call) {
  Found s = existing(call, q.secretId);
  DescribeSecretResult out{.arn = s.arn, .name = s.record.name};
  describe(s.record, out);
  if (!s.record.stages.empty()) out.versionIdsToStages = stages_by_version(s.record);
  if (!s.record.replicas.empty()) out.replicationStatus = statuses(s.record);
  return out;
}

Access to_delete_secret(const DeleteSecret& q, Call& call) {
  ConditionKeys keys;
  if (q.recoveryWindowInDays) keys.push_back({"secretsmanager:RecoveryWindowInDays", {std::to_string(*q.recoveryWindowInDays)}});
  if (q.forceDeleteWithoutRecovery) keys.push_back({"secretsmanager:ForceDeleteWithoutRecovery", {*q.forceDeleteWithoutRecovery ? "true" : "false"}});
  return to_secret("secretsmanager:DeleteSecret", q.secretId, call, std::move(keys));
}

DeleteSecretResult delete_secret(const DeleteSecret& q, Call& call) {
  const std::int64_t days = recovery_days(q);
  Found s = find(call, q.secretId);
  if (!s.stored) {
    if (days) throw not_found();
    std::string resource = s.arn.substr(s.arn.find(":secret:") + 8);
    return {s.arn, resource, call.now()};      // what is not there is gone: Secrets Manager API Reference, "DeleteSecret"
  }
  if (days && s.record.deletion.ms)
    throw invalid_request("You can't perform this operation on the secret because it was already scheduled for deletion.");
  if (!is_replica(s) && !s.record.replicas.empty()) {
    std::string regions;
    for (auto& r : s.record.replicas) (regions += regions.empty() ? "" : ", ") += r.region;
    throw invalid_request("You can't delete secret " + s.record.name + " that still has replica regions [" + regions + "]");
  }
  tell_versions(call, s, "StartSecretVersionDelete");
  if (is_replica(s)) detach(call, s);
  if (!days || is_replica(s)) {
    tell_versions(call, s, "EndSecretVersionDelete");
    forget(call.txn(), s.at, *s.stored);
    return {s.arn, s.record.name, call.now()};
  }
  s.record.deletion = call.now().plus_seconds(days * kDaySeconds);
  put(call, s);
  return {s.arn, s.record.name, s.record.deletion};
}

Access to_restore_secret(const RestoreSecret& q, Call& call) { return to_secret("secretsmanager:RestoreSecret", q.secretId, call); }

Named restore_secret(const RestoreSecret& q, Call& call) {
  Found s = existing(call, q.secretId);
  if (s.record.deletion.ms) {
    s.record.deletion = {};
    tell_versions(call, s, "CancelSecretVersionDelete");
    put(call, s);
  }
  return {s.arn, s.record.name};
}

}  // namespace secretsmanager
