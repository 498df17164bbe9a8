#include "services/cloudformation/set_worker.h"

#include "base/log.h"
#include "services/cloudformation/api.h"
#include "services/cloudformation/set_hands.h"
#include "services/cloudformation/set_operations.h"

namespace cloudformation {
namespace {

constexpr std::size_t kStartsARound = 32;

bool at_work(const ItemRecord& i) { return i.status == "RUNNING"; }
bool waits(const ItemRecord& i) { return i.status == "PENDING"; }

struct Work {
  House& house;
  SetRecord set;
  SetOperationRecord operation;
  std::vector<ItemRecord> items;

  SetPlace place() const { return place_of(set); }
};

std::optional<Work> read(House& house, const UnderWay& u) {
  store::Txn txn = house.store.read();
  const SetPlace place{u.account, u.region, u.set};
  auto set = at(txn, kSets, place).get(u.set);
  auto operation = at(txn, kSetOperations, place).get(store::joined(u.set, u.operation));
  if (!set || !operation) return {};
  Work w{house, std::move(*set), std::move(*operation), {}};
  each_of(txn, kItems, place, u.operation, [&](std::string_view, ItemRecord i) {
    w.items.push_back(std::move(i));
    return true;
  });
  return w;
}

std::string instance_key(const Work& w, const ItemRecord& i) { return store::joined(w.set.id, i.account, i.region); }

InstanceRecord instance(store::Txn& txn, const Work& w, const ItemRecord& i) {
  return at(txn, kInstances, w.place()).get(instance_key(w, i)).value_or(InstanceRecord{.account = i.account, .region = i.region, .unit = i.unit});
}

void put(store::Txn& txn, const Work& w, const ItemRecord& i) { at(txn, kItems, w.place()).put(item_key(w.set, w.operation.id, i), i); }
void put(store::Txn& txn, const Work& w, const ItemRecord& i, const InstanceRecord& of) {
  put(txn, w, i);
  at(txn, kInstances, w.place()).put(instance_key(w, i), of);
}

// ---- how an item ends

void succeed(Work& w, ItemRecord& i, store::Txn& txn) {
  i.status = "SUCCEEDED";
  i.reason.clear();
  if (w.operation.action == "DELETE") {
    put(txn, w, i);
    return at(txn, kInstances, w.place()).erase(instance_key(w, i));
  }
  InstanceRecord of = instance(txn, w, i);
  of.status = "CURRENT";
  of.detail = "SUCCEEDED";
  of.reason.clear();
  of.operation = w.operation.id;
  put(txn, w, i, of);
}

void fail(Work& w, ItemRecord& i, const std::string& reason, store::Txn& txn) {
  i.status = "FAILED";
  i.reason = reason;
  InstanceRecord of = instance(txn, w, i);
  of.status = w.operation.action == "DELETE" ? "INOPERABLE" : "OUTDATED";
  of.detail = "FAILED";
  of.reason = reason;
  of.operation = w.operation.id;
  put(txn, w, i, of);
}

// What first failed within a stack.
std::string reason_of(store::Txn& txn, const InstanceRecord& of, const StackRecord& stack) {
  std::string out = stack.reason;
  each_of(txn, kEvents, Place{of.account, of.region, stack.id}, [&](std::string_view, EventRecord e) {
    if (e.logical != stack.name && e.status.ends_with("_FAILED") && !e.reason.ends_with("cancelled"))
      out = "ResourceLogicalId:" + e.logical + ", ResourceType:" + e.type + ", ResourceStatusReason:" + e.reason + ".";
  });
  return out;
}

// An item whose stack has come to rest.
void look_at(Work& w, ItemRecord& i) {
  std::optional<StackRecord> stack;
  {
    store::Txn txn = w.house.store.read();
    InstanceRecord of = instance(txn, w, i);
    if (!of.stack.empty()) stack = find_by_arn(txn, of.stack);
    if (stack && !stack->deleted.ms && !is_done(stack->status)) return;
  }
  const bool gone = !stack || stack->deleted.ms;
  w.house.note([&](store::Txn& txn) {
    InstanceRecord of = instance(txn, w, i);
    if (i.clearing && gone) {
      i.clearing = false;
      i.status = "PENDING";
      of.stack.clear();
      return put(txn, w, i, of);
    }
    bool well = w.operation.action == "DELETE" ? gone : !gone && !i.clearing && (stack->status == "CREATE_COMPLETE" || stack->status == "UPDATE_COMPLETE");
    if (well) return succeed(w, i, txn);
    fail(w, i, gone ? "The stack was deleted by someone else." : reason_of(txn, of, *stack), txn);
  });
}

// ---- how an item begins

// The stack is marked as an instance in the commit that makes it.
void begun(Work& w, ItemRecord& i, const std::string& stack_arn, store::Txn& txn) {
  InstanceRecord of = instance(txn, w, i);
  of.stack = stack_arn;
  of.detail = "RUNNING";
  of.operation = w.operation.id;
  i.status = "RUNNING";
  put(txn, w, i, of);
  if (auto stack = find_by_arn(txn, stack_arn); stack && stack->instance_of.empty()) {
    stack->instance_of = w.set.arn;
    store::Bound<StackRecord>{txn, kStacks, i.account, i.region}.put(stack->id, *stack);
  }
}

template <class Q, class F> void act(Work& w, const ItemRecord& i, const Q& request, F then) {
  auto who = hands_in(w.house, w.set, i.account);
  w.house.act(Q::operation, &request, who, {i.account, i.region}, {}, [&](store::Txn& txn, const void* result) { then(txn, *static_cast<const typename Q::Result*>(result)); });
}

// The set's words with the instance's own in their place.
template <class Q> void fill(Q& q, Work& w, const InstanceRecord& of) {
  Words values = w.set.parameters;
  for (auto& [key, value] : of.overrides) values[key] = value;
  q.parameters.emplace();
  for (auto& [key, value] : values)
    q.parameters->push_back({.parameterKey = key, .parameterValue = Secret<std::string>(opened_parameter(w.house, value, w.set.arn))});
  q.capabilities.emplace(w.set.capabilities.begin(), w.set.capabilities.end());
  q.templateBody = TemplateText(Text<1>(w.set.template_body));
  q.tags.emplace();
  for (auto& [key, value] : w.set.tags) q.tags->push_back({key, value});
}

void create(Work& w, ItemRecord& i, const InstanceRecord& of) {
  CreateStack q{.stackName = "StackSet-" + w.set.name.substr(0, 128 - 46) + "-" + base::uuid()};
  fill(q, w, of);
  act(w, i, q, [&](store::Txn& txn, const StackIdResult& made) { begun(w, i, made.stackId, txn); });
}

void update(Work& w, ItemRecord& i, const InstanceRecord& of) {
  UpdateStack q{.stackName = of.stack};
  fill(q, w, of);
  try {
    act(w, i, q, [&](store::Txn& txn, const StackIdResult&) { begun(w, i, of.stack, txn); });
  } catch (const ApiError& e) {
    if (e.message != "No updates are to be performed.") throw;
    w.house.note([&](store::Txn& txn) { succeed(w, i, txn); });
  }
}

void remove(Work& w, ItemRecord& i, const InstanceRecord& of, bool clearing) {
  DeleteStack q{.stackName = of.stack};
  i.clearing = clearing;
  act(w, i, q, [&](store::Txn& txn, const Nothing&) { begun(w, i, of.stack, txn); });
}

// Left behind, the stack is nobody's instance any more.
void let_go(Work& w, ItemRecord& i, const InstanceRecord& of) {
  w.house.note([&](store::Txn& txn) {
    if (auto stack = find_by_arn(txn, of.stack)) {
      stack->instance_of.clear();
      store::Bound<StackRecord>{txn, kStacks, i.account, i.region}.put(stack->id, *stack);
    }
    succeed(w, i, txn);
  });
}

void begin(Work& w, ItemRecord& i) {
  InstanceRecord of;
  std::optional<StackRecord> stack;
  {
    store::Txn txn = w.house.store.read();
    of = instance(txn, w, i);
    if (!of.stack.empty()) stack = find_by_arn(txn, of.stack);
  }
  const bool there = stack && !stack->deleted.ms;
  try {
    if (w.operation.action == "DELETE" && (w.operation.retain_stacks || !there)) return let_go(w, i, of);
    if (there && !is_done(stack->status)) return;                   // someone else's operation ends first
    if (w.operation.action == "DELETE") return remove(w, i, of, false);
    if (!there) return create(w, i, of);
    bool broken = stack->status == "ROLLBACK_COMPLETE" || stack->status == "ROLLBACK_FAILED" || stack->status == "CREATE_FAILED" || stack->status == "DELETE_FAILED";
    if (broken) return remove(w, i, of, true);
    update(w, i, of);
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;
    w.house.note([&](store::Txn& txn) { fail(w, i, e.message, txn); });
  }
}

// ---- how an operation proceeds

std::int64_t share(std::int64_t accounts, std::int64_t count, std::int64_t percentage, std::int64_t otherwise) {
  if (count >= 0) return count;
  return percentage >= 0 ? accounts * percentage / 100 : otherwise;
}

struct Region {
  std::string name;
  std::vector<ItemRecord*> items;

