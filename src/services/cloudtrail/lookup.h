#pragma once
// Event history. CloudTrail API Reference, LookupEvents.
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access lookup_access(const LookupEvents&, service::Call&) { return {.action = "cloudtrail:LookupEvents"}; }
LookupEventsResult lookup_events(const LookupEvents&, service::Call&);

}  // namespace cloudtrail
