#pragma once
// What goes on by itself: secrets deleted when their window ends, rotations, and the days of last reading written down.
#include "service/outbox.h"
#include "service/worker.h"

namespace secretsmanager {

std::vector<service::Worker> workers();
std::vector<service::OutboxHandler> outbox_handlers();

}  // namespace secretsmanager
