#include "services/events/events.h"

namespace events {

using service::Effect, service::operation, service::Service;

Service events() {
  return {.name = "events", .event_source = "events.amazonaws.com", .protocol = wire::Protocol::json11, .version = "AWSEvents",
          .operations = {
  }};
}

}  // namespace events
