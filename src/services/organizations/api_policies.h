#pragma once
// The part of the Organizations API about policies, trusted services, delegated administrators and tags.
#include "services/organizations/api_types.h"

namespace organizations {

struct PolicySummary { std::string id, arn, name, description, type; bool awsManaged = false; };
BOOST_DESCRIBE_STRUCT(PolicySummary, (), (id, arn, name, description, type, awsManaged))
struct Policy { PolicySummary policySummary; std::string content; };
BOOST_DESCRIBE_STRUCT(Policy, (), (policySummary, content))
struct PolicyResult { Policy policy; };
BOOST_DESCRIBE_STRUCT(PolicyResult, (), (policy))

struct CreatePolicy {
  shape::Text<1> content;
  shape::Text<0, 512> description;
  shape::Text<1, 128> name;
  PolicyType type;
  Tags tags;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "organizations:CreatePolicy";
};
BOOST_DESCRIBE_STRUCT(CreatePolicy, (), (content, description, name, type, tags))

struct DescribePolicy {
  PolicyId policyId;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "organizations:DescribePolicy";
};
BOOST_DESCRIBE_STRUCT(DescribePolicy, (), (policyId))

struct UpdatePolicy {
  PolicyId policyId;
  std::optional<shape::Text<1, 128>> name;
  std::optional<shape::Text<0, 512>> description;
  std::optional<shape::Text<1>> content;
  using Result = PolicyResult;
  static constexpr std::string_view operation = "organizations:UpdatePolicy";
};
BOOST_DESCRIBE_STRUCT(UpdatePolicy, (), (policyId, name, description, content))

struct DeletePolicy {
  PolicyId policyId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DeletePolicy";
};
BOOST_DESCRIBE_STRUCT(DeletePolicy, (), (policyId))

struct ListPoliciesResult { std::vector<PolicySummary> policies; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListPoliciesResult, (), (policies, nextToken))
struct ListPolicies {
  PolicyType filter;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListPoliciesResult;
  static constexpr std::string_view operation = "organizations:ListPolicies";
};
BOOST_DESCRIBE_STRUCT(ListPolicies, (), (filter, nextToken, maxResults))

struct ListPoliciesForTarget {
  TargetId targetId;
  PolicyType filter;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListPoliciesResult;
  static constexpr std::string_view operation = "organizations:ListPoliciesForTarget";
};
BOOST_DESCRIBE_STRUCT(ListPoliciesForTarget, (), (targetId, filter, nextToken, maxResults))

struct PolicyTargetSummary { std::string targetId, arn, name, type; };
BOOST_DESCRIBE_STRUCT(PolicyTargetSummary, (), (targetId, arn, name, type))
struct ListTargetsForPolicyResult { std::vector<PolicyTargetSummary> targets; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTargetsForPolicyResult, (), (targets, nextToken))
struct ListTargetsForPolicy {
  PolicyId policyId;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListTargetsForPolicyResult;
  static constexpr std::string_view operation = "organizations:ListTargetsForPolicy";
};
BOOST_DESCRIBE_STRUCT(ListTargetsForPolicy, (), (policyId, nextToken, maxResults))

struct AttachPolicy {
  PolicyId policyId;
  TargetId targetId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:AttachPolicy";
};
BOOST_DESCRIBE_STRUCT(AttachPolicy, (), (policyId, targetId))

struct DetachPolicy {
  PolicyId policyId;
  TargetId targetId;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DetachPolicy";
};
BOOST_DESCRIBE_STRUCT(DetachPolicy, (), (policyId, targetId))

struct EnablePolicyType {
  RootId rootId;
  PolicyType policyType;
  using Result = RootResult;
  static constexpr std::string_view operation = "organizations:EnablePolicyType";
};
BOOST_DESCRIBE_STRUCT(EnablePolicyType, (), (rootId, policyType))

struct DisablePolicyType {
  RootId rootId;
  PolicyType policyType;
  using Result = RootResult;
  static constexpr std::string_view operation = "organizations:DisablePolicyType";
};
BOOST_DESCRIBE_STRUCT(DisablePolicyType, (), (rootId, policyType))

// ---- trusted services and their delegated administrators

struct EnableAWSServiceAccess {
  ServicePrincipal servicePrincipal;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:EnableAWSServiceAccess";
};
BOOST_DESCRIBE_STRUCT(EnableAWSServiceAccess, (), (servicePrincipal))

struct DisableAWSServiceAccess {
  ServicePrincipal servicePrincipal;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DisableAWSServiceAccess";
};
BOOST_DESCRIBE_STRUCT(DisableAWSServiceAccess, (), (servicePrincipal))

struct EnabledServicePrincipal { std::string servicePrincipal; base::Time dateEnabled; };
BOOST_DESCRIBE_STRUCT(EnabledServicePrincipal, (), (servicePrincipal, dateEnabled))
struct ListAWSServiceAccessForOrganizationResult {
  std::vector<EnabledServicePrincipal> enabledServicePrincipals;
  std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListAWSServiceAccessForOrganizationResult, (), (enabledServicePrincipals, nextToken))
struct ListAWSServiceAccessForOrganization {
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListAWSServiceAccessForOrganizationResult;
  static constexpr std::string_view operation = "organizations:ListAWSServiceAccessForOrganization";
};
BOOST_DESCRIBE_STRUCT(ListAWSServiceAccessForOrganization, (), (nextToken, maxResults))

struct RegisterDelegatedAdministrator {
  AccountId accountId;
  ServicePrincipal servicePrincipal;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:RegisterDelegatedAdministrator";
};
BOOST_DESCRIBE_STRUCT(RegisterDelegatedAdministrator, (), (accountId, servicePrincipal))

struct DeregisterDelegatedAdministrator {
  AccountId accountId;
  ServicePrincipal servicePrincipal;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:DeregisterDelegatedAdministrator";
};
BOOST_DESCRIBE_STRUCT(DeregisterDelegatedAdministrator, (), (accountId, servicePrincipal))

struct DelegatedAdministrator {
  std::string id, arn;
  shape::Masked<std::string> email, name;
  std::string status, state, joinedMethod;
  base::Time joinedTimestamp, delegationEnabledDate;
};
BOOST_DESCRIBE_STRUCT(DelegatedAdministrator, (), (id, arn, email, name, status, state, joinedMethod, joinedTimestamp, delegationEnabledDate))
struct ListDelegatedAdministratorsResult { std::vector<DelegatedAdministrator> delegatedAdministrators; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListDelegatedAdministratorsResult, (), (delegatedAdministrators, nextToken))
struct ListDelegatedAdministrators {
  std::optional<ServicePrincipal> servicePrincipal;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListDelegatedAdministratorsResult;
  static constexpr std::string_view operation = "organizations:ListDelegatedAdministrators";
};
BOOST_DESCRIBE_STRUCT(ListDelegatedAdministrators, (), (servicePrincipal, nextToken, maxResults))

struct DelegatedService { std::string servicePrincipal; base::Time delegationEnabledDate; };
BOOST_DESCRIBE_STRUCT(DelegatedService, (), (servicePrincipal, delegationEnabledDate))
struct ListDelegatedServicesForAccountResult { std::vector<DelegatedService> delegatedServices; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListDelegatedServicesForAccountResult, (), (delegatedServices, nextToken))
struct ListDelegatedServicesForAccount {
  AccountId accountId;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListDelegatedServicesForAccountResult;
  static constexpr std::string_view operation = "organizations:ListDelegatedServicesForAccount";
};
BOOST_DESCRIBE_STRUCT(ListDelegatedServicesForAccount, (), (accountId, nextToken, maxResults))

// ---- tags

struct TagResource {
  TaggableId resourceId;
  std::vector<Tag> tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resourceId, tags))

struct UntagResource {
  TaggableId resourceId;
  std::vector<TagKey> tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "organizations:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resourceId, tagKeys))

struct ListTagsForResourceResult { std::vector<Tag> tags; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResult, (), (tags, nextToken))
struct ListTagsForResource {
  TaggableId resourceId;
  std::optional<Token> nextToken;
  using Result = ListTagsForResourceResult;
  static constexpr std::string_view operation = "organizations:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceId, nextToken))

}  // namespace organizations
