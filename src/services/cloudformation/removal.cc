// Resources are removed: those of a whole stack, or what an update or its rollback left over. What another needs goes later.
#include "services/cloudformation/outputs.h"
#include "services/cloudformation/run.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {

Run::Round Run::remove(Deadline deadline) {
  Round round;
  if (!started_) {
    started_ = true;
    if (operation_.phase != kBackward) {
      store::Txn txn = house_.store.read();
      rows_.clear();
      each_of(txn, kLeftovers, place_, [&](std::string_view key, ResourceRecord r) { rows_[std::string(key)] = std::move(r); });
      leftovers_ = true;
    }
    for (auto& [id, row] : rows_) {
      if (row.stage == kGone) done_.insert(id);
      else if (row.action == kDelete && (row.stage == kBegun || row.stage == kMade || row.stage == kSettled)) flying_.insert(id);
    }
    if (operation_.phase == kCleanup || operation_.phase == kRestoreCleanup) house_.note([&](store::Txn& txn) { release_children(house_, txn, place_); });
    if (operation_.kind == "delete") {
      std::string used;
      {
        store::Txn txn = house_.store.read();
        used = export_in_use(txn, place_);
      }
      if (!used.empty()) {
        commit([&](store::Txn& txn, StackRecord& stack) {
          set_status(house_, txn, place_, stack, "DELETE_FAILED", "Delete canceled. " + used);
          end_operation(txn);
        });
        round.over = true;
        return round;
      }
    }
  }
  for (bool moved = true; moved;) {
    moved = begin_removals();
    for (auto& id : std::vector<std::string>(flying_.begin(), flying_.end())) {
      if (!mine()) { round.over = true; return round; }
      Step how = step(rows_.at(id), round);
      if (how == Step::waits) continue;
      flying_.erase(id);
      moved = true;
      if (how == Step::done) done_.insert(id);
      else blocked_.insert(id);
      if (std::chrono::steady_clock::now() >= deadline) { round.more = true; return round; }
    }
  }
  if (!flying_.empty()) return round;
  finish_removal();
  round.over = true;
  return round;
}

// Whether the template wants it kept. What the failed making of a stack brought forth is kept too, unless by RetainExceptOnCreate.
bool Run::is_retained(const ResourceRecord& r) const {
  if (std::find(operation_.retained.begin(), operation_.retained.end(), r.logical) != operation_.retained.end()) return true;
  if (r.action == kReplaced) return r.replace_policy == "Retain";
  const bool undone = operation_.kind == "create" || r.action == kUndone;
  if (r.deletion_policy == "RetainExceptOnCreate") return !undone;
  return r.deletion_policy == "Retain" && !(undone && operation_.retain_except_on_create);
}

bool Run::begin_removals() {
  std::vector<std::string> ready;
  auto waits_for = [&](const std::string& id, const ResourceRecord& r) {
    for (auto& [other, o] : rows_)
      if (other != id && !done_.contains(other) && o.logical != r.logical && std::find(o.dependencies.begin(), o.dependencies.end(), r.logical) != o.dependencies.end())
        return true;
    return false;
  };
  for (auto& [id, row] : rows_)
    if (!done_.contains(id) && !flying_.contains(id) && !blocked_.contains(id) && !waits_for(id, row)) ready.push_back(id);
  if (ready.empty()) return false;
  commit([&](store::Txn& txn, StackRecord& stack) {
    for (auto& id : ready) {
      ResourceRecord& r = rows_.at(id);
      const bool kept = is_retained(r);
      if (kept || r.physical.empty()) {
        done_.insert(id);
        r.stage = kGone;
        r.action = kDelete;
        std::string_view status = kept ? "DELETE_SKIPPED" : "DELETE_COMPLETE";
        if (!leftovers_) { set_status(house_, txn, place_, stack, r, status); continue; }
        at(txn, kLeftovers, place_).erase(store::joined(place_.stack, id));
        tell(house_, txn, place_, stack, r, status);
        continue;
      }
      r.action = kDelete;
      r.stage = kBegun;
      r.token = base::uuid();
      r.begun = house_.clock.now();
      flying_.insert(id);
      r.status = "DELETE_IN_PROGRESS";
      r.reason.clear();
      r.updated = r.begun;
      save(txn, r);
      tell(house_, txn, place_, stack, r, "DELETE_IN_PROGRESS");
    }
  });
  return true;
}

void Run::finish_removal() {
  commit([&](store::Txn& txn, StackRecord& stack) {
    if (operation_.phase == kCleanup || operation_.phase == kRestoreCleanup) {
      erase_all(txn, kFormer, place_);
      erase_all(txn, kLeftovers, place_);
      stack.former_plan.clear();
      stack.former_outputs.clear();
      set_status(house_, txn, place_, stack, operation_.phase == kCleanup ? "UPDATE_COMPLETE" : "UPDATE_ROLLBACK_COMPLETE",
                 failed_.empty() ? "" : "Update successful. One or more resources could not be deleted.");
      return end_operation(txn);
    }
    if (operation_.phase == kPurge && (failed_.empty() || operation_.force)) return change_phase(txn, kBackward);
    if (!failed_.empty() && !operation_.force) {
      const bool rollback = operation_.kind == "create" && operation_.on_failure != "DELETE";
      set_status(house_, txn, place_, stack, rollback ? "ROLLBACK_FAILED" : "DELETE_FAILED", failure("delete"));
      return end_operation(txn);
    }
    if (operation_.kind == "create" && operation_.on_failure != "DELETE") {
      set_status(house_, txn, place_, stack, "ROLLBACK_COMPLETE");
      return end_operation(txn);
    }
    finish_deletion(txn, stack);
  });
}

void Run::finish_deletion(store::Txn& txn, StackRecord& stack) {
  stack.deleted = house_.clock.now();
  stack.former_plan.clear();
  stack.former_outputs.clear();
  set_status(house_, txn, place_, stack, "DELETE_COMPLETE");
  forget_stack(house_, txn, place_, stack);
  end_operation(txn);
}

}  // namespace cloudformation
