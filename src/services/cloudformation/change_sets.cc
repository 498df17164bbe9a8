#include "services/cloudformation/change_sets.h"

#include "services/cloudformation/chronicle.h"
#include "services/cloudformation/nested_sets.h"
#include "services/cloudformation/stacks.h"
#include "services/cloudformation/stages.h"
#include "services/cloudformation/starts.h"
#include "shape/pack.h"

namespace cloudformation {
namespace {

constexpr std::string_view kNothing = "The submitted information didn't contain changes. Submit different information to create a change set.";
constexpr std::size_t kPage = 100;

struct Packed { std::vector<ResourceChange> changes; };
BOOST_DESCRIBE_STRUCT(Packed, (), (changes))

std::string bound_to(const ChangeSetRecord& c) { return "changes/" + c.arn; }

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }
std::optional<std::string> text_of(const std::optional<StackNameOrId>& name) { return name ? std::optional<std::string>(*name) : std::nullopt; }

std::optional<FoundChangeSet> find_change_set(std::string_view name, const std::optional<std::string>& stack_name, Call& call) {
  if (name.starts_with("arn:")) {
    std::optional<FoundChangeSet> out;
    call.in(kChangeSets).each("", "", [&](std::string_view, ChangeSetRecord c) {
      if (c.arn != name) return true;
      if (auto s = call.in(kStacks).get(c.stack)) out = FoundChangeSet{std::move(*s), std::move(c)};
      return false;
    });
    return out;
  }
  if (!stack_name) throw invalid("StackName must be specified if ChangeSetName is not specified as an ARN.");
  auto stack = find_stack(call.txn(), call.scope(), *stack_name);
  if (!stack) throw no_stack(*stack_name);
  auto set = call.in(kChangeSets).get(store::joined(stack->id, name));
  if (!set) return {};
  return FoundChangeSet{std::move(*stack), std::move(*set)};
}

void put(const ChangeSetRecord& c, Call& call) { call.in(kChangeSets).put(store::joined(c.stack, c.name), c); }
void drop(const ChangeSetRecord& c, Call& call) {
  drop_nested(call, c);
  call.in(kChangeSets).erase(store::joined(c.stack, c.name));
}

void refuse_nested(const ChangeSetRecord& c) {
  if (!c.root.empty()) throw invalid("ChangeSet [" + c.arn + "] is nested: it can be executed and deleted from its root change set [" + c.root + "] only.");
}

}  // namespace

FoundChangeSet existing_change_set(std::string_view name, const std::optional<std::string>& stack, Call& call) {
  auto found = find_change_set(name, stack, call);
  if (!found) throw ApiError{"ChangeSetNotFound", 404, "ChangeSet [" + std::string(name) + "] does not exist"};
  return std::move(*found);
}

Access on_change_set(std::string_view action, std::string_view name, const std::optional<std::string>& stack, Call& call) {
  if (stack) {
    Access on = on_stack(action, *stack, call);
    on.keys.push_back({"cloudformation:ChangeSetName", {std::string(name)}});
    return on;
  }
  auto found = name.starts_with("arn:") ? find_change_set(name, {}, call) : std::nullopt;
  Access on = found ? on_stack(action, found->stack.arn, call) : on_all(action, call);
  on.keys.push_back({"cloudformation:ChangeSetName", {found ? found->set.name : std::string(name)}});
  return on;
}

ChangeSetRecord new_change_set(const std::string& name, const StackRecord& s, Call& call) {
  ChangeSetRecord c;
  c.id = base::uuid();
  c.name = name;
  c.arn = "arn:" + call.house().settings.partition + ":cloudformation:" + call.scope().region + ":" + call.scope().account + ":changeSet/" + c.name + "/" + c.id;
  c.stack = s.id;
  c.created = call.now();
  c.principal = service::keep(call.caller());
  return c;
}

bool keep_change_set(Call& call, ChangeSetRecord& c, StackRecord& s, const Draft& d, Comparison differs, int depth) {
  const Place place = place_of(s, call.scope());
  if (c.nested) include_nested_stacks(call, c, s, d.plan, differs, depth);
  const bool empty = c.type != "CREATE" && !differs.any();
  c.status = empty ? "FAILED" : "CREATE_COMPLETE";
  c.execution = empty ? "UNAVAILABLE" : "AVAILABLE";
  if (empty) c.reason = kNothing;
  c.plan = put_plan(call.txn(), place, d.plan);
  c.changes = sealed(call.house(), shape::packed(Packed{differs.resources}), bound_to(c));
  if (s.status.empty()) {
    call.in(kNames).put(s.name, {s.id});
    s.principal = c.principal;
    s.description = d.blueprint.form.description;
    s.change_set = c.arn;
    set_status(call.house(), call.txn(), place, s, "REVIEW_IN_PROGRESS", "User Initiated");
  }
  put(c, call);
  return !empty;
}

