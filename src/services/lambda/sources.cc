#include "services/lambda/sources.h"

#include "base/arn.h"
#include "service/pattern.h"
#include "services/lambda/configuration.h"
#include "services/sqs/api.h"
#include "services/sts/api.h"

namespace lambda {
namespace {

store::Bound<Mapping> mappings(const Call& call) { return call.elsewhere(kMappings, ""); }
std::string key_of(const Call& call, const std::string& uuid) { return store::joined(call.scope().account, call.scope().region, uuid); }

std::string arn_of(const House& house, const Mapping& m) {
  return "arn:" + house.settings.partition + ":lambda:" + m.region + ":" + m.account + ":event-source-mapping:" + m.uuid;
}
std::string function_of(const House& house, const Mapping& m) { return function_arn(house, {m.account, m.region}, m.name, m.qualifier); }

Mapping existing(const std::string& uuid, const Call& call) {
  auto found = mappings(call).get(key_of(call, uuid));
  if (!found) throw not_found("The resource you requested does not exist.");
  return std::move(*found);
}

Access on_mapping(std::string_view action, const std::string& uuid, Call& call) {
  auto found = mappings(call).get(key_of(call, uuid));
  Mapping named = found.value_or(Mapping{});
  if (!found) {
    named.uuid = uuid;
    named.account = call.scope().account;
    named.region = call.scope().region;
  }
  Access out{.action = action, .resource = arn_of(call.house(), named)};
  if (found) out.keys.push_back({"lambda:FunctionArn", {function_of(call.house(), named)}});
  return out;
}

EventSourceMappingConfiguration shown(const Mapping& m, std::string state, const House& house) {
  EventSourceMappingConfiguration out;
  out.uUID = m.uuid;
  out.batchSize = m.batch;
  out.maximumBatchingWindowInSeconds = m.window;
  out.eventSourceArn = m.queue;
  if (!m.filters.empty()) {
    auto& list = out.filterCriteria.emplace().filters.emplace();
    for (auto& f : m.filters) list.emplace_back().pattern = f;
  }
  out.functionArn = function_of(house, m);
  out.lastModified = m.modified;
  out.state = state.empty() ? m.enabled ? "Enabled" : "Disabled" : std::move(state);
  out.stateTransitionReason = "USER_INITIATED";
  if (m.reports_failures) out.functionResponseTypes = std::vector<std::string>{"ReportBatchItemFailures"};
  if (m.concurrency) out.scalingConfig.emplace().maximumConcurrency = Whole<2, 1000>{*m.concurrency};
  out.eventSourceMappingArn = arn_of(house, m);
  return out;
}

// The role must be able to read the queue: asked as the role itself.
void check_role(const Mapping& m, const Version& v, Call& call) {
  auto arn = base::parse_arn(m.queue);
  sts::AssumeRole assume;
  assume.roleArn = v.role;
  assume.roleSessionName = v.name.size() < 2 ? v.name + "-" : v.name;
  auto session = call.as(acting_for(call.house(), call.scope(), v.name)).ask(assume);
  auto who = call.house().ports().credential(call.house(), call.txn(), session.credentials.accessKeyId, session.credentials.sessionToken);
  if (!who.credential) throw invalid("The role defined for the function cannot be assumed by Lambda.");
  Call itself = call.as(who.credential->principal).at({call.scope().account, std::string(arn->region)});
  const std::string url = sqs::url_of(arn->region, arn->account, arn->resource);
  auto check = [&](auto request, const char* name) {
    request.queueUrl = url;
    if (!itself.may(request)) throw invalid(std::string("The provided execution role does not have permissions to call ") + name + " on SQS");
  };
  check(sqs::ReceiveMessage{}, "ReceiveMessage");
  check(sqs::DeleteMessage{}, "DeleteMessage");
  sqs::GetQueueAttributes ask{url, sqs::Texts{"VisibilityTimeout"}};
  check(ask, "GetQueueAttributes");
  auto attributes = itself.ask(ask).attributes;
  const std::int64_t visibility = attributes ? std::strtoll((*attributes)["VisibilityTimeout"].c_str(), nullptr, 10) : 30;
  if (visibility < v.timeout)
    throw invalid("Queue visibility timeout: " + std::to_string(visibility) + " seconds is less than Function timeout: " + std::to_string(v.timeout) + " seconds");
}

// What queues do not know, or this server does not do.
template <class Q> void refuse_the_rest(const Q& q) {
  const bool stream = q.bisectBatchOnFunctionError || q.maximumRecordAgeInSeconds || q.maximumRetryAttempts || q.parallelizationFactor || q.tumblingWindowInSeconds ||
                      q.destinationConfig || (q.sourceAccessConfigurations && !q.sourceAccessConfigurations->empty());
  if (stream) throw invalid("Unsupported parameter for given event source mapping type.");
  if (q.amazonManagedKafkaEventSourceConfig || q.selfManagedKafkaEventSourceConfig || q.documentDBEventSourceConfig) throw not_supported("The event source");
  if (q.kMSKeyArn && !q.kMSKeyArn->empty()) throw not_supported("KMSKeyArn of an event source mapping");
  if (q.metricsConfig || q.loggingConfig || q.provisionedPollerConfig) throw not_supported("MetricsConfig, LoggingConfig or ProvisionedPollerConfig");
}

template <class Q> void apply(const Q& q, Mapping& m, Call& call) {
  refuse_the_rest(q);
  if (q.enabled) m.enabled = *q.enabled;
  if (q.batchSize) m.batch = q.batchSize->value;
  if (q.maximumBatchingWindowInSeconds) m.window = q.maximumBatchingWindowInSeconds->value;
  if (q.functionResponseTypes) m.reports_failures = !q.functionResponseTypes->empty();
  if (q.scalingConfig) {
    m.concurrency.reset();
    if (q.scalingConfig->maximumConcurrency) m.concurrency = q.scalingConfig->maximumConcurrency->value;
  }
  if (q.filterCriteria) {
    m.filters.clear();
    if (q.filterCriteria->filters) for (auto& f : *q.filterCriteria->filters) if (f.pattern) m.filters.push_back(*f.pattern);
    if (m.filters.size() > 5) throw invalid("Number of filters exceeds the limit of 5.");
    for (auto& f : m.filters) {
      try {
        service::Pattern::compile(f);
      } catch (const service::PatternFault& fault) {
        throw invalid(std::string("Invalid filter pattern definition. ") + fault.what());
      }
    }
  }
  if (m.batch > 10 && m.window == 0) throw invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  if (m.queue.ends_with(".fifo") && (m.batch > 10 || m.window > 0)) throw invalid("Batching window is not supported for FIFO queues, and a batch has 10 messages at most.");
  m.modified = call.now();
}

}  // namespace

Access to_create_source(const CreateEventSourceMapping& q, Call& call) {
  Target t = target_of(q.functionName, {}, call);
  Access out{.action = CreateEventSourceMapping::operation};
  out.keys.push_back({"lambda:FunctionArn", {lambda::arn_of(call.house(), t)}});
  return out;
}
Access to_get_source(const GetEventSourceMapping& q, Call& call) { return on_mapping("lambda:GetEventSourceMapping", q.uUID, call); }
Access to_list_sources(const ListEventSourceMappings&, Call&) { return {.action = ListEventSourceMappings::operation}; }
Access to_update_source(const UpdateEventSourceMapping& q, Call& call) { return on_mapping("lambda:UpdateEventSourceMapping", q.uUID, call); }
Access to_delete_source(const DeleteEventSourceMapping& q, Call& call) { return on_mapping("lambda:DeleteEventSourceMapping", q.uUID, call); }

EventSourceMappingConfiguration create_source(const CreateEventSourceMapping& q, Call& call) {
  Target t = target_of(q.functionName, {}, call);
  check_own(t, call);
  if (!q.eventSourceArn) throw invalid("Event source ARN is required.");
  auto arn = base::parse_arn(*q.eventSourceArn);
  if (!arn || arn->service != "sqs") throw not_supported("The event source " + *q.eventSourceArn);
  if (q.startingPosition || q.startingPositionTimestamp || q.topics || q.queues || q.selfManagedEventSource) throw invalid("Unsupported parameter for given event source mapping type.");
  if (q.tags && !q.tags->empty()) throw not_supported("Tags of event source mappings");
  Version v = version_at(call, t);
  Mapping m;
  m.uuid = base::uuid();
  m.account = call.scope().account;
  m.region = call.scope().region;
  m.queue = *q.eventSourceArn;
  m.name = t.name;
  m.qualifier = t.qualifier;
  apply(q, m, call);
  check_role(m, v, call);
  mappings(call).each(store::joined(m.account, m.region, ""), "", [&](std::string_view, const Mapping& other) {
    if (other.queue == m.queue && other.name == m.name && other.qualifier == m.qualifier)
      throw conflict("An event source mapping with SQS arn (\" " + m.queue + " \") and function (\" " + function_of(call.house(), m) +
                     " \") already exists. Please update or delete the existing mapping with UUID " + other.uuid);
    return true;
  });
  mappings(call).put(key_of(call, m.uuid), m);
  call.effects().status = 202;
  return shown(m, "Creating", call.house());
}

EventSourceMappingConfiguration get_source(const GetEventSourceMapping& q, Call& call) { return shown(existing(q.uUID, call), "", call.house()); }

ListEventSourceMappingsResponse list_sources(const ListEventSourceMappings& q, Call& call) {
  ListEventSourceMappingsResponse out;
  auto& list = out.eventSourceMappings.emplace();
  std::optional<Target> t;
  if (q.functionName) t = target_of(*q.functionName, {}, call);
  const std::size_t most = q.maxItems ? std::min<std::size_t>(100, std::size_t(q.maxItems->value)) : 100;
  out.nextMarker = page(mappings(call), store::joined(call.scope().account, call.scope().region, ""), q.marker, most, [&](std::string_view, const Mapping& m) {
    if (q.eventSourceArn && m.queue != *q.eventSourceArn) return false;
    if (t && (m.name != t->name || (!t->qualifier.empty() && m.qualifier != t->qualifier))) return false;
    list.push_back(shown(m, "", call.house()));
    return true;
  });
  return out;
}

EventSourceMappingConfiguration update_source(const UpdateEventSourceMapping& q, Call& call) {
  Mapping m = existing(q.uUID, call);
  if (q.functionName) {
    Target t = target_of(*q.functionName, {}, call);
    check_own(t, call);
    m.name = t.name;
    m.qualifier = t.qualifier;
  }
  Version v = version_at(call, {{m.account, m.region}, m.name, m.qualifier});
  apply(q, m, call);
  check_role(m, v, call);
  mappings(call).put(key_of(call, m.uuid), m);
  call.effects().status = 202;
  return shown(m, m.enabled ? "Updating" : "Disabling", call.house());
}

EventSourceMappingConfiguration delete_source(const DeleteEventSourceMapping& q, Call& call) {
  Mapping m = existing(q.uUID, call);
  mappings(call).erase(key_of(call, m.uuid));
  call.effects().status = 202;
  return shown(m, "Deleting", call.house());
}

}  // namespace lambda
