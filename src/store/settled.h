#pragma once
// What the view holds by itself: the journal may drop what lies before.
#include "store/store.h"

namespace store {

// Writes the state out and waits for the disk, while calls go on. Answers the last journal entry whose writes a
// restart would not replay; nothing when the disk took too long.
std::optional<journal::Sequence> settled(Store&);

}  // namespace store
