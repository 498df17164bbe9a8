#pragma once
// Beside parameters: their tags, the policies that share them, and Parameter Store's settings.
#include "services/ssm/api_words.h"

namespace ssm {

struct AddTagsToResource {
  ResourceType resourceType;
  std::string resourceId;
  List<Tag, 0, 1000> tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "ssm:AddTagsToResource";
};
BOOST_DESCRIBE_STRUCT(AddTagsToResource, (), (resourceType, resourceId, tags))

struct RemoveTagsFromResource {
  ResourceType resourceType;
  std::string resourceId;
  std::vector<TagKey> tagKeys;
  using Result = Nothing;
  static constexpr std::string_view operation = "ssm:RemoveTagsFromResource";
};
BOOST_DESCRIBE_STRUCT(RemoveTagsFromResource, (), (resourceType, resourceId, tagKeys))

struct ListTagsForResourceResult { std::vector<Tag> tagList; };
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResult, (), (tagList))
struct ListTagsForResource {
  ResourceType resourceType;
  std::string resourceId;
  using Result = ListTagsForResourceResult;
  static constexpr std::string_view operation = "ssm:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceType, resourceId))

struct PutResourcePolicyResult { std::string policyId, policyHash; };
BOOST_DESCRIBE_STRUCT(PutResourcePolicyResult, (), (policyId, policyHash))
struct PutResourcePolicy {
  ResourceArn resourceArn;
  std::string policy;
  Maybe<std::string> policyId, policyHash;
  using Result = PutResourcePolicyResult;
  static constexpr std::string_view operation = "ssm:PutResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(PutResourcePolicy, (), (resourceArn, policy, policyId, policyHash))

struct GetResourcePoliciesResponseEntry { std::string policyId, policyHash, policy; };
BOOST_DESCRIBE_STRUCT(GetResourcePoliciesResponseEntry, (), (policyId, policyHash, policy))
struct GetResourcePoliciesResult { Maybe<std::string> nextToken; std::vector<GetResourcePoliciesResponseEntry> policies; };
BOOST_DESCRIBE_STRUCT(GetResourcePoliciesResult, (), (nextToken, policies))
struct GetResourcePolicies {
  ResourceArn resourceArn;
  Maybe<std::string> nextToken;
  Maybe<PageSize> maxResults;
  using Result = GetResourcePoliciesResult;
  static constexpr std::string_view operation = "ssm:GetResourcePolicies";
};
BOOST_DESCRIBE_STRUCT(GetResourcePolicies, (), (resourceArn, nextToken, maxResults))

struct DeleteResourcePolicy {
  ResourceArn resourceArn;
  std::string policyId, policyHash;
  using Result = Nothing;
  static constexpr std::string_view operation = "ssm:DeleteResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteResourcePolicy, (), (resourceArn, policyId, policyHash))

struct ServiceSetting {
  std::string settingId, settingValue;
  base::Time lastModifiedDate;
  std::string lastModifiedUser, arn, status;
};
BOOST_DESCRIBE_STRUCT(ServiceSetting, (), (settingId, settingValue, lastModifiedDate, lastModifiedUser, arn, status))
struct ServiceSettingResult { ServiceSetting serviceSetting; };
BOOST_DESCRIBE_STRUCT(ServiceSettingResult, (), (serviceSetting))

struct GetServiceSetting { SettingId settingId; using Result = ServiceSettingResult; static constexpr std::string_view operation = "ssm:GetServiceSetting"; };
BOOST_DESCRIBE_STRUCT(GetServiceSetting, (), (settingId))
struct UpdateServiceSetting {
  SettingId settingId;
  Text<1, 4096> settingValue;
  using Result = Nothing;
  static constexpr std::string_view operation = "ssm:UpdateServiceSetting";
};
BOOST_DESCRIBE_STRUCT(UpdateServiceSetting, (), (settingId, settingValue))
struct ResetServiceSetting { SettingId settingId; using Result = ServiceSettingResult; static constexpr std::string_view operation = "ssm:ResetServiceSetting"; };
BOOST_DESCRIBE_STRUCT(ResetServiceSetting, (), (settingId))

}  // namespace ssm

template <> inline constexpr auto shape::places<ssm::ServiceSetting> = std::to_array<shape::Place>({{"arn", shape::Where::body, "ARN"}});
