#include "services/logs/subscriptions.h"

#include <libdeflate.h>

#include "base/arn.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "base/json.h"
#include "base/log.h"
#include "services/lambda/api.h"
#include "services/logs/groups.h"
#include "services/logs/pattern.h"
#include "shape/pack.h"

namespace logs {
namespace {

ApiError not_here(std::string_view what) {
  return {"InvalidOperationException", 400, std::string(what) + " is not part of this server."};
}

Access on_destination(std::string_view action, const std::string& name, Call& call) {
  return {.action = action,
          .resource = "arn:" + call.house().settings.partition + ":logs:" + call.scope().region + ":" + call.scope().account + ":destination:" + name};
}

constexpr std::int64_t kMostSubscriptions = 2;               // of a group
constexpr std::size_t kBundleBytes = 256u << 10;             // of messages in one invocation
constexpr std::string_view kHandOn = "logs.subscription", kPurpose = "logs.subscriptions";

// Functions' policies name CloudWatch Logs with its Region, or without.
std::vector<service::PrincipalPtr> itself(const House& house, const Scope& at, const std::string& group) {
  const std::string source = group_arn(house, at, group) + ":*";
  return {service::service_principal("logs.amazonaws.com", source, at.account), service::service_principal("logs." + at.region + ".amazonaws.com", source, at.account)};
}

lambda::Invoke invocation(const std::string& function) {
  lambda::Invoke out;
  out.functionName = function;
  out.invocationType = "Event";
  return out;
}

Scope place_of(const std::string& function) {
  auto arn = base::parse_arn(function);
  return {std::string(arn->account), std::string(arn->region)};
}

bool may_invoke(const std::string& function, const Group& g, Call& call) {
  lambda::Invoke invoke = invocation(function);
  for (auto& who : itself(call.house(), call.scope(), g.name))
    if (call.as(who).at(place_of(function)).may(invoke)) return true;
  return false;
}

// What is handed on lies sealed until then: it is of a log.
struct HandOn { std::string account, region, group, function, sealed; };
BOOST_DESCRIBE_STRUCT(HandOn, (), (account, region, group, function, sealed))

// Events for one function, as many as one invocation takes.
class Bundle {
 public:
  Bundle(Call& call, const Group& g, const Stream& stream, const KeptSubscription& s) : call_(call), group_(g), stream_(stream), subscription_(s) {}
  void add(const InputLogEvent& e) {
    if (!events_.empty() && bytes_ + e.message.size() > kBundleBytes) send();
    bytes_ += e.message.size();
    events_.push_back(&e);
  }
  void send() {
    if (events_.empty()) return;
    std::string text;
    base::JsonWriter w(text);
    w.open('{').key("messageType").text("DATA_MESSAGE").key("owner").text(call_.scope().account).key("logGroup").text(group_.name).key("logStream").text(stream_.name);
    w.key("subscriptionFilters").open('[').text(subscription_.name).close(']').key("logEvents").open('[');
    for (auto* e : events_) w.open('{').key("id").text(base::random_text(56, base::kDigits)).key("timestamp").number(e->timestamp).key("message").text(e->message).close('}');
    w.close(']').close('}');
    auto sealed = base::seal(call_.house().key_for(kPurpose), text, subscription_.destination);
    call_.later(kHandOn, shape::packed(HandOn{call_.scope().account, call_.scope().region, group_.name, subscription_.destination, std::move(sealed)}));
    events_.clear();
    bytes_ = 0;
  }

