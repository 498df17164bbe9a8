#pragma once
// What callers of CloudFormation say about stack sets: one template's stacks in many accounts and Regions.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

using AccountId = Text<0, shape::kUnlimited, "[0-9]{12}">;
using RegionName = Text<0, shape::kUnlimited, "[a-zA-Z0-9-]{1,128}">;
using UnitId = Text<0, shape::kUnlimited, "ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32}">;
using ExecutionRoleName = Text<1, 64, "[a-zA-Z_0-9+=,.@-]+">;
using Description = Text<1, 1024>;
using SetNameOrId = Text<0, shape::kUnlimited, "[a-zA-Z][-a-zA-Z0-9]*(?::[a-zA-Z0-9]{8}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{4}-[a-zA-Z0-9]{12})?">;
using CallAs = OneOf<"SELF", "DELEGATED_ADMIN">;
using PermissionModel = OneOf<"SERVICE_MANAGED", "SELF_MANAGED">;
using DriftStatus = OneOf<"DRIFTED", "IN_SYNC", "UNKNOWN", "NOT_CHECKED">;
using SetStatus = OneOf<"ACTIVE", "DELETED">;
using InstanceStatus = OneOf<"CURRENT", "OUTDATED", "INOPERABLE">;
using OperationStatus = OneOf<"RUNNING", "SUCCEEDED", "FAILED", "STOPPING", "STOPPED", "QUEUED">;
using OperationAction = OneOf<"CREATE", "UPDATE", "DELETE", "DETECT_DRIFT">;

struct OperationIdResult { std::string operationId; };
BOOST_DESCRIBE_STRUCT(OperationIdResult, (), (operationId))

struct CreateStackSetResult { std::optional<std::string> stackSetId; };
BOOST_DESCRIBE_STRUCT(CreateStackSetResult, (), (stackSetId))

struct AutoDeployment {
  std::optional<bool> enabled, retainStacksOnAccountRemoval;
  std::optional<std::vector<std::string>> dependsOn;
};
BOOST_DESCRIBE_STRUCT(AutoDeployment, (), (enabled, retainStacksOnAccountRemoval, dependsOn))

struct ManagedExecution { std::optional<bool> active; };
BOOST_DESCRIBE_STRUCT(ManagedExecution, (), (active))

struct CreateStackSet {
  std::string stackSetName;
  std::optional<Description> description;
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  std::optional<std::string> stackId;
  Parameters parameters;
  std::optional<std::vector<Capability>> capabilities;
  Tags tags;
  std::optional<RoleArn> administrationRoleARN;
  std::optional<ExecutionRoleName> executionRoleName;
  std::optional<PermissionModel> permissionModel;
  std::optional<AutoDeployment> autoDeployment;
  std::optional<CallAs> callAs;
  std::optional<Token> clientRequestToken;
  std::optional<ManagedExecution> managedExecution;
  using Result = CreateStackSetResult;
  static constexpr std::string_view operation = "cloudformation:CreateStackSet";
};
BOOST_DESCRIBE_STRUCT(CreateStackSet, (), (stackSetName, description, templateBody, templateURL, stackId, parameters, capabilities, tags,
                      administrationRoleARN, executionRoleName, permissionModel, autoDeployment, callAs, clientRequestToken, managedExecution))

struct StackSetOperationPreferences {
  std::optional<OneOf<"SEQUENTIAL", "PARALLEL">> regionConcurrencyType;
  std::optional<std::vector<RegionName>> regionOrder;
  std::optional<Whole<0>> failureToleranceCount;
  std::optional<Whole<0, 100>> failureTolerancePercentage;
  std::optional<Whole<1>> maxConcurrentCount;
  std::optional<Whole<1, 100>> maxConcurrentPercentage;
  std::optional<OneOf<"STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE">> concurrencyMode;
};
BOOST_DESCRIBE_STRUCT(StackSetOperationPreferences, (), (regionConcurrencyType, regionOrder, failureToleranceCount, failureTolerancePercentage,
                      maxConcurrentCount, maxConcurrentPercentage, concurrencyMode))

