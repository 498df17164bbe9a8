#pragma once
// What delivery still needs of the journal.
#include "service/house.h"

namespace cloudtrail {

// The first journal entry with a record that some trail has not looked at; nothing: every one has been.
std::optional<journal::Sequence> oldest_wanted(service::House&);

}  // namespace cloudtrail
