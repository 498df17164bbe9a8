#pragma once
// Log groups, their streams, and what is attached to them.
#include "services/logs/api_words.h"

namespace logs {

// ---- groups

struct CreateLogGroup {
  GroupName logGroupName;
  Maybe<KmsKeyId> kmsKeyId;
  Maybe<Tags> tags;
  Maybe<GroupClass> logGroupClass;
  Maybe<bool> deletionProtectionEnabled;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:CreateLogGroup";
};
BOOST_DESCRIBE_STRUCT(CreateLogGroup, (), (logGroupName, kmsKeyId, tags, logGroupClass, deletionProtectionEnabled))

struct DeleteLogGroup {
  GroupName logGroupName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteLogGroup";
};
BOOST_DESCRIBE_STRUCT(DeleteLogGroup, (), (logGroupName))

struct LogGroup {
  std::string logGroupName;
  std::int64_t creationTime = 0;
  Maybe<std::int64_t> retentionInDays;
  std::int64_t metricFilterCount = 0;
  std::string arn;                                  // with :* behind it
  std::int64_t storedBytes = 0;
  Maybe<std::string> kmsKeyId;
  std::string logGroupClass, logGroupArn;           // the ARN without :*
  bool deletionProtectionEnabled = false;
};
BOOST_DESCRIBE_STRUCT(LogGroup, (), (logGroupName, creationTime, retentionInDays, metricFilterCount, arn, storedBytes, kmsKeyId, logGroupClass, logGroupArn,
                                     deletionProtectionEnabled))
struct DescribeLogGroupsResult { std::vector<LogGroup> logGroups; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeLogGroupsResult, (), (logGroups, nextToken))
struct DescribeLogGroups {
  Maybe<AccountIds> accountIdentifiers;
  Maybe<GroupName> logGroupNamePrefix;
  Maybe<GroupPattern> logGroupNamePattern;
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  Maybe<bool> includeLinkedAccounts;
  Maybe<GroupClass> logGroupClass;
  Maybe<List<GroupIdentifier, 1, 50>> logGroupIdentifiers;
  using Result = DescribeLogGroupsResult;
  static constexpr std::string_view operation = "logs:DescribeLogGroups";
};
BOOST_DESCRIBE_STRUCT(DescribeLogGroups, (), (accountIdentifiers, logGroupNamePrefix, logGroupNamePattern, nextToken, limit, includeLinkedAccounts, logGroupClass,
                                              logGroupIdentifiers))

struct LogGroupSummary { std::string logGroupName, logGroupArn, logGroupClass; };
BOOST_DESCRIBE_STRUCT(LogGroupSummary, (), (logGroupName, logGroupArn, logGroupClass))
struct DataSourceFilter { std::string name; Maybe<std::string> type; };
BOOST_DESCRIBE_STRUCT(DataSourceFilter, (), (name, type))
struct TagFilter { TagKey key; Maybe<List<Text<0, 259, "!?\\*?([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)\\*?">, 0, 5>> values; };
BOOST_DESCRIBE_STRUCT(TagFilter, (), (key, values))
struct ListLogGroupsResult { std::vector<LogGroupSummary> logGroups; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListLogGroupsResult, (), (logGroups, nextToken))
struct ListLogGroups {
  Maybe<Text<3, 129, R"((\^?[\.\-_\/#A-Za-z0-9]{3,24})(\|\^?[\.\-_\/#A-Za-z0-9]{3,24}){0,4})">> logGroupNamePattern;
  Maybe<GroupClass> logGroupClass;
  Maybe<bool> includeLinkedAccounts;
  Maybe<AccountIds> accountIdentifiers;
  Maybe<Token> nextToken;
  Maybe<Whole<1, 1000>> limit;
  Maybe<List<DataSourceFilter, 1, 5>> dataSources;
  Maybe<List<GroupName, 1, 20>> fieldIndexNames;
  Maybe<List<TagFilter, 1, 5>> logGroupTags;
  using Result = ListLogGroupsResult;
  static constexpr std::string_view operation = "logs:ListLogGroups";
};
BOOST_DESCRIBE_STRUCT(ListLogGroups, (), (logGroupNamePattern, logGroupClass, includeLinkedAccounts, accountIdentifiers, nextToken, limit, dataSources,
                                          fieldIndexNames, logGroupTags))

struct PutRetentionPolicy {
  GroupName logGroupName;
  std::int64_t retentionInDays = 0;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:PutRetentionPolicy";
};
BOOST_DESCRIBE_STRUCT(PutRetentionPolicy, (), (logGroupName, retentionInDays))
struct DeleteRetentionPolicy {
  GroupName logGroupName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteRetentionPolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteRetentionPolicy, (), (logGroupName))

struct PutLogGroupDeletionProtection {
  GroupIdentifier logGroupIdentifier;
  bool deletionProtectionEnabled = false;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:PutLogGroupDeletionProtection";
};
BOOST_DESCRIBE_STRUCT(PutLogGroupDeletionProtection, (), (logGroupIdentifier, deletionProtectionEnabled))

struct AssociateKmsKey {
  Maybe<GroupName> logGroupName;
  KmsKeyId kmsKeyId;
  Maybe<ResourceIdentifier> resourceIdentifier;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:AssociateKmsKey";
};
BOOST_DESCRIBE_STRUCT(AssociateKmsKey, (), (logGroupName, kmsKeyId, resourceIdentifier))
struct DisassociateKmsKey {
  Maybe<GroupName> logGroupName;
  Maybe<ResourceIdentifier> resourceIdentifier;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DisassociateKmsKey";
};
BOOST_DESCRIBE_STRUCT(DisassociateKmsKey, (), (logGroupName, resourceIdentifier))

// ---- tags

struct TagLogGroup {
  GroupName logGroupName;
  Tags tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:TagLogGroup";
};
BOOST_DESCRIBE_STRUCT(TagLogGroup, (), (logGroupName, tags))
struct UntagLogGroup {
  GroupName logGroupName;
  List<TagKey, 1> tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:UntagLogGroup";
};
BOOST_DESCRIBE_STRUCT(UntagLogGroup, (), (logGroupName, tags))
struct TagsResult { std::map<std::string, std::string> tags; };
BOOST_DESCRIBE_STRUCT(TagsResult, (), (tags))
struct ListTagsLogGroup {
  GroupName logGroupName;
  using Result = TagsResult;
  static constexpr std::string_view operation = "logs:ListTagsLogGroup";
};
BOOST_DESCRIBE_STRUCT(ListTagsLogGroup, (), (logGroupName))
struct TagResource {
  ResourceArn resourceArn;
  Tags tags;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resourceArn, tags))
