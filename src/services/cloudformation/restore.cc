// The rollback of an update: what it changed is changed back, what it replaced takes its place again, what it made is put aside.
#include "services/cloudformation/outputs.h"
#include "services/cloudformation/run.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {

Run::Round Run::restore(Deadline deadline) {
  Round round;
  if (!started_) {
    started_ = true;
    begin_restore();
  }
  for (bool moved = true; moved;) {
    moved = begin_restores();
    for (auto& id : std::vector<std::string>(flying_.begin(), flying_.end())) {
      if (!mine()) { round.over = true; return round; }
      Step how = step(rows_.at(id), round);
      if (how == Step::waits) continue;
      flying_.erase(id);
      moved = true;
      if (how == Step::done) done_.insert(id);
      if (std::chrono::steady_clock::now() >= deadline) { round.more = true; return round; }
    }
  }
  if (!flying_.empty()) return round;
  finish_restore();
  round.over = true;
  return round;
}

// What needs no call: resources that the update made are put aside, those it replaced come back.
void Run::begin_restore() {
  auto aside = [&](store::Txn& txn, ResourceRecord r) {
    r.action = kUndone;
    r.stage.clear();
    at(txn, kLeftovers, place_).put(store::joined(place_.stack, r.logical + "/" + r.name), r);
  };
  commit([&](store::Txn& txn, StackRecord& stack) {
    stack.change_set = stack.former_change_set;  // nested stacks go back to the templates of then
    at(txn, kStacks, place_).put(place_.stack, stack);
    for (auto& [id, was] : former_) {
      auto it = rows_.find(id);
      const bool there = it != rows_.end();
      if (was.physical.empty()) {                          // it was not there
        done_.insert(id);
        if (there && !it->second.physical.empty()) aside(txn, it->second);
        if (there) at(txn, kResources, place_).erase(store::joined(place_.stack, id));
        rows_.erase(id);
        continue;
      }
      const bool skipped = std::find(operation_.skipped.begin(), operation_.skipped.end(), id) != operation_.skipped.end();
      if (there && it->second.physical == was.physical && !skipped) {
        if (it->second.token == was.token) done_.insert(id);           // back already
        else if (it->second.action == kRestoring && !it->second.stage.empty()) flying_.insert(id);
        continue;
      }
      if (there && !it->second.physical.empty() && it->second.physical != was.physical) aside(txn, it->second);
      rows_[id] = was;
      done_.insert(id);
      set_status(house_, txn, place_, stack, rows_[id], "UPDATE_COMPLETE");
    }
    // What went aside to be removed as replaced or dropped stays after all.
    std::vector<std::string> kept;
    each_of(txn, kLeftovers, place_, [&](std::string_view key, ResourceRecord r) {
      if (r.action == kUndone || (r.action == kDelete)) return;
      kept.emplace_back(key);
      if (r.action != kDropped) return;
      r.action.clear();
      at(txn, kResources, place_).put(store::joined(place_.stack, r.logical), r);
      rows_[r.logical] = std::move(r);
    });
    for (auto& key : kept) at(txn, kLeftovers, place_).erase(store::joined(place_.stack, key));
  });
}

bool Run::begin_restores() {
  std::vector<std::string> ready;
  for (auto& [id, was] : former_) {
    if (done_.contains(id) || flying_.contains(id) || std::find(failed_.begin(), failed_.end(), id) != failed_.end()) continue;
    bool waits = std::any_of(was.dependencies.begin(), was.dependencies.end(), [&](auto& n) { return former_.contains(n) && !done_.contains(n); });
    if (!waits) ready.push_back(id);
  }
  if (ready.empty()) return false;
  commit([&](store::Txn& txn, StackRecord& stack) {
    for (auto& id : ready) {
      ResourceRecord& r = rows_.at(id);
      r.action = kRestoring;
      r.stage = kBegun;
      r.token = base::uuid();
      r.begun = house_.clock.now();
      flying_.insert(id);
      set_status(house_, txn, place_, stack, r, "UPDATE_IN_PROGRESS");
      if (r.type == kStackType && restore_child(house_, txn, r.physical)) {
        r.stage = kSettled;
        save(txn, r);
      }
    }
  });
  return true;
}

void Run::finish_restore() {
  commit([&](store::Txn& txn, StackRecord& stack) {
    if (!failed_.empty()) {
      set_status(house_, txn, place_, stack, "UPDATE_ROLLBACK_FAILED", failure("update"));
      return end_operation(txn);
    }
    if (!stack.former_plan.empty()) stack.plan = stack.former_plan;
    const Plan former = at(txn, kPlans, place_).get(store::joined(place_.stack, stack.plan)).value_or(Plan{});
    stack.tags = former.tags;
    stack.topics = former.notification_arns;
    stack.outputs = stack.former_outputs;
    keep_exports(house_, txn, place_, stack, kept_outputs(house_, stack));
    erase_all(txn, kFormer, place_);
    set_status(house_, txn, place_, stack, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
    change_phase(txn, kRestoreCleanup);
  });
}

}  // namespace cloudformation
