#pragma once
#include "service/outbox.h"
#include "service/worker.h"

namespace cloudtrail {

std::vector<service::Worker> workers();                  // delivery and digests, on the documented cadence
std::vector<service::OutboxHandler> outbox_handlers();

// Laboratories: delivers everything now; with `digests`, closes the digest windows under way as well.
void flush(service::House&, bool digests);

}  // namespace cloudtrail
