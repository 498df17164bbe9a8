#pragma once
// Managed policies and what they are attached to.
#include "services/iam/api_types.h"

namespace iam {

struct Policy {
  std::string policyName, policyId, arn, path, defaultVersionId;
  std::int64_t attachmentCount = 0, permissionsBoundaryUsageCount = 0;
  bool isAttachable = true;
  std::optional<std::string> description;
  base::Time createDate, updateDate;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(Policy, (), (policyName, policyId, arn, path, defaultVersionId, attachmentCount,
                      permissionsBoundaryUsageCount,
                                   isAttachable, description, createDate, updateDate, tags))

struct PolicyResult { Policy policy; };
BOOST_DESCRIBE_STRUCT(PolicyResult, (), (policy))

struct CreatePolicy {
  PolicyName policyName;
  std::optional<PolicyPath> path;
  Document policyDocument;
  std::optional<Text<0, 1000>> description;
  std::optional<Tags> tags;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "iam:CreatePolicy";
};
BOOST_DESCRIBE_STRUCT(CreatePolicy, (), (policyName, path, policyDocument, description, tags))

struct GetPolicy {
  Arn policyArn;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "iam:GetPolicy";
};
BOOST_DESCRIBE_STRUCT(GetPolicy, (), (policyArn))

struct ListPoliciesResult : Paged { std::vector<Policy> policies; };
BOOST_DESCRIBE_STRUCT(ListPoliciesResult, (Paged), (policies))

struct ListPolicies : Paging {
  std::optional<OneOf<"All", "AWS", "Local">> scope;
  std::optional<bool> onlyAttached;
  std::optional<PolicyPath> pathPrefix;
  std::optional<OneOf<"PermissionsPolicy", "PermissionsBoundary">> policyUsageFilter;
  using Result = ListPoliciesResult;
  static constexpr std::string_view operation = "iam:ListPolicies";
};
BOOST_DESCRIBE_STRUCT(ListPolicies, (Paging), (scope, onlyAttached, pathPrefix, policyUsageFilter))

struct DeletePolicy {
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeletePolicy";
};
BOOST_DESCRIBE_STRUCT(DeletePolicy, (), (policyArn))

struct PolicyVersionResult { PolicyVersion policyVersion; };
BOOST_DESCRIBE_STRUCT(PolicyVersionResult, (), (policyVersion))

struct CreatePolicyVersion {
  Arn policyArn;
  Document policyDocument;
  std::optional<bool> setAsDefault;
  using Result = PolicyVersionResult;
  static constexpr std::string_view operation = "iam:CreatePolicyVersion";
};
BOOST_DESCRIBE_STRUCT(CreatePolicyVersion, (), (policyArn, policyDocument, setAsDefault))

struct GetPolicyVersion {
  Arn policyArn;
  VersionId versionId;
  using Result = PolicyVersionResult;
  static constexpr std::string_view operation = "iam:GetPolicyVersion";
};
BOOST_DESCRIBE_STRUCT(GetPolicyVersion, (), (policyArn, versionId))

struct ListPolicyVersionsResult : Paged { std::vector<PolicyVersion> versions; };
BOOST_DESCRIBE_STRUCT(ListPolicyVersionsResult, (Paged), (versions))

struct ListPolicyVersions : Paging {
  Arn policyArn;
  using Result = ListPolicyVersionsResult;
  static constexpr std::string_view operation = "iam:ListPolicyVersions";
};
BOOST_DESCRIBE_STRUCT(ListPolicyVersions, (Paging), (policyArn))

struct DeletePolicyVersion {
  Arn policyArn;
  VersionId versionId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeletePolicyVersion";
};
BOOST_DESCRIBE_STRUCT(DeletePolicyVersion, (), (policyArn, versionId))

struct SetDefaultPolicyVersion {
  Arn policyArn;
  VersionId versionId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:SetDefaultPolicyVersion";
};
BOOST_DESCRIBE_STRUCT(SetDefaultPolicyVersion, (), (policyArn, versionId))

struct AttachUserPolicy {
  NewUserName userName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AttachUserPolicy";
};
BOOST_DESCRIBE_STRUCT(AttachUserPolicy, (), (userName, policyArn))

struct AttachGroupPolicy {
  GroupName groupName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AttachGroupPolicy";
};
BOOST_DESCRIBE_STRUCT(AttachGroupPolicy, (), (groupName, policyArn))

struct AttachRolePolicy {
  RoleName roleName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AttachRolePolicy";
};
BOOST_DESCRIBE_STRUCT(AttachRolePolicy, (), (roleName, policyArn))

struct DetachUserPolicy {
  NewUserName userName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DetachUserPolicy";
};
BOOST_DESCRIBE_STRUCT(DetachUserPolicy, (), (userName, policyArn))

struct DetachGroupPolicy {
  GroupName groupName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DetachGroupPolicy";
};
BOOST_DESCRIBE_STRUCT(DetachGroupPolicy, (), (groupName, policyArn))

struct DetachRolePolicy {
  RoleName roleName;
  Arn policyArn;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DetachRolePolicy";
};
BOOST_DESCRIBE_STRUCT(DetachRolePolicy, (), (roleName, policyArn))

struct ListAttachedPoliciesResult : Paged { std::vector<AttachedPolicy> attachedPolicies; };
BOOST_DESCRIBE_STRUCT(ListAttachedPoliciesResult, (Paged), (attachedPolicies))

struct ListAttachedUserPolicies : Paging {
  NewUserName userName;
  std::optional<PolicyPath> pathPrefix;
  using Result = ListAttachedPoliciesResult;
  static constexpr std::string_view operation = "iam:ListAttachedUserPolicies";
};
BOOST_DESCRIBE_STRUCT(ListAttachedUserPolicies, (Paging), (userName, pathPrefix))

struct ListAttachedGroupPolicies : Paging {
  GroupName groupName;
  std::optional<PolicyPath> pathPrefix;
  using Result = ListAttachedPoliciesResult;
  static constexpr std::string_view operation = "iam:ListAttachedGroupPolicies";
};
BOOST_DESCRIBE_STRUCT(ListAttachedGroupPolicies, (Paging), (groupName, pathPrefix))

struct ListAttachedRolePolicies : Paging {
  RoleName roleName;
  std::optional<PolicyPath> pathPrefix;
  using Result = ListAttachedPoliciesResult;
  static constexpr std::string_view operation = "iam:ListAttachedRolePolicies";
};
BOOST_DESCRIBE_STRUCT(ListAttachedRolePolicies, (Paging), (roleName, pathPrefix))

struct PolicyGroup { std::string groupName, groupId; };
BOOST_DESCRIBE_STRUCT(PolicyGroup, (), (groupName, groupId))
struct PolicyUser { std::string userName, userId; };
BOOST_DESCRIBE_STRUCT(PolicyUser, (), (userName, userId))
struct PolicyRole { std::string roleName, roleId; };
BOOST_DESCRIBE_STRUCT(PolicyRole, (), (roleName, roleId))

struct ListEntitiesForPolicyResult : Paged {
  std::vector<PolicyGroup> policyGroups;
  std::vector<PolicyUser> policyUsers;
  std::vector<PolicyRole> policyRoles;
};
BOOST_DESCRIBE_STRUCT(ListEntitiesForPolicyResult, (Paged), (policyGroups, policyUsers, policyRoles))

struct ListEntitiesForPolicy : Paging {
  Arn policyArn;
  std::optional<OneOf<"User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy">> entityFilter;
  std::optional<Path> pathPrefix;
  std::optional<OneOf<"PermissionsPolicy", "PermissionsBoundary">> policyUsageFilter;
  using Result = ListEntitiesForPolicyResult;
  static constexpr std::string_view operation = "iam:ListEntitiesForPolicy";
};
BOOST_DESCRIBE_STRUCT(ListEntitiesForPolicy, (Paging), (policyArn, entityFilter, pathPrefix, policyUsageFilter))

}  // namespace iam
