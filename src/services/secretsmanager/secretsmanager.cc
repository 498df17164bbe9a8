#include "services/secretsmanager/secretsmanager.h"

namespace secretsmanager {

service::Service secretsmanager() {
  return {.name = "secretsmanager", .event_source = "secretsmanager.amazonaws.com", .protocol = wire::Protocol::json11, .version = "secretsmanager", .message_key = "Message"};
}

}  // namespace secretsmanager
