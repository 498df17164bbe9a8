#include "services/events/put_events.h"

#include "base/ids.h"
#include "services/events/envelope.h"
#include "services/events/json.h"

namespace events {

using service::Access, service::Call, service::House;

namespace {

constexpr std::size_t kMostBytes = 1u << 20;     // of a request's entries together: EventBridge User Guide, "PutEvents event entry size"

// As EventBridge counts: the time, and the UTF-8 bytes of the rest.
std::size_t size_of(const PutEventsRequestEntry& e) {
  std::size_t n = e.time ? 14 : 0;
  for (auto* text : {&e.source, &e.detailType}) n += *text ? (*text)->size() : 0;
  if (e.detail) n += e.detail->size();
  if (e.resources) for (auto& r : *e.resources) n += r.size();
  return n;
}

// Without the spaces between its parts; otherwise as it came.
std::string compact(const std::string& json) {
  std::string out(json.size() + 1, '\0');
  std::size_t size = 0;
  if (simdjson::minify(json.data(), json.size(), out.data(), size)) return json;
  out.resize(size);
  return out;
}

PutEventsResultEntry failed(std::string code, std::string message) { return {{}, std::move(code), std::move(message)}; }

PutEventsResultEntry missing(const std::string& name) {
  return failed("InvalidArgument", "Parameter " + name + " is not valid. Reason: " + name + " is a required argument.");
}

std::optional<PutEventsResultEntry> fault(const PutEventsRequestEntry& e, const Call& call) {
  if (!e.source || e.source->empty()) return missing("Source");
  if (!e.detailType || e.detailType->empty()) return missing("DetailType");
  if (!e.detail || e.detail->empty()) return missing("Detail");
  if (e.source->starts_with("aws.") && call.caller().who != service::Who::service) return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
  // As deep as it will stand in the envelope.
  auto json = base::parse_json("[" + *e.detail + "]");
  simdjson::dom::array one;
  if (!json || json->get(one) || one.size() != 1 || !one.at(0).is_object()) return failed("MalformedDetail", "Detail is malformed.");
  return {};
}

// A bus that is not there takes the event and no more is heard of it, as with AWS.
PutEventsResultEntry put(const PutEventsRequestEntry& e, const BusRef& b, const LiveRules& rules, Call& call) {
  if (!e.forwarded.empty()) {
    auto id = base::parse_json(e.forwarded);
    std::string kept(id ? text_at(*id, "id") : std::string_view());
    Dispatch(call.txn(), b, call.now(), true).match(rules, e.forwarded);
    return {kept, {}, {}};
  }
  if (auto why = fault(e, call)) return *why;
  std::vector<std::string> resources;
  if (e.resources) resources.assign(e.resources->begin(), e.resources->end());
  std::string id = base::uuid(), detail = rules->empty() ? "" : compact(*e.detail);
  const std::string account = call.caller().who == service::Who::service ? call.scope().account : call.caller().account();
  if (!rules->empty())
    Dispatch(call.txn(), b, call.now())
        .match(rules, envelope({.id = id, .detail_type = *e.detailType, .source = *e.source, .account = account, .region = call.scope().region,
                                .time = e.time.value_or(call.now()), .resources = &resources, .detail = detail}));
  return {id, {}, {}};
}

}  // namespace

std::vector<Access> to_put_events(const PutEvents& q, Call& call) {
  std::vector<Access> out;
  for (auto& e : q.entries) {
    BusRef b = bus_ref(e.eventBusName, call);
    Access access{.action = PutEvents::operation, .resource = bus_arn(b), .owner = b.account, .type = "AWS::Events::EventBus"};
    if (auto bus = find_bus(call.txn(), b)) access.resource_policy = policy_of(*bus, call.house());
    if (e.source) access.keys.push_back({"events:source", {*e.source}});
    if (e.detailType) access.keys.push_back({"events:detail-type", {*e.detailType}});
    access.keys.push_back({"events:eventBusInvocation", {e.forwarded.empty() ? "false" : "true"}});
    out.push_back(std::move(access));
  }
  return out;
}

PutEventsResult put_events(const PutEvents& q, Call& call) {
  if (q.endpointId) throw invalid("Global endpoints are not supported by this server.");
  std::size_t bytes = 0;
  for (auto& e : q.entries) bytes += size_of(e);
  if (bytes > kMostBytes) throw invalid("Total size of the entries in the request is over the limit.");
  // Read before anything is written, so that what is kept of the rules serves.
  std::vector<std::pair<BusRef, LiveRules>> buses;
  for (auto& e : q.entries) {
    BusRef b = bus_ref(e.eventBusName, call);
    if (b.region != call.scope().region) throw invalid("Parameter EventBusName is not valid. Reason: The event bus is in another Region.");
    buses.emplace_back(b, live_rules(call.house(), call.txn(), b));
  }
  PutEventsResult out;
  for (std::size_t i = 0; i < q.entries.size(); ++i) {
    out.entries.push_back(put(q.entries[i], buses[i].first, buses[i].second, call));
    if (out.entries.back().errorCode) ++out.failedEntryCount;
  }
  return out;
}

TestEventPatternResult test_event_pattern(const TestEventPattern& q, Call&) {
  std::shared_ptr<const service::Pattern> pattern;
  try {
    pattern = service::Pattern::compile(q.eventPattern);
  } catch (const service::PatternFault& fault) {
    throw error("InvalidEventPatternException", "Event pattern is not valid. Reason: " + std::string(fault.what()));
  }
  auto event = base::parse_json(q.event);
  if (!event || !event->is_object()) throw invalid("Parameter Event is not valid.");
  for (auto name : {"id", "account", "source", "time", "region", "detail-type"})
    if (base::JsonValue v; event->at_key(name).get(v)) throw invalid("Parameter Event is not valid.");
  return {pattern->matches(*event)};
}

void put_service_event(House& house, const std::string& payload) {
  auto e = shape::unpacked<ServiceEvent>(payload);
  if (!e) std::abort();
  BusRef b{e->account, e->region, std::string(kDefaultBus)};
  {
    store::Txn txn = house.store.read();
    if (live_rules(house, txn, b)->empty()) return;
  }
  std::string event = envelope({.id = e->id, .detail_type = e->detailType, .source = e->source, .account = e->account, .region = e->region, .time = e->time,
                                .resources = &e->resources, .detail = e->detail});
  house.note([&](store::Txn& txn) { Dispatch(txn, b, house.clock.now()).match(live_rules(house, txn, b), event); });
}

}  // namespace events