struct DeploymentTargets {
  std::optional<std::vector<AccountId>> accounts;
  std::optional<Text<1, 5120, "(s3://|http(s?)://).+">> accountsUrl;
  std::optional<std::vector<UnitId>> organizationalUnitIds;
  std::optional<OneOf<"NONE", "INTERSECTION", "DIFFERENCE", "UNION">> accountFilterType;
};
BOOST_DESCRIBE_STRUCT(DeploymentTargets, (), (accounts, accountsUrl, organizationalUnitIds, accountFilterType))

struct UpdateStackSet {
  std::string stackSetName;
  std::optional<Description> description;
  std::optional<TemplateText> templateBody;
  std::optional<Address> templateURL;
  std::optional<bool> usePreviousTemplate;
  Parameters parameters;
  std::optional<std::vector<Capability>> capabilities;
  Tags tags;
  std::optional<StackSetOperationPreferences> operationPreferences;
  std::optional<RoleArn> administrationRoleARN;
  std::optional<ExecutionRoleName> executionRoleName;
  std::optional<DeploymentTargets> deploymentTargets;
  std::optional<PermissionModel> permissionModel;
  std::optional<AutoDeployment> autoDeployment;
  std::optional<Token> operationId;
  std::optional<std::vector<AccountId>> accounts;
  std::optional<std::vector<RegionName>> regions;
  std::optional<CallAs> callAs;
  std::optional<ManagedExecution> managedExecution;
  using Result = OperationIdResult;
  static constexpr std::string_view operation = "cloudformation:UpdateStackSet";
};
BOOST_DESCRIBE_STRUCT(UpdateStackSet, (), (stackSetName, description, templateBody, templateURL, usePreviousTemplate, parameters, capabilities,
                      tags, operationPreferences, administrationRoleARN, executionRoleName, deploymentTargets, permissionModel, autoDeployment,
                      operationId, accounts, regions, callAs, managedExecution))

struct DeleteStackSetResult {};
BOOST_DESCRIBE_STRUCT(DeleteStackSetResult, (), ())
struct DeleteStackSet {
  std::string stackSetName;
  std::optional<CallAs> callAs;
  using Result = DeleteStackSetResult;
  static constexpr std::string_view operation = "cloudformation:DeleteStackSet";
};
BOOST_DESCRIBE_STRUCT(DeleteStackSet, (), (stackSetName, callAs))

struct StackSetDriftDetectionDetails {
  std::optional<OneOf<"DRIFTED", "IN_SYNC", "NOT_CHECKED">> driftStatus;
  std::optional<OneOf<"COMPLETED", "FAILED", "PARTIAL_SUCCESS", "IN_PROGRESS", "STOPPED">> driftDetectionStatus;
  std::optional<base::Time> lastDriftCheckTimestamp;
  std::optional<Whole<0>> totalStackInstancesCount, driftedStackInstancesCount, inSyncStackInstancesCount;
  std::optional<Whole<0>> inProgressStackInstancesCount, failedStackInstancesCount;
};
BOOST_DESCRIBE_STRUCT(StackSetDriftDetectionDetails, (), (driftStatus, driftDetectionStatus, lastDriftCheckTimestamp, totalStackInstancesCount,
                      driftedStackInstancesCount, inSyncStackInstancesCount, inProgressStackInstancesCount, failedStackInstancesCount))

