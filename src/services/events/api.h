#pragma once
// What EventBridge can be asked. Another service sends an event into an account by call.later(kServiceEvent, …):
// api_events.h.
#include "services/events/api_buses.h"
#include "services/events/api_connections.h"
#include "services/events/api_events.h"
#include "services/events/api_rules.h"
