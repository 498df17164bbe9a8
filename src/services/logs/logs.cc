#include "services/logs/logs.h"

namespace logs {

using service::Effect, service::operation, service::Service;

Service logs() {
  return {.name = "logs", .event_source = "logs.amazonaws.com", .protocol = wire::Protocol::json11, .version = "Logs_20140328",
          .operations = {
  }};
}

}  // namespace logs
