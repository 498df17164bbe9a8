#pragma once
// Inline policies, permissions boundaries and tags.
#include "services/iam/api_types.h"

namespace iam {

struct PutUserPolicy {
  UserName userName;
  PolicyName policyName;
  Document policyDocument;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:PutUserPolicy";
};
BOOST_DESCRIBE_STRUCT(PutUserPolicy, (), (userName, policyName, policyDocument))

struct PutGroupPolicy {
  GroupName groupName;
  PolicyName policyName;
  Document policyDocument;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:PutGroupPolicy";
};
BOOST_DESCRIBE_STRUCT(PutGroupPolicy, (), (groupName, policyName, policyDocument))

struct PutRolePolicy {
  RoleName roleName;
  PolicyName policyName;
  Document policyDocument;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:PutRolePolicy";
};
BOOST_DESCRIBE_STRUCT(PutRolePolicy, (), (roleName, policyName, policyDocument))

struct GetUserPolicyResult { std::string userName, policyName, policyDocument; };
BOOST_DESCRIBE_STRUCT(GetUserPolicyResult, (), (userName, policyName, policyDocument))

struct GetGroupPolicyResult { std::string groupName, policyName, policyDocument; };
BOOST_DESCRIBE_STRUCT(GetGroupPolicyResult, (), (groupName, policyName, policyDocument))

struct GetRolePolicyResult { std::string roleName, policyName, policyDocument; };
BOOST_DESCRIBE_STRUCT(GetRolePolicyResult, (), (roleName, policyName, policyDocument))

struct GetUserPolicy {
  UserName userName;
  PolicyName policyName;
  using Result = GetUserPolicyResult;
  static constexpr std::string_view operation = "iam:GetUserPolicy";
};
BOOST_DESCRIBE_STRUCT(GetUserPolicy, (), (userName, policyName))

struct GetGroupPolicy {
  GroupName groupName;
  PolicyName policyName;
  using Result = GetGroupPolicyResult;
  static constexpr std::string_view operation = "iam:GetGroupPolicy";
};
BOOST_DESCRIBE_STRUCT(GetGroupPolicy, (), (groupName, policyName))

struct GetRolePolicy {
  RoleName roleName;
  PolicyName policyName;
  using Result = GetRolePolicyResult;
  static constexpr std::string_view operation = "iam:GetRolePolicy";
};
BOOST_DESCRIBE_STRUCT(GetRolePolicy, (), (roleName, policyName))

struct DeleteUserPolicy {
  UserName userName;
  PolicyName policyName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteUserPolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteUserPolicy, (), (userName, policyName))

struct DeleteGroupPolicy {
  GroupName groupName;
  PolicyName policyName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteGroupPolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteGroupPolicy, (), (groupName, policyName))

struct DeleteRolePolicy {
  RoleName roleName;
  PolicyName policyName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteRolePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteRolePolicy, (), (roleName, policyName))

struct ListInlinePoliciesResult : Paged { std::vector<std::string> policyNames; };
BOOST_DESCRIBE_STRUCT(ListInlinePoliciesResult, (Paged), (policyNames))

struct ListUserPolicies : Paging {
  UserName userName;
  using Result = ListInlinePoliciesResult;
  static constexpr std::string_view operation = "iam:ListUserPolicies";
};
BOOST_DESCRIBE_STRUCT(ListUserPolicies, (Paging), (userName))

struct ListGroupPolicies : Paging {
  GroupName groupName;
  using Result = ListInlinePoliciesResult;
  static constexpr std::string_view operation = "iam:ListGroupPolicies";
};
BOOST_DESCRIBE_STRUCT(ListGroupPolicies, (Paging), (groupName))

struct ListRolePolicies : Paging {
  RoleName roleName;
  using Result = ListInlinePoliciesResult;
  static constexpr std::string_view operation = "iam:ListRolePolicies";
};
BOOST_DESCRIBE_STRUCT(ListRolePolicies, (Paging), (roleName))

struct PutUserPermissionsBoundary {
  NewUserName userName;
  Arn permissionsBoundary;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:PutUserPermissionsBoundary";
};
BOOST_DESCRIBE_STRUCT(PutUserPermissionsBoundary, (), (userName, permissionsBoundary))

struct PutRolePermissionsBoundary {
  RoleName roleName;
  Arn permissionsBoundary;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:PutRolePermissionsBoundary";
};
BOOST_DESCRIBE_STRUCT(PutRolePermissionsBoundary, (), (roleName, permissionsBoundary))

struct DeleteUserPermissionsBoundary {
  NewUserName userName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteUserPermissionsBoundary";
};
BOOST_DESCRIBE_STRUCT(DeleteUserPermissionsBoundary, (), (userName))

struct DeleteRolePermissionsBoundary {
  RoleName roleName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteRolePermissionsBoundary";
};
BOOST_DESCRIBE_STRUCT(DeleteRolePermissionsBoundary, (), (roleName))

struct ListTagsResult : Paged { std::vector<Tag> tags; };
BOOST_DESCRIBE_STRUCT(ListTagsResult, (Paged), (tags))

struct TagUser {
  UserName userName;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagUser";
};
BOOST_DESCRIBE_STRUCT(TagUser, (), (userName, tags))

struct UntagUser {
  UserName userName;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagUser";
};
BOOST_DESCRIBE_STRUCT(UntagUser, (), (userName, tagKeys))

struct ListUserTags : Paging {
  UserName userName;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListUserTags";
};
BOOST_DESCRIBE_STRUCT(ListUserTags, (Paging), (userName))

struct TagRole {
  RoleName roleName;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagRole";
};
BOOST_DESCRIBE_STRUCT(TagRole, (), (roleName, tags))

struct UntagRole {
  RoleName roleName;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagRole";
};
BOOST_DESCRIBE_STRUCT(UntagRole, (), (roleName, tagKeys))

struct ListRoleTags : Paging {
  RoleName roleName;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListRoleTags";
};
BOOST_DESCRIBE_STRUCT(ListRoleTags, (Paging), (roleName))

struct TagPolicy {
  Arn policyArn;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagPolicy";
};
BOOST_DESCRIBE_STRUCT(TagPolicy, (), (policyArn, tags))

struct UntagPolicy {
  Arn policyArn;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagPolicy";
};
BOOST_DESCRIBE_STRUCT(UntagPolicy, (), (policyArn, tagKeys))

struct ListPolicyTags : Paging {
  Arn policyArn;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListPolicyTags";
};
BOOST_DESCRIBE_STRUCT(ListPolicyTags, (Paging), (policyArn))

struct TagInstanceProfile {
  ProfileName instanceProfileName;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:TagInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(TagInstanceProfile, (), (instanceProfileName, tags))

struct UntagInstanceProfile {
  ProfileName instanceProfileName;
  TagKeys tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UntagInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(UntagInstanceProfile, (), (instanceProfileName, tagKeys))

struct ListInstanceProfileTags : Paging {
  ProfileName instanceProfileName;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "iam:ListInstanceProfileTags";
};
BOOST_DESCRIBE_STRUCT(ListInstanceProfileTags, (Paging), (instanceProfileName))

}  // namespace iam
