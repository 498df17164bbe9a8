#pragma once
// Resource policies of functions, versions and aliases: a statement at a time.
#include "service/operation.h"
#include "services/lambda/names.h"

namespace lambda {

Access to_add_permission(const AddPermission&, Call&);
Access to_remove_permission(const RemovePermission&, Call&);
Access to_get_policy(const GetPolicy&, Call&);

AddPermissionResponse add_permission(const AddPermission&, Call&);
Nothing remove_permission(const RemovePermission&, Call&);
GetPolicyResponse get_policy(const GetPolicy&, Call&);

// Adds or takes away a statement. Throw ResourceConflictException, PolicyLengthExceededException, ResourceNotFoundException.
void add_statement(PolicyRecord&, Statement, const std::string& whose);
void remove_statement(PolicyRecord&, const std::string& sid);

}  // namespace lambda
