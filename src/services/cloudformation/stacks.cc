#include "services/cloudformation/stacks.h"

#include "services/cloudformation/changes.h"
#include "services/cloudformation/draft.h"
#include "services/cloudformation/nested_sets.h"
#include "services/cloudformation/stack_policy.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {

void check_stack_name(std::string_view name) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  bool ok = !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
  if (!ok)
    throw invalid("1 validation error detected: Value '" + std::string(name) + "' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                  "[a-zA-Z][-a-zA-Z0-9]*");
  if (name.size() > 128)
    throw invalid("1 validation error detected: Value '" + std::string(name) + "' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128");
}

StackRecord new_stack(std::string_view name, Call& call) {
  StackRecord s;
  s.id = base::uuid();
  s.name = name;
  s.arn = stack_arn(call.house(), call.scope(), name, s.id);
  s.created = call.now();
  return s;
}

void check_updatable(const StackRecord& s) {
  for (std::string_view ok : {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_FAILED", "CREATE_FAILED"}) if (s.status == ok) return;
  throw invalid("Stack:" + s.arn + " is in " + s.status + " state and can not be updated.");
}

void take_plan(StackRecord& s, std::string id, const Plan& plan, Call& call) {
  if (s.former_plan.empty() && !s.plan.empty()) {
    s.former_plan = s.plan;
    s.former_outputs = s.outputs;
    s.former_change_set = s.change_set;
  }
  s.plan = std::move(id);
  s.role = plan.role_arn;
  s.tags = plan.tags;
  s.topics = plan.notification_arns;
  if (!s.former_plan.empty()) s.updated = call.now();
}

namespace {

void keep_policy(StackRecord& s, const std::optional<std::string>& policy) {
  if (!policy) return;
  if (auto fault = policy_fault(*policy); !fault.empty()) throw invalid(fault);
  s.policy = *policy;
}

constexpr std::size_t kMostStacks = 2000;

void check_limit(Call& call) {
  std::size_t stacks = 0;
  call.in(kNames).each([&](std::string_view, NameRecord) { ++stacks; });
  if (stacks >= kMostStacks) throw ApiError{"LimitExceededException", 400, "Limit for stack has been exceeded"};
}

}  // namespace

std::vector<Access> to_create_stack(const CreateStack& q, Call& call) {
  return with_keys({.action = "cloudformation:CreateStack", .resource = stack_arn(call.house(), call.scope(), q.stackName, "*")}, asked(q), maybe(q.stackPolicyURL));
}

StackIdResult create_stack(const CreateStack& q, Call& call) {
  check_stack_name(q.stackName);
  if (q.disableRollback && q.onFailure) throw invalid("You cannot specify both OnFailure and DisableRollback.");
  auto there = find_stack(call.txn(), call.scope(), q.stackName);
  // A nested stack that its root's change set has announced is made by CloudFormation alone.
  const bool announced = there && there->status == "REVIEW_IN_PROGRESS" && !there->parent.empty() && is_own(call);
  if (there && !announced) {
    if (q.clientRequestToken && there->token == *q.clientRequestToken) return {there->arn};
    throw ApiError{"AlreadyExistsException", 400, "Stack [" + q.stackName + "] already exists"};
  }
  check_limit(call);
  StackRecord s = announced ? *there : new_stack(q.stackName, call);
  Draft d = draft(asked(q), nullptr, identity_of(s, call.scope()), call);
  additions(d, asked(q));
  s.description = d.blueprint.form.description;
  s.disable_rollback = q.disableRollback.value_or(false) || q.onFailure == "DO_NOTHING";
  s.on_failure = q.onFailure ? std::string(*q.onFailure) : s.disable_rollback ? "DO_NOTHING" : "ROLLBACK";
  s.timeout_minutes = q.timeoutInMinutes ? std::int64_t(*q.timeoutInMinutes) : 0;
  s.protected_ = q.enableTerminationProtection.value_or(false);
  s.retain_except_on_create = q.retainExceptOnCreate.value_or(false);
  keep_policy(s, policy_text(maybe(q.stackPolicyBody), maybe(q.stackPolicyURL), call));
  take_plan(s, put_plan(call.txn(), place_of(s, call.scope()), d.plan), d.plan, call);
  call.in(kNames).put(s.name, {s.id});
  start(call, s, {.kind = "create", .phase = std::string(kForward), .status = "CREATE_IN_PROGRESS", .token = q.clientRequestToken, .preserve = s.disable_rollback,
                  .retain_except_on_create = s.retain_except_on_create, .on_failure = s.on_failure, .timeout_minutes = s.timeout_minutes});
  return {s.arn};
}

std::vector<Access> to_update_stack(const UpdateStack& q, Call& call) {
  return with_keys(on_stack("cloudformation:UpdateStack", q.stackName, call), asked(q), maybe(q.stackPolicyURL));
}

StackIdResult update_stack(const UpdateStack& q, Call& call) {
  auto found = find_stack(call.txn(), call.scope(), q.stackName);
  if (!found || found->deleted.ms) throw invalid("Stack [" + q.stackName + "] does not exist");
  StackRecord s = std::move(*found);
  check_token(s, q.clientRequestToken, call);
  check_updatable(s);
  const Place place = place_of(s, call.scope());
  Plan now = call.in(kPlans).get(store::joined(s.id, s.plan)).value_or(Plan{});
  now.role_arn = s.role;
  Draft d = draft(asked(q), &now, identity_of(s, call.scope()), call);
  auto during = policy_text(maybe(q.stackPolicyDuringUpdateBody), maybe(q.stackPolicyDuringUpdateURL), call);
  if (during)
    if (auto fault = policy_fault(*during); !fault.empty()) throw invalid(fault);
  auto policy = policy_text(maybe(q.stackPolicyBody), maybe(q.stackPolicyURL), call);
  Comparison differs = compare(call, s, now, d, asked(q));
  const bool broken = s.status == "UPDATE_FAILED" || s.status == "CREATE_FAILED";
  if (!differs.any() && !policy && !broken) throw invalid("No updates are to be performed.");
  keep_policy(s, policy);
  take_plan(s, put_plan(call.txn(), place, d.plan), d.plan, call);
  s.change_set.clear();
  s.updated = call.now();
  s.disable_rollback = q.disableRollback.value_or(false);
  s.retain_except_on_create = q.retainExceptOnCreate.value_or(false);
  start(call, s, {.kind = "update", .phase = std::string(kForward), .status = "UPDATE_IN_PROGRESS", .token = q.clientRequestToken, .preserve = q.disableRollback.value_or(false),
                  .retain_except_on_create = s.retain_except_on_create, .on_failure = {}, .policy = during.value_or("")});
  return {s.arn};
}

std::vector<Access> to_delete_stack(const DeleteStack& q, Call& call) {
  Access on = on_stack("cloudformation:DeleteStack", q.stackName, call);
  if (q.roleARN) on.keys.push_back({"cloudformation:RoleArn", {std::string(*q.roleARN)}});
  std::vector<Access> out;
  out.push_back(std::move(on));
  add_pass_role(out, q.roleARN);
  return out;
}

Nothing delete_stack(const DeleteStack& q, Call& call) {
  auto found = find_stack(call.txn(), call.scope(), q.stackName);
  if (!found || found->deleted.ms) return {};              // gone already: AWS says nothing
  StackRecord s = std::move(*found);
  if (s.status == "DELETE_IN_PROGRESS" && q.clientRequestToken && s.token == *q.clientRequestToken) return {};       // asked again
  check_token(s, q.clientRequestToken, call);
  auto root = s.root.empty() ? std::optional<StackRecord>() : find_by_arn(call.txn(), s.root);
  if (s.protected_ || (root && root->protected_ && is_done(root->status)))
    throw invalid("Stack [" + s.name + "] cannot be deleted while TerminationProtection is enabled");
  if (!is_done(s.status) && s.status != "CREATE_IN_PROGRESS" && s.status != "ROLLBACK_IN_PROGRESS" && s.status != "DELETE_IN_PROGRESS" && s.parent.empty())
    throw invalid("Stack [" + s.name + "] cannot be deleted while in status " + s.status);
  if (s.status == "DELETE_IN_PROGRESS" && !q.clientRequestToken && !q.retainResources) return {};
  const bool force = q.deletionMode == "FORCE_DELETE_STACK";
  if ((q.retainResources && !q.retainResources->empty()) || force)
    if (s.status != "DELETE_FAILED")
      throw invalid("Invalid operation on stack [" + s.arn + "]. Resources can be retained, and a deletion be forced, only where the stack is in the DELETE_FAILED state.");
  if (q.roleARN) s.role = *q.roleARN;
  if (q.deletionMode) s.deletion_mode = *q.deletionMode;
  Start how{.kind = "delete", .phase = std::string(kBackward), .status = "DELETE_IN_PROGRESS", .token = q.clientRequestToken, .force = force, .on_failure = {}};
  if (q.retainResources) how.retained = *q.retainResources;
  for (auto& id : how.retained)
    if (!call.in(kResources).has(store::joined(s.id, id))) throw invalid("Resource " + id + " does not exist for stack " + s.name);
  std::vector<ChangeSetRecord> roots;
  each_of(call.txn(), kChangeSets, place_of(s, call.scope()), [&](std::string_view, ChangeSetRecord c) { if (c.root.empty()) roots.push_back(std::move(c)); });
  for (auto& c : roots) drop_nested(call, c);
  start(call, s, how);
  return {};
}

}  // namespace cloudformation
