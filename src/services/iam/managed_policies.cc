#include "services/iam/managed_policies.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/ids.h"

namespace iam {
namespace {

constexpr std::string_view kLambdaBasic = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
"Action":["logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})";

constexpr std::string_view kLambdaExecute = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"arn:aws:logs:*:*:*"},
{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::*"}]})";

constexpr std::string_view kLambdaInvoke = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"*"}]})";

constexpr std::string_view kLambdaQueue = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage",
"sqs:GetQueueAttributes","logs:CreateLogGroup","logs:CreateLogStream","logs:PutLogEvents"],"Resource":"*"}]})";

constexpr std::string_view kLambdaNetwork = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream",
"logs:PutLogEvents","ec2:CreateNetworkInterface","ec2:DescribeNetworkInterfaces","ec2:DescribeSubnets","ec2:DeleteNetworkInterface",
"ec2:AssignPrivateIpAddresses","ec2:UnassignPrivateIpAddresses"],"Resource":"*"}]})";

constexpr std::string_view kLambdaRead = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["cloudformation:DescribeStacks","cloudformation:ListStacks","cloudformation:ListStackResources","kms:ListAliases","iam:GetPolicy",
"iam:GetPolicyVersion","iam:GetRole","iam:GetRolePolicy","iam:ListAttachedRolePolicies","iam:ListRolePolicies","iam:ListRoles","logs:DescribeLogGroups",
"lambda:Get*","lambda:List*","tag:GetResources"],"Resource":"*"},
{"Effect":"Allow","Action":["logs:DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents","logs:StartQuery","logs:StopQuery","logs:DescribeQueries",
"logs:GetLogGroupFields","logs:GetLogRecord","logs:GetQueryResults","logs:StartLiveTail","logs:StopLiveTail"],
"Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}]})";

constexpr std::string_view kGatewayLogs = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream",
"logs:DescribeLogGroups","logs:DescribeLogStreams","logs:PutLogEvents","logs:GetLogEvents","logs:FilterLogEvents"],"Resource":"*"}]})";

constexpr std::string_view kTopicLogs = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup","logs:CreateLogStream",
"logs:PutLogEvents","logs:PutMetricFilter","logs:PutRetentionPolicy"],"Resource":"*"}]})";

constexpr std::string_view kEventsFull = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["events:*","schemas:*","scheduler:*","pipes:*"],"Resource":"*"},
{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"arn:aws:iam::*:role/aws-service-role/apidestinations.events.amazonaws.com/*",
"Condition":{"StringEquals":{"iam:AWSServiceName":"apidestinations.events.amazonaws.com"}}},
{"Effect":"Allow","Action":["secretsmanager:CreateSecret","secretsmanager:UpdateSecret","secretsmanager:DeleteSecret","secretsmanager:GetSecretValue",
"secretsmanager:PutSecretValue"],"Resource":"arn:aws:secretsmanager:*:*:secret:events!*"},
{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*",
"Condition":{"StringLike":{"iam:PassedToService":["events.amazonaws.com","scheduler.amazonaws.com","pipes.amazonaws.com"]}}}]})";

constexpr std::string_view kEventsRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["events:DescribeRule","events:DescribeEventBus",
"events:DescribeEventSource","events:ListEventBuses","events:ListEventSources","events:ListRuleNamesByTarget","events:ListRules","events:ListTargetsByRule",
"events:TestEventPattern","events:DescribeArchive","events:ListArchives","events:DescribeReplay","events:ListReplays","events:DescribeConnection",
"events:ListConnections","events:DescribeApiDestination","events:ListApiDestinations","events:DescribeEndpoint","events:ListEndpoints"],"Resource":"*"}]})";

constexpr std::string_view kCloudFormationFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:*"],"Resource":"*"}]})";

constexpr std::string_view kCloudFormationRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:Describe*",
"cloudformation:EstimateTemplateCost","cloudformation:Get*","cloudformation:List*","cloudformation:ValidateTemplate","cloudformation:Detect*"],"Resource":"*"}]})";

