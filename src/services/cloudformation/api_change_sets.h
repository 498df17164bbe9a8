#pragma once
// What callers say about change sets.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

struct ResourceToImport {
  Text<1, 256> resourceType;
  std::string logicalResourceId;
  std::map<std::string, Text<0>> resourceIdentifier;
};
BOOST_DESCRIBE_STRUCT(ResourceToImport, (), (resourceType, logicalResourceId, resourceIdentifier))

struct CreateChangeSetResult { std::string id, stackId; };
BOOST_DESCRIBE_STRUCT(CreateChangeSetResult, (), (id, stackId))
struct CreateChangeSet {
  StackNameOrId stackName;
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  std::optional<bool> usePreviousTemplate;
  Parameters parameters;
  std::optional<std::vector<Capability>> capabilities;
  std::optional<std::vector<Text<1, 256>>> resourceTypes;
  std::optional<RoleArn> roleARN;
  std::optional<RollbackConfiguration> rollbackConfiguration;
  std::optional<List<std::string, 0, 5>> notificationARNs;
  Tags tags;
  Text<1, 128, "[a-zA-Z][-a-zA-Z0-9]*"> changeSetName;
  std::optional<Text<1, 128>> clientToken;
  std::optional<Text<1, 1024>> description;
  std::optional<OneOf<"CREATE", "UPDATE", "IMPORT">> changeSetType;
  std::optional<List<ResourceToImport, 0, 200>> resourcesToImport;
  std::optional<bool> includeNestedStacks;
  std::optional<OnFailure> onStackFailure;
  std::optional<bool> importExistingResources;
  std::optional<OneOf<"REVERT_DRIFT">> deploymentMode;
  using Result = CreateChangeSetResult;
  static constexpr std::string_view operation = "cloudformation:CreateChangeSet";
};
BOOST_DESCRIBE_STRUCT(CreateChangeSet, (), (stackName, templateBody, templateURL, usePreviousTemplate, parameters, capabilities, resourceTypes, roleARN,
                                            rollbackConfiguration, notificationARNs, tags, changeSetName, clientToken, description, changeSetType, resourcesToImport,
                                            includeNestedStacks, onStackFailure, importExistingResources, deploymentMode))

struct ChangeTarget {
  std::string attribute;                         // Properties, Metadata, Tags ...
  std::optional<std::string> name{}, requiresRecreation{}, path{}, beforeValue{}, afterValue{}, attributeChangeType{};
};
BOOST_DESCRIBE_STRUCT(ChangeTarget, (), (attribute, name, requiresRecreation, path, beforeValue, afterValue, attributeChangeType))
struct ChangeDetail {
  ChangeTarget target;
  std::string evaluation, changeSource;
  std::optional<std::string> causingEntity{};
};
BOOST_DESCRIBE_STRUCT(ChangeDetail, (), (target, evaluation, changeSource, causingEntity))
struct ResourceChange {
  std::optional<std::string> policyAction;
  std::string action, logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  std::optional<std::string> replacement;
  std::vector<std::string> scope;
  std::vector<ChangeDetail> details;
  std::optional<std::string> beforeContext, afterContext;
  std::optional<std::string> changeSetId;        // of a nested stack
};
BOOST_DESCRIBE_STRUCT(ResourceChange, (), (policyAction, action, logicalResourceId, physicalResourceId, resourceType, replacement, scope, details, beforeContext,
                                           afterContext, changeSetId))
struct ChangeEntry { std::string type = "Resource"; ResourceChange resourceChange; };
BOOST_DESCRIBE_STRUCT(ChangeEntry, (), (type, resourceChange))
struct DescribeChangeSetResult {
  std::string changeSetName, changeSetId, stackId, stackName;
  std::optional<std::string> description;
  std::vector<Parameter> parameters;
  base::Time creationTime;
  std::string executionStatus, status;
  std::optional<std::string> statusReason;
  std::vector<std::string> notificationARNs;
  RollbackConfiguration rollbackConfiguration;
  std::vector<std::string> capabilities;
  std::vector<Tag> tags;
  std::vector<ChangeEntry> changes;
  std::optional<std::string> nextToken;
  bool includeNestedStacks = false;
  std::optional<std::string> parentChangeSetId, rootChangeSetId, onStackFailure;
};
BOOST_DESCRIBE_STRUCT(DescribeChangeSetResult, (), (changeSetName, changeSetId, stackId, stackName, description, parameters, creationTime, executionStatus, status,
                                                    statusReason, notificationARNs, rollbackConfiguration, capabilities, tags, changes, nextToken,
                                                    includeNestedStacks, parentChangeSetId, rootChangeSetId, onStackFailure))
struct DescribeChangeSet {
  ChangeSetNameOrId changeSetName;
  std::optional<StackNameOrId> stackName;
  std::optional<NextToken> nextToken;
  std::optional<bool> includePropertyValues;
  using Result = DescribeChangeSetResult;
  static constexpr std::string_view operation = "cloudformation:DescribeChangeSet";
};
BOOST_DESCRIBE_STRUCT(DescribeChangeSet, (), (changeSetName, stackName, nextToken, includePropertyValues))

struct ChangeSetDone {};                         // an answer without members that is there all the same
BOOST_DESCRIBE_STRUCT(ChangeSetDone, (), ())
struct ExecuteChangeSet {
  ChangeSetNameOrId changeSetName;
  std::optional<StackNameOrId> stackName;
  std::optional<Token> clientRequestToken;
  std::optional<bool> disableRollback, retainExceptOnCreate;
  using Result = ChangeSetDone;
  static constexpr std::string_view operation = "cloudformation:ExecuteChangeSet";
};
BOOST_DESCRIBE_STRUCT(ExecuteChangeSet, (), (changeSetName, stackName, clientRequestToken, disableRollback, retainExceptOnCreate))

struct DeleteChangeSet {
  ChangeSetNameOrId changeSetName;
  std::optional<StackNameOrId> stackName;
  using Result = ChangeSetDone;
  static constexpr std::string_view operation = "cloudformation:DeleteChangeSet";
};
BOOST_DESCRIBE_STRUCT(DeleteChangeSet, (), (changeSetName, stackName))

struct ChangeSetSummary {
  std::string stackId, stackName, changeSetId, changeSetName, executionStatus, status;
  std::optional<std::string> statusReason;
  base::Time creationTime;
  std::optional<std::string> description;
  bool includeNestedStacks = false;
  std::optional<std::string> parentChangeSetId, rootChangeSetId;
};
BOOST_DESCRIBE_STRUCT(ChangeSetSummary, (), (stackId, stackName, changeSetId, changeSetName, executionStatus, status, statusReason, creationTime, description,
                                             includeNestedStacks, parentChangeSetId, rootChangeSetId))
struct ListChangeSetsResult { std::vector<ChangeSetSummary> summaries; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListChangeSetsResult, (), (summaries, nextToken))
struct ListChangeSets {
  StackNameOrId stackName;
  std::optional<NextToken> nextToken;
  using Result = ListChangeSetsResult;
  static constexpr std::string_view operation = "cloudformation:ListChangeSets";
};
BOOST_DESCRIBE_STRUCT(ListChangeSets, (), (stackName, nextToken))

}  // namespace cloudformation
