#include "services/logs/subscriptions.h"

#include "base/arn.h"
#include "services/logs/pattern.h"

namespace logs {
namespace {

ApiError not_here(std::string_view what) {
  return {"InvalidOperationException", 400, std::string(what) + " is not part of this server."};
}

Access on_destination(std::string_view action, const std::string& name, Call& call) {
  return {.action = action,
          .resource = "arn:" + call.house().settings.partition + ":logs:" + call.scope().region + ":" + call.scope().account + ":destination:" + name};
}

ApiError no_destination() { return {"ResourceNotFoundException", 400, "The specified destination does not exist."}; }

}  // namespace

Access to_put_subscription_filter(const PutSubscriptionFilter& q, Call& call) {
  Access out = on_group("logs:PutSubscriptionFilter", q.logGroupName, call);
  out.keys.push_back({"logs:DestinationArn", {q.destinationArn}});
  return out;
}
Access to_describe_subscription_filters(const DescribeSubscriptionFilters& q, Call& call) {
  return on_group("logs:DescribeSubscriptionFilters", q.logGroupName, call);
}
Access to_delete_subscription_filter(const DeleteSubscriptionFilter& q, Call& call) { return on_group("logs:DeleteSubscriptionFilter", q.logGroupName, call); }
Access to_put_destination(const PutDestination& q, Call& call) { return on_destination("logs:PutDestination", q.destinationName, call); }
Access to_describe_destinations(const DescribeDestinations&, Call& call) { return on_destination("logs:DescribeDestinations", "*", call); }
Access to_delete_destination(const DeleteDestination& q, Call& call) { return on_destination("logs:DeleteDestination", q.destinationName, call); }
Access to_put_destination_policy(const PutDestinationPolicy& q, Call& call) { return on_destination("logs:PutDestinationPolicy", q.destinationName, call); }

Nothing put_subscription_filter(const PutSubscriptionFilter& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  if (g.group_class != "STANDARD")
    throw ApiError{"InvalidOperationException", 400, "Subscription filters are not supported for log groups of the " + g.group_class + " class."};
  try {
    Pattern::compile(q.filterPattern);
  } catch (const PatternFault& fault) {
    throw invalid(fault.what());
  }
  auto arn = base::parse_arn(q.destinationArn);
  if (!arn || (arn->service != "lambda" && arn->service != "kinesis" && arn->service != "firehose" && arn->service != "logs"))
    throw invalid("destinationArn for vendor " + std::string(arn ? arn->service : "unknown") + " cannot be used.");
  throw invalid("Could not deliver test message to specified destination. Check if the destination is valid.");
}

DescribeSubscriptionFiltersResult describe_subscription_filters(const DescribeSubscriptionFilters& q, Call& call) {
  group_of(call, q.logGroupName);
  return {};
}

Nothing delete_subscription_filter(const DeleteSubscriptionFilter& q, Call& call) {
  group_of(call, q.logGroupName);
  throw ApiError{"ResourceNotFoundException", 400, "The specified subscription filter does not exist."};
}

PutDestinationResult put_destination(const PutDestination&, Call&) {
  throw invalid("Could not deliver test message to specified destination. Check if the destination is valid.");
}
DescribeDestinationsResult describe_destinations(const DescribeDestinations&, Call&) { return {}; }
Nothing delete_destination(const DeleteDestination&, Call&) { throw no_destination(); }
Nothing put_destination_policy(const PutDestinationPolicy&, Call&) { throw no_destination(); }

std::vector<Access> to_start_live_tail(const StartLiveTail& q, Call& call) {
  std::vector<Access> out;
  for (auto& group : q.logGroupIdentifiers) out.push_back(on_group("logs:StartLiveTail", named(call, group), call));
  return out;
}

std::vector<Access> to_start_query(const StartQuery& q, Call& call) {
  std::vector<Access> out;
  auto add = [&](const std::string& group) { out.push_back(on_group("logs:StartQuery", named(call, group), call)); };
  if (q.logGroupName) add(*q.logGroupName);
  if (q.logGroupNames) for (auto& name : *q.logGroupNames) add(name);
  if (q.logGroupIdentifiers) for (auto& identifier : *q.logGroupIdentifiers) add(identifier);
  if (out.empty()) out.push_back(on_all_groups("logs:StartQuery", call));
  return out;
}

Nothing start_live_tail(const StartLiveTail&, Call&) { throw not_here("Live Tail"); }
StartQueryResult start_query(const StartQuery&, Call&) { throw not_here("CloudWatch Logs Insights"); }

}  // namespace logs
