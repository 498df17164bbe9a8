#pragma once
#include "service/outbox.h"
#include "service/worker.h"

namespace logs {

std::vector<service::Worker> workers();
std::vector<service::OutboxHandler> outbox_handlers();

}  // namespace logs
