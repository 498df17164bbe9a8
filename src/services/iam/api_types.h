#pragma once
// What IAM's requests and results share. Names, limits and patterns: IAM API Reference, 2010-05-08.
#include "shape/shape.h"

namespace iam {

using shape::Text, shape::Whole, shape::List, shape::OneOf, shape::Secret, shape::Nothing;

template <std::int64_t Max> using NameText = Text<1, Max, "[\\w+=,.@-]+">;
using NewUserName = NameText<64>;            // where the API takes 64 characters: mostly for new names
using UserName = NameText<128>;
using GroupName = NameText<128>;
using RoleName = NameText<64>;
using ProfileName = NameText<128>;
using PolicyName = NameText<128>;
using AccessKeyId = Text<16, 128, "[\\w]+">;
using Arn = Text<20, 2048>;
using Path = Text<1, 512, "(\\x2F)|(\\x2F[\\x21-\\x7E]+\\x2F)">;
using PathPrefix = Text<1, 512, "\\x2F[\\x21-\\x7F]*">;
using PolicyPath = Text<1, 512, "((/[A-Za-z0-9\\.,\\+@=_-]+)*)/">;
using Document = Text<1, 131072, "[\\x09\\x0A\\x0D\\x20-\\x{FF}]+">;
using RoleDescription = Text<0, 1000, "[\\x09\\x0A\\x0D\\x20-\\x7E\\x{A1}-\\x{FF}]*">;
using VersionId = Text<0, shape::kUnlimited, "v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?">;
using TagKey = Text<1, 128, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+">;

struct Tag {
  TagKey key;
  Text<0, 256, "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"> value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using Tags = List<Tag, 0, 50>;
using TagKeys = List<TagKey, 0, 50>;

// Every listing is asked for and answered by pages.
struct Paging {
  std::optional<Text<1, 320, "[\\x20-\\x{FF}]+">> marker;
  std::optional<Whole<1, 1000>> maxItems;
};
BOOST_DESCRIBE_STRUCT(Paging, (), (marker, maxItems))
struct Paged {
  bool isTruncated = false;
  std::optional<std::string> marker;
};
BOOST_DESCRIBE_STRUCT(Paged, (), (isTruncated, marker))

struct AttachedPermissionsBoundary { std::string permissionsBoundaryType, permissionsBoundaryArn; };
BOOST_DESCRIBE_STRUCT(AttachedPermissionsBoundary, (), (permissionsBoundaryType, permissionsBoundaryArn))

// A root user has neither path nor name.
struct User {
  std::optional<std::string> path, userName;
  std::string userId, arn;
  std::optional<base::Time> createDate;
  std::optional<AttachedPermissionsBoundary> permissionsBoundary;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(User, (), (path, userName, userId, arn, createDate, permissionsBoundary, tags))

struct Group { std::string path, groupName, groupId, arn; base::Time createDate; };
BOOST_DESCRIBE_STRUCT(Group, (), (path, groupName, groupId, arn, createDate))

// Both absent: not within ninety days.
struct RoleLastUsed { std::optional<base::Time> lastUsedDate; std::optional<std::string> region; };
BOOST_DESCRIBE_STRUCT(RoleLastUsed, (), (lastUsedDate, region))

// Documents in answers are percent-encoded (RFC 3986).
struct Role {
  std::string path, roleName, roleId, arn;
  base::Time createDate;
  std::string assumeRolePolicyDocument;
  std::optional<std::string> description;
  std::optional<std::int64_t> maxSessionDuration;      // seconds
  std::optional<AttachedPermissionsBoundary> permissionsBoundary;
  std::optional<std::vector<Tag>> tags;
  std::optional<RoleLastUsed> roleLastUsed;            // in GetRole's answer
};
BOOST_DESCRIBE_STRUCT(Role, (), (path, roleName, roleId, arn, createDate, assumeRolePolicyDocument, description, maxSessionDuration,
                                 permissionsBoundary, tags, roleLastUsed))

struct InstanceProfile {
  std::string path, instanceProfileName, instanceProfileId, arn;
  base::Time createDate;
  std::vector<Role> roles;
  std::optional<std::vector<Tag>> tags;
};
BOOST_DESCRIBE_STRUCT(InstanceProfile, (), (path, instanceProfileName, instanceProfileId, arn, createDate, roles, tags))

struct AttachedPolicy { std::string policyName, policyArn; };
BOOST_DESCRIBE_STRUCT(AttachedPolicy, (), (policyName, policyArn))

struct PolicyVersion {
  std::optional<std::string> document;                 // percent-encoded; not in every answer
  std::string versionId;
  bool isDefaultVersion = false;
  base::Time createDate;
};
BOOST_DESCRIBE_STRUCT(PolicyVersion, (), (document, versionId, isDefaultVersion, createDate))

}  // namespace iam