 private:
  Call& call_;
  const Group& group_;
  const Stream& stream_;
  const KeptSubscription& subscription_;
  std::vector<const InputLogEvent*> events_;
  std::size_t bytes_ = 0;
};

std::string gzipped(std::string_view plain) {
  std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> c(libdeflate_alloc_compressor(6), libdeflate_free_compressor);
  std::string out(libdeflate_gzip_compress_bound(c.get(), plain.size()), '\0');
  out.resize(libdeflate_gzip_compress(c.get(), plain.data(), plain.size(), out.data(), out.size()));
  return out;
}

// Source: CloudWatch Logs User Guide, "Using CloudWatch Logs subscription filters", Lambda.
void hand_on(House& house, const std::string& payload) {
  auto h = shape::unpacked<HandOn>(payload);
  auto text = h ? base::open(house.key_for(kPurpose), h->sealed, h->function) : std::nullopt;
  if (!text) return;
  lambda::Invoke invoke = invocation(h->function);
  base::JsonWriter(invoke.payload.emplace().bytes).open('{').key("awslogs").open('{').key("data").text(base::base64(gzipped(*text))).close('}').close('}');
  std::optional<ApiError> refusal;
  for (auto& who : itself(house, {h->account, h->region}, h->group)) {
    try {
      house.act(who, place_of(h->function), invoke);
      return;
    } catch (const ApiError& e) {
      if (e.status >= 500 || e.status == 429) throw;          // tried again
      refusal = e;
    }
  }
  base::log_error("log events for " + h->function + " dropped: " + refusal->code + ": " + refusal->message);
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
  if (arn->service != "lambda" || arn->region != call.scope().region) throw invalid("Could not deliver test message to specified destination. Check if the destination is valid.");
  if (q.roleArn) throw invalid("A role ARN cannot be given for a Lambda function: its policy says who may invoke it.");
  if (q.applyOnTransformedLogs.value_or(false)) throw ApiError{"InvalidOperationException", 400, "The log group has no log transformer."};
  if (q.fieldSelectionCriteria || (q.emitSystemFields && !q.emitSystemFields->empty()))
    throw invalid("System fields are not part of this server: fieldSelectionCriteria and emitSystemFields cannot be used.");
  if (!may_invoke(q.destinationArn, g, call))
    throw invalid("Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.");
  auto rows = call.in(kSubscriptions);
  const std::string key = stream_key(g.id, q.filterName);
  auto before = rows.get(key);
  if (!before && g.subscriptions >= kMostSubscriptions) throw ApiError{"LimitExceededException", 400, "Resource limit exceeded."};
  rows.put(key, {q.filterName, q.filterPattern, q.destinationArn, q.distribution ? std::string(*q.distribution) : "ByLogStream", before ? before->created : call.now()});
  if (before) return {};
  ++g.subscriptions;
  put_group(call, g);
  return {};
}

DescribeSubscriptionFiltersResult describe_subscription_filters(const DescribeSubscriptionFilters& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  DescribeSubscriptionFiltersResult out;
  const std::string prefix = q.filterNamePrefix ? std::string(*q.filterNamePrefix) : "";
  out.nextToken = page(call.in(kSubscriptions), stream_key(g.id, prefix), q.nextToken, page_size(q.limit), [&](std::string_view, const KeptSubscription& s) {
    out.subscriptionFilters.push_back({s.name, g.name, s.pattern, s.destination, {}, s.distribution, false, s.created.ms});
    return true;
  });
  return out;
}

Nothing delete_subscription_filter(const DeleteSubscriptionFilter& q, Call& call) {
  Group g = group_of(call, q.logGroupName);
  const std::string key = stream_key(g.id, q.filterName);
  if (!call.in(kSubscriptions).has(key)) throw ApiError{"ResourceNotFoundException", 400, "The specified subscription filter does not exist."};
  call.in(kSubscriptions).erase(key);
  --g.subscriptions;
  put_group(call, g);
  return {};
}

// ---- what is handed on

void tell_subscribers(Call& call, const Group& g, const Stream& stream, std::span<const InputLogEvent> events) {
  call.in(kSubscriptions).each(g.id + '\0', "", [&](std::string_view, const KeptSubscription& s) {
    const Pattern pattern = Pattern::compile(s.pattern);
    Bundle bundle{call, g, stream, s};
    for (auto& e : events)
      if (pattern.matches(e.message)) bundle.add(e);
    bundle.send();
    return true;
  });
}

service::OutboxHandler subscription_handler() { return {kHandOn, hand_on}; }

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
