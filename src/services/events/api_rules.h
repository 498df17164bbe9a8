#pragma once
// Rules and their targets. Source: EventBridge API Reference.
#include "services/events/api_words.h"

namespace events {

struct PutRuleResult { std::string ruleArn; };
BOOST_DESCRIBE_STRUCT(PutRuleResult, (), (ruleArn))

struct PutRule {
  RuleName name;
  std::optional<ScheduleText> scheduleExpression;
  std::optional<PatternText> eventPattern;
  std::optional<RuleState> state;
  std::optional<Description> description;
  std::optional<LongArn> roleArn;
  std::optional<Tags> tags;
  std::optional<BusNameOrArn> eventBusName;
  using Result = PutRuleResult;
  static constexpr std::string_view operation = "events:PutRule";
};
BOOST_DESCRIBE_STRUCT(PutRule, (), (name, scheduleExpression, eventPattern, state, description, roleArn, tags, eventBusName))

struct DeleteRule {
  RuleName name;
  std::optional<BusNameOrArn> eventBusName;
  std::optional<bool> force;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DeleteRule";
};
BOOST_DESCRIBE_STRUCT(DeleteRule, (), (name, eventBusName, force))

struct EnableRule {
  RuleName name;
  std::optional<BusNameOrArn> eventBusName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:EnableRule";
};
BOOST_DESCRIBE_STRUCT(EnableRule, (), (name, eventBusName))

struct DisableRule {
  RuleName name;
  std::optional<BusNameOrArn> eventBusName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DisableRule";
};
BOOST_DESCRIBE_STRUCT(DisableRule, (), (name, eventBusName))

struct DescribeRuleResult {
  std::string name, arn;
  std::optional<std::string> eventPattern, scheduleExpression;
  std::string state;
  std::optional<std::string> description, roleArn, managedBy;
  std::string eventBusName, createdBy;
};
BOOST_DESCRIBE_STRUCT(DescribeRuleResult, (), (name, arn, eventPattern, scheduleExpression, state, description, roleArn, managedBy, eventBusName, createdBy))

struct DescribeRule {
  RuleName name;
  std::optional<BusNameOrArn> eventBusName;
  using Result = DescribeRuleResult;
  static constexpr std::string_view operation = "events:DescribeRule";
};
BOOST_DESCRIBE_STRUCT(DescribeRule, (), (name, eventBusName))

struct Rule {
  std::string name, arn;
  std::optional<std::string> eventPattern;
  std::string state;
  std::optional<std::string> description, scheduleExpression, roleArn, managedBy;
  std::string eventBusName;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (name, arn, eventPattern, state, description, scheduleExpression, roleArn, managedBy, eventBusName))

struct ListRulesResult {
  std::vector<Rule> rules;
  std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListRulesResult, (), (rules, nextToken))

struct ListRules {
  std::optional<RuleName> namePrefix;
  std::optional<BusNameOrArn> eventBusName;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListRulesResult;
  static constexpr std::string_view operation = "events:ListRules";
};
BOOST_DESCRIBE_STRUCT(ListRules, (), (namePrefix, eventBusName, nextToken, limit))

struct ListRuleNamesByTargetResult {
  std::vector<std::string> ruleNames;
  std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListRuleNamesByTargetResult, (), (ruleNames, nextToken))

struct ListRuleNamesByTarget {
  LongArn targetArn;
  std::optional<BusNameOrArn> eventBusName;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListRuleNamesByTargetResult;
  static constexpr std::string_view operation = "events:ListRuleNamesByTarget";
};
BOOST_DESCRIBE_STRUCT(ListRuleNamesByTarget, (), (targetArn, eventBusName, nextToken, limit))

struct InputTransformer {
  std::optional<std::map<std::string, shape::Text<0, 256>>> inputPathsMap;      // at most 100
  shape::Text<1, 8192> inputTemplate;
};
BOOST_DESCRIBE_STRUCT(InputTransformer, (), (inputPathsMap, inputTemplate))

struct SqsParameters { std::optional<shape::Text<0, 100>> messageGroupId; };
BOOST_DESCRIBE_STRUCT(SqsParameters, (), (messageGroupId))

struct HttpParameters {
  std::optional<std::vector<std::string>> pathParameterValues;
  std::optional<std::map<std::string, shape::Text<0, 512>>> headerParameters, queryStringParameters;
};
BOOST_DESCRIBE_STRUCT(HttpParameters, (), (pathParameterValues, headerParameters, queryStringParameters))

struct RetryPolicy {
  std::optional<shape::Whole<0, 185>> maximumRetryAttempts;
  std::optional<shape::Whole<60, 86400>> maximumEventAgeInSeconds;
};
BOOST_DESCRIBE_STRUCT(RetryPolicy, (), (maximumRetryAttempts, maximumEventAgeInSeconds))

// Parameters of kinds of targets that there are not here are left out: those targets are refused by their ARNs.
struct Target {
  TargetId id;
  LongArn arn;
  std::optional<LongArn> roleArn;
  std::optional<shape::Text<0, 8192>> input;
  std::optional<shape::Text<0, 256>> inputPath;
  std::optional<InputTransformer> inputTransformer;
  std::optional<SqsParameters> sqsParameters;
  std::optional<HttpParameters> httpParameters;
  std::optional<DeadLetterConfig> deadLetterConfig;
  std::optional<RetryPolicy> retryPolicy;
};
BOOST_DESCRIBE_STRUCT(Target, (), (id, arn, roleArn, input, inputPath, inputTransformer, sqsParameters, httpParameters, deadLetterConfig, retryPolicy))

struct FailedTarget { std::string targetId, errorCode, errorMessage; };
BOOST_DESCRIBE_STRUCT(FailedTarget, (), (targetId, errorCode, errorMessage))

struct TargetsResult {
  std::int64_t failedEntryCount = 0;
  std::vector<FailedTarget> failedEntries;
};
BOOST_DESCRIBE_STRUCT(TargetsResult, (), (failedEntryCount, failedEntries))

struct PutTargets {
  RuleName rule;
  std::optional<BusNameOrArn> eventBusName;
  shape::List<Target, 1, 100> targets;
  using Result = TargetsResult;
  static constexpr std::string_view operation = "events:PutTargets";
};
BOOST_DESCRIBE_STRUCT(PutTargets, (), (rule, eventBusName, targets))

struct RemoveTargets {
  RuleName rule;
  std::optional<BusNameOrArn> eventBusName;
  shape::List<TargetId, 1, 100> ids;
  std::optional<bool> force;
  using Result = TargetsResult;
  static constexpr std::string_view operation = "events:RemoveTargets";
};
BOOST_DESCRIBE_STRUCT(RemoveTargets, (), (rule, eventBusName, ids, force))

struct ListTargetsByRuleResult {
  std::vector<Target> targets;
  std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListTargetsByRuleResult, (), (targets, nextToken))

struct ListTargetsByRule {
  RuleName rule;
  std::optional<BusNameOrArn> eventBusName;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListTargetsByRuleResult;
  static constexpr std::string_view operation = "events:ListTargetsByRule";
};
BOOST_DESCRIBE_STRUCT(ListTargetsByRule, (), (rule, eventBusName, nextToken, limit))

}  // namespace events
