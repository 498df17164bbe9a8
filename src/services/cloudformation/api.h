#pragma once
// What callers of CloudFormation say about whole stacks. Other rooms may make stacks with these.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

struct CreateStack {
  std::string stackName;
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  Parameters parameters;
  std::optional<bool> disableRollback;
  std::optional<RollbackConfiguration> rollbackConfiguration;
  std::optional<Whole<1>> timeoutInMinutes;
  std::optional<List<std::string, 0, 5>> notificationARNs;
  std::optional<std::vector<Capability>> capabilities;
  std::optional<std::vector<Text<1, 256>>> resourceTypes;
  std::optional<RoleArn> roleARN;
  std::optional<OnFailure> onFailure;
  std::optional<PolicyText> stackPolicyBody;
  std::optional<Address> stackPolicyURL;
  Tags tags;
  std::optional<Token> clientRequestToken;
  std::optional<bool> enableTerminationProtection, retainExceptOnCreate;
  using Result = StackIdResult;
  static constexpr std::string_view operation = "cloudformation:CreateStack";
};
BOOST_DESCRIBE_STRUCT(CreateStack, (), (stackName, templateBody, templateURL, parameters, disableRollback, rollbackConfiguration, timeoutInMinutes, notificationARNs,
                                        capabilities, resourceTypes, roleARN, onFailure, stackPolicyBody, stackPolicyURL, tags, clientRequestToken,
                                        enableTerminationProtection, retainExceptOnCreate))

struct UpdateStack {
  std::string stackName;
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  std::optional<bool> usePreviousTemplate;
  std::optional<PolicyText> stackPolicyDuringUpdateBody;
  std::optional<Address> stackPolicyDuringUpdateURL;
  Parameters parameters;
  std::optional<std::vector<Capability>> capabilities;
  std::optional<std::vector<Text<1, 256>>> resourceTypes;
  std::optional<RoleArn> roleARN;
  std::optional<RollbackConfiguration> rollbackConfiguration;
  std::optional<PolicyText> stackPolicyBody;
  std::optional<Address> stackPolicyURL;
  std::optional<List<std::string, 0, 5>> notificationARNs;
  Tags tags;
  std::optional<bool> disableRollback;
  std::optional<Token> clientRequestToken;
  std::optional<bool> retainExceptOnCreate;
  using Result = StackIdResult;
  static constexpr std::string_view operation = "cloudformation:UpdateStack";
};
BOOST_DESCRIBE_STRUCT(UpdateStack, (), (stackName, templateBody, templateURL, usePreviousTemplate, stackPolicyDuringUpdateBody, stackPolicyDuringUpdateURL, parameters,
                                        capabilities, resourceTypes, roleARN, rollbackConfiguration, stackPolicyBody, stackPolicyURL, notificationARNs, tags,
                                        disableRollback, clientRequestToken, retainExceptOnCreate))

struct DeleteStack {
  std::string stackName;
  std::optional<std::vector<std::string>> retainResources{};
  std::optional<RoleArn> roleARN;
  std::optional<Token> clientRequestToken;
  std::optional<OneOf<"STANDARD", "FORCE_DELETE_STACK">> deletionMode;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudformation:DeleteStack";
};
BOOST_DESCRIBE_STRUCT(DeleteStack, (), (stackName, retainResources, roleARN, clientRequestToken, deletionMode))

struct Output {
  std::string outputKey;
  Secret<std::string> outputValue;
  std::optional<std::string> description, exportName;
};
BOOST_DESCRIBE_STRUCT(Output, (), (outputKey, outputValue, description, exportName))

struct Stack {
  std::string stackId, stackName;
  std::optional<std::string> changeSetId, description;
  std::optional<std::vector<Parameter>> parameters;
  base::Time creationTime;
  std::optional<base::Time> deletionTime, lastUpdatedTime;
  RollbackConfiguration rollbackConfiguration;
  std::string stackStatus;
  std::optional<std::string> stackStatusReason;
  bool disableRollback = false;
  std::vector<std::string> notificationARNs;
  std::optional<std::int64_t> timeoutInMinutes;
  std::optional<std::vector<std::string>> capabilities;
  std::optional<std::vector<Output>> outputs;
  std::optional<std::string> roleARN;
  std::vector<Tag> tags;
  bool enableTerminationProtection = false;
  std::optional<std::string> parentId, rootId;
  DriftInformation driftInformation;
  std::optional<bool> retainExceptOnCreate;
  std::optional<std::string> deletionMode;
};
BOOST_DESCRIBE_STRUCT(Stack, (), (stackId, stackName, changeSetId, description, parameters, creationTime, deletionTime, lastUpdatedTime, rollbackConfiguration,
                                  stackStatus, stackStatusReason, disableRollback, notificationARNs, timeoutInMinutes, capabilities, outputs, roleARN, tags,
                                  enableTerminationProtection, parentId, rootId, driftInformation, retainExceptOnCreate, deletionMode))
