#include "services/cloudformation/set_operations.h"

namespace cloudformation {
namespace {

constexpr std::size_t kPage = 100;

std::string operation_key(const SetRecord& s, std::string_view id) { return store::joined(s.id, std::string(id)); }

std::int64_t count(const auto& value) { return value ? std::int64_t(*value) : -1; }

void take_preferences(SetOperationRecord& o, const StackSetOperationPreferences& p) {
  if (p.failureToleranceCount && p.failureTolerancePercentage) throw invalid("You must specify either FailureToleranceCount or FailureTolerancePercentage, but not both.");
  if (p.maxConcurrentCount && p.maxConcurrentPercentage) throw invalid("You must specify either MaxConcurrentCount or MaxConcurrentPercentage, but not both.");
  o.parallel_regions = p.regionConcurrencyType == "PARALLEL";
  o.soft_tolerance = p.concurrencyMode == "SOFT_FAILURE_TOLERANCE";
  if (p.regionOrder) o.region_order.assign(p.regionOrder->begin(), p.regionOrder->end());
  o.tolerance_count = count(p.failureToleranceCount);
  o.tolerance_percentage = count(p.failureTolerancePercentage);
  o.concurrent_count = count(p.maxConcurrentCount);
  o.concurrent_percentage = count(p.maxConcurrentPercentage);
  if (!o.soft_tolerance && o.tolerance_count >= 0 && o.concurrent_count > o.tolerance_count + 1)
    throw invalid("MaxConcurrentCount must be at most one more than FailureToleranceCount.");
}

// A number behind all of the others.
std::int64_t next_serial(store::Txn& txn, const SetRecord& s) {
  std::int64_t out = 0;
  each_of(txn, kSetOperations, place_of(s), "", [&](std::string_view, SetOperationRecord o) {
    out = std::max(out, o.serial);
    return true;
  });
  return out + 1;
}

StackSetOperationPreferences shown(const SetOperationRecord& o) {
  StackSetOperationPreferences p;
  if (o.parallel_regions) p.regionConcurrencyType = "PARALLEL";
  if (!o.region_order.empty()) p.regionOrder.emplace(o.region_order.begin(), o.region_order.end());
  if (o.tolerance_count >= 0) p.failureToleranceCount = {o.tolerance_count};
  if (o.tolerance_percentage >= 0) p.failureTolerancePercentage = {o.tolerance_percentage};
  if (o.concurrent_count >= 0) p.maxConcurrentCount = {o.concurrent_count};
  if (o.concurrent_percentage >= 0) p.maxConcurrentPercentage = {o.concurrent_percentage};
  if (o.soft_tolerance) p.concurrencyMode = "SOFT_FAILURE_TOLERANCE";
  return p;
}

template <class T> std::optional<T> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional<T>(text); }
std::optional<base::Time> unless_never(base::Time t) { return t.ms ? std::optional(t) : std::nullopt; }

SetOperationRecord existing_operation(const SetRecord& s, std::string_view id, Call& call) {
  auto found = at(call.txn(), kSetOperations, place_of(s)).get(operation_key(s, id));
  if (!found) throw ApiError{"OperationNotFoundException", 404, "Operation " + std::string(id) + " not found"};
  return std::move(*found);
}

}  // namespace

std::string item_key(const SetRecord& s, std::string_view operation, const ItemRecord& item) {
  return store::joined(store::joined(s.id, std::string(operation)), item.region, item.account);
}

std::string under_way_key(const SetRecord& s, const SetOperationRecord& o) {
  std::string serial = std::to_string(o.serial);
  serial.insert(0, 12 - std::min<std::size_t>(12, serial.size()), '0');
  return store::joined(store::joined(s.account, s.region, s.id), serial);
}

bool under_way(store::Txn& txn, const SetRecord& s) {
  bool found = false;
  const std::string prefix = store::joined(store::joined(s.account, s.region, s.id), "");
  store::Bound<UnderWay>{txn, kUnderWay, "", ""}.each(prefix, prefix, [&](std::string_view, UnderWay) { return !(found = true); });
  return found;
}

std::string start(House& house, store::Txn& txn, const SetRecord& s, const SetStart& q, base::Time now) {
  std::vector<ItemRecord> items;
  for (auto& region : q.regions)
    for (auto& t : q.targets) items.push_back({t.account, region, t.unit});
  return start(house, txn, s, q, items, now);
}

std::string start(House&, store::Txn& txn, const SetRecord& s, SetStart q, const std::vector<ItemRecord>& items, base::Time now) {
  const SetPlace place = place_of(s);
  SetOperationRecord o{.id = q.operation_id.value_or(base::uuid()), .action = q.action};
  if (at(txn, kSetOperations, place).has(operation_key(s, o.id)))
    throw ApiError{"OperationIdAlreadyExistsException", 409, "The specified operation ID already exists: " + o.id};
  if (under_way(txn, s)) {
    if (!s.managed_execution) throw ApiError{"OperationInProgressException", 409, "Another Operation on StackSet " + s.arn + " is in progress"};
    o.status = "QUEUED";
  }
  o.created = now;
  o.retain_stacks = q.retain_stacks;
  if (q.preferences) take_preferences(o, *q.preferences);
  o.accounts = std::move(q.asked.accounts);
  o.units = std::move(q.asked.units);
  o.filter = std::move(q.asked.filter);
  o.regions = std::move(q.regions);
  o.serial = next_serial(txn, s);
  at(txn, kSetOperations, place).put(operation_key(s, o.id), o);
  for (auto& item : items) at(txn, kItems, place).put(item_key(s, o.id, item), item);
  store::Bound<UnderWay>{txn, kUnderWay, "", ""}.put(under_way_key(s, o), {s.account, s.region, s.id, o.id});
  return o.id;
}