struct UntagResource {
  ResourceArn resourceArn;
  List<TagKey, 0, 50> tagKeys;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resourceArn, tagKeys))
struct ListTagsForResource {
  ResourceArn resourceArn;
  using Result = TagsResult;
  static constexpr std::string_view operation = "logs:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceArn))

// ---- streams

struct CreateLogStream {
  GroupName logGroupName;
  StreamName logStreamName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:CreateLogStream";
};
BOOST_DESCRIBE_STRUCT(CreateLogStream, (), (logGroupName, logStreamName))
struct DeleteLogStream {
  GroupName logGroupName;
  StreamName logStreamName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteLogStream";
};
BOOST_DESCRIBE_STRUCT(DeleteLogStream, (), (logGroupName, logStreamName))

struct LogStream {
  std::string logStreamName;
  std::int64_t creationTime = 0;
  Maybe<std::int64_t> firstEventTimestamp, lastEventTimestamp, lastIngestionTime;
  std::string uploadSequenceToken, arn;
  std::int64_t storedBytes = 0;                     // always 0: AWS reports it for groups alone since June 2019
};
BOOST_DESCRIBE_STRUCT(LogStream, (), (logStreamName, creationTime, firstEventTimestamp, lastEventTimestamp, lastIngestionTime, uploadSequenceToken, arn, storedBytes))
struct DescribeLogStreamsResult { std::vector<LogStream> logStreams; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeLogStreamsResult, (), (logStreams, nextToken))
struct DescribeLogStreams {
  Maybe<GroupName> logGroupName;
  Maybe<GroupIdentifier> logGroupIdentifier;
  Maybe<StreamName> logStreamNamePrefix;
  Maybe<OneOf<"LogStreamName", "LastEventTime">> orderBy;
  Maybe<bool> descending;
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  using Result = DescribeLogStreamsResult;
  static constexpr std::string_view operation = "logs:DescribeLogStreams";
};
BOOST_DESCRIBE_STRUCT(DescribeLogStreams, (), (logGroupName, logGroupIdentifier, logStreamNamePrefix, orderBy, descending, nextToken, limit))

// ---- resource policies

struct ResourcePolicy {
  Maybe<std::string> policyName;
  std::string policyDocument;
  std::int64_t lastUpdatedTime = 0;
  std::string policyScope;
  Maybe<std::string> resourceArn, revisionId;
};
BOOST_DESCRIBE_STRUCT(ResourcePolicy, (), (policyName, policyDocument, lastUpdatedTime, policyScope, resourceArn, revisionId))
struct PutResourcePolicyResult { ResourcePolicy resourcePolicy; Maybe<std::string> revisionId; };
BOOST_DESCRIBE_STRUCT(PutResourcePolicyResult, (), (resourcePolicy, revisionId))
struct PutResourcePolicy {
  Maybe<std::string> policyName;
  Maybe<Text<1, 51200>> policyDocument;
  Maybe<std::string> resourceArn;
  Maybe<Text<1>> expectedRevisionId;
  using Result = PutResourcePolicyResult;
  static constexpr std::string_view operation = "logs:PutResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(PutResourcePolicy, (), (policyName, policyDocument, resourceArn, expectedRevisionId))
struct DescribeResourcePoliciesResult { std::vector<ResourcePolicy> resourcePolicies; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeResourcePoliciesResult, (), (resourcePolicies, nextToken))
struct DescribeResourcePolicies {
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  Maybe<std::string> resourceArn;
  Maybe<OneOf<"ACCOUNT", "RESOURCE">> policyScope;
  using Result = DescribeResourcePoliciesResult;
  static constexpr std::string_view operation = "logs:DescribeResourcePolicies";
};
BOOST_DESCRIBE_STRUCT(DescribeResourcePolicies, (), (nextToken, limit, resourceArn, policyScope))
struct DeleteResourcePolicy {
  Maybe<std::string> policyName, resourceArn;
  Maybe<Text<1>> expectedRevisionId;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteResourcePolicy";
};
BOOST_DESCRIBE_STRUCT(DeleteResourcePolicy, (), (policyName, resourceArn, expectedRevisionId))

}  // namespace logs
