#pragma once
// PutEventSelectors and GetEventSelectors; what else is configured of a trail's events.
#include "services/cloudtrail/api_organization.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access put_selectors_access(const PutEventSelectors& q, service::Call& c) { return {.action = "cloudtrail:PutEventSelectors", .resource = resource_arn(q.trailName, c)}; }
inline service::Access get_selectors_access(const GetEventSelectors& q, service::Call& c) { return {.action = "cloudtrail:GetEventSelectors", .resource = resource_arn(q.trailName, c)}; }
EventSelectorsResult put_event_selectors(const PutEventSelectors&, service::Call&);
EventSelectorsResult get_event_selectors(const GetEventSelectors&, service::Call&);

service::Access put_configuration_access(const PutEventConfiguration&, service::Call&);
service::Access get_configuration_access(const GetEventConfiguration&, service::Call&);
EventConfiguration put_event_configuration(const PutEventConfiguration&, service::Call&);
EventConfiguration get_event_configuration(const GetEventConfiguration&, service::Call&);

}  // namespace cloudtrail
