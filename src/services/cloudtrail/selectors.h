#pragma once
// Event selectors: what a trail wants. CloudTrail User Guide, "Logging management events", "Logging data events".
#include "journal/journal.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access put_selectors_access(const PutEventSelectors& q, service::Call& c) { return {.action = "cloudtrail:PutEventSelectors", .resource = resource_arn(q.trailName, c)}; }
inline service::Access get_selectors_access(const GetEventSelectors& q, service::Call& c) { return {.action = "cloudtrail:GetEventSelectors", .resource = resource_arn(q.trailName, c)}; }
inline service::Access get_insights_access(const GetInsightSelectors& q, service::Call& c) {
  return {.action = "cloudtrail:GetInsightSelectors", .resource = q.trailName ? resource_arn(*q.trailName, c) : "*"};
}
EventSelectorsResult put_event_selectors(const PutEventSelectors&, service::Call&);
EventSelectorsResult get_event_selectors(const GetEventSelectors&, service::Call&);
shape::Nothing get_insight_selectors(const GetInsightSelectors&, service::Call&);

// Whether any of the selectors matches the record.
bool selected(const std::vector<EventSelector>&, const journal::RecordView&);

}  // namespace cloudtrail
