#pragma once
// What IAM keeps. Users, groups and roles are found by their unique id; relations hold ids, so that a new name
// moves nothing and a name used again is not who it was.
#include "services/iam/api_account.h"
#include "store/table.h"

namespace iam::state {

using store::Reach, store::Table;

// A user, group or role. Which, its id tells: AIDA, AGPA, AROA.
struct Entity {
  std::string id, name, path;
  base::Time created;
  std::vector<std::string> attached;               // ARNs of managed policies, in order of attachment
  std::string boundary;                            // ARN of a managed policy; empty: none
  std::map<std::string, std::string> tags;
  std::vector<std::string> groups;                 // users: ids of groups
  std::vector<std::string> keys;                   // users: ids of access keys
  std::string trust;                               // roles: the trust policy as it was written,
  std::string effective_trust;                     //   and with users and roles named by their unique ids
  std::string description;
  std::int64_t max_session = 3600;                 // seconds
  std::vector<std::string> profiles;               // roles: ids of instance profiles
};
BOOST_DESCRIBE_STRUCT(Entity, (), (id, name, path, created, attached, boundary, tags, groups, keys, trust, effective_trust, description,
                                   max_session, profiles))
inline constexpr Table<Entity> kEntities{"iam.entity", Reach::account};          // unique id

struct Name { std::string id; };
BOOST_DESCRIBE_STRUCT(Name, (), (id))
inline constexpr Table<Name> kNames{"iam.name", Reach::account};                 // "user", "policy" … and the name in lower case

struct Since { base::Time time; };
BOOST_DESCRIBE_STRUCT(Since, (), (time))
inline constexpr Table<Since> kMembers{"iam.member", Reach::account};            // group id, user id
inline constexpr Table<Since> kUses{"iam.use", Reach::account};                  // policy ARN, "attached" or "boundary", entity id

struct Written { std::string document; };
BOOST_DESCRIBE_STRUCT(Written, (), (document))
inline constexpr Table<Written> kInlinePolicies{"iam.inline", Reach::account};   // entity id, policy name

struct ManagedPolicy {
  std::string id, name, path, description;
  base::Time created, updated;
  std::int64_t default_version = 1, last_version = 1;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicy, (), (id, name, path, description, created, updated, default_version, last_version, tags))
inline constexpr Table<ManagedPolicy> kPolicies{"iam.policy", Reach::account};   // unique id: ANPA

struct Version { std::string document; base::Time created; };
BOOST_DESCRIBE_STRUCT(Version, (), (document, created))
inline constexpr Table<Version> kVersions{"iam.version", Reach::account};        // policy id, number in eight digits

struct Profile {
  std::string id, name, path;
  base::Time created;
  std::string role;                                // id; empty: none
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Profile, (), (id, name, path, created, role, tags))
inline constexpr Table<Profile> kProfiles{"iam.profile", Reach::account};        // unique id: AIPA

// Found without knowing whose it is: the way in.
struct AccessKey {
  std::string account, owner;                      // id of a user; the account's for a root key
  bool active = true;
  base::Time created;
  std::string sealed;                              // the secret, under "credentials", bound to key id, account and owner
};
BOOST_DESCRIBE_STRUCT(AccessKey, (), (account, owner, active, created, sealed))
inline constexpr Table<AccessKey> kAccessKeys{"iam.access_key", Reach::everywhere};      // key id

struct Login {
  base::Time created;
  bool reset_required = false;
  std::string sealed;                              // version, salt and scrypt hash of the password, under "passwords"
  base::Time changed;                              // the password; ms 0: not since it was created
};
BOOST_DESCRIBE_STRUCT(Login, (), (created, reset_required, sealed, changed))
inline constexpr Table<Login> kLogins{"iam.login", Reach::account};              // user id

struct Account {
  base::Time created;
  std::string alias;
  std::vector<std::string> root_keys;
  std::map<std::string, std::int64_t> counts;      // of users, groups, roles …, by the first part of kNames' keys
  std::optional<PasswordPolicy> password_policy;
};
BOOST_DESCRIBE_STRUCT(Account, (), (created, alias, root_keys, counts, password_policy))
inline constexpr Table<Account> kAccounts{"iam.account", Reach::account};        // "account"

struct AliasOwner { std::string account; };
BOOST_DESCRIBE_STRUCT(AliasOwner, (), (account))
inline constexpr Table<AliasOwner> kAliases{"iam.alias", Reach::everywhere};     // alias

struct Deletion { bool succeeded = false; std::string reason; };
BOOST_DESCRIBE_STRUCT(Deletion, (), (succeeded, reason))
inline constexpr Table<Deletion> kDeletions{"iam.deletion", Reach::account};     // task id

}  // namespace iam::state