struct StackSet {
  std::optional<std::string> stackSetName, stackSetId;
  std::optional<Description> description;
  std::optional<SetStatus> status;
  std::optional<TemplateText> templateBody;
  Parameters parameters;
  std::optional<std::vector<Capability>> capabilities;
  Tags tags;
  std::optional<std::string> stackSetARN;
  std::optional<RoleArn> administrationRoleARN;
  std::optional<ExecutionRoleName> executionRoleName;
  std::optional<StackSetDriftDetectionDetails> stackSetDriftDetectionDetails;
  std::optional<AutoDeployment> autoDeployment;
  std::optional<PermissionModel> permissionModel;
  std::optional<std::vector<UnitId>> organizationalUnitIds;
  std::optional<ManagedExecution> managedExecution;
  std::optional<std::vector<RegionName>> regions;
};
BOOST_DESCRIBE_STRUCT(StackSet, (), (stackSetName, stackSetId, description, status, templateBody, parameters, capabilities, tags, stackSetARN,
                      administrationRoleARN, executionRoleName, stackSetDriftDetectionDetails, autoDeployment, permissionModel,
                      organizationalUnitIds, managedExecution, regions))

struct DescribeStackSetResult { std::optional<StackSet> stackSet; };
BOOST_DESCRIBE_STRUCT(DescribeStackSetResult, (), (stackSet))

struct DescribeStackSet {
  std::string stackSetName;
  std::optional<CallAs> callAs;
  using Result = DescribeStackSetResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackSet";
};
BOOST_DESCRIBE_STRUCT(DescribeStackSet, (), (stackSetName, callAs))

struct StackSetSummary {
  std::optional<std::string> stackSetName, stackSetId;
  std::optional<Description> description;
  std::optional<SetStatus> status;
  std::optional<AutoDeployment> autoDeployment;
  std::optional<PermissionModel> permissionModel;
  std::optional<DriftStatus> driftStatus;
  std::optional<base::Time> lastDriftCheckTimestamp;
  std::optional<ManagedExecution> managedExecution;
};
BOOST_DESCRIBE_STRUCT(StackSetSummary, (), (stackSetName, stackSetId, description, status, autoDeployment, permissionModel, driftStatus,
                      lastDriftCheckTimestamp, managedExecution))

struct ListStackSetsResult {
  std::optional<std::vector<StackSetSummary>> summaries;
  std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListStackSetsResult, (), (summaries, nextToken))

struct ListStackSets {
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<SetStatus> status;
  std::optional<CallAs> callAs;
  using Result = ListStackSetsResult;
  static constexpr std::string_view operation = "cloudformation:ListStackSets";
};
BOOST_DESCRIBE_STRUCT(ListStackSets, (), (nextToken, maxResults, status, callAs))

struct CreateStackInstances {
  std::string stackSetName;
  std::optional<std::vector<AccountId>> accounts;
  std::optional<DeploymentTargets> deploymentTargets;
  std::vector<RegionName> regions;
  Parameters parameterOverrides;
  std::optional<StackSetOperationPreferences> operationPreferences;
  std::optional<Token> operationId;
  std::optional<CallAs> callAs;
  using Result = OperationIdResult;
  static constexpr std::string_view operation = "cloudformation:CreateStackInstances";
};
BOOST_DESCRIBE_STRUCT(CreateStackInstances, (), (stackSetName, accounts, deploymentTargets, regions, parameterOverrides, operationPreferences,
                      operationId, callAs))

struct UpdateStackInstances {
  SetNameOrId stackSetName;
  std::optional<std::vector<AccountId>> accounts;
  std::optional<DeploymentTargets> deploymentTargets;
  std::vector<RegionName> regions;
  Parameters parameterOverrides;
  std::optional<StackSetOperationPreferences> operationPreferences;
  std::optional<Token> operationId;
  std::optional<CallAs> callAs;
  using Result = OperationIdResult;
  static constexpr std::string_view operation = "cloudformation:UpdateStackInstances";
};
BOOST_DESCRIBE_STRUCT(UpdateStackInstances, (), (stackSetName, accounts, deploymentTargets, regions, parameterOverrides, operationPreferences,
                      operationId, callAs))

