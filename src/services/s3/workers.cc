#include "services/s3/workers.h"

namespace s3 {

std::vector<service::Worker> workers() { return {}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace s3
