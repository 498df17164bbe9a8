#include "services/logs/workers.h"

namespace logs {

std::vector<service::Worker> workers() { return {}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace logs
