#pragma once
// CloudTrail Insights as trails are set to it and callers read it. CloudTrail User Guide, "Working with CloudTrail Insights".
#include "services/cloudtrail/insights_state.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

service::Access put_insights_access(const PutInsightSelectors&, service::Call&);
InsightSelectorsResult put_insight_selectors(const PutInsightSelectors&, service::Call&);
service::Access get_insights_access(const GetInsightSelectors&, service::Call&);
InsightSelectorsResult get_insight_selectors(const GetInsightSelectors&, service::Call&);

std::vector<service::Access> metric_data_access(const ListInsightsMetricData&, service::Call&);
ListInsightsMetricDataResult list_insights_metric_data(const ListInsightsMetricData&, service::Call&);
service::Access insights_data_access(const ListInsightsData&, service::Call&);
ListInsightsDataResult list_insights_data(const ListInsightsData&, service::Call&);

// The trail's selectors at a state version; empty: Insights were off.
std::vector<InsightSelector> insight_selectors(store::Txn&, const std::string& trail_id, std::uint64_t version);
std::vector<InsightSelector> insight_selectors(store::Txn&, const std::string& trail_id);       // now
bool selects(const std::vector<InsightSelector>&, std::string_view type, std::string_view category);

}  // namespace cloudtrail
