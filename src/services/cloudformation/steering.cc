// What steers an operation under way, and what stacks are told beside their templates.
#include "services/cloudformation/draft.h"
#include "services/cloudformation/stack_policy.h"
#include "services/cloudformation/stacks.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {

Access to_cancel_update_stack(const CancelUpdateStack& q, Call& call) { return on_stack("cloudformation:CancelUpdateStack", q.stackName, call); }

Nothing cancel_update_stack(const CancelUpdateStack& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  check_token(s, q.clientRequestToken, call);
  const std::string key = operation_key(place_of(s, call.scope()));
  auto o = operations(call.txn()).get(key);
  if (s.status != "UPDATE_IN_PROGRESS" || !o) throw invalid("CancelUpdateStack cannot be called from current stack status");
  o->cancelled = true;
  o->preserve = false;
  o->reason = "User Initiated";
  operations(call.txn()).put(key, *o);
  if (q.clientRequestToken) {
    s.token = *q.clientRequestToken;
    call.in(kStacks).put(s.id, s);
  }
  return {};
}

std::vector<Access> to_continue_update_rollback(const ContinueUpdateRollback& q, Call& call) {
  std::vector<Access> out;
  out.push_back(on_stack("cloudformation:ContinueUpdateRollback", q.stackName, call));
  add_pass_role(out, q.roleARN);
  return out;
}

ContinuedRollback continue_update_rollback(const ContinueUpdateRollback& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  check_token(s, q.clientRequestToken, call);
  if (s.status != "UPDATE_ROLLBACK_FAILED") throw invalid("Stack:" + s.arn + " is in " + s.status + " state and can not continue rollback.");
  if (q.roleARN) s.role = *q.roleARN;
  Start how{.kind = "update", .phase = std::string(kRestore), .status = "UPDATE_ROLLBACK_IN_PROGRESS", .token = q.clientRequestToken, .on_failure = {}};
  if (q.resourcesToSkip)
    for (auto& id : *q.resourcesToSkip) {
      auto r = call.in(kResources).get(store::joined(s.id, id));
      if (!r) throw invalid("Resource " + id + " does not exist for stack " + s.name);
      if (r->status != "UPDATE_FAILED") throw invalid("Resource " + id + " is not in UPDATE_FAILED state and cannot be skipped");
      how.skipped.push_back(id);
    }
  start(call, s, how);
  return {};
}

std::vector<Access> to_rollback_stack(const RollbackStack& q, Call& call) {
  std::vector<Access> out;
  out.push_back(on_stack("cloudformation:RollbackStack", q.stackName, call));
  add_pass_role(out, q.roleARN);
  return out;
}

StackIdResult rollback_stack(const RollbackStack& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  check_token(s, q.clientRequestToken, call);
  if (q.roleARN) s.role = *q.roleARN;
  const bool creation = s.former_plan.empty();
  if (s.status != "CREATE_FAILED" && s.status != "UPDATE_FAILED") throw invalid("Stack:" + s.arn + " is in " + s.status + " state and can not be rolled back.");
  if (creation)
    start(call, s, {.kind = "create", .phase = std::string(kBackward), .status = "ROLLBACK_IN_PROGRESS", .token = q.clientRequestToken,
                    .retain_except_on_create = q.retainExceptOnCreate.value_or(false), .on_failure = "ROLLBACK"});
  else
    start(call, s, {.kind = "update", .phase = std::string(kRestore), .status = "UPDATE_ROLLBACK_IN_PROGRESS", .token = q.clientRequestToken,
                    .retain_except_on_create = q.retainExceptOnCreate.value_or(false), .on_failure = {}});
  return {s.arn};
}

Access to_signal_resource(const SignalResource& q, Call& call) { return on_stack("cloudformation:SignalResource", q.stackName, call); }

Nothing signal_resource(const SignalResource& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  auto r = call.in(kResources).get(store::joined(s.id, q.logicalResourceId));
  if (!r) throw invalid("Resource " + q.logicalResourceId + " does not exist for stack " + s.name);
  if (r->stage.empty() || r->stage == kGone) throw invalid("Resource " + q.logicalResourceId + " is in " + r->status + " state and cannot be signaled");
  call.in(kSignals).put(store::joined(s.id, q.logicalResourceId, q.uniqueId), {.status = q.status, .reason = {}, .physical = {}, .data = {}, .time = call.now()});
  return {};
}

Access to_set_stack_policy(const SetStackPolicy& q, Call& call) {
  Access on = on_stack("cloudformation:SetStackPolicy", q.stackName, call);
  if (q.stackPolicyURL) on.keys.push_back({"cloudformation:StackPolicyUrl", {std::string(*q.stackPolicyURL)}});
  return on;
}

Nothing set_stack_policy(const SetStackPolicy& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  auto policy = policy_text(maybe(q.stackPolicyBody), maybe(q.stackPolicyURL), call);
  if (!policy) throw invalid("Either StackPolicyBody or StackPolicyURL must be specified.");
  if (auto fault = policy_fault(*policy); !fault.empty()) throw invalid(fault);
  s.policy = *policy;
  call.in(kStacks).put(s.id, s);
  return {};
}

Access to_get_stack_policy(const GetStackPolicy& q, Call& call) { return on_stack("cloudformation:GetStackPolicy", q.stackName, call); }
GetStackPolicyResult get_stack_policy(const GetStackPolicy& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  GetStackPolicyResult out;
  if (!s.policy.empty()) out.stackPolicyBody = s.policy;
  return out;
}

Access to_update_termination_protection(const UpdateTerminationProtection& q, Call& call) {
  return on_stack("cloudformation:UpdateTerminationProtection", q.stackName, call);
}
StackIdResult update_termination_protection(const UpdateTerminationProtection& q, Call& call) {
  StackRecord s = living_stack(q.stackName, call);
  if (!s.parent.empty()) throw invalid("Termination protection of nested stack [" + s.name + "] is set on its root stack");
  if (s.status == "DELETE_IN_PROGRESS") throw invalid("TerminationProtection cannot be updated while stack [" + s.name + "] is in status " + s.status);
  s.protected_ = q.enableTerminationProtection;
  call.in(kStacks).put(s.id, s);
  return {s.arn};
}

}  // namespace cloudformation
