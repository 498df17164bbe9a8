#pragma once
// PutLogEvents.
#include "services/logs/door.h"

namespace logs {

Access to_put_log_events(const PutLogEvents&, Call&);
PutLogEventsResult put_log_events(const PutLogEvents&, Call&);

}  // namespace logs