// The roles that the organization's trust lets StackSets make for itself.
constexpr std::string_view kStackSetsAdmin = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["organizations:List*","organizations:Describe*"],"Resource":"*"},
{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:*:iam::*:role/stacksets-exec-*"}]})";

constexpr std::string_view kStackSetsMember = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["iam:CreateRole","iam:DeleteRole","iam:GetRole"],"Resource":"arn:aws:iam::*:role/stacksets-exec-*"},
{"Effect":"Allow","Action":["iam:AttachRolePolicy","iam:DetachRolePolicy"],"Resource":"arn:aws:iam::*:role/stacksets-exec-*",
"Condition":{"StringEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/AdministratorAccess"}}}]})";

constexpr std::string_view kCloudTrailFull = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["sns:AddPermission","sns:CreateTopic","sns:SetTopicAttributes","sns:GetTopicAttributes"],"Resource":["arn:aws:sns:*:*:aws-cloudtrail-logs*"]},
{"Effect":"Allow","Action":["sns:ListTopics"],"Resource":"*"},
{"Effect":"Allow","Action":["s3:CreateBucket","s3:PutBucketPolicy","s3:PutBucketPublicAccessBlock"],"Resource":["arn:aws:s3:::aws-cloudtrail-logs*"]},
{"Effect":"Allow","Action":["s3:ListAllMyBuckets","s3:GetBucketLocation","s3:GetBucketPolicy"],"Resource":"*"},
{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"},
{"Effect":"Allow","Action":["logs:CreateLogGroup"],"Resource":["arn:aws:logs:*:*:log-group:aws-cloudtrail-logs*"]},
{"Effect":"Allow","Action":["iam:ListRoles","iam:GetRolePolicy","iam:GetUser"],"Resource":"*"},
{"Effect":"Allow","Action":["iam:PassRole"],"Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"cloudtrail.amazonaws.com"}}},
{"Effect":"Allow","Action":["kms:CreateKey","kms:CreateAlias","kms:ListKeys","kms:ListAliases"],"Resource":"*"},
{"Effect":"Allow","Action":["lambda:ListFunctions"],"Resource":"*"}]})";

constexpr std::string_view kCloudTrailRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
"Action":["cloudtrail:Get*","cloudtrail:Describe*","cloudtrail:List*","cloudtrail:LookupEvents"],"Resource":"*"}]})";

constexpr std::string_view kKmsPowerUser = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["kms:CreateAlias","kms:CreateKey",
"kms:DeleteAlias","kms:Describe*","kms:GenerateRandom","kms:Get*","kms:List*","kms:TagResource","kms:UntagResource","iam:ListGroups","iam:ListRoles",
"iam:ListUsers"],"Resource":"*"}]})";

constexpr std::string_view kLambdaFull = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["cloudformation:DescribeStacks","cloudformation:ListStackResources","kms:ListAliases","iam:GetPolicy","iam:GetPolicyVersion",
"iam:GetRole","iam:GetRolePolicy","iam:ListAttachedRolePolicies","iam:ListRolePolicies","iam:ListRoles","lambda:*","logs:DescribeLogGroups"],"Resource":"*"},
{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},
{"Effect":"Allow","Action":["logs:DescribeLogStreams","logs:GetLogEvents","logs:FilterLogEvents"],"Resource":"arn:aws:logs:*:*:log-group:/aws/lambda/*"}]})";

constexpr std::string_view kOrganizationsFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"organizations:*","Resource":"*"},
{"Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"*","Condition":{"StringEquals":{"iam:AWSServiceName":"organizations.amazonaws.com"}}}]})";

constexpr std::string_view kOrganizationsRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["organizations:Describe*",
"organizations:List*"],"Resource":"*"}]})";

constexpr std::string_view kOrganizationsTrust = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["iam:DeleteRole"],"Resource":["arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*"]},
{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole"],"Resource":"*"}]})";

constexpr std::string_view kAdministrator = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})";

constexpr std::string_view kS3Full = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","s3-object-lambda:*"],"Resource":"*"}]})";

