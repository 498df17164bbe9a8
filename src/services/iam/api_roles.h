#pragma once
// Roles, service-linked roles and instance profiles.
#include "services/iam/api_types.h"

namespace iam {

struct RoleResult { Role role; };
BOOST_DESCRIBE_STRUCT(RoleResult, (), (role))

struct CreateRole {
  std::optional<Path> path;
  RoleName roleName;
  Document assumeRolePolicyDocument;
  std::optional<RoleDescription> description;
  std::optional<Whole<3600, 43200>> maxSessionDuration;
  std::optional<Arn> permissionsBoundary;
  std::optional<Tags> tags;
  using Result = RoleResult;
  static constexpr std::string_view operation = "iam:CreateRole";
};
BOOST_DESCRIBE_STRUCT(CreateRole, (), (path, roleName, assumeRolePolicyDocument, description, maxSessionDuration,
                      permissionsBoundary, tags))

struct GetRole {
  RoleName roleName;
  using Result = RoleResult;
  static constexpr std::string_view operation = "iam:GetRole";
};
BOOST_DESCRIBE_STRUCT(GetRole, (), (roleName))

struct ListRolesResult : Paged { std::vector<Role> roles; };
BOOST_DESCRIBE_STRUCT(ListRolesResult, (Paged), (roles))

struct ListRoles : Paging {
  std::optional<PathPrefix> pathPrefix;
  using Result = ListRolesResult;
  static constexpr std::string_view operation = "iam:ListRoles";
};
BOOST_DESCRIBE_STRUCT(ListRoles, (Paging), (pathPrefix))

// An answer with a result element that is always empty.
struct UpdateRoleResult { std::optional<bool> never; };
BOOST_DESCRIBE_STRUCT(UpdateRoleResult, (), (never))

struct UpdateRole {
  RoleName roleName;
  std::optional<RoleDescription> description;
  std::optional<Whole<3600, 43200>> maxSessionDuration;
  using Result = UpdateRoleResult;
  static constexpr std::string_view operation = "iam:UpdateRole";
};
BOOST_DESCRIBE_STRUCT(UpdateRole, (), (roleName, description, maxSessionDuration))

struct UpdateRoleDescription {
  RoleName roleName;
  RoleDescription description;
  using Result = RoleResult;
  static constexpr std::string_view operation = "iam:UpdateRoleDescription";
};
BOOST_DESCRIBE_STRUCT(UpdateRoleDescription, (), (roleName, description))

struct UpdateAssumeRolePolicy {
  RoleName roleName;
  Document policyDocument;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateAssumeRolePolicy";
};
BOOST_DESCRIBE_STRUCT(UpdateAssumeRolePolicy, (), (roleName, policyDocument))

struct DeleteRole {
  RoleName roleName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteRole";
};
BOOST_DESCRIBE_STRUCT(DeleteRole, (), (roleName))

struct CreateServiceLinkedRole {
  NameText<128> aWSServiceName;
  std::optional<RoleDescription> description;
  std::optional<NameText<64>> customSuffix;
  using Result = RoleResult;
  static constexpr std::string_view operation = "iam:CreateServiceLinkedRole";
};
BOOST_DESCRIBE_STRUCT(CreateServiceLinkedRole, (), (aWSServiceName, description, customSuffix))

struct DeleteServiceLinkedRoleResult { std::string deletionTaskId; };
BOOST_DESCRIBE_STRUCT(DeleteServiceLinkedRoleResult, (), (deletionTaskId))

struct DeleteServiceLinkedRole {
  RoleName roleName;
  using Result = DeleteServiceLinkedRoleResult;
  static constexpr std::string_view operation = "iam:DeleteServiceLinkedRole";
};
BOOST_DESCRIBE_STRUCT(DeleteServiceLinkedRole, (), (roleName))

struct DeletionTaskFailureReason { std::string reason; };
BOOST_DESCRIBE_STRUCT(DeletionTaskFailureReason, (), (reason))

struct GetServiceLinkedRoleDeletionStatusResult { std::string status; std::optional<DeletionTaskFailureReason> reason; };
BOOST_DESCRIBE_STRUCT(GetServiceLinkedRoleDeletionStatusResult, (), (status, reason))

struct GetServiceLinkedRoleDeletionStatus {
  Text<1, 1000> deletionTaskId;
  using Result = GetServiceLinkedRoleDeletionStatusResult;
  static constexpr std::string_view operation = "iam:GetServiceLinkedRoleDeletionStatus";
};
BOOST_DESCRIBE_STRUCT(GetServiceLinkedRoleDeletionStatus, (), (deletionTaskId))

struct InstanceProfileResult { InstanceProfile instanceProfile; };
BOOST_DESCRIBE_STRUCT(InstanceProfileResult, (), (instanceProfile))

struct CreateInstanceProfile {
  ProfileName instanceProfileName;
  std::optional<Path> path;
  std::optional<Tags> tags;
  using Result = InstanceProfileResult;
  static constexpr std::string_view operation = "iam:CreateInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(CreateInstanceProfile, (), (instanceProfileName, path, tags))

struct GetInstanceProfile {
  ProfileName instanceProfileName;
  using Result = InstanceProfileResult;
  static constexpr std::string_view operation = "iam:GetInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(GetInstanceProfile, (), (instanceProfileName))

struct ListInstanceProfilesResult : Paged { std::vector<InstanceProfile> instanceProfiles; };
BOOST_DESCRIBE_STRUCT(ListInstanceProfilesResult, (Paged), (instanceProfiles))

struct ListInstanceProfiles : Paging {
  std::optional<PathPrefix> pathPrefix;
  using Result = ListInstanceProfilesResult;
  static constexpr std::string_view operation = "iam:ListInstanceProfiles";
};
BOOST_DESCRIBE_STRUCT(ListInstanceProfiles, (Paging), (pathPrefix))

struct ListInstanceProfilesForRole : Paging {
  RoleName roleName;
  using Result = ListInstanceProfilesResult;
  static constexpr std::string_view operation = "iam:ListInstanceProfilesForRole";
};
BOOST_DESCRIBE_STRUCT(ListInstanceProfilesForRole, (Paging), (roleName))

struct DeleteInstanceProfile {
  ProfileName instanceProfileName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(DeleteInstanceProfile, (), (instanceProfileName))

struct AddRoleToInstanceProfile {
  ProfileName instanceProfileName;
  RoleName roleName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AddRoleToInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(AddRoleToInstanceProfile, (), (instanceProfileName, roleName))

struct RemoveRoleFromInstanceProfile {
  ProfileName instanceProfileName;
  RoleName roleName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:RemoveRoleFromInstanceProfile";
};
BOOST_DESCRIBE_STRUCT(RemoveRoleFromInstanceProfile, (), (instanceProfileName, roleName))

}  // namespace iam
