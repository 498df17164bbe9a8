#pragma once
// Secrets in other Regions that follow a primary one. A value is sealed under the replica's own key as it is put into the
// primary, in the name of whoever puts it.
#include "services/secretsmanager/api_settings.h"
#include "services/secretsmanager/sealing.h"

namespace secretsmanager {

// A primary's replicas get what they share with it: description, tags, policy, labels, rotation.
void follow(Call&, const Found& primary);
// Where KMS refuses, the replica's status tells why, and the primary goes on.
void copy_version(Call&, const Found& primary, ReplicaRecord&, const std::string& version, const Value&);
// Makes replicas with the values that have labels. The record is changed, not stored. Throws InvalidParameterException.
void replicate(Call&, Found& primary, const std::vector<ReplicaRegion>&, bool overwrite);
// The primary no longer knows that Region's replica.
void detach(Call&, const Found& replica);
std::vector<ReplicationStatus> statuses(const SecretRecord&);
ConditionKeys replica_keys(const Maybe<ReplicaRegions>&, const Maybe<bool>& overwrite);

Access to_replicate_secret_to_regions(const ReplicateSecretToRegions&, Call&);
Access to_remove_regions_from_replication(const RemoveRegionsFromReplication&, Call&);
Access to_stop_replication_to_replica(const StopReplicationToReplica&, Call&);

ReplicationResult replicate_secret_to_regions(const ReplicateSecretToRegions&, Call&);
ReplicationResult remove_regions_from_replication(const RemoveRegionsFromReplication&, Call&);
StopReplicationResult stop_replication_to_replica(const StopReplicationToReplica&, Call&);

}  // namespace secretsmanager
