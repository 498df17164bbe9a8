#pragma once
// Users, groups, access keys and passwords.
#include "services/iam/api_types.h"

namespace iam {

struct UserResult { User user; };
BOOST_DESCRIBE_STRUCT(UserResult, (), (user))

struct CreateUser {
  NewUserName userName;
  std::optional<Path> path;
  std::optional<Arn> permissionsBoundary;
  std::optional<Tags> tags;
  using Result = UserResult;
  static constexpr std::string_view operation = "iam:CreateUser";
};
BOOST_DESCRIBE_STRUCT(CreateUser, (), (userName, path, permissionsBoundary, tags))

struct GetUser {
  std::optional<UserName> userName;
  using Result = UserResult;
  static constexpr std::string_view operation = "iam:GetUser";
};
BOOST_DESCRIBE_STRUCT(GetUser, (), (userName))

struct ListUsersResult : Paged { std::vector<User> users; };
BOOST_DESCRIBE_STRUCT(ListUsersResult, (Paged), (users))

struct ListUsers : Paging {
  std::optional<PathPrefix> pathPrefix;
  using Result = ListUsersResult;
  static constexpr std::string_view operation = "iam:ListUsers";
};
BOOST_DESCRIBE_STRUCT(ListUsers, (Paging), (pathPrefix))

struct UpdateUser {
  UserName userName;
  std::optional<Path> newPath;
  std::optional<NewUserName> newUserName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateUser";
};
BOOST_DESCRIBE_STRUCT(UpdateUser, (), (userName, newPath, newUserName))

struct DeleteUser {
  UserName userName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteUser";
};
BOOST_DESCRIBE_STRUCT(DeleteUser, (), (userName))

struct GroupResult { Group group; };
BOOST_DESCRIBE_STRUCT(GroupResult, (), (group))

struct CreateGroup {
  GroupName groupName;
  std::optional<Path> path;
  using Result = GroupResult;
  static constexpr std::string_view operation = "iam:CreateGroup";
};
BOOST_DESCRIBE_STRUCT(CreateGroup, (), (groupName, path))

struct GetGroupResult : Paged { Group group; std::vector<User> users; };
BOOST_DESCRIBE_STRUCT(GetGroupResult, (Paged), (group, users))

struct GetGroup : Paging {
  GroupName groupName;
  using Result = GetGroupResult;
  static constexpr std::string_view operation = "iam:GetGroup";
};
BOOST_DESCRIBE_STRUCT(GetGroup, (Paging), (groupName))

struct ListGroupsResult : Paged { std::vector<Group> groups; };
BOOST_DESCRIBE_STRUCT(ListGroupsResult, (Paged), (groups))

struct ListGroups : Paging {
  std::optional<PathPrefix> pathPrefix;
  using Result = ListGroupsResult;
  static constexpr std::string_view operation = "iam:ListGroups";
};
BOOST_DESCRIBE_STRUCT(ListGroups, (Paging), (pathPrefix))

struct ListGroupsForUser : Paging {
  UserName userName;
  using Result = ListGroupsResult;
  static constexpr std::string_view operation = "iam:ListGroupsForUser";
};
BOOST_DESCRIBE_STRUCT(ListGroupsForUser, (Paging), (userName))

struct UpdateGroup {
  GroupName groupName;
  std::optional<Path> newPath;
  std::optional<GroupName> newGroupName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateGroup";
};
BOOST_DESCRIBE_STRUCT(UpdateGroup, (), (groupName, newPath, newGroupName))

struct DeleteGroup {
  GroupName groupName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteGroup";
};
BOOST_DESCRIBE_STRUCT(DeleteGroup, (), (groupName))

struct AddUserToGroup {
  GroupName groupName;
  UserName userName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:AddUserToGroup";
};
BOOST_DESCRIBE_STRUCT(AddUserToGroup, (), (groupName, userName))

struct RemoveUserFromGroup {
  GroupName groupName;
  UserName userName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:RemoveUserFromGroup";
};
BOOST_DESCRIBE_STRUCT(RemoveUserFromGroup, (), (groupName, userName))

struct AccessKey {
  std::string accessKeyId, status;
  std::optional<std::string> userName;                 // a root user's key has none
  Secret<std::string> secretAccessKey;
  base::Time createDate;
};
BOOST_DESCRIBE_STRUCT(AccessKey, (), (accessKeyId, status, userName, secretAccessKey, createDate))

struct CreateAccessKeyResult { AccessKey accessKey; };
BOOST_DESCRIBE_STRUCT(CreateAccessKeyResult, (), (accessKey))

struct CreateAccessKey {
  std::optional<UserName> userName;
  using Result = CreateAccessKeyResult;
  static constexpr std::string_view operation = "iam:CreateAccessKey";
};
BOOST_DESCRIBE_STRUCT(CreateAccessKey, (), (userName))

struct AccessKeyMetadata { std::optional<std::string> userName; std::string accessKeyId, status; base::Time createDate; };
BOOST_DESCRIBE_STRUCT(AccessKeyMetadata, (), (userName, accessKeyId, status, createDate))

struct ListAccessKeysResult : Paged { std::vector<AccessKeyMetadata> accessKeyMetadata; };
BOOST_DESCRIBE_STRUCT(ListAccessKeysResult, (Paged), (accessKeyMetadata))

struct ListAccessKeys : Paging {
  std::optional<UserName> userName;
  using Result = ListAccessKeysResult;
  static constexpr std::string_view operation = "iam:ListAccessKeys";
};
BOOST_DESCRIBE_STRUCT(ListAccessKeys, (Paging), (userName))

struct UpdateAccessKey {
  std::optional<UserName> userName;
  AccessKeyId accessKeyId;
  OneOf<"Active", "Inactive"> status;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateAccessKey";
};
BOOST_DESCRIBE_STRUCT(UpdateAccessKey, (), (userName, accessKeyId, status))

struct DeleteAccessKey {
  std::optional<UserName> userName;
  AccessKeyId accessKeyId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteAccessKey";
};
BOOST_DESCRIBE_STRUCT(DeleteAccessKey, (), (userName, accessKeyId))

struct LoginProfile { std::string userName; base::Time createDate; bool passwordResetRequired = false; };
BOOST_DESCRIBE_STRUCT(LoginProfile, (), (userName, createDate, passwordResetRequired))
using Password = Secret<Text<1, 128, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">>;

struct LoginProfileResult { LoginProfile loginProfile; };
BOOST_DESCRIBE_STRUCT(LoginProfileResult, (), (loginProfile))

struct CreateLoginProfile {
  std::optional<NewUserName> userName;
  std::optional<Password> password;
  std::optional<bool> passwordResetRequired;
  using Result = LoginProfileResult;
  static constexpr std::string_view operation = "iam:CreateLoginProfile";
};
BOOST_DESCRIBE_STRUCT(CreateLoginProfile, (), (userName, password, passwordResetRequired))

struct GetLoginProfile {
  std::optional<NewUserName> userName;
  using Result = LoginProfileResult;
  static constexpr std::string_view operation = "iam:GetLoginProfile";
};
BOOST_DESCRIBE_STRUCT(GetLoginProfile, (), (userName))

struct UpdateLoginProfile {
  NewUserName userName;
  std::optional<Password> password;
  std::optional<bool> passwordResetRequired;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:UpdateLoginProfile";
};
BOOST_DESCRIBE_STRUCT(UpdateLoginProfile, (), (userName, password, passwordResetRequired))

struct DeleteLoginProfile {
  std::optional<NewUserName> userName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "iam:DeleteLoginProfile";
};
BOOST_DESCRIBE_STRUCT(DeleteLoginProfile, (), (userName))

}  // namespace iam
