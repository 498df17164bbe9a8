#pragma once
// Whether any logging trail of an account wants a record: what EventBridge is told of depends on it.
#include <functional>

#include "journal/journal.h"
#include "service/house.h"

namespace cloudtrail {

// Asks the account's own trails and its organization's, as they are now. Empty: no trail logs there.
std::function<bool(const journal::RecordView&)> logged_by_trails(service::House&, const std::string& account, const std::string& region);

}  // namespace cloudtrail
