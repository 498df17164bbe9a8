#pragma once
// The account: alias, password policy, summary, and everything in it at once.
#include "services/iam/api_types.h"

namespace iam {

using Alias = Text<3, 63, "[a-z0-9]+(-[a-z0-9]+)*">;

struct CreateAccountAlias {
  Alias accountAlias;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:CreateAccountAlias";
};
BOOST_DESCRIBE_STRUCT(CreateAccountAlias, (), (accountAlias))

struct DeleteAccountAlias {
  Alias accountAlias;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteAccountAlias";
};
BOOST_DESCRIBE_STRUCT(DeleteAccountAlias, (), (accountAlias))

struct ListAccountAliasesResult : Paged { std::vector<std::string> accountAliases; };
BOOST_DESCRIBE_STRUCT(ListAccountAliasesResult, (Paged), (accountAliases))

struct ListAccountAliases : Paging {
  using Result = ListAccountAliasesResult;
  static constexpr std::string_view operation = "iam:ListAccountAliases";
};
BOOST_DESCRIBE_STRUCT(ListAccountAliases, (Paging), ())

struct GetAccountSummaryResult { std::map<std::string, std::int64_t> summaryMap; };
BOOST_DESCRIBE_STRUCT(GetAccountSummaryResult, (), (summaryMap))

struct GetAccountSummary {
  using Result = GetAccountSummaryResult;
  static constexpr std::string_view operation = "iam:GetAccountSummary";
};
BOOST_DESCRIBE_STRUCT(GetAccountSummary, (), ())

struct PasswordPolicy {
  std::int64_t minimumPasswordLength = 6;
  bool requireSymbols = false, requireNumbers = false, requireUppercaseCharacters = false, requireLowercaseCharacters = false;
  bool allowUsersToChangePassword = false, expirePasswords = false;
  std::optional<std::int64_t> maxPasswordAge /* days */, passwordReusePrevention;
  std::optional<bool> hardExpiry;
};
BOOST_DESCRIBE_STRUCT(PasswordPolicy, (), (minimumPasswordLength, requireSymbols, requireNumbers, requireUppercaseCharacters,
                                           requireLowercaseCharacters, allowUsersToChangePassword, expirePasswords, maxPasswordAge,
                                           passwordReusePrevention, hardExpiry))

struct GetAccountPasswordPolicyResult { PasswordPolicy passwordPolicy; };
BOOST_DESCRIBE_STRUCT(GetAccountPasswordPolicyResult, (), (passwordPolicy))

struct GetAccountPasswordPolicy {
  using Result = GetAccountPasswordPolicyResult;
  static constexpr std::string_view operation = "iam:GetAccountPasswordPolicy";
};
BOOST_DESCRIBE_STRUCT(GetAccountPasswordPolicy, (), ())

struct UpdateAccountPasswordPolicy {
  std::optional<Whole<6, 128>> minimumPasswordLength;
  std::optional<bool> requireSymbols, requireNumbers, requireUppercaseCharacters, requireLowercaseCharacters,
      allowUsersToChangePassword;
  std::optional<Whole<1, 1095>> maxPasswordAge;
  std::optional<Whole<1, 24>> passwordReusePrevention;
  std::optional<bool> hardExpiry;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateAccountPasswordPolicy";
};
BOOST_DESCRIBE_STRUCT(UpdateAccountPasswordPolicy, (), (minimumPasswordLength, requireSymbols, requireNumbers,
                      requireUppercaseCharacters, requireLowercaseCharacters, allowUsersToChangePassword, maxPasswordAge,
                      passwordReusePrevention, hardExpiry))

struct DeleteAccountPasswordPolicy {
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteAccountPasswordPolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteAccountPasswordPolicy, (), ())

struct PolicyDetail { std::string policyName, policyDocument; };
BOOST_DESCRIBE_STRUCT(PolicyDetail, (), (policyName, policyDocument))

struct UserDetail {
  std::string path, userName, userId, arn;
  base::Time createDate;
  std::vector<PolicyDetail> userPolicyList;
  std::vector<std::string> groupList;
  std::vector<AttachedPolicy> attachedManagedPolicies;
  std::optional<AttachedPermissionsBoundary> permissionsBoundary;
  std::vector<Tag> tags;
};
BOOST_DESCRIBE_STRUCT(UserDetail, (), (path, userName, userId, arn, createDate, userPolicyList, groupList,
                      attachedManagedPolicies,
                                       permissionsBoundary, tags))

struct GroupDetail {
  std::string path, groupName, groupId, arn;
  base::Time createDate;
  std::vector<PolicyDetail> groupPolicyList;
  std::vector<AttachedPolicy> attachedManagedPolicies;
};
BOOST_DESCRIBE_STRUCT(GroupDetail, (), (path, groupName, groupId, arn, createDate, groupPolicyList, attachedManagedPolicies))

struct RoleDetail {
  std::string path, roleName, roleId, arn;
  base::Time createDate;
  std::string assumeRolePolicyDocument;
  std::vector<InstanceProfile> instanceProfileList;
  std::vector<PolicyDetail> rolePolicyList;
  std::vector<AttachedPolicy> attachedManagedPolicies;
  std::optional<AttachedPermissionsBoundary> permissionsBoundary;
  std::vector<Tag> tags;
  RoleLastUsed roleLastUsed;
};
BOOST_DESCRIBE_STRUCT(RoleDetail, (), (path, roleName, roleId, arn, createDate, assumeRolePolicyDocument, instanceProfileList,
                                       rolePolicyList, attachedManagedPolicies, permissionsBoundary, tags, roleLastUsed))

struct ManagedPolicyDetail {
  std::string policyName, policyId, arn, path, defaultVersionId;
  std::int64_t attachmentCount = 0, permissionsBoundaryUsageCount = 0;
  bool isAttachable = true;
  std::optional<std::string> description;
  base::Time createDate, updateDate;
  std::vector<PolicyVersion> policyVersionList;
};
BOOST_DESCRIBE_STRUCT(ManagedPolicyDetail, (), (policyName, policyId, arn, path, defaultVersionId, attachmentCount,
                                                permissionsBoundaryUsageCount, isAttachable, description, createDate, updateDate,
                                                policyVersionList))

struct GetAccountAuthorizationDetailsResult : Paged {
  std::vector<UserDetail> userDetailList;
  std::vector<GroupDetail> groupDetailList;
  std::vector<RoleDetail> roleDetailList;
  std::vector<ManagedPolicyDetail> policies;
};
BOOST_DESCRIBE_STRUCT(GetAccountAuthorizationDetailsResult, (Paged), (userDetailList, groupDetailList, roleDetailList,
                      policies))

struct GetAccountAuthorizationDetails : Paging {
  std::optional<std::vector<OneOf<"User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy">>> filter;
  using Result = GetAccountAuthorizationDetailsResult;
  static constexpr std::string_view operation = "iam:GetAccountAuthorizationDetails";
};
BOOST_DESCRIBE_STRUCT(GetAccountAuthorizationDetails, (Paging), (filter))

}  // namespace iam
