#pragma once
// What Parameter Store keeps: docs/formats/ssm.md. New members go to the end.
#include "service/call.h"

namespace ssm {

inline constexpr std::string_view kSecure = "SecureString", kStandard = "Standard", kAdvanced = "Advanced", kIntelligent = "Intelligent-Tiering";

// A parameter's policy, one of Expiration, ExpirationNotification and NoChangeNotification.
struct InlinePolicy {
  std::string type, text, status;              // status: Pending, Finished
  base::Time at;                               // when it acts
  std::int64_t after = 0;                      // seconds; NoChangeNotification: behind the last change
};
BOOST_DESCRIBE_STRUCT(InlinePolicy, (), (type, text, status, at, after))

struct ParameterRecord {
  std::string name;
  std::int64_t version = 0;                    // the latest
  base::Time created;
  std::map<std::string, std::string> tags;
  std::vector<InlinePolicy> policies;
  std::string policy_id, policy_hash, policy;  // the resource policy that shares it; empty: none
};
BOOST_DESCRIBE_STRUCT(ParameterRecord, (), (name, version, created, tags, policies, policy_id, policy_hash, policy))

struct VersionRecord {
  std::string sealed;                          // under the house's key: the value, or of a SecureString its ciphertext
  std::string data_key;                        // of an advanced SecureString: as KMS encrypted it
  std::string type, key_id;
  base::Time modified;
  std::string modified_by;                     // ARN
  std::string description, allowed_pattern, tier, data_type;
  std::vector<std::string> labels;
};
BOOST_DESCRIBE_STRUCT(VersionRecord, (), (sealed, data_key, type, key_id, modified, modified_by, description, allowed_pattern, tier, data_type, labels))

struct SettingRecord { std::string value; base::Time modified; std::string modified_by; };
BOOST_DESCRIBE_STRUCT(SettingRecord, (), (value, modified, modified_by))

struct DueRecord { std::string account, region, name; base::Time at; };
BOOST_DESCRIBE_STRUCT(DueRecord, (), (account, region, name, at))

inline constexpr store::Table<ParameterRecord> kParameters{"ssm.parameter", store::Reach::regional};     // by name
inline constexpr store::Table<VersionRecord> kVersions{"ssm.version", store::Reach::regional};           // by name and number
inline constexpr store::Table<SettingRecord> kSettings{"ssm.setting", store::Reach::regional};           // by id, where it was changed
inline constexpr store::Table<DueRecord> kDue{"ssm.due", store::Reach::everywhere};                      // by time, account, Region and name

std::string version_key(std::string_view name, std::int64_t version);

// When one of its policies acts next.
std::optional<base::Time> due(const ParameterRecord&);

// Every change of a parameter goes through these two: they keep kDue in step. `before` is what is stored, if anything.
void save(store::Txn&, const service::Scope&, const ParameterRecord* before, const ParameterRecord& after);
void forget(store::Txn&, const service::Scope&, const ParameterRecord&);      // with its versions

}  // namespace ssm
