#include "services/events/workers.h"

#include "services/events/deliveries.h"
#include "services/events/feed.h"
#include "services/events/put_events.h"
#include "services/events/ticks.h"

namespace events {

// Events are owed before they are delivered, so that one round does both.
std::vector<service::Worker> workers() {
  auto feed = std::make_shared<Feed>();
  auto deliveries = std::make_shared<Deliveries>();
  return {{"schedules", fire_schedules},
          {"api call events", [feed](service::House& house) { return feed->run(house); }},
          {"event deliveries", [deliveries](service::House& house) { return deliveries->run(house); }}};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {{kServiceEvent, put_service_event}}; }

}  // namespace events
