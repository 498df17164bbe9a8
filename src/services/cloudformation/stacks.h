#pragma once
// Stacks are made, changed and deleted; what steers an operation under way.
#include "services/cloudformation/api.h"
#include "services/cloudformation/names.h"

namespace cloudformation {

std::vector<Access> to_create_stack(const CreateStack&, Call&);
StackIdResult create_stack(const CreateStack&, Call&);
std::vector<Access> to_update_stack(const UpdateStack&, Call&);
StackIdResult update_stack(const UpdateStack&, Call&);
std::vector<Access> to_delete_stack(const DeleteStack&, Call&);
Nothing delete_stack(const DeleteStack&, Call&);

Access to_cancel_update_stack(const CancelUpdateStack&, Call&);
Nothing cancel_update_stack(const CancelUpdateStack&, Call&);
std::vector<Access> to_continue_update_rollback(const ContinueUpdateRollback&, Call&);
ContinuedRollback continue_update_rollback(const ContinueUpdateRollback&, Call&);
std::vector<Access> to_rollback_stack(const RollbackStack&, Call&);
StackIdResult rollback_stack(const RollbackStack&, Call&);
Access to_signal_resource(const SignalResource&, Call&);
Nothing signal_resource(const SignalResource&, Call&);
Access to_set_stack_policy(const SetStackPolicy&, Call&);
Nothing set_stack_policy(const SetStackPolicy&, Call&);
Access to_get_stack_policy(const GetStackPolicy&, Call&);
GetStackPolicyResult get_stack_policy(const GetStackPolicy&, Call&);
Access to_update_termination_protection(const UpdateTerminationProtection&, Call&);
StackIdResult update_termination_protection(const UpdateTerminationProtection&, Call&);

// A stack's name that may be given to a new one. Throws ValidationError.
void check_stack_name(std::string_view name);
// A stack that is not there yet: its row, not written.
StackRecord new_stack(std::string_view name, Call&);
// Throws ValidationError: "Stack:ARN is in X state and can not be updated."
void check_updatable(const StackRecord&);
// The stack's row takes a plan: what it was is what a rollback goes back to.
void take_plan(StackRecord&, std::string plan_id, const Plan&, Call&);

}  // namespace cloudformation
