#pragma once
#include "service/outbox.h"

namespace iam {

std::vector<service::OutboxHandler> outbox_handlers();       // reports

}  // namespace iam
