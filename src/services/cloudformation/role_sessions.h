#pragma once
// Sessions of the roles that stacks and stack sets act in.
#include "services/cloudformation/names.h"

namespace cloudformation {

// A session of `role` for the stack or set with that ARN, assumed by `who` once and used until its credentials end. Throws ApiError.
PrincipalPtr role_session(House&, const std::string& arn, const std::string& role, const std::string& session_name, const Scope&, const std::function<PrincipalPtr()>& who);

}  // namespace cloudformation
