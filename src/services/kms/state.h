#pragma once
// What KMS stores: docs/formats/state.md gives the form, this file the members. New members go to the end.
#include "service/call.h"

namespace kms {

inline constexpr std::string_view kEnabled = "Enabled", kDisabled = "Disabled", kPendingDeletion = "PendingDeletion";

// One key material: what a key encrypted with it stays readable with.
struct Backing {
  std::string sealed;                // 32 bytes under the house's key, bound to the key's ARN and this backing's number
  base::Time created;
  std::string rotation;              // AUTOMATIC, ON_DEMAND; empty: the first
};
BOOST_DESCRIBE_STRUCT(Backing, (), (sealed, created, rotation))

struct KeyRecord {
  std::string id, state, description, spec, usage, policy;
  base::Time created;
  bool multi_region = false;
  std::vector<Backing> backings;     // number n stands at n - 1; the last is current
  std::map<std::string, std::string> tags;
  std::vector<std::string> aliases;  // the names in kAliases that point here
  base::Time deletion;               // while pending
  std::int64_t window = 0;           // days, while pending
  bool rotates = false;
  std::int64_t period = 0;           // days
  base::Time rotated;                // what the period counts from: when rotation was enabled or last happened by itself
  std::string effective_policy;      // the policy with the users and roles it names held by their unique ids; empty: as it is written
};
BOOST_DESCRIBE_STRUCT(KeyRecord, (), (id, state, description, spec, usage, policy, created, multi_region, backings, tags, aliases, deletion, window,
                                      rotates, period, rotated, effective_policy))

struct AliasRecord { std::string key_id; base::Time created, updated; };
BOOST_DESCRIBE_STRUCT(AliasRecord, (), (key_id, created, updated))

struct GrantRecord {
  std::string id, key_id, name, grantee, retiring, issuer;     // issuer: account
  base::Time created;
  std::vector<std::string> operations;
  std::optional<std::map<std::string, std::string>> subset, equals;
};
BOOST_DESCRIBE_STRUCT(GrantRecord, (), (id, key_id, name, grantee, retiring, issuer, created, operations, subset, equals))

struct DueRecord { std::string account, region, key_id; base::Time at; };
BOOST_DESCRIBE_STRUCT(DueRecord, (), (account, region, key_id, at))

inline constexpr store::Table<KeyRecord> kKeys{"kms.key", store::Reach::regional};             // by id
inline constexpr store::Table<AliasRecord> kAliases{"kms.alias", store::Reach::regional};      // by name, with "alias/"
inline constexpr store::Table<GrantRecord> kGrants{"kms.grant", store::Reach::regional};       // by key id, grantee and grant id
inline constexpr store::Table<DueRecord> kDue{"kms.due", store::Reach::everywhere};            // by time, account, Region and key id

// When a key is to be deleted or rotated next.
std::optional<base::Time> due(const KeyRecord&);

// Every change of a key goes through these two: they keep kDue in step. `before` is what is stored, if anything.
void save(store::Txn&, const service::Scope&, const KeyRecord* before, const KeyRecord& after);
void forget(store::Txn&, const service::Scope&, const KeyRecord&);     // with its aliases and grants

}  // namespace kms
