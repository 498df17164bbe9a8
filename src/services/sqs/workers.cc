#include "services/sqs/workers.h"

namespace sqs {

std::vector<service::Worker> workers() { return {}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {}; }

}  // namespace sqs
