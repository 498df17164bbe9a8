#include "services/cloudformation/workers.h"

#include "services/cloudformation/chronicle.h"
#include "services/cloudformation/engine.h"

namespace cloudformation {

std::vector<service::Worker> workers() { return {{"stack operations", carry_out}}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {{kNotice, send_notice}}; }

}  // namespace cloudformation
