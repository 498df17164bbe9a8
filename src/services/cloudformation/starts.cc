#include "services/cloudformation/starts.h"

#include "services/cloudformation/chronicle.h"
#include "services/cloudformation/drift.h"
#include "services/cloudformation/outputs.h"
#include "services/cloudformation/stages.h"

namespace cloudformation {
namespace {

bool parent_is_busy(store::Txn& txn, const StackRecord& stack) {
  if (stack.parent.empty()) return false;
  auto parent = find_by_arn(txn, stack.parent);
  return parent && !is_done(parent->status);
}

std::string time_key(base::Time t) {
  char text[24];
  std::snprintf(text, sizeof text, "%020lld", static_cast<long long>(t.ms));
  return text;
}

// A deletion removes what failed attempts left over too.
bool put_leftovers_aside(store::Txn& txn, const Place& place) {
  bool any = false;
  each_of(txn, kLeftovers, place, [&](std::string_view, ResourceRecord) { any = true; });
  each_of(txn, kFormer, place, [&](std::string_view key, ResourceRecord was) {
    auto now = at(txn, kResources, place).get(store::joined(place.stack, key));
    if (was.physical.empty() || (now && now->physical == was.physical)) return;
    was.action = kReplaced;
    was.stage.clear();
    at(txn, kLeftovers, place).put(store::joined(place.stack, was.logical + "/" + was.name), was);
    any = true;
  });
  return any;
}

}  // namespace

std::string put_plan(store::Txn& txn, const Place& place, const Plan& plan) {
  std::string id = base::random_text(16, base::kHexDigits);
  at(txn, kPlans, place).put(store::joined(place.stack, id), plan);
  return id;
}

void start(Call& call, StackRecord& stack, const Start& s) {
  const Place place = place_of(stack, call.scope());
  OperationRecord o{.id = base::uuid(), .account = place.account, .region = place.region, .stack = stack.id, .kind = s.kind, .phase = s.phase, .token = s.token.value_or(""),
                    .begun = call.now(), .deadline = {}, .reason = {}, .nested = s.kind == "update" && parent_is_busy(call.txn(), stack), .preserve = s.preserve,
                    .cancelled = false, .force = s.force, .retain_except_on_create = s.retain_except_on_create, .on_failure = s.on_failure, .retained = s.retained,
                    .skipped = s.skipped, .policy = s.policy};
  if (s.timeout_minutes) o.deadline = call.now().plus_seconds(s.timeout_minutes * 60);
  if (s.kind == "delete" && put_leftovers_aside(call.txn(), place)) o.phase = kPurge;
  stack.principal = service::keep(call.caller());
  stack.token = s.token.value_or("");
  operations(call.txn()).put(operation_key(place), o);
  forget_drift(call.txn(), place);
  set_status(call.house(), call.txn(), place, stack, s.status, s.reason);
}

void release_children(House&, store::Txn& txn, const Place& place) {
  std::vector<std::string> children;
  each_of(txn, kResources, place, [&](std::string_view, ResourceRecord r) {
    if (r.type == kStackType && !r.physical.empty()) children.push_back(r.physical);
  });
  for (auto& arn : children) {
    auto child = find_by_arn(txn, arn);
    if (!child) continue;
    const std::string key = operation_key({place.account, place.region, child->id});
    auto o = operations(txn).get(key);
    if (!o || o->phase != kHeld) continue;
    o->phase = kCleanup;
    operations(txn).put(key, *o);
  }
}

bool restore_child(House& house, store::Txn& txn, std::string_view arn) {
  auto child = find_by_arn(txn, arn);
  if (!child || child->former_plan.empty()) return false;
  auto colon = [&](int n) { std::size_t at = 0; while (n--) at = arn.find(':', at) + 1; return at; };
  const std::string region(arn.substr(colon(3), colon(4) - colon(3) - 1)), account(arn.substr(colon(4), colon(5) - colon(4) - 1));
  const Place place{account, region, child->id};
  OperationRecord o;
  o.id = base::uuid();
  o.account = account;
  o.region = region;
  o.stack = child->id;
  o.kind = "update";
  o.phase = kRestore;
  o.begun = house.clock.now();
  operations(txn).put(operation_key(place), o);
  forget_drift(txn, place);
  set_status(house, txn, place, *child, "UPDATE_ROLLBACK_IN_PROGRESS");
  return true;
}

void forget_stack(House&, store::Txn& txn, const Place& place, const StackRecord& stack) {
  auto name = at(txn, kNames, place).get(stack.name);
  if (name && name->id == stack.id) at(txn, kNames, place).erase(stack.name);
  keep_imports(txn, place, stack, {});
  std::vector<std::string> exports;
  at(txn, kExports, place).each([&](std::string_view key, ExportRecord e) { if (e.stack == stack.id) exports.emplace_back(key); });
  for (auto& e : exports) at(txn, kExports, place).erase(e);
  erase_all(txn, kFormer, place);
  erase_all(txn, kLeftovers, place);
  erase_all(txn, kSignals, place);
  erase_all(txn, kChangeSets, place);
  store::Bound<PrunedRecord>(txn, kPruned, "", "").put(store::joined(time_key(stack.deleted.plus_seconds(kKeptSeconds)), stack.id), {place.account, place.region, stack.id});
}

std::optional<base::Time> prune(House& house) {
  std::vector<std::pair<std::string, PrunedRecord>> due;
  std::optional<base::Time> next;
  const std::string now = time_key(house.clock.now());
  {
    store::Txn txn = house.store.read();
    store::Bound<PrunedRecord>(txn, kPruned, "", "").each("", "", [&](std::string_view key, PrunedRecord p) {
      if (key > now) {
        next = base::Time{std::atoll(std::string(key.substr(0, 20)).c_str())};
        return false;
      }
      due.emplace_back(key, std::move(p));
      return due.size() < 20;
    });
  }
  for (auto& [key, p] : due)
    house.note([&](store::Txn& txn) {
      const Place place{p.account, p.region, p.stack};
      erase_all(txn, kResources, place);
      erase_all(txn, kEvents, place);
      erase_all(txn, kPlans, place);
      at(txn, kStacks, place).erase(p.stack);
      store::Bound<PrunedRecord>(txn, kPruned, "", "").erase(key);
    });
  return due.size() == 20 ? house.clock.now() : next;
}

}  // namespace cloudformation
