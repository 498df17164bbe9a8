#pragma once
// Scheduled events: what is due goes to the rule's own targets.
#include "service/house.h"

namespace events {

// Fires what is due; answers when the next rule is.
std::optional<base::Time> fire_schedules(service::House&);

}  // namespace events