  std::int64_t accounts() const { return std::int64_t(items.size()); }
  template <class P> std::int64_t number(P p) const { return std::count_if(items.begin(), items.end(), [&](auto* i) { return p(*i); }); }
  std::int64_t failed() const { return number([](auto& i) { return i.status == "FAILED"; }); }
  bool open() const { return number([](auto& i) { return waits(i) || at_work(i); }) > 0; }
  std::int64_t tolerance(const SetOperationRecord& o) const { return share(accounts(), o.tolerance_count, o.tolerance_percentage, 0); }
  std::int64_t at_a_time(const SetOperationRecord& o) const {
    std::int64_t most = std::max<std::int64_t>(1, share(accounts(), o.concurrent_count, o.concurrent_percentage, 1));
    return o.soft_tolerance ? most : std::min(most, tolerance(o) + 1);
  }
};

// In the order asked for; those not named follow in the order of their names.
std::vector<Region> regions_of(Work& w) {
  std::vector<Region> out;
  auto of = [&](const std::string& name) -> Region& {
    for (auto& r : out) if (r.name == name) return r;
    return out.emplace_back(Region{name, {}});
  };
  for (auto& name : w.operation.region_order) of(name);
  for (auto& i : w.items) of(i.region).items.push_back(&i);
  std::erase_if(out, [](auto& r) { return r.items.empty(); });
  return out;
}

void cancel_waiting(Work& w) {
  w.house.note([&](store::Txn& txn) {
    for (auto& i : w.items)
      if (waits(i)) {
        i.status = "CANCELLED";
        i.reason = w.operation.status == "STOPPING" ? "Cancelled since the operation was stopped" : "Cancelled since failure tolerance has exceeded";
        put(txn, w, i);
        if (auto of = at(txn, kInstances, w.place()).get(instance_key(w, i))) {
          of->detail = "CANCELLED";
          of->reason = i.reason;
          at(txn, kInstances, w.place()).put(instance_key(w, i), *of);
        }
      }
  });
}

void finish(Work& w, bool exceeded) {
  w.operation.status = w.operation.status == "STOPPING" ? "STOPPED" : exceeded ? "FAILED" : "SUCCEEDED";
  w.operation.ended = w.house.clock.now();
  w.operation.failed = std::count_if(w.items.begin(), w.items.end(), [](auto& i) { return i.status == "FAILED"; });
  w.house.note([&](store::Txn& txn) {
    at(txn, kSetOperations, w.place()).put(store::joined(w.set.id, w.operation.id), w.operation);
    store::Bound<UnderWay>{txn, kUnderWay, "", ""}.erase(under_way_key(w.set, w.operation));
  });
  base::log_info("stack set " + w.set.name + " " + w.operation.action + " " + w.operation.id + ": " + w.operation.status);
}

// Whether anything was begun or ended.
bool proceed(Work& w) {
  if (w.operation.status == "QUEUED") {
    w.operation.status = "RUNNING";
    w.house.note([&](store::Txn& txn) { at(txn, kSetOperations, w.place()).put(store::joined(w.set.id, w.operation.id), w.operation); });
  }
  for (auto& i : w.items) if (at_work(i)) look_at(w, i);
  auto regions = regions_of(w);
  const bool exceeded = std::any_of(regions.begin(), regions.end(), [&](auto& r) { return r.failed() > r.tolerance(w.operation); });
  if (exceeded || w.operation.status == "STOPPING") cancel_waiting(w);
  std::size_t started = 0;
  for (auto& r : regions) {
    for (auto* i : r.items) {
      if (started >= kStartsARound || r.number(at_work) >= r.at_a_time(w.operation)) break;
      if (!waits(*i)) continue;
      begin(w, *i);
      started += !waits(*i);
      if (r.failed() > r.tolerance(w.operation)) break;
    }
    if (r.failed() > r.tolerance(w.operation) || (r.open() && !w.operation.parallel_regions)) break;
  }
  if (std::none_of(w.items.begin(), w.items.end(), [](auto& i) { return waits(i) || at_work(i); })) {
    const bool failed = std::any_of(regions.begin(), regions.end(), [&](auto& r) { return r.failed() > r.tolerance(w.operation); });
    finish(w, failed);
    return true;
  }
  return started > 0;
}

}  // namespace

std::optional<base::Time> carry_out_sets(House& house) {
  std::vector<UnderWay> first;                   // of each set its oldest operation
  {
    store::Txn txn = house.store.read();
    store::Bound<UnderWay>{txn, kUnderWay, "", ""}.each([&](std::string_view, UnderWay u) {
      if (first.empty() || first.back().set != u.set || first.back().account != u.account || first.back().region != u.region) first.push_back(std::move(u));
    });
  }
  bool more = false;
  for (auto& u : first)
    if (auto w = read(house, u)) more = proceed(*w) || more;
  return more ? std::optional(house.clock.now()) : std::nullopt;
}

}  // namespace cloudformation
