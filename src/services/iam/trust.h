#pragma once
// Role trust policies.
#include "services/iam/directory.h"

namespace iam {

// Checks a trust policy and answers it with the users and roles it names spelled by their unique ids, so that one
// deleted and made again is not trusted. MalformedPolicyDocument where a user or role of an account of this house is not
// there; LimitExceeded. Names in accounts that are not here stay as they are.
std::string effective_trust(const Directory&, std::string_view document);

}  // namespace iam
