#include "services/cloudformation/stack_instances.h"

#include "services/cloudformation/set_operations.h"

namespace cloudformation {
namespace {

constexpr std::size_t kPage = 100;

std::string instance_key(const SetRecord& s, std::string_view account, std::string_view region) { return store::joined(s.id, std::string(account), std::string(region)); }

// What the requests about instances share.
template <class Q> SetStart start_of(std::string action, const Q& q, const SetRecord& s, Call& call) {
  SetStart out{.action = std::move(action), .targets = {}, .regions = enabled_regions(call.house(), q.regions)};
  out.asked = asking_of(q.accounts, q.deploymentTargets, call);
  if (out.asked.accounts.empty() && out.asked.units.empty()) throw invalid("You must specify Accounts or DeploymentTargets.");
  out.targets = targets_of(call.house(), call.txn(), s, out.asked);
  if (q.operationPreferences) out.preferences = &*q.operationPreferences;
  if (q.operationId) out.operation_id = *q.operationId;
  return out;
}

// The pairs of the targets and Regions that are instances.
std::vector<ItemRecord> existing(const SetRecord& s, const SetStart& q, Call& call) {
  std::vector<ItemRecord> out;
  for (auto& region : q.regions)
    for (auto& t : q.targets)
      if (auto there = at(call.txn(), kInstances, place_of(s)).get(instance_key(s, t.account, region))) out.push_back({t.account, region, there->unit});
  return out;
}

Parameters shown(const House& house, const SetRecord& s, const Words& kept) {
  Parameters out;
  for (auto& [key, value] : kept) {
    if (!out) out.emplace();
    out->push_back({.parameterKey = key, .parameterValue = Secret<std::string>(opened_parameter(house, value, s.arn))});
  }
  return out;
}

template <class T> void describe(T& out, const SetRecord& s, const InstanceRecord& i) {
  out.stackSetId = s.id;
  out.region = RegionName(i.region);
  out.account = AccountId(i.account);
  if (!i.stack.empty()) out.stackId = i.stack;
  out.status = i.status;
  out.stackInstanceStatus.emplace().detailedStatus = i.detail;
  if (!i.reason.empty()) out.statusReason = i.reason;
  if (!i.unit.empty()) out.organizationalUnitId = UnitId(i.unit);
  out.driftStatus = "NOT_CHECKED";
  if (!i.operation.empty()) out.lastOperationId = i.operation;
}

bool passes(const ListStackInstances& q, const InstanceRecord& i) {
  if (q.stackInstanceAccount && *q.stackInstanceAccount != i.account) return false;
  if (q.stackInstanceRegion && *q.stackInstanceRegion != i.region) return false;
  if (!q.filters) return true;
  return std::all_of(q.filters->begin(), q.filters->end(), [&](auto& f) {
    const std::string value = f.values ? std::string(*f.values) : std::string();
    return f.name == "DETAILED_STATUS" ? value == i.detail : f.name == "LAST_OPERATION_ID" ? value == i.operation : value == "NOT_CHECKED";
  });
}

}  // namespace

Access to_create_instances(const CreateStackInstances& q, Call& call) { return on_set("cloudformation:CreateStackInstances", q.stackSetName, q.callAs, call); }

OperationIdResult create_instances(const CreateStackInstances& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  SetStart begin = start_of("CREATE", q, s, call);
  check_new_targets(s, begin.asked);
  Words overrides = sealed_parameters(call.house(), q.parameterOverrides, s.arn);
  if (begin.targets.size() * begin.regions.size() > kMostInstances) throw ApiError{"LimitExceededException", 400, "StackInstances quota has been exceeded"};
  add_targets(call.house(), call.txn(), s, begin.asked, begin.targets, begin.regions);
  s.principal = service::keep(call.caller());
  at(call.txn(), kSets, place_of(s)).put(s.id, s);
  std::string id = start(call.house(), call.txn(), s, begin, call.now());
  for (auto& region : begin.regions)
    for (auto& t : begin.targets) {
      auto rows = at(call.txn(), kInstances, place_of(s));
      InstanceRecord i = rows.get(instance_key(s, t.account, region)).value_or(InstanceRecord{.account = t.account, .region = region, .unit = t.unit});
      if (q.parameterOverrides) i.overrides = overrides;
      i.operation = id;
      rows.put(instance_key(s, t.account, region), i);
    }
  return {std::move(id)};
}

Access to_update_instances(const UpdateStackInstances& q, Call& call) { return on_set("cloudformation:UpdateStackInstances", q.stackSetName, q.callAs, call); }

OperationIdResult update_instances(const UpdateStackInstances& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  SetStart begin = start_of("UPDATE", q, s, call);
  auto items = existing(s, begin, call);
  if (items.empty()) throw ApiError{"StackInstanceNotFoundException", 404, "StackSet " + s.name + " has no instance in the accounts and Regions given"};
  s.principal = service::keep(call.caller());
  at(call.txn(), kSets, place_of(s)).put(s.id, s);
  Words overrides = sealed_parameters(call.house(), q.parameterOverrides, s.arn);
  std::string id = start(call.house(), call.txn(), s, begin, items, call.now());
  for (auto& item : items) {
    auto rows = at(call.txn(), kInstances, place_of(s));
    InstanceRecord i = *rows.get(instance_key(s, item.account, item.region));
    if (q.parameterOverrides) i.overrides = overrides;
    i.status = "OUTDATED";
    i.operation = id;
    rows.put(instance_key(s, item.account, item.region), i);
  }
  return {std::move(id)};
}

Access to_delete_instances(const DeleteStackInstances& q, Call& call) { return on_set("cloudformation:DeleteStackInstances", q.stackSetName, q.callAs, call); }

OperationIdResult delete_instances(const DeleteStackInstances& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  SetStart begin = start_of("DELETE", q, s, call);
  begin.retain_stacks = q.retainStacks;
  auto items = existing(s, begin, call);
  drop_targets(s, begin.asked, begin.targets, begin.regions);
  s.principal = service::keep(call.caller());
  at(call.txn(), kSets, place_of(s)).put(s.id, s);
  return {start(call.house(), call.txn(), s, begin, items, call.now())};
}

Access to_describe_instance(const DescribeStackInstance& q, Call& call) { return on_set("cloudformation:DescribeStackInstance", q.stackSetName, q.callAs, call); }

DescribeStackInstanceResult describe_instance(const DescribeStackInstance& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  auto i = at(call.txn(), kInstances, place_of(s)).get(instance_key(s, q.stackInstanceAccount, q.stackInstanceRegion));
  if (!i)
    throw ApiError{"StackInstanceNotFoundException", 404, "Stack instance for account " + q.stackInstanceAccount + " and region " + q.stackInstanceRegion + " not found in StackSet " + s.name};
  StackInstance out;
  describe(out, s, *i);
  out.parameterOverrides = shown(call.house(), s, i->overrides);
  if (!out.parameterOverrides) out.parameterOverrides.emplace();
  return {std::move(out)};
}

Access to_list_instances(const ListStackInstances& q, Call& call) { return on_set("cloudformation:ListStackInstances", q.stackSetName, q.callAs, call); }

ListStackInstancesResult list_instances(const ListStackInstances& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  ListStackInstancesResult out;
  auto& list = out.summaries.emplace();
  const std::string prefix = store::joined(s.id, ""), from = page_start(q.nextToken);
  at(call.txn(), kInstances, place_of(s)).each(prefix, prefix + from, [&](std::string_view key, InstanceRecord i) {
    if (!passes(q, i)) return true;
    if (list.size() == (q.maxResults ? std::size_t(*q.maxResults) : kPage)) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    describe(list.emplace_back(), s, i);
    return true;
  });
  return out;
}

}  // namespace cloudformation
