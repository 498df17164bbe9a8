#pragma once
// What callers say about what is in a stack: its events, resources, exports.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

struct StackEvent {
  std::string stackId, eventId, stackName, logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  base::Time timestamp;
  std::string resourceStatus;
  std::optional<std::string> resourceStatusReason, resourceProperties, clientRequestToken;
};
BOOST_DESCRIBE_STRUCT(StackEvent, (), (stackId, eventId, stackName, logicalResourceId, physicalResourceId, resourceType, timestamp, resourceStatus, resourceStatusReason,
                                       resourceProperties, clientRequestToken))
struct DescribeStackEventsResult { std::vector<StackEvent> stackEvents; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeStackEventsResult, (), (stackEvents, nextToken))
struct DescribeStackEvents {
  std::string stackName;
  std::optional<NextToken> nextToken;
  using Result = DescribeStackEventsResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackEvents";
};
BOOST_DESCRIBE_STRUCT(DescribeStackEvents, (), (stackName, nextToken))

struct StackResourceDetail {
  std::string stackName, stackId, logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  base::Time lastUpdatedTimestamp;
  std::string resourceStatus;
  std::optional<std::string> resourceStatusReason, metadata;
  ResourceDriftInformation driftInformation;
};
BOOST_DESCRIBE_STRUCT(StackResourceDetail, (), (stackName, stackId, logicalResourceId, physicalResourceId, resourceType, lastUpdatedTimestamp, resourceStatus,
                                                resourceStatusReason, metadata, driftInformation))
struct DescribeStackResourceResult { StackResourceDetail stackResourceDetail; };
BOOST_DESCRIBE_STRUCT(DescribeStackResourceResult, (), (stackResourceDetail))
struct DescribeStackResource {
  std::string stackName, logicalResourceId;
  using Result = DescribeStackResourceResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackResource";
};
BOOST_DESCRIBE_STRUCT(DescribeStackResource, (), (stackName, logicalResourceId))

struct StackResource {
  std::string stackName, stackId, logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  base::Time timestamp;
  std::string resourceStatus;
  std::optional<std::string> resourceStatusReason;
  ResourceDriftInformation driftInformation;
};
BOOST_DESCRIBE_STRUCT(StackResource, (), (stackName, stackId, logicalResourceId, physicalResourceId, resourceType, timestamp, resourceStatus, resourceStatusReason,
                                          driftInformation))
struct DescribeStackResourcesResult { std::vector<StackResource> stackResources; };
BOOST_DESCRIBE_STRUCT(DescribeStackResourcesResult, (), (stackResources))
struct DescribeStackResources {
  std::optional<std::string> stackName, logicalResourceId, physicalResourceId;
  using Result = DescribeStackResourcesResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackResources";
};
BOOST_DESCRIBE_STRUCT(DescribeStackResources, (), (stackName, logicalResourceId, physicalResourceId))

struct StackResourceSummary {
  std::string logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  base::Time lastUpdatedTimestamp;
  std::string resourceStatus;
  std::optional<std::string> resourceStatusReason;
  ResourceDriftInformation driftInformation;
};
BOOST_DESCRIBE_STRUCT(StackResourceSummary, (), (logicalResourceId, physicalResourceId, resourceType, lastUpdatedTimestamp, resourceStatus, resourceStatusReason,
                                                 driftInformation))
struct ListStackResourcesResult { std::vector<StackResourceSummary> stackResourceSummaries; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListStackResourcesResult, (), (stackResourceSummaries, nextToken))
struct ListStackResources {
  std::string stackName;
  std::optional<NextToken> nextToken;
  using Result = ListStackResourcesResult;
  static constexpr std::string_view operation = "cloudformation:ListStackResources";
};
BOOST_DESCRIBE_STRUCT(ListStackResources, (), (stackName, nextToken))

struct Export { std::string exportingStackId, name; Secret<std::string> value; };
BOOST_DESCRIBE_STRUCT(Export, (), (exportingStackId, name, value))
struct ListExportsResult { std::vector<Export> exports; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListExportsResult, (), (exports, nextToken))
struct ListExports {
  std::optional<NextToken> nextToken;
  using Result = ListExportsResult;
  static constexpr std::string_view operation = "cloudformation:ListExports";
};
BOOST_DESCRIBE_STRUCT(ListExports, (), (nextToken))

struct ListImportsResult { std::vector<std::string> imports; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListImportsResult, (), (imports, nextToken))
struct ListImports {
  std::string exportName;
  std::optional<NextToken> nextToken;
  using Result = ListImportsResult;
  static constexpr std::string_view operation = "cloudformation:ListImports";
};
BOOST_DESCRIBE_STRUCT(ListImports, (), (exportName, nextToken))

struct AccountLimit { std::string name; std::int64_t value = 0; };
BOOST_DESCRIBE_STRUCT(AccountLimit, (), (name, value))
struct DescribeAccountLimitsResult { std::vector<AccountLimit> accountLimits; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeAccountLimitsResult, (), (accountLimits, nextToken))
struct DescribeAccountLimits {
  std::optional<NextToken> nextToken;
  using Result = DescribeAccountLimitsResult;
  static constexpr std::string_view operation = "cloudformation:DescribeAccountLimits";
};
BOOST_DESCRIBE_STRUCT(DescribeAccountLimits, (), (nextToken))

}  // namespace cloudformation
