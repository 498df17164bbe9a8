#pragma once
// What delivery still needs of the journal.
#include "service/house.h"

namespace cloudtrail {

// The first journal entry with a record that some trail has not looked at, on its way to a bucket or a log group; nothing:
// every one has been. Refusals end: a bucket's after thirty days, a log group's after fourteen. The analysis of Insights
// keeps nothing back: it looks at the last days only.
std::optional<journal::Sequence> oldest_wanted(service::House&);

}  // namespace cloudtrail
