#pragma once
// The part of the Organizations API about what inherited policies come to.
#include "services/organizations/api_accounts.h"

namespace organizations {

using EffectivePolicyType = shape::OneOf<"TAG_POLICY", "BACKUP_POLICY", "AISERVICES_OPT_OUT_POLICY", "CHATBOT_POLICY", "DECLARATIVE_POLICY_EC2",
                                         "SECURITYHUB_POLICY", "INSPECTOR_POLICY", "UPGRADE_ROLLOUT_POLICY", "BEDROCK_POLICY", "S3_POLICY",
                                         "NETWORK_SECURITY_DIRECTOR_POLICY">;

struct EffectivePolicy { std::string policyContent; base::Time lastUpdatedTimestamp; std::string targetId, policyType; };
BOOST_DESCRIBE_STRUCT(EffectivePolicy, (), (policyContent, lastUpdatedTimestamp, targetId, policyType))
struct DescribeEffectivePolicyResult { EffectivePolicy effectivePolicy; };
BOOST_DESCRIBE_STRUCT(DescribeEffectivePolicyResult, (), (effectivePolicy))
struct DescribeEffectivePolicy {
  EffectivePolicyType policyType;
  std::optional<TargetId> targetId;            // the caller's own account
  using Result = DescribeEffectivePolicyResult;
  static constexpr std::string_view operation = "organizations:DescribeEffectivePolicy";
};
BOOST_DESCRIBE_STRUCT(DescribeEffectivePolicy, (), (policyType, targetId))

struct ListAccountsWithInvalidEffectivePolicyResult { std::vector<Account> accounts; std::string policyType; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListAccountsWithInvalidEffectivePolicyResult, (), (accounts, policyType, nextToken))
struct ListAccountsWithInvalidEffectivePolicy {
  EffectivePolicyType policyType;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListAccountsWithInvalidEffectivePolicyResult;
  static constexpr std::string_view operation = "organizations:ListAccountsWithInvalidEffectivePolicy";
};
BOOST_DESCRIBE_STRUCT(ListAccountsWithInvalidEffectivePolicy, (), (policyType, nextToken, maxResults))

struct EffectivePolicyValidationError { std::string errorCode, errorMessage, pathToError; std::vector<std::string> contributingPolicies; };
BOOST_DESCRIBE_STRUCT(EffectivePolicyValidationError, (), (errorCode, errorMessage, pathToError, contributingPolicies))
struct ListEffectivePolicyValidationErrorsResult {
  std::string accountId, policyType, path;
  base::Time evaluationTimestamp;
  std::optional<std::string> nextToken;
  std::vector<EffectivePolicyValidationError> effectivePolicyValidationErrors;
};
BOOST_DESCRIBE_STRUCT(ListEffectivePolicyValidationErrorsResult, (), (accountId, policyType, path, evaluationTimestamp, nextToken, effectivePolicyValidationErrors))
struct ListEffectivePolicyValidationErrors {
  AccountId accountId;
  EffectivePolicyType policyType;
  std::optional<Token> nextToken;
  std::optional<PageSize> maxResults;
  using Result = ListEffectivePolicyValidationErrorsResult;
  static constexpr std::string_view operation = "organizations:ListEffectivePolicyValidationErrors";
};
BOOST_DESCRIBE_STRUCT(ListEffectivePolicyValidationErrors, (), (accountId, policyType, nextToken, maxResults))

}  // namespace organizations
