#include "services/events/events.h"

#include "services/events/buses.h"
#include "services/events/connections.h"
#include "services/events/put_events.h"
#include "services/events/refused.h"
#include "services/events/tags.h"
#include "services/events/targets.h"

namespace events {

using service::Effect, service::operation, service::Service, service::Trace;

Service events() {
  return {.name = "events", .event_source = "events.amazonaws.com", .protocol = wire::Protocol::json11, .version = "AWSEvents",
          .operations = {
              operation<to_bus<CreateEventBus>, create_event_bus>("CreateEventBus", Effect::write),
              operation<to_bus<UpdateEventBus>, update_event_bus>("UpdateEventBus", Effect::write),
              operation<to_bus<DeleteEventBus>, delete_event_bus>("DeleteEventBus", Effect::write),
              operation<to_bus<DescribeEventBus>, describe_event_bus>("DescribeEventBus", Effect::read),
              operation<to_list_buses, list_event_buses>("ListEventBuses", Effect::read),
              operation<to_bus<PutPermission>, put_permission>("PutPermission", Effect::write),
              operation<to_bus<RemovePermission>, remove_permission>("RemovePermission", Effect::write),

              operation<to_put_rule, put_rule>("PutRule", Effect::write),
              operation<to_rule<DeleteRule>, delete_rule>("DeleteRule", Effect::write),
              operation<to_rule<EnableRule>, enable_rule>("EnableRule", Effect::write),
              operation<to_rule<DisableRule>, disable_rule>("DisableRule", Effect::write),
              operation<to_rule<DescribeRule>, describe_rule>("DescribeRule", Effect::read),
              operation<to_list_rules, list_rules>("ListRules", Effect::read),
              operation<to_list_rule_names, list_rule_names_by_target>("ListRuleNamesByTarget", Effect::read),

              operation<to_put_targets, put_targets>("PutTargets", Effect::write),
              operation<to_rule<RemoveTargets>, remove_targets>("RemoveTargets", Effect::write),
              operation<to_rule<ListTargetsByRule>, list_targets_by_rule>("ListTargetsByRule", Effect::read),

              operation<to_put_events, put_events>("PutEvents", Effect::write, Trace{.data_event = true}),
              operation<to_test_pattern, test_event_pattern>("TestEventPattern", Effect::read),

              operation<to_tagged<TagResource>, tag_resource>("TagResource", Effect::write),
              operation<to_tagged<UntagResource>, untag_resource>("UntagResource", Effect::write),
              operation<to_tagged<ListTagsForResource>, list_tags_for_resource>("ListTagsForResource", Effect::read),

              operation<to_connection<CreateConnection>, create_connection>("CreateConnection", Effect::write),
              operation<to_connection<UpdateConnection>, update_connection>("UpdateConnection", Effect::write),
              operation<to_connection<DeleteConnection>, delete_connection>("DeleteConnection", Effect::write),
              operation<to_connection<DeauthorizeConnection>, deauthorize_connection>("DeauthorizeConnection", Effect::write),
              operation<to_connection<DescribeConnection>, describe_connection>("DescribeConnection", Effect::read),
              operation<to_list_all<ListConnections>, list_connections>("ListConnections", Effect::read),
              operation<to_destination<CreateApiDestination>, create_api_destination>("CreateApiDestination", Effect::write),
              operation<to_destination<UpdateApiDestination>, update_api_destination>("UpdateApiDestination", Effect::write),
              operation<to_destination<DeleteApiDestination>, delete_api_destination>("DeleteApiDestination", Effect::write),
              operation<to_destination<DescribeApiDestination>, describe_api_destination>("DescribeApiDestination", Effect::read),
              operation<to_list_all<ListApiDestinations>, list_api_destinations>("ListApiDestinations", Effect::read),

              operation<to_refused<CreateArchive>, refuse<CreateArchive>>("CreateArchive", Effect::write),
              operation<to_refused<StartReplay>, refuse<StartReplay>>("StartReplay", Effect::write),
              operation<to_refused<CreateEndpoint>, refuse<CreateEndpoint>>("CreateEndpoint", Effect::write),
              operation<to_refused<ListArchives>, list_archives>("ListArchives", Effect::read),
              operation<to_refused<ListReplays>, list_replays>("ListReplays", Effect::read),
              operation<to_refused<DescribeArchive>, describe_archive>("DescribeArchive", Effect::read),
              operation<to_refused<DescribeReplay>, describe_replay>("DescribeReplay", Effect::read),
          }};
}

}  // namespace events
