// AWS::CloudFormation::StackSet: the set by one call; its instances by operations, one after the other, whose ids come from
// the change's own token, so that what a crash repeats is refused.
#include "services/cloudformation/api_stack_sets.h"

#include "services/cloudformation/resources/common.h"
#include "services/cloudformation/set_targets.h"

namespace cloudformation::resources {
namespace {

constexpr auto& kSet = properties<"AdministrationRoleARN AutoDeployment CallAs~ Capabilities Description ExecutionRoleName ManagedExecution OperationPreferences Parameters "
                                  "PermissionModel*! StackInstancesGroup StackSetName*! Tags TemplateBody TemplateURL">;

struct Group {
  DeploymentTargets deploymentTargets;
  std::vector<RegionName> regions;
  Parameters parameterOverrides;
};
BOOST_DESCRIBE_STRUCT(Group, (), (deploymentTargets, regions, parameterOverrides))

std::vector<Group> groups_of(const Resource& r) { return filled<std::vector<Group>>(r, "StackInstancesGroup").value_or(std::vector<Group>{}); }

// What creation and update say alike.
template <class Q> void describe(Q& q, const Resource& r) {
  q.stackSetName = text_of(r, "StackSetName");
  q.description = filled<Description>(r, "Description");
  if (is_given(r, "TemplateBody")) q.templateBody = TemplateText(Text<1>(text_of(r, "TemplateBody")));
  if (is_given(r, "TemplateURL")) q.templateURL = text_of(r, "TemplateURL");
  q.parameters = filled<std::vector<Parameter>>(r, "Parameters");
  q.capabilities = filled<std::vector<Capability>>(r, "Capabilities");
  List<Tag, 0, 50> tags;
  for (auto& [key, value] : tags_of(r)) tags.push_back({key, value});
  q.tags = tags;
  q.administrationRoleARN = filled<RoleArn>(r, "AdministrationRoleARN");
  q.executionRoleName = filled<ExecutionRoleName>(r, "ExecutionRoleName");
  q.permissionModel = filled<PermissionModel>(r, "PermissionModel");
  q.autoDeployment = filled<AutoDeployment>(r, "AutoDeployment");
  q.callAs = filled<CallAs>(r, "CallAs");
  q.managedExecution = filled<ManagedExecution>(r, "ManagedExecution");
}

void make_set(Acting& a, const Resource& r) {
  CreateStackSet q;
  describe(q, r);
  q.clientRequestToken = Token(r.token);
  a.make(q, [](auto& made) { return made.stackSetId.value_or(""); });
}

void settle_set(Acting&, Resource& r) {
  r.attributes = Value::map();
  set(r, "StackSetId", r.physical_id);
}

Token operation_id(const Resource& r, const std::string& step) { return Token(r.token + "-" + step); }

// Begins an operation that has perhaps begun before.
template <class Q> void begin(Acting& a, const Q& request) {
  try {
    a.call(request);
  } catch (const ApiError& e) {
    if (e.code != "OperationIdAlreadyExistsException") throw;
  }
}

void update_set(Acting& a, Resource& wanted, const Resource& before) {
  settle_set(a, wanted);
  if (!any_changed(wanted, before, {"TemplateBody", "TemplateURL", "Parameters", "Capabilities", "Description", "AdministrationRoleARN", "ExecutionRoleName", "AutoDeployment",
                                    "ManagedExecution", "Tags"}) && wanted.tags == before.tags)
    return;
  UpdateStackSet q;
  describe(q, wanted);
  q.stackSetName = wanted.physical_id;
  q.operationPreferences = filled<StackSetOperationPreferences>(wanted, "OperationPreferences");
  q.operationId = operation_id(wanted, "update");
  begin(a, q);
}

// ---- where the instances stand

struct Pair {
  std::string account, region, unit;
  auto operator<=>(const Pair&) const = default;
};

std::vector<Pair> instances_of(store::Txn& txn, const SetRecord& s) {
  std::vector<Pair> out;
  each_of(txn, kInstances, place_of(s), "", [&](std::string_view, InstanceRecord i) {
    out.push_back({i.account, i.region, i.unit});
    return true;
  });
  return out;
}

std::optional<SetOperationRecord> operation(store::Txn& txn, const SetRecord& s, const Token& id) { return at(txn, kSetOperations, place_of(s)).get(store::joined(s.id, id)); }

// Nothing while it has not begun; false while it goes on. Throws where it failed.
std::optional<bool> is_through(store::Txn& txn, const SetRecord& s, const Token& id) {
  auto o = operation(txn, s, id);
  if (!o) return {};
  if (!o->ended.ms) return false;
  if (o->status == "SUCCEEDED") return true;
  std::string reason;
  each_of(txn, kItems, place_of(s), o->id, [&](std::string_view, ItemRecord i) {
    if (i.status == "FAILED" && reason.empty()) reason = "Account " + i.account + ", Region " + i.region + ": " + i.reason;
    return reason.empty();
  });
  throw ApiError{"GeneralServiceException", 400, "StackSet operation " + o->id + " was " + o->status + ". " + reason};
}

DeploymentTargets everywhere(const SetRecord& s, const std::vector<Pair>& pairs) {
  DeploymentTargets out;
  if (s.service_managed) {
    out.organizationalUnitIds.emplace();
    for (auto& p : pairs) if (std::find(out.organizationalUnitIds->begin(), out.organizationalUnitIds->end(), p.unit) == out.organizationalUnitIds->end()) out.organizationalUnitIds->emplace_back(p.unit);
    return out;
  }
  out.accounts.emplace();
  for (auto& p : pairs) if (std::find(out.accounts->begin(), out.accounts->end(), p.account) == out.accounts->end()) out.accounts->emplace_back(p.account);
  return out;
}

void begin_deletion(Acting& a, const Resource& r, const SetRecord& s, const std::vector<Pair>& pairs, const std::string& step) {
  DeleteStackInstances q{.stackSetName = s.id, .deploymentTargets = everywhere(s, pairs), .retainStacks = false, .operationId = operation_id(r, step)};
  for (auto& p : pairs) if (std::find(q.regions.begin(), q.regions.end(), p.region) == q.regions.end()) q.regions.emplace_back(p.region);
  q.operationPreferences = filled<StackSetOperationPreferences>(r, "OperationPreferences");
  begin(a, q);
}

std::optional<SetRecord> find(store::Txn& txn, const Acting& a, const Resource& r) { return find_set(txn, {a.account(), a.region()}, r.physical_id); }

void remove_set(Acting& a, const Resource& r) {
  std::vector<Pair> pairs;
  std::optional<SetRecord> s;
  {
    store::Txn txn = a.house().store.read();
    s = find(txn, a, r);
    if (!s || s->status != "ACTIVE") return;
    pairs = instances_of(txn, *s);
  }
  if (!pairs.empty()) return begin_deletion(a, r, *s, pairs, "remove");
  a.call(DeleteStackSet{.stackSetName = s->id});
}

// What the change does next; nothing: it is through.
struct Next { std::function<void()> begin; bool wait = false; };

Next next_removal(Acting& a, const Resource& r, store::Txn& txn, const SetRecord& s) {
  if (is_through(txn, s, operation_id(r, "remove")) == false) return {.wait = true};
  if (!instances_of(txn, s).empty()) throw ApiError{"StackSetNotEmptyException", 409, "StackSet is not empty"};
  return {.begin = [&a, id = s.id] { a.call(DeleteStackSet{.stackSetName = id}); }, .wait = false};
}

Next next_instances(Acting& a, const Resource& r, store::Txn& txn, const SetRecord& s) {
  if (is_through(txn, s, operation_id(r, "update")) == false) return {.wait = true};
  auto groups = groups_of(r);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Token id = operation_id(r, "group-" + std::to_string(i));
    auto through = is_through(txn, s, id);
    if (through == false) return {.wait = true};
    if (through) continue;
    CreateStackInstances q{.stackSetName = s.id, .deploymentTargets = groups[i].deploymentTargets, .regions = groups[i].regions, .parameterOverrides = groups[i].parameterOverrides,
                           .operationPreferences = filled<StackSetOperationPreferences>(r, "OperationPreferences"), .operationId = id};
    return {.begin = [&a, q] { begin(a, q); }, .wait = true};
  }
  std::vector<Pair> surplus = instances_of(txn, s);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    auto asked = operation(txn, s, operation_id(r, "group-" + std::to_string(i)));
    auto targets = targets_of(a.house(), txn, s, {asked->accounts, asked->units, asked->filter});
    std::erase_if(surplus, [&](auto& p) {
      return std::find(asked->regions.begin(), asked->regions.end(), p.region) != asked->regions.end() &&
             std::any_of(targets.begin(), targets.end(), [&](auto& t) { return t.account == p.account; });
    });
  }
  auto through = is_through(txn, s, operation_id(r, "surplus"));
  if (through == false) return {.wait = true};
  if (!through && !surplus.empty()) return {.begin = [&a, &r, s, surplus] { begin_deletion(a, r, s, surplus, "surplus"); }, .wait = true};
  return {};
}

Progress check_set(Acting& a, Resource& r) {
  Next next;
  {
    store::Txn txn = a.house().store.read();
    auto s = find(txn, a, r);
    if (!s || s->status != "ACTIVE") return {};
    next = operation(txn, *s, operation_id(r, "remove")) ? next_removal(a, r, txn, *s) : next_instances(a, r, txn, *s);
  }
  if (next.begin) next.begin();
  if (next.wait) return {.done = false, .again = {}};
  return {};
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::CloudFormation::StackSet", .properties = kSet, .attributes = names<"StackSetId">,
     .make = make_set, .settle = settle_set, .update = update_set, .remove = remove_set, .check = check_set, .removed_with_check = true},
};

}  // namespace

Types stack_set_types() { return kTypes; }

}  // namespace cloudformation::resources
