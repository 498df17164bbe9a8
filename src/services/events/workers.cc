#include "services/events/workers.h"

namespace events {

std::vector<service::Worker> workers() { return {}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace events
