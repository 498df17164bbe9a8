#pragma once
// Whether any trail wants a data event, asked on the road of every such call: docs/decisions/0006-data-events.md.
#include "service/trace.h"

namespace cloudtrail {

// By the trails as this Txn sees them. Never false where delivery would want the record.
bool wants_data_event(service::House&, store::Txn&, const service::DataEvents::Event&);

}  // namespace cloudtrail