std::vector<Access> to_create_change_set(const CreateChangeSet& q, Call& call) {
  Access on = on_stack("cloudformation:CreateChangeSet", q.stackName, call);
  on.keys.push_back({"cloudformation:ChangeSetName", {std::string(q.changeSetName)}});
  return with_keys(std::move(on), asked(q), nullptr);
}

CreateChangeSetResult create_change_set(const CreateChangeSet& q, Call& call) {
  const std::string type = q.changeSetType ? std::string(*q.changeSetType) : "UPDATE";
  if (type == "IMPORT" || q.resourcesToImport) throw invalid("Importing resources is not part of this server.");
  // ImportExistingResources takes over what is there already under a resource's name: here, making that resource fails then.
  if (q.deploymentMode) throw invalid("Change sets that revert drift are not part of this server: DeploymentMode REVERT_DRIFT cannot be asked for.");
  auto found = find_stack(call.txn(), call.scope(), q.stackName);
  if (found && found->deleted.ms) found.reset();
  const bool creates = type == "CREATE";
  if (!creates && q.onStackFailure == "DELETE") throw invalid("OnStackFailure DELETE can only be specified where the ChangeSetType is CREATE.");
  if (creates && found && found->status != "REVIEW_IN_PROGRESS")
    throw invalid("Stack [" + found->name + "] already exists and cannot be created again with the changeSet [" + q.changeSetName + "].");
  if (!creates && !found) throw invalid("Stack [" + std::string(q.stackName) + "] does not exist");
  if (!creates && found->status == "REVIEW_IN_PROGRESS")
    throw invalid("Stack:" + found->arn + " is in REVIEW_IN_PROGRESS state and can not be updated.");
  if (!creates) check_updatable(*found);
  if (!found) check_stack_name(q.stackName);
  StackRecord s = found ? *found : new_stack(q.stackName, call);
  if (auto there = call.in(kChangeSets).get(store::joined(s.id, q.changeSetName))) {
    if (q.clientToken && there->token == *q.clientToken) return {there->arn, s.arn};
    throw ApiError{"AlreadyExistsException", 400, "ChangeSet " + q.changeSetName + " already exists"};
  }
  std::optional<Plan> now;
  if (!creates) now = call.in(kPlans).get(store::joined(s.id, s.plan));
  if (now) now->role_arn = s.role;
  Draft d = draft(asked(q), now ? &*now : nullptr, identity_of(s, call.scope()), call);
  ChangeSetRecord c = new_change_set(q.changeSetName, s, call);
  c.type = type;
  c.description = q.description.value_or("");
  c.on_failure = q.onStackFailure.value_or("");
  c.token = q.clientToken.value_or("");
  c.nested = q.includeNestedStacks.value_or(false);
  keep_change_set(call, c, s, d, creates ? additions(d, asked(q)) : compare(call, s, *now, d, asked(q)));
  return {c.arn, s.arn};
}

Access to_describe_change_set(const DescribeChangeSet& q, Call& call) { return on_change_set("cloudformation:DescribeChangeSet", q.changeSetName, text_of(q.stackName), call); }

DescribeChangeSetResult describe_change_set(const DescribeChangeSet& q, Call& call) {
  auto [s, c] = existing_change_set(q.changeSetName, text_of(q.stackName), call);
  Plan plan = call.in(kPlans).get(store::joined(s.id, c.plan)).value_or(Plan{});
  DescribeChangeSetResult out{.changeSetName = c.name, .changeSetId = c.arn, .stackId = s.arn, .stackName = s.name, .description = unless_empty(c.description),
                              .parameters = shown_parameters(call.house(), plan), .creationTime = c.created, .executionStatus = c.execution, .status = c.status,
                              .statusReason = unless_empty(c.reason), .notificationARNs = plan.notification_arns, .rollbackConfiguration = shown_rollback(plan), .capabilities = plan.capabilities,
                              .tags = shown_tags(plan.tags), .changes = {}, .nextToken = {}, .includeNestedStacks = c.nested,
                              .parentChangeSetId = unless_empty(c.parent), .rootChangeSetId = unless_empty(c.root), .onStackFailure = unless_empty(c.on_failure)};
  auto kept = shape::unpacked<Packed>(opened(call.house(), c.changes, bound_to(c)));
  if (!kept) return out;
  const std::size_t from = q.nextToken ? std::size_t(std::atoll(page_start(q.nextToken).c_str())) : 0;
  for (std::size_t i = from; i < kept->changes.size(); ++i) {
    if (i == from + kPage) {
      out.nextToken = page_token(std::to_string(i));
      break;
    }
    ChangeEntry e{.resourceChange = std::move(kept->changes[i])};
    if (!q.includePropertyValues.value_or(false)) {
      e.resourceChange.beforeContext.reset();
      e.resourceChange.afterContext.reset();
    }
    out.changes.push_back(std::move(e));
  }
  return out;
}