struct DeleteStackInstances {
  std::string stackSetName;
  std::optional<std::vector<AccountId>> accounts;
  std::optional<DeploymentTargets> deploymentTargets;
  std::vector<RegionName> regions;
  std::optional<StackSetOperationPreferences> operationPreferences;
  bool retainStacks;
  std::optional<Token> operationId;
  std::optional<CallAs> callAs;
  using Result = OperationIdResult;
  static constexpr std::string_view operation = "cloudformation:DeleteStackInstances";
};
BOOST_DESCRIBE_STRUCT(DeleteStackInstances, (), (stackSetName, accounts, deploymentTargets, regions, operationPreferences, retainStacks,
                      operationId, callAs))

struct StackInstanceComprehensiveStatus {
  std::optional<OneOf<"PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED", "INOPERABLE", "SKIPPED_SUSPENDED_ACCOUNT", "FAILED_IMPORT">> detailedStatus;
};
BOOST_DESCRIBE_STRUCT(StackInstanceComprehensiveStatus, (), (detailedStatus))

struct StackInstance {
  std::optional<std::string> stackSetId;
  std::optional<RegionName> region;
  std::optional<AccountId> account;
  std::optional<std::string> stackId;
  Parameters parameterOverrides;
  std::optional<InstanceStatus> status;
  std::optional<StackInstanceComprehensiveStatus> stackInstanceStatus;
  std::optional<std::string> statusReason;
  std::optional<UnitId> organizationalUnitId;
  std::optional<DriftStatus> driftStatus;
  std::optional<base::Time> lastDriftCheckTimestamp;
  std::optional<Token> lastOperationId;
};
BOOST_DESCRIBE_STRUCT(StackInstance, (), (stackSetId, region, account, stackId, parameterOverrides, status, stackInstanceStatus, statusReason,
                      organizationalUnitId, driftStatus, lastDriftCheckTimestamp, lastOperationId))

struct DescribeStackInstanceResult { std::optional<StackInstance> stackInstance; };
BOOST_DESCRIBE_STRUCT(DescribeStackInstanceResult, (), (stackInstance))

struct DescribeStackInstance {
  std::string stackSetName;
  AccountId stackInstanceAccount;
  RegionName stackInstanceRegion;
  std::optional<CallAs> callAs;
  using Result = DescribeStackInstanceResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackInstance";
};
BOOST_DESCRIBE_STRUCT(DescribeStackInstance, (), (stackSetName, stackInstanceAccount, stackInstanceRegion, callAs))

struct StackInstanceSummary {
  std::optional<std::string> stackSetId;
  std::optional<RegionName> region;
  std::optional<AccountId> account;
  std::optional<std::string> stackId;
  std::optional<InstanceStatus> status;
  std::optional<std::string> statusReason;
  std::optional<StackInstanceComprehensiveStatus> stackInstanceStatus;
  std::optional<UnitId> organizationalUnitId;
  std::optional<DriftStatus> driftStatus;
  std::optional<base::Time> lastDriftCheckTimestamp;
  std::optional<Token> lastOperationId;
};
BOOST_DESCRIBE_STRUCT(StackInstanceSummary, (), (stackSetId, region, account, stackId, status, statusReason, stackInstanceStatus,
                      organizationalUnitId, driftStatus, lastDriftCheckTimestamp, lastOperationId))

struct ListStackInstancesResult {
  std::optional<std::vector<StackInstanceSummary>> summaries;
  std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListStackInstancesResult, (), (summaries, nextToken))

struct StackInstanceFilter {
  std::optional<OneOf<"DETAILED_STATUS", "LAST_OPERATION_ID", "DRIFT_STATUS">> name;
  std::optional<Text<1, 128>> values;
};
BOOST_DESCRIBE_STRUCT(StackInstanceFilter, (), (name, values))

struct ListStackInstances {
  std::string stackSetName;
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<List<StackInstanceFilter, 0, 3>> filters;
  std::optional<AccountId> stackInstanceAccount;
  std::optional<RegionName> stackInstanceRegion;
  std::optional<CallAs> callAs;
  using Result = ListStackInstancesResult;
  static constexpr std::string_view operation = "cloudformation:ListStackInstances";
};
BOOST_DESCRIBE_STRUCT(ListStackInstances, (), (stackSetName, nextToken, maxResults, filters, stackInstanceAccount, stackInstanceRegion, callAs))

