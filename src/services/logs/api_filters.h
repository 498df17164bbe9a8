#pragma once
// Metric filters, subscription filters and their destinations.
#include "services/logs/api_words.h"

namespace logs {

using MetricName = Text<0, 255, "[^:*$]*">;
struct MetricTransformation {
  MetricName metricName, metricNamespace;
  Text<0, 100> metricValue;
  Maybe<double> defaultValue;
  Maybe<std::map<std::string, Text<0, 255>>> dimensions;
  Maybe<Unit> unit;
};
BOOST_DESCRIBE_STRUCT(MetricTransformation, (), (metricName, metricNamespace, metricValue, defaultValue, dimensions, unit))

struct PutMetricFilter {
  GroupName logGroupName;
  FilterName filterName;
  FilterPattern filterPattern;
  List<MetricTransformation, 1, 1> metricTransformations;
  Maybe<bool> applyOnTransformedLogs;
  Maybe<Text<0, 2000>> fieldSelectionCriteria;
  Maybe<std::vector<std::string>> emitSystemFieldDimensions;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:PutMetricFilter";
};
BOOST_DESCRIBE_STRUCT(PutMetricFilter, (), (logGroupName, filterName, filterPattern, metricTransformations, applyOnTransformedLogs, fieldSelectionCriteria,
                                            emitSystemFieldDimensions))

struct MetricFilter {
  std::string filterName, filterPattern;
  std::vector<MetricTransformation> metricTransformations;
  std::int64_t creationTime = 0;
  std::string logGroupName;
  bool applyOnTransformedLogs = false;
};
BOOST_DESCRIBE_STRUCT(MetricFilter, (), (filterName, filterPattern, metricTransformations, creationTime, logGroupName, applyOnTransformedLogs))
struct DescribeMetricFiltersResult { std::vector<MetricFilter> metricFilters; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeMetricFiltersResult, (), (metricFilters, nextToken))
struct DescribeMetricFilters {
  Maybe<GroupName> logGroupName;
  Maybe<FilterName> filterNamePrefix;
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  Maybe<MetricName> metricName, metricNamespace;
  using Result = DescribeMetricFiltersResult;
  static constexpr std::string_view operation = "logs:DescribeMetricFilters";
};
BOOST_DESCRIBE_STRUCT(DescribeMetricFilters, (), (logGroupName, filterNamePrefix, nextToken, limit, metricName, metricNamespace))

struct DeleteMetricFilter {
  GroupName logGroupName;
  FilterName filterName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteMetricFilter";
};
BOOST_DESCRIBE_STRUCT(DeleteMetricFilter, (), (logGroupName, filterName))

struct MetricFilterMatchRecord { std::int64_t eventNumber = 0; std::string eventMessage; std::map<std::string, std::string> extractedValues; };
BOOST_DESCRIBE_STRUCT(MetricFilterMatchRecord, (), (eventNumber, eventMessage, extractedValues))
struct TestMetricFilterResult { std::vector<MetricFilterMatchRecord> matches; };
BOOST_DESCRIBE_STRUCT(TestMetricFilterResult, (), (matches))
struct TestMetricFilter {
  FilterPattern filterPattern;
  List<Text<1>, 1, 50> logEventMessages;
  using Result = TestMetricFilterResult;
  static constexpr std::string_view operation = "logs:TestMetricFilter";
};
BOOST_DESCRIBE_STRUCT(TestMetricFilter, (), (filterPattern, logEventMessages))

struct PutSubscriptionFilter {
  GroupName logGroupName;
  FilterName filterName;
  FilterPattern filterPattern;
  Text<1> destinationArn;
  Maybe<Text<1>> roleArn;
  Maybe<OneOf<"Random", "ByLogStream">> distribution;
  Maybe<bool> applyOnTransformedLogs;
  Maybe<Text<0, 2000>> fieldSelectionCriteria;
  Maybe<std::vector<std::string>> emitSystemFields;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:PutSubscriptionFilter";
};
BOOST_DESCRIBE_STRUCT(PutSubscriptionFilter, (), (logGroupName, filterName, filterPattern, destinationArn, roleArn, distribution, applyOnTransformedLogs,
                                                  fieldSelectionCriteria, emitSystemFields))
struct SubscriptionFilter {
  std::string filterName, logGroupName, filterPattern, destinationArn;
  Maybe<std::string> roleArn;
  std::string distribution;
  bool applyOnTransformedLogs = false;
  std::int64_t creationTime = 0;
};
BOOST_DESCRIBE_STRUCT(SubscriptionFilter, (), (filterName, logGroupName, filterPattern, destinationArn, roleArn, distribution, applyOnTransformedLogs, creationTime))
struct DescribeSubscriptionFiltersResult { std::vector<SubscriptionFilter> subscriptionFilters; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeSubscriptionFiltersResult, (), (subscriptionFilters, nextToken))
struct DescribeSubscriptionFilters {
  GroupName logGroupName;
  Maybe<FilterName> filterNamePrefix;
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  using Result = DescribeSubscriptionFiltersResult;
  static constexpr std::string_view operation = "logs:DescribeSubscriptionFilters";
};
BOOST_DESCRIBE_STRUCT(DescribeSubscriptionFilters, (), (logGroupName, filterNamePrefix, nextToken, limit))
struct DeleteSubscriptionFilter {
  GroupName logGroupName;
  FilterName filterName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteSubscriptionFilter";
};
BOOST_DESCRIBE_STRUCT(DeleteSubscriptionFilter, (), (logGroupName, filterName))

struct Destination { std::string destinationName, targetArn, roleArn; Maybe<std::string> accessPolicy; std::string arn; std::int64_t creationTime = 0; };
BOOST_DESCRIBE_STRUCT(Destination, (), (destinationName, targetArn, roleArn, accessPolicy, arn, creationTime))
struct PutDestinationResult { Destination destination; };
BOOST_DESCRIBE_STRUCT(PutDestinationResult, (), (destination))
struct PutDestination {
  FilterName destinationName;
  Text<1> targetArn, roleArn;
  Maybe<Tags> tags;
  using Result = PutDestinationResult;
  static constexpr std::string_view operation = "logs:PutDestination";
};
BOOST_DESCRIBE_STRUCT(PutDestination, (), (destinationName, targetArn, roleArn, tags))
struct DescribeDestinationsResult { std::vector<Destination> destinations; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(DescribeDestinationsResult, (), (destinations, nextToken))
struct DescribeDestinations {
  Maybe<FilterName> DestinationNamePrefix;
  Maybe<Token> nextToken;
  Maybe<SmallPage> limit;
  using Result = DescribeDestinationsResult;
  static constexpr std::string_view operation = "logs:DescribeDestinations";
};
BOOST_DESCRIBE_STRUCT(DescribeDestinations, (), (DestinationNamePrefix, nextToken, limit))
struct DeleteDestination {
  FilterName destinationName;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:DeleteDestination";
};
BOOST_DESCRIBE_STRUCT(DeleteDestination, (), (destinationName))
struct PutDestinationPolicy {
  FilterName destinationName;
  Text<1> accessPolicy;
  Maybe<bool> forceUpdate;
  using Result = Nothing;
  static constexpr std::string_view operation = "logs:PutDestinationPolicy";
};
BOOST_DESCRIBE_STRUCT(PutDestinationPolicy, (), (destinationName, accessPolicy, forceUpdate))

}  // namespace logs
