#pragma once
#include "service/outbox.h"
#include "service/worker.h"

namespace cloudformation {

std::vector<service::Worker> workers();
std::vector<service::OutboxHandler> outbox_handlers();

}  // namespace cloudformation