struct StackSetOperationStatusDetails { std::optional<Whole<0>> failedStackInstancesCount; };
BOOST_DESCRIBE_STRUCT(StackSetOperationStatusDetails, (), (failedStackInstancesCount))

struct StackSetOperation {
  std::optional<Token> operationId;
  std::optional<std::string> stackSetId;
  std::optional<OperationAction> action;
  std::optional<OperationStatus> status;
  std::optional<StackSetOperationPreferences> operationPreferences;
  std::optional<bool> retainStacks;
  std::optional<RoleArn> administrationRoleARN;
  std::optional<ExecutionRoleName> executionRoleName;
  std::optional<base::Time> creationTimestamp, endTimestamp;
  std::optional<DeploymentTargets> deploymentTargets;
  std::optional<StackSetDriftDetectionDetails> stackSetDriftDetectionDetails;
  std::optional<std::string> statusReason;
  std::optional<StackSetOperationStatusDetails> statusDetails;
};
BOOST_DESCRIBE_STRUCT(StackSetOperation, (), (operationId, stackSetId, action, status, operationPreferences, retainStacks, administrationRoleARN,
                      executionRoleName, creationTimestamp, endTimestamp, deploymentTargets, stackSetDriftDetectionDetails, statusReason,
                      statusDetails))

struct DescribeStackSetOperationResult { std::optional<StackSetOperation> stackSetOperation; };
BOOST_DESCRIBE_STRUCT(DescribeStackSetOperationResult, (), (stackSetOperation))

struct DescribeStackSetOperation {
  std::string stackSetName;
  Token operationId;
  std::optional<CallAs> callAs;
  using Result = DescribeStackSetOperationResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackSetOperation";
};
BOOST_DESCRIBE_STRUCT(DescribeStackSetOperation, (), (stackSetName, operationId, callAs))

struct StackSetOperationSummary {
  std::optional<Token> operationId;
  std::optional<OperationAction> action;
  std::optional<OperationStatus> status;
  std::optional<base::Time> creationTimestamp, endTimestamp;
  std::optional<std::string> statusReason;
  std::optional<StackSetOperationStatusDetails> statusDetails;
  std::optional<StackSetOperationPreferences> operationPreferences;
};
BOOST_DESCRIBE_STRUCT(StackSetOperationSummary, (), (operationId, action, status, creationTimestamp, endTimestamp, statusReason, statusDetails,
                      operationPreferences))

struct ListStackSetOperationsResult {
  std::optional<std::vector<StackSetOperationSummary>> summaries;
  std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListStackSetOperationsResult, (), (summaries, nextToken))

struct ListStackSetOperations {
  std::string stackSetName;
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<CallAs> callAs;
  using Result = ListStackSetOperationsResult;
  static constexpr std::string_view operation = "cloudformation:ListStackSetOperations";
};
BOOST_DESCRIBE_STRUCT(ListStackSetOperations, (), (stackSetName, nextToken, maxResults, callAs))

struct AccountGateResult {
  std::optional<OneOf<"SUCCEEDED", "FAILED", "SKIPPED">> status;
  std::optional<std::string> statusReason;
};
BOOST_DESCRIBE_STRUCT(AccountGateResult, (), (status, statusReason))

struct StackSetOperationResultSummary {
  std::optional<AccountId> account;
  std::optional<RegionName> region;
  std::optional<OneOf<"PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED">> status;
  std::optional<std::string> statusReason;
  std::optional<AccountGateResult> accountGateResult;
  std::optional<UnitId> organizationalUnitId;
};
BOOST_DESCRIBE_STRUCT(StackSetOperationResultSummary, (), (account, region, status, statusReason, accountGateResult, organizationalUnitId))