Access to_describe_operation(const DescribeStackSetOperation& q, Call& call) { return on_set("cloudformation:DescribeStackSetOperation", q.stackSetName, q.callAs, call); }

DescribeStackSetOperationResult describe_operation(const DescribeStackSetOperation& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  SetOperationRecord o = existing_operation(s, q.operationId, call);
  StackSetOperation out{.operationId = o.id, .stackSetId = s.id, .action = o.action, .status = o.status, .operationPreferences = shown(o)};
  if (o.action == "DELETE") out.retainStacks = o.retain_stacks;
  if (!s.service_managed) {
    out.administrationRoleARN = unless_empty<RoleArn>(s.administration_role);
    out.executionRoleName = unless_empty<ExecutionRoleName>(s.execution_role);
  }
  out.creationTimestamp = o.created;
  out.endTimestamp = unless_never(o.ended);
  if (!o.units.empty()) {
    out.deploymentTargets.emplace().organizationalUnitIds.emplace(o.units.begin(), o.units.end());
    if (!o.accounts.empty()) out.deploymentTargets->accounts.emplace(o.accounts.begin(), o.accounts.end());
    if (!o.filter.empty()) out.deploymentTargets->accountFilterType = o.filter;
  }
  out.statusReason = unless_empty<std::string>(o.reason);
  out.statusDetails.emplace().failedStackInstancesCount = {o.failed};
  return {std::move(out)};
}

Access to_list_operations(const ListStackSetOperations& q, Call& call) { return on_set("cloudformation:ListStackSetOperations", q.stackSetName, q.callAs, call); }

// The newest first.
ListStackSetOperationsResult list_operations(const ListStackSetOperations& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  std::vector<SetOperationRecord> all;
  each_of(call.txn(), kSetOperations, place_of(s), "", [&](std::string_view, SetOperationRecord o) {
    all.push_back(std::move(o));
    return true;
  });
  std::sort(all.begin(), all.end(), [](auto& a, auto& b) { return a.serial > b.serial; });
  const std::string before = page_start(q.nextToken);
  ListStackSetOperationsResult out;
  auto& list = out.summaries.emplace();
  bool begun = before.empty();
  for (auto& o : all) {
    begun = begun || o.id == before;
    if (!begun) continue;
    if (list.size() == (q.maxResults ? std::size_t(*q.maxResults) : kPage)) {
      out.nextToken = page_token(o.id);
      break;
    }
    auto& one = list.emplace_back(StackSetOperationSummary{.operationId = o.id, .action = o.action, .status = o.status, .creationTimestamp = o.created,
                                                           .endTimestamp = unless_never(o.ended), .statusReason = unless_empty<std::string>(o.reason)});
    one.statusDetails.emplace().failedStackInstancesCount = {o.failed};
    one.operationPreferences = shown(o);
  }
  return out;
}

Access to_list_operation_results(const ListStackSetOperationResults& q, Call& call) {
  return on_set("cloudformation:ListStackSetOperationResults", q.stackSetName, q.callAs, call);
}

ListStackSetOperationResultsResult list_operation_results(const ListStackSetOperationResults& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  existing_operation(s, q.operationId, call);
  ListStackSetOperationResultsResult out;
  auto& list = out.summaries.emplace();
  const std::string prefix = store::joined(s.id, q.operationId, ""), from = page_start(q.nextToken);
  at(call.txn(), kItems, place_of(s)).each(prefix, prefix + from, [&](std::string_view key, ItemRecord item) {
    if (q.filters && !q.filters->empty() && q.filters->front().values && *q.filters->front().values != item.status) return true;
    if (list.size() == (q.maxResults ? std::size_t(*q.maxResults) : kPage)) {
      out.nextToken = page_token(key.substr(prefix.size()));
      return false;
    }
    auto& one = list.emplace_back(StackSetOperationResultSummary{.account = AccountId(item.account), .region = RegionName(item.region), .status = item.status,
                                                                 .statusReason = unless_empty<std::string>(item.reason)});
    one.accountGateResult = AccountGateResult{"SKIPPED", "Function not found: AWSCloudFormationStackSetAccountGate"};
    one.organizationalUnitId = unless_empty<UnitId>(item.unit);
    return true;
  });
  return out;
}

Access to_stop_operation(const StopStackSetOperation& q, Call& call) { return on_set("cloudformation:StopStackSetOperation", q.stackSetName, q.callAs, call); }

StopStackSetOperationResult stop_operation(const StopStackSetOperation& q, Call& call) {
  SetRecord s = existing_set(q.stackSetName, q.callAs, call);
  SetOperationRecord o = existing_operation(s, q.operationId, call);
  if (o.status != "RUNNING" && o.status != "QUEUED")
    throw ApiError{"InvalidOperationException", 400, "Operation " + o.id + " is in " + o.status + " state and cannot be stopped"};
  o.status = "STOPPING";
  at(call.txn(), kSetOperations, place_of(s)).put(operation_key(s, o.id), o);
  return {};
}

}  // namespace cloudformation
