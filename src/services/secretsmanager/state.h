#pragma once
// What Secrets Manager stores: docs/formats/secretsmanager.md. New members go to the end.
#include "service/call.h"

namespace secretsmanager {

inline constexpr std::string_view kCurrent = "AWSCURRENT", kPrevious = "AWSPREVIOUS", kPending = "AWSPENDING";

struct ReplicaRecord {
  std::string region, kms_key;                 // kms_key: empty: aws/secretsmanager there
  std::string fault;                           // why its value does not follow; empty: in sync
};
BOOST_DESCRIBE_STRUCT(ReplicaRecord, (), (region, kms_key, fault))

struct SecretRecord {
  std::string name, suffix /* of its ARN */, description;
  std::string kms_key;                         // as it was given; empty: aws/secretsmanager
  base::Time created, changed, accessed;       // accessed: the day
  base::Time deletion;                         // when its recovery window ends; ms 0: not to be deleted
  std::map<std::string, std::string> tags;
  std::string policy;                          // empty: none
  std::map<std::string, std::string> stages;   // label: version id; a version that a rotation has only announced has no row yet
  bool rotates = false;
  std::string lambda;                          // rotation function's ARN
  std::int64_t after_days = 0;
  std::string schedule, duration;              // as they were given
  base::Time rotated, next_rotation;
  std::string primary_region;                  // of a secret that is replicated, and of its replicas
  std::vector<ReplicaRecord> replicas;         // of a primary
  std::string rotation;                        // the version that a rotation under way makes; empty: none is
  std::int64_t rotation_step = 0;              // how many of its steps have been begun
};
BOOST_DESCRIBE_STRUCT(SecretRecord, (), (name, suffix, description, kms_key, created, changed, accessed, deletion, tags, policy, stages, rotates, lambda,
                                         after_days, schedule, duration, rotated, next_rotation, primary_region, replicas, rotation, rotation_step))

struct VersionRecord {
  std::string sealed;                          // the value under the data key, bound to the secret's ARN and the version's id
  std::string data_key;                        // as KMS encrypted it, for the context SecretARN and SecretVersionId
  std::string kms_key;                         // ARN of a customer's key; empty: aws/secretsmanager
  std::string fingerprint;                     // HMAC of the value under the house's key: tells a repetition from a change
  bool binary = false;
  base::Time created, accessed;
};
BOOST_DESCRIBE_STRUCT(VersionRecord, (), (sealed, data_key, kms_key, fingerprint, binary, created, accessed))

struct DueRecord { std::string account, region, name; base::Time at; };
BOOST_DESCRIBE_STRUCT(DueRecord, (), (account, region, name, at))

inline constexpr store::Table<SecretRecord> kSecrets{"secretsmanager.secret", store::Reach::regional};       // by name
inline constexpr store::Table<VersionRecord> kVersions{"secretsmanager.version", store::Reach::regional};    // by secret's name and version id
inline constexpr store::Table<DueRecord> kDue{"secretsmanager.due", store::Reach::everywhere};               // by time, account, Region and name

// When something is to be done for a secret next: its deletion, or a rotation.
std::optional<base::Time> due(const SecretRecord&);

// Every change of a secret goes through these two: they keep kDue in step. `before` is what is stored, if anything.
void save(store::Txn&, const service::Scope&, const SecretRecord* before, const SecretRecord& after);
void forget(store::Txn&, const service::Scope&, const SecretRecord&);      // with its versions

}  // namespace secretsmanager
