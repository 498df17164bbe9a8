#pragma once
// CloudTrail Insights as callers say it: selectors, metric data, Insights events on data events.
#include "services/cloudtrail/api.h"

namespace cloudtrail {

using InsightStore = Text<3, 256, R"([a-zA-Z0-9._/\-:]+)">;      // of event data stores, which this server does not have
using InsightType = OneOf<"ApiCallRateInsight", "ApiErrorRateInsight">;

struct InsightSelector { Maybe<InsightType> insightType; Maybe<std::vector<OneOf<"Management", "Data">>> eventCategories; };
BOOST_DESCRIBE_STRUCT(InsightSelector, (), (insightType, eventCategories))

struct InsightSelectorsResult {
  Maybe<std::string> trailARN;
  std::vector<InsightSelector> insightSelectors;
  Maybe<std::string> eventDataStoreArn, insightsDestination;
};
BOOST_DESCRIBE_STRUCT(InsightSelectorsResult, (), (trailARN, insightSelectors, eventDataStoreArn, insightsDestination))

struct PutInsightSelectors {
  Maybe<std::string> trailName;
  std::vector<InsightSelector> insightSelectors;
  Maybe<InsightStore> eventDataStore, insightsDestination;
  using Result = InsightSelectorsResult;
  static constexpr std::string_view operation = "cloudtrail:PutInsightSelectors";
};
BOOST_DESCRIBE_STRUCT(PutInsightSelectors, (), (trailName, insightSelectors, eventDataStore, insightsDestination))

struct GetInsightSelectors {
  Maybe<std::string> trailName;
  Maybe<InsightStore> eventDataStore;
  using Result = InsightSelectorsResult;
  static constexpr std::string_view operation = "cloudtrail:GetInsightSelectors";
};
BOOST_DESCRIBE_STRUCT(GetInsightSelectors, (), (trailName, eventDataStore))

struct ListInsightsMetricDataResult {
  Maybe<std::string> trailARN;
  std::string eventSource, eventName;
  InsightType insightType;
  Maybe<std::string> errorCode;
  std::vector<base::Time> timestamps;
  std::vector<double> values;
  Maybe<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListInsightsMetricDataResult, (), (trailARN, eventSource, eventName, insightType, errorCode, timestamps, values, nextToken))
struct ListInsightsMetricData {
  Maybe<std::string> trailName;
  Text<0, 256, R"([a-z0-9_-]+\.amazonaws\.com)"> eventSource;
  Text<0, 128, R"([A-Za-z0-9_]+)"> eventName;
  InsightType insightType;
  Maybe<Text<0, 128, R"([\w\d\s_.,\-:\[\]]+)">> errorCode;
  Maybe<base::Time> startTime, endTime;
  Maybe<Whole<60, 3600>> period;
  Maybe<OneOf<"FillWithZeros", "NonZeroData">> dataType;
  Maybe<Whole<1, 21600>> maxResults;
  Maybe<Text<1, 5000>> nextToken;
  using Result = ListInsightsMetricDataResult;
  static constexpr std::string_view operation = "cloudtrail:ListInsightsMetricData";
};
BOOST_DESCRIBE_STRUCT(ListInsightsMetricData, (), (trailName, eventSource, eventName, insightType, errorCode, startTime, endTime, period, dataType, maxResults, nextToken))

struct ListInsightsDataResult { std::vector<Event> events; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListInsightsDataResult, (), (events, nextToken))
struct ListInsightsData {
  Text<3, 256, R"([a-zA-Z0-9._/\-:]+)"> insightSource;
  OneOf<"InsightsEvents"> dataType;
  Maybe<std::map<std::string, Text<1, 2000>>> dimensions;
  Maybe<base::Time> startTime, endTime;
  Maybe<Whole<1, 50>> maxResults;
  Maybe<Text<4, 1000>> nextToken;
  using Result = ListInsightsDataResult;
  static constexpr std::string_view operation = "cloudtrail:ListInsightsData";
};
BOOST_DESCRIBE_STRUCT(ListInsightsData, (), (insightSource, dataType, dimensions, startTime, endTime, maxResults, nextToken))

}  // namespace cloudtrail