constexpr std::string_view kS3Read = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:List*","s3:Describe*",
"s3-object-lambda:Get*","s3-object-lambda:List*"],"Resource":"*"}]})";

constexpr std::string_view kSnsFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sns:*"],"Resource":"*"}]})";

constexpr std::string_view kSnsRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sns:GetTopicAttributes","sns:List*",
"sns:CheckIfPhoneNumberIsOptedOut","sns:GetEndpointAttributes","sns:GetDataProtectionPolicy","sns:GetPlatformApplicationAttributes","sns:GetSMSAttributes",
"sns:GetSMSSandboxAccountStatus","sns:GetSubscriptionAttributes"],"Resource":"*"}]})";

constexpr std::string_view kSqsFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"],"Resource":"*"}]})";

constexpr std::string_view kSqsRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:GetQueueAttributes","sqs:GetQueueUrl",
"sqs:ListDeadLetterSourceQueues","sqs:ListQueues","sqs:ListMessageMoveTasks","sqs:ListQueueTags"],"Resource":"*"}]})";

constexpr std::string_view kEventContext = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["tag:GetResources"],"Resource":"*"},
{"Effect":"Allow","Action":["events:PutRule","events:PutTargets","events:DeleteRule","events:RemoveTargets"],"Resource":"arn:aws:events:*:*:rule/*",
"Condition":{"StringEquals":{"events:ManagedBy":"context.cloudtrail.amazonaws.com"}}},
{"Effect":"Allow","Action":["events:DescribeRule","events:ListTargetsByRule"],"Resource":"arn:aws:events:*:*:rule/*"}]})";

constexpr std::string_view kCloudTrailService = R"({"Version":"2012-10-17","Statement":[
{"Sid":"CloudTrailFullAccess","Effect":"Allow","Action":["cloudtrail:*"],"Resource":"*"},
{"Sid":"AwsOrgsAccess","Effect":"Allow","Action":["organizations:DescribeAccount","organizations:DescribeOrganization","organizations:ListAccounts",
"organizations:ListAWSServiceAccessForOrganization"],"Resource":["*"]},
{"Sid":"AwsOrgsDelegatedAdminAccess","Effect":"Allow","Action":"organizations:ListDelegatedAdministrators","Resource":"*",
"Condition":{"StringEquals":{"organizations:ServicePrincipal":["cloudtrail.amazonaws.com"]}}}]})";

constexpr std::string_view kLogsFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:*"],"Resource":"*"}]})";

constexpr std::string_view kLogsRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:Describe*","logs:Get*","logs:List*",
"logs:StartQuery","logs:StopQuery","logs:TestMetricFilter","logs:FilterLogEvents"],"Resource":"*"}]})";

constexpr std::string_view kIamFull = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*","organizations:DescribeAccount",
"organizations:DescribeOrganization","organizations:DescribeOrganizationalUnit","organizations:DescribePolicy","organizations:ListChildren",
"organizations:ListParents","organizations:ListPoliciesForTarget","organizations:ListRoots","organizations:ListPolicies",
"organizations:ListTargetsForPolicy"],"Resource":"*"}]})";

constexpr std::string_view kIamRead = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GenerateCredentialReport",
"iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","iam:SimulateCustomPolicy","iam:SimulatePrincipalPolicy"],"Resource":"*"}]})";

constexpr std::string_view kAccessAdvisor = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:ListRoles","iam:ListUsers","iam:ListGroups",
"iam:ListPolicies","iam:ListPoliciesGrantingServiceAccess","iam:GenerateServiceLastAccessedDetails","iam:GenerateOrganizationsAccessReport",
"iam:GenerateCredentialReport","iam:GetRole","iam:GetPolicy","iam:GetServiceLastAccessedDetails","iam:GetServiceLastAccessedDetailsWithEntities",
"iam:GetOrganizationsAccessReport","organizations:DescribeAccount","organizations:DescribeOrganization","organizations:DescribeOrganizationalUnit",
"organizations:DescribePolicy","organizations:ListChildren","organizations:ListParents","organizations:ListPoliciesForTarget","organizations:ListRoots",
"organizations:ListPolicies","organizations:ListTargetsForPolicy"],"Resource":"*"}]})";

