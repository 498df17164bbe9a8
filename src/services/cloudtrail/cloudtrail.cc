#include "services/cloudtrail/cloudtrail.h"

#include "services/cloudtrail/describe.h"
#include "services/cloudtrail/insights.h"
#include "services/cloudtrail/keys.h"
#include "services/cloudtrail/lake.h"
#include "services/cloudtrail/lookup.h"
#include "services/cloudtrail/organization.h"
#include "services/cloudtrail/selectors.h"
#include "services/cloudtrail/tags.h"
#include "services/cloudtrail/trails.h"

namespace cloudtrail {

using service::Effect, service::operation, service::Service;

Service cloudtrail() {
  Service s{.name = "cloudtrail", .event_source = "cloudtrail.amazonaws.com", .protocol = wire::Protocol::json11,
          .version = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", .message_key = "Message", .operations = {
    operation<create_access, create_trail>("CreateTrail", Effect::write),
    operation<update_access, update_trail>("UpdateTrail", Effect::write),
    operation<delete_access, delete_trail>("DeleteTrail", Effect::write),
    operation<start_access, start_logging>("StartLogging", Effect::write),
    operation<stop_access, stop_logging>("StopLogging", Effect::write),
    operation<describe_access, describe_trails>("DescribeTrails", Effect::read),
    operation<get_access, get_trail>("GetTrail", Effect::read),
    operation<list_access, list_trails>("ListTrails", Effect::read),
    operation<status_access, get_trail_status>("GetTrailStatus", Effect::read),
    operation<put_selectors_access, put_event_selectors>("PutEventSelectors", Effect::write),
    operation<get_selectors_access, get_event_selectors>("GetEventSelectors", Effect::read),
    operation<put_insights_access, put_insight_selectors>("PutInsightSelectors", Effect::write),
    operation<get_insights_access, get_insight_selectors>("GetInsightSelectors", Effect::read),
    operation<metric_data_access, list_insights_metric_data>("ListInsightsMetricData", Effect::read),
    operation<insights_data_access, list_insights_data>("ListInsightsData", Effect::read),
    operation<put_configuration_access, put_event_configuration>("PutEventConfiguration", Effect::write),
    operation<get_configuration_access, get_event_configuration>("GetEventConfiguration", Effect::read),
    operation<register_access, register_administrator>("RegisterOrganizationDelegatedAdmin", Effect::write),
    operation<deregister_access, deregister_administrator>("DeregisterOrganizationDelegatedAdmin", Effect::write),
    operation<add_tags_access, add_tags>("AddTags", Effect::write),
    operation<remove_tags_access, remove_tags>("RemoveTags", Effect::write),
    operation<list_tags_access, list_tags>("ListTags", Effect::read),
    operation<list_keys_access, list_public_keys>("ListPublicKeys", Effect::read),
    operation<lookup_access, lookup_events>("LookupEvents", Effect::read),
  }};
  for (auto& o : lake_operations()) s.operations.push_back(std::move(o));
  return s;
}

}  // namespace cloudtrail
