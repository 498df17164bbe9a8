#include "services/sns/workers.h"

namespace sns {

std::vector<service::Worker> workers() { return {}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace sns
