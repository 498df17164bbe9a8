#pragma once
// What Organizations keeps. Everything is known everywhere: an organization spans accounts. Keys within a table
// begin with the organization's id where the row belongs to one; parts are joined with NUL.
#include "base/time.h"
#include "store/table.h"

namespace organizations {

// Every account there is, in an organization or not. Key: account id.
struct AccountRow {
  std::string id, name, email, status;         // ACTIVE, PENDING_CLOSURE, SUSPENDED
  base::Time created;
  std::string organization, parent;            // empty: in none
  std::string joined_method;                   // CREATED, INVITED
  base::Time joined;
  std::map<std::string, std::string> tags;
  base::Time closing;                          // when its closure was asked for
};
BOOST_DESCRIBE_STRUCT(AccountRow, (), (id, name, email, status, created, organization, parent, joined_method, joined, tags, closing))
inline constexpr store::Table<AccountRow> kAccounts{"organizations.account", store::Reach::everywhere};

// Key: e-mail address in lower case. An address belongs to one account.
struct NamedRow { std::string id; };
BOOST_DESCRIBE_STRUCT(NamedRow, (), (id))
inline constexpr store::Table<NamedRow> kEmails{"organizations.email", store::Reach::everywhere};

// Key: organization id.
struct OrganizationRow {
  std::string id, management_account, feature_set, root;
  base::Time created;
  std::int64_t accounts = 0;                   // members, and accounts being created
  std::int64_t units = 0;
  std::map<std::string, std::int64_t> policies;        // the customer's own, by type
  std::vector<std::string> enabled_types;      // policy types in force
};
BOOST_DESCRIBE_STRUCT(OrganizationRow, (), (id, management_account, feature_set, root, created, accounts, units, policies, enabled_types))
inline constexpr store::Table<OrganizationRow> kOrganizations{"organizations.organization", store::Reach::everywhere};

// The root and the organizational units. Key: organization, id.
struct NodeRow {
  std::string id, name, parent;                // the root has none
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(NodeRow, (), (id, name, parent, tags))
inline constexpr store::Table<NodeRow> kNodes{"organizations.node", store::Reach::everywhere};

// Rows that are nothing but their key.
struct Mark {};
BOOST_DESCRIBE_STRUCT(Mark, (), ())
inline constexpr store::Table<Mark> kMembers{"organizations.member", store::Reach::everywhere};        // organization, account
inline constexpr store::Table<Mark> kAccountsIn{"organizations.account_in", store::Reach::everywhere}; // organization, parent, account
inline constexpr store::Table<NamedRow> kUnitsIn{"organizations.unit_in", store::Reach::everywhere};   // organization, parent, unit's name

// Key: organization, id.
struct PolicyRow {
  std::string id, type, name, description, content;
  bool aws_managed = false;
  std::map<std::string, std::string> tags;
  base::Time updated;
};
BOOST_DESCRIBE_STRUCT(PolicyRow, (), (id, type, name, description, content, aws_managed, tags, updated))
inline constexpr store::Table<PolicyRow> kPolicies{"organizations.policy", store::Reach::everywhere};
inline constexpr store::Table<NamedRow> kPolicyNames{"organizations.policy_name", store::Reach::everywhere};   // organization, type, name

// What is attached, both ways. In an organization with all features the managed policies that allow everything are
// attached to every root, unit and account from the beginning, so that every level has a policy.
struct Attachment {
  base::Time since;
  std::int64_t version = 0;                    // of the state: of two at one target the earlier comes first
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (since, version))
inline constexpr store::Table<Attachment> kAttachments{"organizations.attachment", store::Reach::everywhere};       // organization, target, type NUL policy
inline constexpr store::Table<Mark> kTargets{"organizations.target", store::Reach::everywhere};               // organization, policy, target

// The organization's own policy of who else may manage its policies. Key: organization.
struct ResourcePolicyRow {
  std::string id, content;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(ResourcePolicyRow, (), (id, content, tags))
inline constexpr store::Table<ResourcePolicyRow> kResourcePolicies{"organizations.resource_policy", store::Reach::everywhere};

inline constexpr store::Table<Mark> kInvalidPolicies{"organizations.invalid_policy", store::Reach::everywhere};  // organization, account, type: known to be invalid

struct CreationRow {
  std::string id, email, name, role, state, failure, account;
  base::Time requested, completed;
  std::map<std::string, std::string> tags;
};
BOOST_DESCRIBE_STRUCT(CreationRow, (), (id, email, name, role, state, failure, account, requested, completed, tags))
inline constexpr store::Table<CreationRow> kCreations{"organizations.creation", store::Reach::everywhere};    // organization, id

// Which organization an account was in, by the state version its records were judged at. Key: account id.
struct MembershipEpoch { std::int64_t from_version = 0; std::string organization; };
BOOST_DESCRIBE_STRUCT(MembershipEpoch, (), (from_version, organization))
struct MembershipRow { std::vector<MembershipEpoch> epochs; };
BOOST_DESCRIBE_STRUCT(MembershipRow, (), (epochs))
inline constexpr store::Table<MembershipRow> kMemberships{"organizations.membership", store::Reach::everywhere};

// Whether a service was trusted, likewise. Kept when it no longer is. Key: organization, service principal.
struct TrustEpoch { std::int64_t from_version = 0; bool enabled = false; };
BOOST_DESCRIBE_STRUCT(TrustEpoch, (), (from_version, enabled))
struct TrustRow {
  bool enabled = false;
  base::Time since;
  std::vector<TrustEpoch> epochs;
};
BOOST_DESCRIBE_STRUCT(TrustRow, (), (enabled, since, epochs))
inline constexpr store::Table<TrustRow> kTrusted{"organizations.trusted_service", store::Reach::everywhere};

// A delegated administrator, with the services it administers and since when. Key: organization, account.
struct DelegateRow { std::map<std::string, base::Time> services; };
BOOST_DESCRIBE_STRUCT(DelegateRow, (), (services))
inline constexpr store::Table<DelegateRow> kDelegates{"organizations.delegate", store::Reach::everywhere};

// An invitation, or a step on the way to all features, open or ended. Key: id.
struct HandshakeRow {
  std::string id, organization, management_account, feature_set;
  std::string account, email;                  // the invited; the address where it was invited by that
  std::string notes, state;                    // OPEN, ACCEPTED, DECLINED, CANCELED
  base::Time requested, expires, ended;
  std::map<std::string, std::string> tags;     // for the account when it joins
  std::string action;                          // empty: INVITE; ENABLE_ALL_FEATURES, of no account; APPROVE_ALL_FEATURES
  std::string parent;                          // APPROVE_ALL_FEATURES: the handshake it is asked for
};
BOOST_DESCRIBE_STRUCT(HandshakeRow, (), (id, organization, management_account, feature_set, account, email, notes, state, requested, expires, ended, tags, action, parent))
inline constexpr store::Table<HandshakeRow> kHandshakes{"organizations.handshake", store::Reach::everywhere};
inline constexpr store::Table<Mark> kInvitations{"organizations.invitation", store::Reach::everywhere};       // account, handshake
inline constexpr store::Table<Mark> kInvitationsBy{"organizations.invitation_by", store::Reach::everywhere};  // organization, handshake

template <class R> store::Bound<R> rows(store::Txn& txn, const store::Table<R>& table) { return {txn, table, "", ""}; }

}  // namespace organizations
