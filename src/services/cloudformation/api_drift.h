#pragma once
// What callers say about drift: how a stack's resources differ from its template.
#include "services/cloudformation/api_words.h"

namespace cloudformation {

using LogicalId = std::string;
using ResourceDriftStatus = OneOf<"IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN", "UNSUPPORTED">;
using DetectionId = Text<1, 36>;

struct DetectStackDriftResult { std::string stackDriftDetectionId; };
BOOST_DESCRIBE_STRUCT(DetectStackDriftResult, (), (stackDriftDetectionId))
struct DetectStackDrift {
  StackNameOrId stackName;
  std::optional<List<LogicalId, 1, 200>> logicalResourceIds;
  using Result = DetectStackDriftResult;
  static constexpr std::string_view operation = "cloudformation:DetectStackDrift";
};
BOOST_DESCRIBE_STRUCT(DetectStackDrift, (), (stackName, logicalResourceIds))

struct DescribeStackDriftDetectionStatusResult {
  std::string stackId, stackDriftDetectionId;
  std::optional<std::string> stackDriftStatus;
  std::string detectionStatus;
  std::optional<std::string> detectionStatusReason;
  std::optional<std::int64_t> driftedStackResourceCount;
  base::Time timestamp;
};
BOOST_DESCRIBE_STRUCT(DescribeStackDriftDetectionStatusResult, (), (stackId, stackDriftDetectionId, stackDriftStatus, detectionStatus, detectionStatusReason,
                                                                    driftedStackResourceCount, timestamp))
struct DescribeStackDriftDetectionStatus {
  DetectionId stackDriftDetectionId;
  using Result = DescribeStackDriftDetectionStatusResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackDriftDetectionStatus";
};
BOOST_DESCRIBE_STRUCT(DescribeStackDriftDetectionStatus, (), (stackDriftDetectionId))

// What resources are made with is in no record.
struct PropertyDifference {
  std::string propertyPath;
  Secret<std::string> expectedValue, actualValue;
  std::string differenceType;
};
BOOST_DESCRIBE_STRUCT(PropertyDifference, (), (propertyPath, expectedValue, actualValue, differenceType))
struct StackResourceDrift {
  std::string stackId;
  LogicalId logicalResourceId;
  std::optional<std::string> physicalResourceId;
  std::string resourceType;
  std::optional<Secret<std::string>> expectedProperties, actualProperties;
  std::vector<PropertyDifference> propertyDifferences;
  std::string stackResourceDriftStatus;
  base::Time timestamp;
  std::optional<std::string> driftStatusReason;
};
BOOST_DESCRIBE_STRUCT(StackResourceDrift, (), (stackId, logicalResourceId, physicalResourceId, resourceType, expectedProperties, actualProperties, propertyDifferences,
                                               stackResourceDriftStatus, timestamp, driftStatusReason))
struct DetectStackResourceDriftResult { StackResourceDrift stackResourceDrift; };
BOOST_DESCRIBE_STRUCT(DetectStackResourceDriftResult, (), (stackResourceDrift))
struct DetectStackResourceDrift {
  StackNameOrId stackName;
  LogicalId logicalResourceId;
  using Result = DetectStackResourceDriftResult;
  static constexpr std::string_view operation = "cloudformation:DetectStackResourceDrift";
};
BOOST_DESCRIBE_STRUCT(DetectStackResourceDrift, (), (stackName, logicalResourceId))

struct DescribeStackResourceDriftsResult { std::vector<StackResourceDrift> stackResourceDrifts; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeStackResourceDriftsResult, (), (stackResourceDrifts, nextToken))
struct DescribeStackResourceDrifts {
  StackNameOrId stackName;
  std::optional<List<ResourceDriftStatus, 1, 4>> stackResourceDriftStatusFilters;
  std::optional<NextToken> nextToken;
  std::optional<Whole<1, 100>> maxResults;
  using Result = DescribeStackResourceDriftsResult;
  static constexpr std::string_view operation = "cloudformation:DescribeStackResourceDrifts";
};
BOOST_DESCRIBE_STRUCT(DescribeStackResourceDrifts, (), (stackName, stackResourceDriftStatusFilters, nextToken, maxResults))

}  // namespace cloudformation
