#pragma once
// The part of the Organizations API about the organization, its units and its accounts.
#include "services/organizations/api_types.h"

namespace organizations {

// ---- the organization

struct PolicyTypeSummary { std::string type, status; };
BOOST_DESCRIBE_STRUCT(PolicyTypeSummary, (), (type, status))

struct Organization {
  std::string id, arn, featureSet, masterAccountArn, masterAccountId;
  shape::Masked<std::string> masterAccountEmail;
  std::vector<PolicyTypeSummary> availablePolicyTypes;
};
BOOST_DESCRIBE_STRUCT(Organization, (), (id, arn, featureSet, masterAccountArn, masterAccountId, masterAccountEmail, availablePolicyTypes))

struct OrganizationResult { Organization organization; };
BOOST_DESCRIBE_STRUCT(OrganizationResult, (), (organization))

struct CreateOrganization {
  std::optional<FeatureSet> featureSet;        // ALL by default
  using Result = OrganizationResult;
  static constexpr std::string_view operation = "organizations:CreateOrganization";
};
BOOST_DESCRIBE_STRUCT(CreateOrganization, (), (featureSet))

struct DescribeOrganization {
  using Result = OrganizationResult;
  static constexpr std::string_view operation = "organizations:DescribeOrganization";
};
BOOST_DESCRIBE_STRUCT(DescribeOrganization, (), ())

struct DeleteOrganization {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DeleteOrganization";
};
BOOST_DESCRIBE_STRUCT(DeleteOrganization, (), ())

struct Root { std::string id, arn, name; std::vector<PolicyTypeSummary> policyTypes; };
BOOST_DESCRIBE_STRUCT(Root, (), (id, arn, name, policyTypes))
struct RootResult { Root root; };
BOOST_DESCRIBE_STRUCT(RootResult, (), (root))

struct ListRootsResult { std::vector<Root> roots; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListRootsResult, (), (roots, nextToken))
struct ListRoots {
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListRootsResult;
  static constexpr std::string_view operation = "organizations:ListRoots";
};
BOOST_DESCRIBE_STRUCT(ListRoots, (), (nextToken, maxResults))

// ---- organizational units

struct OrganizationalUnit { std::string arn, id, name; std::optional<std::string> path; };
BOOST_DESCRIBE_STRUCT(OrganizationalUnit, (), (arn, id, name, path))
struct OrganizationalUnitResult { OrganizationalUnit organizationalUnit; };
BOOST_DESCRIBE_STRUCT(OrganizationalUnitResult, (), (organizationalUnit))

struct CreateOrganizationalUnit {
  ParentId parentId;
  shape::Text<1, 128> name;
  Tags tags;
  using Result = OrganizationalUnitResult;
  static constexpr std::string_view operation = "organizations:CreateOrganizationalUnit";
};
BOOST_DESCRIBE_STRUCT(CreateOrganizationalUnit, (), (parentId, name, tags))

struct DescribeOrganizationalUnit {
  UnitId organizationalUnitId;
  using Result = OrganizationalUnitResult;
  static constexpr std::string_view operation = "organizations:DescribeOrganizationalUnit";
};
BOOST_DESCRIBE_STRUCT(DescribeOrganizationalUnit, (), (organizationalUnitId))

struct UpdateOrganizationalUnit {
  UnitId organizationalUnitId;
  std::optional<shape::Text<1, 128>> name;
  using Result = OrganizationalUnitResult;
  static constexpr std::string_view operation = "organizations:UpdateOrganizationalUnit";
};
BOOST_DESCRIBE_STRUCT(UpdateOrganizationalUnit, (), (organizationalUnitId, name))

struct DeleteOrganizationalUnit {
  UnitId organizationalUnitId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DeleteOrganizationalUnit";
};
BOOST_DESCRIBE_STRUCT(DeleteOrganizationalUnit, (), (organizationalUnitId))

struct ListOrganizationalUnitsForParentResult { std::vector<OrganizationalUnit> organizationalUnits; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListOrganizationalUnitsForParentResult, (), (organizationalUnits, nextToken))
struct ListOrganizationalUnitsForParent {
  ParentId parentId;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListOrganizationalUnitsForParentResult;
  static constexpr std::string_view operation = "organizations:ListOrganizationalUnitsForParent";
};
BOOST_DESCRIBE_STRUCT(ListOrganizationalUnitsForParent, (), (parentId, nextToken, maxResults))

// A parent or a child: type is ROOT, ORGANIZATIONAL_UNIT or ACCOUNT.
struct Relative { std::string id, type; };
BOOST_DESCRIBE_STRUCT(Relative, (), (id, type))

struct ListParentsResult { std::vector<Relative> parents; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListParentsResult, (), (parents, nextToken))
struct ListParents {
  ChildId childId;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListParentsResult;
  static constexpr std::string_view operation = "organizations:ListParents";
};
BOOST_DESCRIBE_STRUCT(ListParents, (), (childId, nextToken, maxResults))

struct ListChildrenResult { std::vector<Relative> children; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListChildrenResult, (), (children, nextToken))
struct ListChildren {
  ParentId parentId;
  ChildType childType;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListChildrenResult;
  static constexpr std::string_view operation = "organizations:ListChildren";
};
BOOST_DESCRIBE_STRUCT(ListChildren, (), (parentId, childType, nextToken, maxResults))

// ---- accounts

struct Account {
  std::string id, arn;
  shape::Masked<std::string> email, name;
  std::string status, state;
  std::vector<std::string> paths;
  std::string joinedMethod;
  base::Time joinedTimestamp;
};
BOOST_DESCRIBE_STRUCT(Account, (), (id, arn, email, name, status, state, paths, joinedMethod, joinedTimestamp))

struct ListAccountsResult { std::vector<Account> accounts; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListAccountsResult, (), (accounts, nextToken))
struct ListAccounts {
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListAccountsResult;
  static constexpr std::string_view operation = "organizations:ListAccounts";
};
BOOST_DESCRIBE_STRUCT(ListAccounts, (), (nextToken, maxResults))

struct ListAccountsForParent {
  ParentId parentId;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListAccountsResult;
  static constexpr std::string_view operation = "organizations:ListAccountsForParent";
};
BOOST_DESCRIBE_STRUCT(ListAccountsForParent, (), (parentId, nextToken, maxResults))

struct DescribeAccountResult { Account account; };
BOOST_DESCRIBE_STRUCT(DescribeAccountResult, (), (account))
struct DescribeAccount {
  AccountId accountId;
  using Result = DescribeAccountResult;
  static constexpr std::string_view operation = "organizations:DescribeAccount";
};
BOOST_DESCRIBE_STRUCT(DescribeAccount, (), (accountId))

struct MoveAccount {
  AccountId accountId;
  ParentId sourceParentId, destinationParentId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:MoveAccount";
};
BOOST_DESCRIBE_STRUCT(MoveAccount, (), (accountId, sourceParentId, destinationParentId))

struct CreateAccountStatus {
  shape::Masked<std::string> accountName;
  std::string state, id;
  base::Time requestedTimestamp;
  std::optional<base::Time> completedTimestamp;
  std::optional<std::string> accountId, failureReason;
};
BOOST_DESCRIBE_STRUCT(CreateAccountStatus, (), (accountName, state, id, requestedTimestamp, completedTimestamp, accountId, failureReason))
struct CreateAccountStatusResult { CreateAccountStatus createAccountStatus; };
BOOST_DESCRIBE_STRUCT(CreateAccountStatusResult, (), (createAccountStatus))

struct CreateAccount {
  shape::Masked<Email> email;
  shape::Masked<AccountName> accountName;
  std::optional<RoleName> roleName;                                          // OrganizationAccountAccessRole by default
  std::optional<shape::OneOf<"ALLOW", "DENY">> iamUserAccessToBilling;       // there is no billing to have access to
  Tags tags;
  using Result = CreateAccountStatusResult;
  static constexpr std::string_view operation = "organizations:CreateAccount";
};
BOOST_DESCRIBE_STRUCT(CreateAccount, (), (email, accountName, roleName, iamUserAccessToBilling, tags))

struct DescribeCreateAccountStatus {
  CreationId createAccountRequestId;
  using Result = CreateAccountStatusResult;
  static constexpr std::string_view operation = "organizations:DescribeCreateAccountStatus";
};
BOOST_DESCRIBE_STRUCT(DescribeCreateAccountStatus, (), (createAccountRequestId))

struct ListCreateAccountStatusResult { std::vector<CreateAccountStatus> createAccountStatuses; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListCreateAccountStatusResult, (), (createAccountStatuses, nextToken))
struct ListCreateAccountStatus {
  std::optional<std::vector<CreationState>> states;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListCreateAccountStatusResult;
  static constexpr std::string_view operation = "organizations:ListCreateAccountStatus";
};
BOOST_DESCRIBE_STRUCT(ListCreateAccountStatus, (), (states, nextToken, maxResults))

struct CloseAccount {
  AccountId accountId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:CloseAccount";
};
BOOST_DESCRIBE_STRUCT(CloseAccount, (), (accountId))

struct RemoveAccountFromOrganization {
  AccountId accountId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:RemoveAccountFromOrganization";
};
BOOST_DESCRIBE_STRUCT(RemoveAccountFromOrganization, (), (accountId))

struct LeaveOrganization {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:LeaveOrganization";
};
BOOST_DESCRIBE_STRUCT(LeaveOrganization, (), ())

}  // namespace organizations
