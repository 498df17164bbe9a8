#pragma once
// Event buses and their policies.
#include "services/events/names.h"

namespace events {

template <class Q> service::Access to_bus(const Q& q, service::Call& call) {
  BusRef b = [&] {
    if constexpr (requires { q.eventBusName; }) return bus_ref(q.eventBusName, call);
    else if constexpr (requires { q.name->size(); }) return bus_ref(q.name, call);
    else return bus_ref(std::string_view(q.name), call);
  }();
  service::Access access{.action = Q::operation, .resource = bus_arn(b), .owner = b.account};
  if (auto bus = find_bus(call.txn(), b)) {
    access.resource_policy = policy_of(*bus, call.house());
    add_resource_tags(access, bus->tags);
  }
  if constexpr (requires { q.tags; }) add_request_tags(access, q.tags);
  return access;
}
inline service::Access to_list_buses(const ListEventBuses&, service::Call&) { return {.action = "events:ListEventBuses"}; }

CreateEventBusResult create_event_bus(const CreateEventBus&, service::Call&);
UpdateEventBusResult update_event_bus(const UpdateEventBus&, service::Call&);
shape::Nothing delete_event_bus(const DeleteEventBus&, service::Call&);
DescribeEventBusResult describe_event_bus(const DescribeEventBus&, service::Call&);
ListEventBusesResult list_event_buses(const ListEventBuses&, service::Call&);
shape::Nothing put_permission(const PutPermission&, service::Call&);
shape::Nothing remove_permission(const RemovePermission&, service::Call&);

}  // namespace events
