// One resource is brought one stage further.
#include <thread>

#include "base/log.h"
#include "services/cloudformation/nested_sets.h"
#include "services/cloudformation/run.h"

namespace cloudformation {

// The hands of a type's functions: ordinary calls as the stack's principal.
class StackHands : public Acting {
 public:
  StackHands(Run& run, ResourceRecord& row) : run_(run), row_(row) {}

  void keep(const std::string& physical) override {
    run_.commit([&](store::Txn& txn, StackRecord& stack) { made(txn, stack, physical); });
  }
  void remember(std::string_view attribute, const std::string& value) override {
    Value attributes = run_.resource_of(row_).attributes;
    attributes.set(attribute, Value(value));
    run_.keep_attributes(row_, attributes);
  }
  House& house() const override { return run_.house_; }
  const std::string& account() const override { return run_.place_.account; }
  const std::string& region() const override { return run_.place_.region; }
  std::string partition() const override { return run_.house_.settings.partition; }
  base::Time now() const override { return run_.house_.clock.now(); }

 protected:
  service::Box run(std::string_view operation, const void* request, std::string_view region, const IdOf& id_of, store::Body* body) override {
    run_.last_call_ = operation;
    const Hands& hands = run_.hands();
    House::Finish finish;
    if (id_of)
      finish = [&](store::Txn& txn, const void* result) {
        if (auto now = at(txn, kStacks, run_.place_).get(run_.place_.stack)) run_.stack_ = std::move(*now);
        made(txn, run_.stack_, id_of(result));
      };
    const service::Scope scope{run_.place_.account, region.empty() ? run_.place_.region : std::string(region)};
    if (id_of) await(operation, request, hands, scope);
    auto box = run_.house_.act(operation, request, hands.principal, scope, hands.via, finish, body);
    run_.last_call_.clear();
    return box;
  }

