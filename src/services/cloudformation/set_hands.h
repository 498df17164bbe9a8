#pragma once
// In whose name a stack set's instances are made: the execution role of their account, reached through the administration
// role; of a service-managed set, the roles that the organization's trust lets StackSets make for itself.
#include "services/cloudformation/sets.h"

namespace cloudformation {

// Throws ApiError with the sentence that the instance's status shows.
PrincipalPtr hands_in(House&, const SetRecord&, const std::string& account);

}  // namespace cloudformation
