#include "services/logs/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

void leave_nothing(Acting&, Resource&) {}

// ---- AWS::Logs::LogStream

constexpr auto& kStream = properties<"LogGroupName*! LogStreamName!">;

void make_stream(Acting& a, const Resource& r) {
  auto q = request<logs::CreateLogStream>(r);
  q.logStreamName = own_name(r, "LogStreamName", 512);
  a.make(q, [&](auto&) { return std::string(q.logStreamName); });
}
void remove_stream(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(logs::DeleteLogStream{text_of(r, "LogGroupName"), r.physical_id}); });
}

// ---- AWS::Logs::MetricFilter

constexpr auto& kMetric = properties<"ApplyOnTransformedLogs EmitSystemFieldDimensions FieldSelectionCriteria FilterName! FilterPattern* LogGroupName*! "
                                     "MetricTransformations*">;

// Dimensions are a list of Key and Value in templates, a map in the API.
logs::PutMetricFilter metric_filter(const Resource& r) {
  Resource plain = r;
  if (Value* all = plain.properties.find("MetricTransformations"); all && all->is_list())
    for (auto& each : all->items) {
      const Value* dimensions = each.find("Dimensions");
      if (!dimensions || !dimensions->is_list()) continue;
      Value map = Value::map();
      for (auto& d : dimensions->items) map.set(d.text_of("Key"), Value(d.text_of("Value")));
      each.set("Dimensions", std::move(map));
    }
  return request<logs::PutMetricFilter>(plain);
}

bool has_metric_filter(Acting& a, const Resource& r, const std::string& name) {
  auto found = a.call(logs::DescribeMetricFilters{.logGroupName = text_of(r, "LogGroupName"), .filterNamePrefix = name, .nextToken = {}, .limit = {}, .metricName = {},
                                                  .metricNamespace = {}});
  return std::any_of(found.metricFilters.begin(), found.metricFilters.end(), [&](auto& f) { return f.filterName == name; });
}
void make_metric(Acting& a, const Resource& r) {
  auto q = metric_filter(r);
  q.filterName = own_name(r, "FilterName", 512);
  if (is_given(r, "FilterName") && has_metric_filter(a, r, q.filterName)) throw already_exists(r, q.filterName);
  a.make(q, [&](auto&) { return std::string(q.filterName); });
}
void update_metric(Acting& a, Resource& r, const Resource&) {
  auto q = metric_filter(r);
  q.filterName = r.physical_id;
  a.call(q);
}
void remove_metric(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(logs::DeleteMetricFilter{text_of(r, "LogGroupName"), r.physical_id}); });
}

// ---- AWS::Logs::SubscriptionFilter

constexpr auto& kSubscription = properties<"ApplyOnTransformedLogs DestinationArn* Distribution EmitSystemFields FieldSelectionCriteria FilterName! "
                                           "FilterPattern* LogGroupName*! RoleArn">;

void make_subscription(Acting& a, const Resource& r) {
  auto q = request<logs::PutSubscriptionFilter>(r);
  q.filterName = own_name(r, "FilterName", 512);
  a.make(q, [&](auto&) { return std::string(q.filterName); });
}
void update_subscription(Acting& a, Resource& r, const Resource&) {
  auto q = request<logs::PutSubscriptionFilter>(r);
  q.filterName = r.physical_id;
  a.call(q);
}
void remove_subscription(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(logs::DeleteSubscriptionFilter{text_of(r, "LogGroupName"), r.physical_id}); });
}

// ---- AWS::Logs::ResourcePolicy

constexpr auto& kPolicy = properties<"PolicyDocument* PolicyName*!">;

logs::PutResourcePolicy resource_policy(const Resource& r) {
  return {.policyName = text_of(r, "PolicyName"), .policyDocument = text_of(r, "PolicyDocument"), .resourceArn = {}, .expectedRevisionId = {}};
}
void make_policy(Acting& a, const Resource& r) {
  a.make(resource_policy(r), [&](auto&) { return text_of(r, "PolicyName"); });
}
void update_policy(Acting& a, Resource& r, const Resource&) { a.call(resource_policy(r)); }
void remove_policy(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(logs::DeleteResourcePolicy{.policyName = r.physical_id, .resourceArn = {}, .expectedRevisionId = {}}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Logs::LogStream", .properties = kStream, .attributes = {},
     .make = make_stream, .settle = leave_nothing, .update = nullptr, .remove = remove_stream},
    {.name = "AWS::Logs::MetricFilter", .properties = kMetric, .attributes = {},
     .make = make_metric, .settle = leave_nothing, .update = update_metric, .remove = remove_metric},
    {.name = "AWS::Logs::SubscriptionFilter", .properties = kSubscription, .attributes = {},
     .make = make_subscription, .settle = leave_nothing, .update = update_subscription, .remove = remove_subscription},
    {.name = "AWS::Logs::ResourcePolicy", .properties = kPolicy, .attributes = {},
     .make = make_policy, .settle = leave_nothing, .update = update_policy, .remove = remove_policy},
};

}  // namespace

Types logs_filter_types() { return kTypes; }

}  // namespace cloudformation::resources