constexpr std::string_view kOwnPassword = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["iam:ChangePassword"],"Resource":["arn:aws:iam::*:user/${aws:username}"]},
{"Effect":"Allow","Action":["iam:GetAccountPasswordPolicy"],"Resource":"*"}]})";

constexpr std::string_view kPowerUser = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},
{"Effect":"Allow","Action":["account:GetAccountInformation","account:GetPrimaryEmail","account:ListRegions","iam:CreateServiceLinkedRole",
"iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeEffectivePolicy","organizations:DescribeOrganization"],"Resource":"*"}]})";

constexpr std::string_view kReadOnly = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:Describe*","cloudformation:Detect*",
"cloudformation:Estimate*","cloudformation:Get*","cloudformation:List*","cloudformation:ValidateTemplate","cloudtrail:Describe*","cloudtrail:Get*",
"cloudtrail:List*","cloudtrail:LookupEvents","events:Describe*","events:List*","events:Test*","iam:Generate*","iam:Get*","iam:List*","iam:Simulate*",
"kms:Describe*","kms:Get*","kms:List*","lambda:Get*","lambda:List*","logs:Describe*","logs:FilterLogEvents","logs:Get*","logs:List*","logs:StartQuery",
"logs:StopQuery","logs:TestMetricFilter","organizations:Describe*","organizations:List*","s3:DescribeJob","s3:Get*","s3:List*","secretsmanager:Describe*",
"secretsmanager:GetResourcePolicy","secretsmanager:List*","sns:Check*","sns:Get*","sns:List*","sqs:Get*","sqs:List*","sqs:Receive*","ssm:Describe*","ssm:Get*","ssm:List*",
"sts:GetAccessKeyInfo","sts:GetCallerIdentity","sts:GetSessionToken","tag:Get*"],"Resource":"*"}]})";

constexpr std::string_view kSecrets = R"({"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":["secretsmanager:*","cloudformation:CreateChangeSet","cloudformation:DescribeChangeSet","cloudformation:DescribeStackResource",
"cloudformation:DescribeStacks","cloudformation:ExecuteChangeSet","kms:DescribeKey","kms:ListAliases","kms:ListKeys","lambda:ListFunctions",
"tag:GetResources"],"Resource":"*"}]})";

constexpr std::string_view kSecurityAudit = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStack*",
"cloudformation:GetStackPolicy","cloudformation:GetTemplate","cloudformation:ListStack*","cloudtrail:DescribeTrails","cloudtrail:Get*","cloudtrail:List*",
"cloudtrail:LookupEvents","events:Describe*","events:List*","iam:Generate*","iam:Get*","iam:List*","iam:Simulate*","kms:Describe*","kms:GetKeyPolicy",
"kms:GetKeyRotationStatus","kms:List*","lambda:GetAccountSettings","lambda:GetFunctionConfiguration","lambda:GetLayerVersionPolicy","lambda:GetPolicy",
"lambda:List*","logs:Describe*","logs:ListTagsForResource","logs:ListTagsLogGroup","organizations:Describe*","organizations:List*","s3:GetAccelerateConfiguration",
"s3:GetAccountPublicAccessBlock","s3:GetAnalyticsConfiguration","s3:GetBucket*","s3:GetEncryptionConfiguration","s3:GetInventoryConfiguration",
"s3:GetLifecycleConfiguration","s3:GetMetricsConfiguration","s3:GetObjectAcl","s3:GetObjectVersionAcl","s3:GetReplicationConfiguration",
"s3:ListAllMyBuckets","secretsmanager:DescribeSecret","secretsmanager:GetResourcePolicy","secretsmanager:ListSecretVersionIds","secretsmanager:ListSecrets",
"sns:GetTopicAttributes","sns:List*","sqs:GetQueueAttributes","sqs:ListDeadLetterSourceQueues","sqs:ListQueueTags","sqs:ListQueues","ssm:Describe*","ssm:ListDocuments","sts:GetAccessKeyInfo","tag:GetResources","tag:GetTagKeys"],"Resource":"*"}]})";