struct DescribeStacksResult { std::vector<Stack> stacks; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeStacksResult, (), (stacks, nextToken))
struct DescribeStacks {
  std::optional<std::string> stackName;
  std::optional<NextToken> nextToken;
  using Result = DescribeStacksResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStacks";
};
BOOST_DESCRIBE_STRUCT(DescribeStacks, (), (stackName, nextToken))

struct StackSummary {
  std::string stackId, stackName;
  std::optional<std::string> templateDescription;
  base::Time creationTime;
  std::optional<base::Time> lastUpdatedTime, deletionTime;
  std::string stackStatus;
  std::optional<std::string> stackStatusReason, parentId, rootId;
  DriftInformation driftInformation;
};
BOOST_DESCRIBE_STRUCT(StackSummary, (), (stackId, stackName, templateDescription, creationTime, lastUpdatedTime, deletionTime, stackStatus, stackStatusReason, parentId,
                                         rootId, driftInformation))
struct ListStacksResult { std::vector<StackSummary> stackSummaries; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListStacksResult, (), (stackSummaries, nextToken))
struct ListStacks {
  std::optional<NextToken> nextToken;
  std::optional<std::vector<StackStatus>> stackStatusFilter;
  using Result = ListStacksResult;
  static constexpr std::string_view operation = "cloudformation:ListStacks";
};
BOOST_DESCRIBE_STRUCT(ListStacks, (), (nextToken, stackStatusFilter))

struct CancelUpdateStack {
  std::string stackName;
  std::optional<Token> clientRequestToken;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudformation:CancelUpdateStack";
};
BOOST_DESCRIBE_STRUCT(CancelUpdateStack, (), (stackName, clientRequestToken))

struct ContinuedRollback {};
BOOST_DESCRIBE_STRUCT(ContinuedRollback, (), ())
struct ContinueUpdateRollback {
  StackNameOrId stackName;
  std::optional<RoleArn> roleARN;
  std::optional<std::vector<Text<0, shape::kUnlimited, "[a-zA-Z0-9]+|[a-zA-Z][-a-zA-Z0-9]*\\.[a-zA-Z0-9]+">>> resourcesToSkip;
  std::optional<Token> clientRequestToken;
  using Result = ContinuedRollback;
  static constexpr std::string_view operation = "cloudformation:ContinueUpdateRollback";
};
BOOST_DESCRIBE_STRUCT(ContinueUpdateRollback, (), (stackName, roleARN, resourcesToSkip, clientRequestToken))

struct RollbackStack {
  StackNameOrId stackName;
  std::optional<RoleArn> roleARN;
  std::optional<Token> clientRequestToken;
  std::optional<bool> retainExceptOnCreate;
  using Result = StackIdResult;
  static constexpr std::string_view operation = "cloudformation:RollbackStack";
};
BOOST_DESCRIBE_STRUCT(RollbackStack, (), (stackName, roleARN, clientRequestToken, retainExceptOnCreate))

struct SignalResource {
  StackNameOrId stackName;
  std::string logicalResourceId;
  Text<1, 64> uniqueId;
  OneOf<"SUCCESS", "FAILURE"> status;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudformation:SignalResource";
};
BOOST_DESCRIBE_STRUCT(SignalResource, (), (stackName, logicalResourceId, uniqueId, status))

struct SetStackPolicy {
  std::string stackName;
  std::optional<PolicyText> stackPolicyBody;
  std::optional<Address> stackPolicyURL;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudformation:SetStackPolicy";
};
BOOST_DESCRIBE_STRUCT(SetStackPolicy, (), (stackName, stackPolicyBody, stackPolicyURL))

struct GetStackPolicyResult { std::optional<std::string> stackPolicyBody; };
BOOST_DESCRIBE_STRUCT(GetStackPolicyResult, (), (stackPolicyBody))
struct GetStackPolicy {
  std::string stackName;
  using Result = GetStackPolicyResult;
  static constexpr std::string_view operation = "cloudformation:GetStackPolicy";
};
BOOST_DESCRIBE_STRUCT(GetStackPolicy, (), (stackName))

struct UpdateTerminationProtection {
  bool enableTerminationProtection = false;
  StackNameOrId stackName;
  using Result = StackIdResult;
  static constexpr std::string_view operation = "cloudformation:UpdateTerminationProtection";
};
BOOST_DESCRIBE_STRUCT(UpdateTerminationProtection, (), (enableTerminationProtection, stackName))

}  // namespace cloudformation
