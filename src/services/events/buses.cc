#include "services/events/buses.h"

#include "services/events/rules.h"

namespace events {

using service::Call, shape::Nothing;

namespace {

constexpr std::size_t kMostBuses = 100;          // EventBridge User Guide, "EventBridge quotas"

// What would change how events are kept or logged, and is not done here.
template <class Q> void refuse_unsupported(const Q& q) {
  if (q.kmsKeyIdentifier && !q.kmsKeyIdentifier->empty()) throw invalid("Customer managed keys for event buses are not supported by this server.");
  if (q.logConfig && q.logConfig->level && *q.logConfig->level != "OFF") throw invalid("Logging of event buses is not supported by this server.");
}

std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }
std::optional<DeadLetterConfig> dead_letter(const BusRecord& bus) {
  if (bus.deadLetterArn.empty()) return {};
  return DeadLetterConfig{LongArn(bus.deadLetterArn)};
}
std::optional<base::Time> shown(base::Time t) { return t.ms ? std::optional(t) : std::nullopt; }

}  // namespace

CreateEventBusResult create_event_bus(const CreateEventBus& q, Call& call) {
  if (q.eventSourceName) throw not_found("Event source " + *q.eventSourceName + " does not exist.");
  refuse_unsupported(q);
  if (q.name.find('/') != q.name.npos) throw invalid("Event bus name can't contain the '/' character.");
  BusRef b = bus_ref(std::string_view(q.name), call);
  if (find_bus(call.txn(), b)) throw error("ResourceAlreadyExistsException", "Event bus " + q.name + " already exists.");
  std::size_t count = 0;
  call.in(kBuses).each([&](std::string_view, BusRecord) { ++count; });
  if (count >= kMostBuses) throw limit_exceeded();
  BusRecord bus{.name = q.name, .description = q.description.value_or(""), .policy = {}, .deadLetterArn = {}, .created = call.now(), .modified = call.now(), .tags = {}};
  if (q.deadLetterConfig) bus.deadLetterArn = q.deadLetterConfig->arn.value_or("");
  if (q.tags) set_tags(bus.tags, *q.tags, call);
  put_bus(call.txn(), b, bus);
  return {bus_arn(b), shown(bus.description), dead_letter(bus)};
}

UpdateEventBusResult update_event_bus(const UpdateEventBus& q, Call& call) {
  refuse_unsupported(q);
  BusRef b = bus_ref(q.name, call);
  BusRecord bus = existing_bus(b, call);
  if (q.description) bus.description = *q.description;
  if (q.deadLetterConfig) bus.deadLetterArn = q.deadLetterConfig->arn.value_or("");
  bus.modified = call.now();
  put_bus(call.txn(), b, bus);
  return {bus_arn(b), b.name, shown(bus.description), dead_letter(bus)};
}

// A bus that is not there is deleted without a word; its rules must be gone first.
Nothing delete_event_bus(const DeleteEventBus& q, Call& call) {
  BusRef b = bus_ref(std::string_view(q.name), call);
  if (b.name == kDefaultBus) throw invalid("Cannot delete event bus default.");
  if (!find_bus(call.txn(), b)) return {};
  if (!rules_of(call.txn(), b).empty()) throw invalid("Event bus can't be deleted since it has rules.");
  call.in(kBuses).erase(b.name);
  return {};
}

DescribeEventBusResult describe_event_bus(const DescribeEventBus& q, Call& call) {
  BusRef b = bus_ref(q.name, call);
  BusRecord bus = existing_bus(b, call);
  return {b.name, bus_arn(b), shown(bus.description), dead_letter(bus), shown(bus.policy), shown(bus.created), shown(bus.modified)};
}

ListEventBusesResult list_event_buses(const ListEventBuses& q, Call& call) {
  ListEventBusesResult out;
  std::string prefix = q.namePrefix.value_or("");
  auto show = [&](const BusRecord& bus) {
    BusRef b{call.scope().account, call.scope().region, bus.name};
    out.eventBuses.push_back({bus.name, bus_arn(b), shown(bus.description), shown(bus.policy), shown(bus.created), shown(bus.modified)});
    return true;
  };
  // The default bus comes first, whether it has a record or not.
  BusRef standard = bus_ref("", call);
  std::optional<PageSize> left = q.limit;
  if (!q.nextToken && standard.name.starts_with(prefix)) {
    show(*find_bus(call.txn(), standard));
    left = PageSize{std::int64_t(page_limit(q.limit)) - 1};
  }
  out.nextToken = page(call.in(kBuses), prefix, q.nextToken, left, [&](const BusRecord& bus) { return bus.name != kDefaultBus && show(bus); });
  if (out.nextToken && out.nextToken->empty()) out.nextToken = page_token(std::string(1, '\x01'));
  return out;
}

}  // namespace events