 private:
  // What a caller's request would wait for before it runs, such as the key pair of an asymmetric key, a worker waits for too.
  void await(std::string_view operation, const void* request, const Hands& hands, const service::Scope& scope) {
    using Clock = std::chrono::steady_clock;
    auto found = run_.house_.find(operation);
    if (!found.operation || !found.operation->wait) return;
    auto patience = [&] { return run_.house_.patience(*found.service, *found.operation, request, hands.principal, scope, {}, true); };
    auto left = patience();
    for (const auto until = Clock::now() + std::chrono::seconds(left ? left->seconds : 0); left && Clock::now() < until; left = patience())
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  // In the commit of the call that must not be repeated.
  void made(store::Txn& txn, StackRecord& stack, const std::string& physical) {
    row_.physical = physical;
    row_.stage = kMade;
    const bool brings_forth = row_.action == kCreate || row_.action == kReplace;
    if (row_.type == kStackType) adopt(txn, stack, physical);
    if (!brings_forth) return run_.save(txn, row_);
    set_status(run_.house_, txn, run_.place_, stack, row_, row_.action == kCreate ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS", "Resource creation Initiated");
  }

  // A stack that a stack has made is rolled back and cleaned up with it.
  void adopt(store::Txn& txn, const StackRecord& stack, const std::string& arn) {
    auto child = find_by_arn(txn, arn);
    if (!child) return;
    child->parent = stack.arn;
    child->root = stack.root.empty() ? stack.arn : stack.root;
    const Place place{run_.place_.account, run_.place_.region, child->id};
    if (auto seen = seen_of(txn, run_.place_, stack.change_set, row_.logical)) child->change_set = seen->change_set;
    at(txn, kStacks, place).put(child->id, *child);
    auto operation = operations(txn).get(operation_key(place));
    if (!operation) return;
    operation->nested = true;
    operations(txn).put(operation_key(place), *operation);
  }

  Run& run_;
  ResourceRecord& row_;
};

void Run::save(store::Txn& txn, const ResourceRecord& r) {
  if (!leftovers_) at(txn, kResources, place_).put(store::joined(place_.stack, r.logical), r);
  else at(txn, kLeftovers, place_).put(store::joined(place_.stack, r.logical + "/" + r.name), r);
}

Run::Step Run::step(ResourceRecord& row, Round& round) {
  try {
    if (row.stage == kBegun || row.stage == kMade) make(row, round);
    if (!wait_for(row, round)) return Step::waits;
  } catch (const ApiError& e) {
    fail(row, reason_of(e, last_call_, row.token));
    return Step::failed;
  } catch (const language::Fault& f) {
    fail(row, f.message);
    return Step::failed;
  } catch (const std::exception& e) {
    base::log_error("stack " + stack_.name + ", " + row.logical + ": " + e.what());
    fail(row, "Internal Failure");
    return Step::failed;
  }
  complete(row);
  return Step::done;
}

// All calls of the change. They may be repeated, but for the one that the row itself tells of.
void Run::make(ResourceRecord& row, Round&) {
  last_call_.clear();
  const ResourceType* type = find_type(row.type);
  if (!type) throw ApiError{std::string(kInvalidProperties), 400, "Resource type " + row.type + " is not part of this server."};
  StackHands acting(*this, row);
  if (row.action == kDelete) {
    if (row.stage == kBegun) type->remove(acting, resource_of(row));
  } else if (row.action == kUpdate || row.action == kRestoring) {
    const bool back = row.action == kRestoring;
    const ResourceRecord& former = former_.at(row.logical);
    Resource wanted = resource_of(row);
    Resource before = resource_of(former);
    before.physical_id = wanted.physical_id;
    if (back) {
      std::swap(wanted.properties, before.properties);
      std::swap(wanted.tags, before.tags);
    }
    if (row.stage == kBegun) {
      check_properties(*type, wanted);
      type->update(acting, wanted, before);
      keep_attributes(row, wanted.attributes);
      if (!wanted.physical_id.empty()) row.physical = wanted.physical_id;
    }
  } else {
    if (row.stage == kBegun) {
      Resource r = resource_of(row);
      check_properties(*type, r);
      type->make(acting, r);
      if (row.stage == kBegun) throw ApiError{"InternalFailure", 500, "The resource was not made."};
    }
    Resource r = resource_of(row);
    if (type->settle) type->settle(acting, r);
    row.physical = r.physical_id;
    keep_attributes(row, r.attributes);
  }
  row.stage = kSettled;
  if (type->check || row.signals > 0) commit([&](store::Txn& txn, StackRecord&) { save(txn, row); });
}

bool Run::wait_for(ResourceRecord& row, Round& round) {
  const ResourceType* type = find_type(row.type);
  if (type && type->check && (row.action != kDelete || type->removed_with_check)) {
    last_call_.clear();
    StackHands acting(*this, row);
    Resource r = resource_of(row);
    const Value left = r.attributes;
    Progress progress;
    try {
      progress = type->check(acting, r);
    } catch (const ApiError&) {
      row.physical = r.physical_id;              // what failed to be made may have to be removed by the name it has got
      throw;
    }
    if (!progress.done) {
      if (row.action != kDelete && r.attributes != left) {
        keep_attributes(row, r.attributes);
        commit([&](store::Txn& txn, StackRecord&) { save(txn, row); });
      }
      if (progress.again) note_time(round, *progress.again);
      return false;
    }
    row.physical = r.physical_id;
    if (row.action != kDelete) keep_attributes(row, r.attributes);
  }
  return signalled(row, round);
}

// CreationPolicy: so many successes, before the time is out and before one failure.
bool Run::signalled(ResourceRecord& row, Round& round) {
  if (row.signals <= 0 || (row.action != kCreate && row.action != kReplace)) return true;
  std::int64_t successes = 0;
  store::Txn txn = house_.store.read();
  const std::string prefix = store::joined(place_.stack, row.logical, "");
  std::optional<SignalRecord> failure;
  std::string failed;
  at(txn, kSignals, place_).each(prefix, prefix, [&](std::string_view key, SignalRecord s) {
    if (s.time < row.begun) return true;
    successes += s.status == "SUCCESS";
    if (s.status != "SUCCESS") { failure = s; failed = key.substr(prefix.size()); }
    return true;
  });
  if (failure) throw ApiError{std::string(kInvalidProperties), 400, "Received FAILURE signal with UniqueId " + failed};
  if (successes >= row.signals) return true;
  const base::Time end = row.begun.plus_seconds(row.signal_seconds);
  if (house_.clock.now() >= end)
    throw ApiError{std::string(kInvalidProperties), 400,
                   "Failed to receive " + std::to_string(row.signals) + " resource signal(s) within the specified duration"};
  note_time(round, end);
  return false;
}

void Run::complete(ResourceRecord& row) {
  commit([&](store::Txn& txn, StackRecord& stack) {
    row.stage.clear();
    if (is_custom(row.type)) at(txn, kSignals, place_).erase(store::joined(place_.stack, row.logical, row.token));
    if (row.action == kDelete) {
      row.stage = kGone;
      if (!leftovers_) return set_status(house_, txn, place_, stack, row, "DELETE_COMPLETE");
      at(txn, kLeftovers, place_).erase(store::joined(place_.stack, row.logical + "/" + row.name));
      return tell(house_, txn, place_, stack, row, "DELETE_COMPLETE");
    }
    if (row.action == kRestoring) {
      ResourceRecord back = former_.at(row.logical);
      back.physical = row.physical;
      back.attributes = row.attributes;
      row = std::move(back);
    }
    set_status(house_, txn, place_, stack, row, row.action == kCreate && operation_.phase == kForward ? "CREATE_COMPLETE" : "UPDATE_COMPLETE");
  });
}

void Run::fail(ResourceRecord& row, const std::string& reason) {
  std::string_view status = row.action == kDelete ? "DELETE_FAILED" : row.action == kCreate ? "CREATE_FAILED" : "UPDATE_FAILED";
  failed_.push_back(row.logical);
  failed_how_[row.logical] = row.action == kCreate ? "create" : row.action == kDelete ? "delete" : "update";
  commit([&](store::Txn& txn, StackRecord& stack) {
    row.stage.clear();
    if (is_custom(row.type)) at(txn, kSignals, place_).erase(store::joined(place_.stack, row.logical, row.token));
    if (!leftovers_) return set_status(house_, txn, place_, stack, row, status, reason);
    if (operation_.phase == kPurge) save(txn, row);            // another deletion tries again
    else at(txn, kLeftovers, place_).erase(store::joined(place_.stack, row.logical + "/" + row.name));
    tell(house_, txn, place_, stack, row, status, reason);
  });
}

}  // namespace cloudformation