Access to_execute_change_set(const ExecuteChangeSet& q, Call& call) { return on_change_set("cloudformation:ExecuteChangeSet", q.changeSetName, text_of(q.stackName), call); }

ChangeSetDone execute_change_set(const ExecuteChangeSet& q, Call& call) {
  auto [s, c] = existing_change_set(q.changeSetName, text_of(q.stackName), call);
  if (c.execution != "AVAILABLE")
    throw ApiError{"InvalidChangeSetStatus", 400, "ChangeSet [" + c.arn + "] cannot be executed in its current execution status of [" + c.execution + "]"};
  if (q.disableRollback && !c.on_failure.empty()) throw invalid("DisableRollback cannot be specified where the change set says OnStackFailure.");
  refuse_nested(c);
  check_token(s, q.clientRequestToken, call);
  const Place place = place_of(s, call.scope());
  auto plan = call.in(kPlans).get(store::joined(s.id, c.plan));
  if (!plan) throw ApiError{"ChangeSetNotFound", 404, "ChangeSet [" + c.arn + "] does not exist"};
  const bool creates = s.status == "REVIEW_IN_PROGRESS";
  if (!creates) check_updatable(s);
  // The others describe what is no longer so.
  std::vector<ChangeSetRecord> others;
  each_of(call.txn(), kChangeSets, place, [&](std::string_view name, ChangeSetRecord other) { if (name != c.name) others.push_back(std::move(other)); });
  for (auto& other : others) drop(other, call);
  c.execution = "EXECUTE_COMPLETE";
  execute_nested(call, c);
  put(c, call);
  const bool preserve = q.disableRollback.value_or(false) || c.on_failure == "DO_NOTHING";
  s.disable_rollback = preserve;
  s.retain_except_on_create = q.retainExceptOnCreate.value_or(false);
  take_plan(s, c.plan, *plan, call);
  s.change_set = c.arn;
  if (creates) s.on_failure = preserve ? "DO_NOTHING" : c.on_failure.empty() ? "ROLLBACK" : c.on_failure;
  s.updated = call.now();
  start(call, s, {.kind = creates ? "create" : "update", .phase = std::string(kForward), .status = creates ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
                  .token = q.clientRequestToken, .preserve = preserve, .retain_except_on_create = s.retain_except_on_create, .on_failure = creates ? s.on_failure : ""});
  return {};
}

Access to_delete_change_set(const DeleteChangeSet& q, Call& call) { return on_change_set("cloudformation:DeleteChangeSet", q.changeSetName, text_of(q.stackName), call); }

ChangeSetDone delete_change_set(const DeleteChangeSet& q, Call& call) {
  auto found = find_change_set(q.changeSetName, text_of(q.stackName), call);
  if (!found) return {};                         // gone already
  if (found->set.execution == "EXECUTE_IN_PROGRESS")
    throw ApiError{"InvalidChangeSetStatus", 400, "ChangeSet [" + found->set.arn + "] cannot be deleted in its current execution status of [EXECUTE_IN_PROGRESS]"};
  refuse_nested(found->set);
  drop(found->set, call);
  if (found->set.plan != found->stack.plan && found->set.plan != found->stack.former_plan) call.in(kPlans).erase(store::joined(found->stack.id, found->set.plan));
  return {};
}

Access to_list_change_sets(const ListChangeSets& q, Call& call) { return on_stack("cloudformation:ListChangeSets", q.stackName, call); }

ListChangeSetsResult list_change_sets(const ListChangeSets& q, Call& call) {
  StackRecord s = existing_stack(q.stackName, call);
  ListChangeSetsResult out;
  const std::string prefix = store::joined(s.id, "");
  call.in(kChangeSets).each(prefix, prefix + page_start(q.nextToken), [&](std::string_view key, ChangeSetRecord c) {
    if (out.summaries.size() == kPage) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    out.summaries.push_back({.stackId = s.arn, .stackName = s.name, .changeSetId = c.arn, .changeSetName = c.name, .executionStatus = c.execution, .status = c.status,
                             .statusReason = unless_empty(c.reason), .creationTime = c.created, .description = unless_empty(c.description), .includeNestedStacks = c.nested,
                             .parentChangeSetId = unless_empty(c.parent), .rootChangeSetId = unless_empty(c.root)});
    return true;
  });
  return out;
}

}  // namespace cloudformation
