#pragma once
// The CloudWatch Logs API (2014-03-28): what callers say and what Logs answers. No behaviour; any service may include this.
#include "services/logs/api_events.h"
#include "services/logs/api_filters.h"
#include "services/logs/api_groups.h"