struct ListStackSetOperationResultsResult {
  std::optional<std::vector<StackSetOperationResultSummary>> summaries;
  std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListStackSetOperationResultsResult, (), (summaries, nextToken))

struct OperationResultFilter {
  std::optional<OneOf<"OPERATION_RESULT_STATUS">> name;
  std::optional<Text<6, 9>> values;
};
BOOST_DESCRIBE_STRUCT(OperationResultFilter, (), (name, values))

struct ListStackSetOperationResults {
  std::string stackSetName;
  Token operationId;
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<CallAs> callAs;
  std::optional<List<OperationResultFilter, 0, 1>> filters;
  using Result = ListStackSetOperationResultsResult;
  static constexpr std::string_view operation = "cloudformation:ListStackSetOperationResults";
};
BOOST_DESCRIBE_STRUCT(ListStackSetOperationResults, (), (stackSetName, operationId, nextToken, maxResults, callAs, filters))

struct StopStackSetOperationResult {};
BOOST_DESCRIBE_STRUCT(StopStackSetOperationResult, (), ())
struct StopStackSetOperation {
  std::string stackSetName;
  Token operationId;
  std::optional<CallAs> callAs;
  using Result = StopStackSetOperationResult;
  static constexpr std::string_view operation = "cloudformation:StopStackSetOperation";
};
BOOST_DESCRIBE_STRUCT(StopStackSetOperation, (), (stackSetName, operationId, callAs))

struct ActivateOrganizationsAccessResult {};
BOOST_DESCRIBE_STRUCT(ActivateOrganizationsAccessResult, (), ())
struct ActivateOrganizationsAccess {
  using Result = ActivateOrganizationsAccessResult;
  static constexpr std::string_view operation = "cloudformation:ActivateOrganizationsAccess";
};
BOOST_DESCRIBE_STRUCT(ActivateOrganizationsAccess, (), ())

struct DeactivateOrganizationsAccessResult {};
BOOST_DESCRIBE_STRUCT(DeactivateOrganizationsAccessResult, (), ())
struct DeactivateOrganizationsAccess {
  using Result = DeactivateOrganizationsAccessResult;
  static constexpr std::string_view operation = "cloudformation:DeactivateOrganizationsAccess";
};
BOOST_DESCRIBE_STRUCT(DeactivateOrganizationsAccess, (), ())

struct DescribeOrganizationsAccessResult {
  std::optional<OneOf<"ENABLED", "DISABLED", "DISABLED_PERMANENTLY">> status;
};
BOOST_DESCRIBE_STRUCT(DescribeOrganizationsAccessResult, (), (status))

struct DescribeOrganizationsAccess {
  std::optional<CallAs> callAs;
  using Result = DescribeOrganizationsAccessResult;
  static constexpr std::string_view operation = "cloudformation:DescribeOrganizationsAccess";
};
BOOST_DESCRIBE_STRUCT(DescribeOrganizationsAccess, (), (callAs))

struct StackSetAutoDeploymentTargetSummary {
  std::optional<UnitId> organizationalUnitId;
  std::optional<std::vector<RegionName>> regions;
};
BOOST_DESCRIBE_STRUCT(StackSetAutoDeploymentTargetSummary, (), (organizationalUnitId, regions))

struct ListStackSetAutoDeploymentTargetsResult {
  std::optional<std::vector<StackSetAutoDeploymentTargetSummary>> summaries;
  std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListStackSetAutoDeploymentTargetsResult, (), (summaries, nextToken))

struct ListStackSetAutoDeploymentTargets {
  SetNameOrId stackSetName;
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  std::optional<CallAs> callAs;
  using Result = ListStackSetAutoDeploymentTargetsResult;
  static constexpr std::string_view operation = "cloudformation:ListStackSetAutoDeploymentTargets";
};
BOOST_DESCRIBE_STRUCT(ListStackSetAutoDeploymentTargets, (), (stackSetName, nextToken, maxResults, callAs))


}  // namespace cloudformation
