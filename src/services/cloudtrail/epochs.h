#pragma once
// A trail's epochs: opened by changes of its configuration, dropped when nothing can be judged by them any more.
#include "services/cloudtrail/names.h"

namespace cloudtrail {

// The configuration as it is now holds from this version on; nothing happens when it is the one that held.
void open_epoch(Trail&, std::uint64_t from);
// The same in a call that may be refused: ThrottlingException while the trail is owed too many configurations.
// Stopping and deleting are never refused.
void open_epoch_or_refuse(Trail&, std::uint64_t from);

// Drops the epochs that ended before every lane's next record. Called between deliveries.
void compact_epochs(service::House&, const Trail&);

}  // namespace cloudtrail
