#pragma once
// The records the journal holds, by event id: for the operator who wants to see what a delivered record had to leave out.
#include <string>

#include "journal/journal.h"

namespace server {

// The text of the record, exactly: its SHA-256 is what the delivered record tells. Whole, if something was left out of it.
// Throws Misuse when no record of the last ninety days has that id; of data events only whole ones are found.
std::string kept_record(const journal::Journal&, const std::string& event_id);

}  // namespace server
