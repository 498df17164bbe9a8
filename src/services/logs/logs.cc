#include "services/logs/logs.h"

#include "services/logs/groups.h"
#include "services/logs/metric_filters.h"
#include "services/logs/policies.h"
#include "services/logs/put.h"
#include "services/logs/reading.h"
#include "services/logs/streams.h"
#include "services/logs/subscriptions.h"

namespace logs {
namespace {

using service::Effect, service::operation, service::Operation, service::Service, service::Trace;

// PutLogEvents is no management event, and its events are not the record's business: it names where they went.
void parameters(Call&, const Operation& o, const void* request, std::string& json) {
  base::JsonWriter w(json);
  if (o.request == shape::of<PutLogEvents>()) {
    auto& q = *static_cast<const PutLogEvents*>(request);
    w.open('{').key("logGroupName").text(q.logGroupName).key("logStreamName").text(q.logStreamName).close('}');
    return;
  }
  record::write_value(w, *o.request, request, record::Dates::comma);
  if (json == "{}") json.clear();
}

std::vector<Operation> operations() {
  return {
      operation<to_create_log_group, create_log_group>("CreateLogGroup", Effect::write),
      operation<to_delete_log_group, delete_log_group>("DeleteLogGroup", Effect::write),
      operation<to_describe_log_groups, describe_log_groups>("DescribeLogGroups", Effect::read),
      operation<to_list_log_groups, list_log_groups>("ListLogGroups", Effect::read),
      operation<to_put_retention_policy, put_retention_policy>("PutRetentionPolicy", Effect::write),
      operation<to_delete_retention_policy, delete_retention_policy>("DeleteRetentionPolicy", Effect::write),
      operation<to_put_deletion_protection, put_deletion_protection>("PutLogGroupDeletionProtection", Effect::write),
      operation<to_associate_kms_key, associate_kms_key>("AssociateKmsKey", Effect::write),
      operation<to_disassociate_kms_key, disassociate_kms_key>("DisassociateKmsKey", Effect::write),

      operation<to_tag_log_group, tag_log_group>("TagLogGroup", Effect::write),
      operation<to_untag_log_group, untag_log_group>("UntagLogGroup", Effect::write),
      operation<to_list_tags_log_group, list_tags_log_group>("ListTagsLogGroup", Effect::read),
      operation<to_tag_resource, tag_resource>("TagResource", Effect::write),
      operation<to_untag_resource, untag_resource>("UntagResource", Effect::write),
      operation<to_list_tags_for_resource, list_tags_for_resource>("ListTagsForResource", Effect::read),

      operation<to_create_log_stream, create_log_stream>("CreateLogStream", Effect::write),
      operation<to_delete_log_stream, delete_log_stream>("DeleteLogStream", Effect::write),
      operation<to_describe_log_streams, describe_log_streams>("DescribeLogStreams", Effect::read),

      operation<to_put_log_events, put_log_events>("PutLogEvents", Effect::write, Trace{.data_event = true, .silent_answer = true}),
      operation<to_get_log_events, get_log_events>("GetLogEvents", Effect::read),
      operation<to_filter_log_events, filter_log_events>("FilterLogEvents", Effect::read, Trace{.read_only = true}),

      operation<to_put_metric_filter, put_metric_filter>("PutMetricFilter", Effect::write),
      operation<to_describe_metric_filters, describe_metric_filters>("DescribeMetricFilters", Effect::read),
      operation<to_delete_metric_filter, delete_metric_filter>("DeleteMetricFilter", Effect::write),
      operation<to_test_metric_filter, test_metric_filter>("TestMetricFilter", Effect::read),

      operation<to_put_subscription_filter, put_subscription_filter>("PutSubscriptionFilter", Effect::write),
      operation<to_describe_subscription_filters, describe_subscription_filters>("DescribeSubscriptionFilters", Effect::read),
      operation<to_delete_subscription_filter, delete_subscription_filter>("DeleteSubscriptionFilter", Effect::write),
      operation<to_put_destination, put_destination>("PutDestination", Effect::write),
      operation<to_describe_destinations, describe_destinations>("DescribeDestinations", Effect::read),
      operation<to_delete_destination, delete_destination>("DeleteDestination", Effect::write),
      operation<to_put_destination_policy, put_destination_policy>("PutDestinationPolicy", Effect::write),

      operation<to_put_resource_policy, put_resource_policy>("PutResourcePolicy", Effect::write),
      operation<to_describe_resource_policies, describe_resource_policies>("DescribeResourcePolicies", Effect::read),
      operation<to_delete_resource_policy, delete_resource_policy>("DeleteResourcePolicy", Effect::write),

      operation<to_start_live_tail, start_live_tail>("StartLiveTail", Effect::read, Trace{.read_only = true}),
      operation<to_start_query, start_query>("StartQuery", Effect::read, Trace{.read_only = true}),
  };
}

}  // namespace

Service logs() {
  return {.name = "logs", .event_source = "logs.amazonaws.com", .protocol = wire::Protocol::json11, .version = "Logs_20140328",
          .invalid_code = "InvalidParameterException", .operations = operations(), .parameters = parameters};
}

}  // namespace logs
