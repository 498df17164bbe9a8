#include "services/secretsmanager/replicas.h"

#include "base/crypto.h"

namespace secretsmanager {
namespace {

Found found_at(Call& call, const Scope& at, const SecretRecord& like) {
  Found out{at, secret_arn(call.house(), at, like.name, like.suffix), call.elsewhere(kSecrets, at.account, at.region).get(like.name), {}};
  if (out.stored) out.record = *out.stored;
  return out;
}

Found replica_at(Call& call, const Found& primary, const std::string& region) {
  return found_at(call, {primary.at.account, region}, primary.record);
}

// Its row there, if that is a replica of this secret and not another one of its name.
bool is_ours(const Found& primary, const Found& there) {
  return there.stored && there.record.suffix == primary.record.suffix && there.record.primary_region == primary.at.region;
}

void share(const SecretRecord& from, SecretRecord& to) {
  to.description = from.description;
  to.tags = from.tags;
  to.policy = from.policy;
  to.stages = from.stages;
  to.lambda = from.lambda;
  to.after_days = from.after_days;
  to.schedule = from.schedule;
  to.duration = from.duration;
  to.rotated = from.rotated;
  to.changed = from.changed;
}

// The values the primary has under a label, for one new replica.
void copy_all(Call& call, const Found& primary, ReplicaRecord& replica) {
  std::set<std::string> wanted;
  for (auto& [stage, version] : primary.record.stages) wanted.insert(version);
  for (auto& version : wanted) {
    auto v = versions(call, primary.at).get(version_key(primary.record, version));
    if (!v) continue;
    Value value = open(call, primary, version, *v);
    copy_version(call, primary, replica, version, value);
    base::wipe(value.bytes);
  }
}

void make_replica(Call& call, Found& primary, const ReplicaRegion& wanted, bool overwrite) {
  const std::string region = wanted.region.value_or(RegionName());
  auto& known = call.house().settings.regions;
  if (std::find(known.begin(), known.end(), region) == known.end() || region == primary.at.region)
    throw invalid_parameter("Invalid replica region: " + region);
  for (auto& r : primary.record.replicas) if (r.region == region && r.fault.empty()) throw invalid_parameter("Secret is already replicated to region " + region + ".");
  std::erase_if(primary.record.replicas, [&](auto& r) { return r.region == region; });
  ReplicaRecord replica{region, wanted.kmsKeyId.value_or(KmsKeyId()), {}};
  Found there = replica_at(call, primary, region);
  if (there.stored && !overwrite && !is_ours(primary, there)) {
    replica.fault = "Replication failed: Secret name " + primary.record.name + " already exists in region " + region + ".";
  } else {
    if (there.stored) forget(call.txn(), there.at, there.record);
    SecretRecord row{.name = primary.record.name, .suffix = primary.record.suffix, .description = {}, .kms_key = replica.kms_key, .created = call.now()};
    row.primary_region = primary.at.region;
    share(primary.record, row);
    save(call.txn(), there.at, nullptr, row);
    copy_all(call, primary, replica);
  }
  primary.record.replicas.push_back(std::move(replica));
}

}  // namespace

void follow(Call& call, const Found& primary) {
  for (auto& r : primary.record.replicas) {
    Found there = replica_at(call, primary, r.region);
    if (!is_ours(primary, there)) continue;
    share(primary.record, there.record);
    save(call.txn(), there.at, &*there.stored, there.record);
  }
}

void copy_version(Call& call, const Found& primary, ReplicaRecord& replica, const std::string& version, const Value& value) {
  Found there = replica_at(call, primary, replica.region);
  if (!is_ours(primary, there)) return;
  try {
    versions(call, there.at).put(version_key(there.record, version), seal(call, there, version, value));
    replica.fault.clear();
  } catch (const ApiError& e) {
    replica.fault = "Replication failed: " + e.message;
  }
}

void replicate(Call& call, Found& primary, const std::vector<ReplicaRegion>& regions, bool overwrite) {
  primary.record.primary_region = primary.at.region;
  for (auto& region : regions) make_replica(call, primary, region, overwrite);
}

void detach(Call& call, const Found& replica) {
  Found primary = found_at(call, {replica.at.account, replica.record.primary_region}, replica.record);
  if (!primary.stored) return;
  std::erase_if(primary.record.replicas, [&](auto& r) { return r.region == replica.at.region; });
  if (primary.record.replicas.empty()) primary.record.primary_region.clear();
  save(call.txn(), primary.at, &*primary.stored, primary.record);
}

std::vector<ReplicationStatus> statuses(const SecretRecord& s) {
  std::vector<ReplicationStatus> out;
  for (auto& r : s.replicas) {
    ReplicationStatus status{r.region, r.kms_key.empty() ? "alias/aws/secretsmanager" : r.kms_key, r.fault.empty() ? "InSync" : "Failed", {}, {}};
    if (!r.fault.empty()) status.statusMessage = r.fault;
    out.push_back(std::move(status));
  }
  return out;
}

ConditionKeys replica_keys(const Maybe<ReplicaRegions>& regions, const Maybe<bool>& overwrite) {
  ConditionKeys out;
  if (regions) {
    std::vector<std::string> names;
    for (auto& r : *regions) if (r.region) names.push_back(*r.region);
    out.push_back({"secretsmanager:AddReplicaRegions", std::move(names)});
  }
  if (overwrite) out.push_back({"secretsmanager:ForceOverwriteReplicaSecret", {*overwrite ? "true" : "false"}});
  return out;
}

Access to_replicate_secret_to_regions(const ReplicateSecretToRegions& q, Call& call) {
  return to_secret("secretsmanager:ReplicateSecretToRegions", q.secretId, call, replica_keys(q.addReplicaRegions, q.forceOverwriteReplicaSecret));
}
Access to_remove_regions_from_replication(const RemoveRegionsFromReplication& q, Call& call) {
  return to_secret("secretsmanager:RemoveRegionsFromReplication", q.secretId, call);
}
Access to_stop_replication_to_replica(const StopReplicationToReplica& q, Call& call) {
  return to_secret("secretsmanager:StopReplicationToReplica", q.secretId, call);
}

ReplicationResult replicate_secret_to_regions(const ReplicateSecretToRegions& q, Call& call) {
  Found s = changeable(call, q.secretId);
  replicate(call, s, q.addReplicaRegions, q.forceOverwriteReplicaSecret.value_or(false));
  put(call, s);
  return {s.arn, statuses(s.record)};
}

ReplicationResult remove_regions_from_replication(const RemoveRegionsFromReplication& q, Call& call) {
  Found s = changeable(call, q.secretId);
  for (auto& region : q.removeReplicaRegions) {
    if (std::erase_if(s.record.replicas, [&](auto& r) { return r.region == region; }) == 0)
      throw invalid_parameter("Secret is not replicated to region " + region + ".");
    Found there = replica_at(call, s, region);
    if (is_ours(s, there)) forget(call.txn(), there.at, there.record);
  }
  if (s.record.replicas.empty()) s.record.primary_region.clear();
  put(call, s);
  return {s.arn, statuses(s.record)};
}

StopReplicationResult stop_replication_to_replica(const StopReplicationToReplica& q, Call& call) {
  Found s = usable(call, q.secretId);
  if (!is_replica(s))
    throw invalid_request("Operation permitted only on a replica secret. Call must be made in the replica secret's region.");
  detach(call, s);
  s.record.primary_region.clear();
  put(call, s);
  return {s.arn};
}

}  // namespace secretsmanager
