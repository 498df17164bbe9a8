#pragma once
// GetLogEvents and FilterLogEvents. Both walk slices of time beside what they look for, never a whole stream or group.
#include "services/logs/door.h"

namespace logs {

std::vector<Access> to_get_log_events(const GetLogEvents&, Call&);
std::vector<Access> to_filter_log_events(const FilterLogEvents&, Call&);
GetLogEventsResult get_log_events(const GetLogEvents&, Call&);
FilterLogEventsResult filter_log_events(const FilterLogEvents&, Call&);

}  // namespace logs
