#include "services/events/workers.h"

#include "services/events/deliveries.h"
#include "services/events/feed.h"
#include "services/events/put_events.h"
#include "services/events/ticks.h"

namespace events {

namespace {

// Looks only when its own tables have changed, something is due, or it is `called`: every commit of the house comes by here.
service::Worker when_needed(std::string_view name, std::string_view room, std::function<std::optional<base::Time>(service::House&)> run,
                            std::function<bool()> called = [] { return false; }) {
  struct Last { bool ran = false; std::uint64_t version = 0; std::optional<base::Time> next; };
  return {name, [room, run = std::move(run), called = std::move(called), last = std::make_shared<Last>()](service::House& house) {
            const bool due = last->next && *last->next <= house.clock.now();
            if (last->ran && !due && !called() && house.store.touched(room) == last->version) return last->next;
            last->version = house.store.touched(room);       // what the run itself writes makes it look once more
            last->next = run(house);
            last->ran = true;
            return last->next;
          }};
}

}  // namespace

// Events are owed before they are delivered, so that one round does both.
std::vector<service::Worker> workers() {
  auto feed = std::make_shared<Feed>();
  auto deliveries = std::make_shared<Deliveries>();
  return {when_needed("schedules", "events_clock", fire_schedules),
          when_needed("api call events", "events_feed", [feed](service::House& house) { return feed->run(house); }),
          when_needed("event deliveries", "events_out", [deliveries](service::House& house) { return deliveries->run(house); },
                      [deliveries] { return deliveries->answered(); })};
}

std::vector<service::OutboxHandler> outbox_handlers() { return {{kServiceEvent, put_service_event}}; }

}  // namespace events
