#pragma once
// In whose name a stack's resources are called: its role's, or that of who asked for the operation.
#include "services/cloudformation/names.h"

namespace cloudformation {

struct Hands {
  PrincipalPtr principal;
  std::string via;                               // the caller's own identity is re-used by CloudFormation; a role's session is CloudFormation's own
};

// Throws ApiError where the role cannot be assumed.
Hands hands_of(House&, const Place&, const StackRecord&);

}  // namespace cloudformation