constexpr std::string_view kViewOnly = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["cloudformation:DescribeStacks",
"cloudformation:List*","cloudtrail:DescribeTrails","cloudtrail:GetTrailStatus","cloudtrail:ListTrails","cloudtrail:LookupEvents","events:ListRuleNamesByTarget",
"events:ListRules","events:ListTargetsByRule","iam:GenerateCredentialReport","iam:GetAccountSummary","iam:GetGroup*","iam:GetLoginProfile","iam:GetPolicy*",
"iam:GetRole*","iam:GetUser*","iam:List*","kms:ListAliases","kms:ListKeys","lambda:List*","logs:Describe*","organizations:List*","s3:ListAllMyBuckets",
"s3:ListBucket","secretsmanager:ListSecrets","sns:List*","sqs:ListQueues","ssm:DescribeParameters","ssm:List*"],"Resource":"*"}]})";

constexpr AwsPolicy kAll[] = {
    {"AWSCloudFormationFullAccess", "/", "Provides full access to AWS CloudFormation.", kCloudFormationFull},
    {"AWSCloudFormationReadOnlyAccess", "/", "Provides access to AWS CloudFormation via the AWS Management Console.", kCloudFormationRead},
    {"AWSCloudTrail_FullAccess", "/", "Provides full access to AWS CloudTrail.", kCloudTrailFull},
    {"AWSCloudTrail_ReadOnlyAccess", "/", "This policy allows read only access to AWS CloudTrail.", kCloudTrailRead},
    {"AWSKeyManagementServicePowerUser", "/", "Provides access to AWS Key Management Service (KMS).", kKmsPowerUser},
    {"AWSLambdaBasicExecutionRole", "/service-role/", "Provides write permissions to CloudWatch Logs.", kLambdaBasic},
    {"AWSLambdaExecute", "/", "Provides Put, Get access to S3 and full access to CloudWatch Logs.", kLambdaExecute},
    {"AWSLambdaRole", "/service-role/", "Default policy for AWS Lambda service role.", kLambdaInvoke},
    {"AWSLambdaSQSQueueExecutionRole", "/service-role/",
     "Provides receive message, delete message, and read attribute access to SQS queues, and write permissions to CloudWatch Logs.", kLambdaQueue},
    {"AWSLambdaVPCAccessExecutionRole", "/service-role/",
     "Provides minimum permissions for a Lambda function to execute while accessing a resource within a VPC.", kLambdaNetwork},
    {"AWSLambda_FullAccess", "/", "Grants full access to AWS Lambda service and what it works with.", kLambdaFull},
    {"AWSLambda_ReadOnlyAccess", "/", "Grants read-only access to AWS Lambda service and what it works with.", kLambdaRead},
    {"AWSOrganizationsFullAccess", "/", "Provides full access to AWS Organizations.", kOrganizationsFull},
    {"AWSOrganizationsReadOnlyAccess", "/", "Provides read-only access to AWS Organizations.", kOrganizationsRead},
    {"AWSOrganizationsServiceTrustPolicy", "/aws-service-role/", "A policy to allow AWS Organizations to share trust with other approved AWS Services.",
     kOrganizationsTrust},
    {"AdministratorAccess", "/", "Provides full access to AWS services and resources.", kAdministrator},
    {"AmazonAPIGatewayPushToCloudWatchLogs", "/service-role/", "Allows API Gateway to push logs to user's account.", kGatewayLogs},
    {"AmazonEventBridgeFullAccess", "/", "Provides full access to Amazon EventBridge.", kEventsFull},
    {"AmazonEventBridgeReadOnlyAccess", "/", "Provides read only access to Amazon EventBridge.", kEventsRead},
    {"AmazonS3FullAccess", "/", "Provides full access to all buckets via the AWS Management Console.", kS3Full},
    {"AmazonS3ReadOnlyAccess", "/", "Provides read only access to all buckets via the AWS Management Console.", kS3Read},
    {"AmazonSNSFullAccess", "/", "Provides full access to Amazon SNS via the AWS Management Console.", kSnsFull},
    {"AmazonSNSReadOnlyAccess", "/", "Provides read only access to Amazon SNS via the AWS Management Console.", kSnsRead},
    {"AmazonSNSRole", "/service-role/", "Default policy for Amazon SNS service role.", kTopicLogs},
    {"AmazonSQSFullAccess", "/", "Provides full access to Amazon SQS via the AWS Management Console.", kSqsFull},
    {"AmazonSQSReadOnlyAccess", "/", "Provides read only access to Amazon SQS via the AWS Management Console.", kSqsRead},
    {"CloudFormationStackSetsOrgAdminServiceRolePolicy", "/aws-service-role/", "Service Role for CloudFormation StackSets (Organization Master Account)", kStackSetsAdmin},
    {"CloudFormationStackSetsOrgMemberServiceRolePolicy", "/aws-service-role/", "Service Role for CloudFormation StackSets (Organization Member Account)", kStackSetsMember},
    {"CloudTrailEventContext", "/aws-service-role/", "Permissions for CloudTrail to enrich events.", kEventContext},
    {"CloudTrailServiceRolePolicy", "/aws-service-role/", "Permission policy for CloudTrail ServiceLinkedRole.", kCloudTrailService},
    {"CloudWatchLogsFullAccess", "/", "Provides full access to CloudWatch Logs.", kLogsFull},
    {"CloudWatchLogsReadOnlyAccess", "/", "Provides read only access to CloudWatch Logs.", kLogsRead},
    {"IAMAccessAdvisorReadOnly", "/", "This policy grants access to read all access information provided by IAM access advisor.", kAccessAdvisor},
    {"IAMFullAccess", "/", "Provides full access to IAM via the AWS Management Console.", kIamFull},
    {"IAMReadOnlyAccess", "/", "Provides read only access to IAM via the AWS Management Console.", kIamRead},
    {"IAMUserChangePassword", "/", "Provides the ability for an IAM user to change their own password.", kOwnPassword},
    {"PowerUserAccess", "/", "Provides full access to AWS services and resources, but does not allow management of Users and groups.", kPowerUser},
    {"ReadOnlyAccess", "/", "Provides read-only access to AWS services and resources.", kReadOnly},
    {"SecretsManagerReadWrite", "/", "Provides read/write access to AWS Secrets Manager via the AWS Management Console.", kSecrets},
    {"SecurityAudit", "/", "The security audit template grants access to read security configuration metadata.", kSecurityAudit},
    {"ViewOnlyAccess", "/job-function/", "This policy grants permissions to view resources and basic metadata across all AWS services.", kViewOnly},
};
static_assert(std::is_sorted(std::begin(kAll), std::end(kAll), [](auto& a, auto& b) { return a.name < b.name; }));

}  // namespace

std::span<const AwsPolicy> aws_policies() { return kAll; }

const AwsPolicy* aws_policy(std::string_view path_and_name) {
  std::size_t slash = path_and_name.rfind('/');
  if (slash == path_and_name.npos) return nullptr;
  std::string_view name = path_and_name.substr(slash + 1), path = path_and_name.substr(0, slash + 1);
  auto it = std::lower_bound(std::begin(kAll), std::end(kAll), name, [](auto& p, std::string_view n) { return p.name < n; });
  return it != std::end(kAll) && it->name == name && it->path == path ? it : nullptr;
}

std::string aws_policy_arn(const AwsPolicy& p, std::string_view partition) {
  return "arn:" + std::string(partition) + ":iam::aws:policy" + std::string(p.path) + std::string(p.name);
}

std::string aws_policy_id(const AwsPolicy& p) {
  std::string out = "ANPA";
  for (unsigned char c : base::sha256(p.name).substr(0, 17)) out += base::kBase32[c % 32];
  return out;
}

}  // namespace iam
