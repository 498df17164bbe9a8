#pragma once
// Events put on buses, and patterns tried out.
#include "services/events/dispatch.h"

namespace events {

std::vector<service::Access> to_put_events(const PutEvents&, service::Call&);
PutEventsResult put_events(const PutEvents&, service::Call&);

inline service::Access to_test_pattern(const TestEventPattern&, service::Call&) { return {.action = "events:TestEventPattern"}; }
TestEventPatternResult test_event_pattern(const TestEventPattern&, service::Call&);

// An event of a service, onto the account's default bus. For the outbox: payload is a packed ServiceEvent.
void put_service_event(service::House&, const std::string& payload);

}  // namespace events
