#pragma once
// Resource policies hold the users and roles they name by unique ids, of accounts that are here: see policy/respell.h.
#include "service/call.h"

namespace service {

// The policy as it is to be judged by. Throws `invalid` where it names a user or role that is not there.
std::string holding_principals(Call&, std::string_view document, const ApiError& invalid);

// The policy as it is read: users and roles renamed since under their present ARN, and those that are gone by their unique ids.
std::string readable_policy(Call&, std::string_view written, std::string_view held);

}  // namespace service
