#include "services/cloudformation/workers.h"

#include "services/cloudformation/chronicle.h"
#include "services/cloudformation/engine.h"
#include "services/cloudformation/organizations_access.h"
#include "services/cloudformation/set_worker.h"

namespace cloudformation {

std::vector<service::Worker> workers() { return {{"stack operations", carry_out}, {"stack sets", carry_out_sets}, {"stack set accounts", follow_organizations}}; }
std::vector<service::OutboxHandler> outbox_handlers() { return {{kNotice, send_notice}, {kTrust, change_trust}}; }

}  // namespace cloudformation
