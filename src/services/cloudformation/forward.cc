// Resources are made and updated until they are as the plan has them.
#include "services/cloudformation/outputs.h"
#include "services/cloudformation/policies.h"
#include "services/cloudformation/run.h"
#include "services/cloudformation/stack_policy.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {

Run::Round Run::forward(Deadline deadline) {
  Round round;
  auto ended = [&] { round.over = true; return round; };
  if (!started_) {
    started_ = true;
    try {
      hands();
      blueprint_ = understand(house_, plan_, {place_.account, place_.region, stack_.arn, stack_.name});
      full_ = environment(blueprint_->environment);
      if (blueprint_->veiled) veiled_ = environment(*blueprint_->veiled);
      refuse_triggers();
    } catch (const language::Fault& f) {
      abandon(f.message);
      return ended();
    } catch (const ApiError& e) {
      abandon(e.message);
      return ended();
    }
    for (auto& [id, row] : rows_) if (!row.stage.empty() && row.stage != kGone) flying_.insert(id);
    refuse_deletions();
  }
  if (operation_.cancelled) { abandon(operation_.reason); return ended(); }
  if (operation_.deadline.ms) {
    if (house_.clock.now() >= operation_.deadline) { abandon("Stack creation time exceeded the specified timeout"); return ended(); }
    note_time(round, operation_.deadline);
  }
  for (bool moved = true; moved;) {
    moved = begin_ready();
    if (!fault_.empty() || !failed_.empty()) { abandon(fault_); return ended(); }
    for (auto& id : std::vector<std::string>(flying_.begin(), flying_.end())) {
      if (!mine() || operation_.cancelled) return ended();
      Step how = step(rows_.at(id), round);
      if (how == Step::waits) continue;
      flying_.erase(id);
      moved = true;
      if (how == Step::failed) { abandon({}); return ended(); }
      done_.insert(id);
      if (std::chrono::steady_clock::now() >= deadline) { round.more = true; return round; }
    }
  }
  if (done_.size() < blueprint_->order.size() || is_monitored(round)) return round;
  finish_forward();
  return ended();
}

// Triggers are alarms of CloudWatch, and there are none: AWS fails an operation whose trigger is missing, as a whole.
void Run::refuse_triggers() const {
  std::string missing;
  for (auto& t : plan_.triggers) missing += (missing.empty() ? "" : ", ") + t.arn;
  if (!missing.empty()) throw language::Fault{"The following rollback trigger(s) do not exist: [" + missing + "]"};
}

// All is deployed. What was asked for as monitoring time passes before anything is cleaned up, and the update can still be cancelled.
bool Run::is_monitored(Round& round) {
  if (plan_.monitoring_minutes <= 0) return false;
  if (!operation_.deployed.ms) {
    operation_.deployed = house_.clock.now();
    house_.note([&](store::Txn& txn) {
      auto now = operations(txn).get(operation_key(place_));
      if (!now || !fits(*now)) return;
      now->deployed = operation_.deployed;
      operations(txn).put(operation_key(place_), *now);
    });
  }
  const base::Time end = operation_.deployed.plus_seconds(plan_.monitoring_minutes * 60);
  if (house_.clock.now() >= end) return false;
  note_time(round, end);
  return true;
}

// A stack policy may keep what the template no longer has.
void Run::refuse_deletions() {
  const std::string policy = operation_.policy.empty() ? stack_.policy : operation_.policy;
  if (policy.empty() || operation_.kind != "update") return;
  for (auto& [id, row] : rows_) {
    if (blueprint_->dependencies.contains(id) || row.stage == kGone) continue;
    auto refused = refused_by(policy, "Update:Delete", id, row.type);
    if (refused.empty()) continue;
    row.action = kUpdate;
    fail(row, refused);
  }
}

bool Run::begin_ready() {
  std::vector<ResourceRecord> begun, kept;
  bool moved = false;
  for (auto& id : blueprint_->order) {
    if (done_.contains(id) || flying_.contains(id)) continue;
    auto& needs = blueprint_->dependencies[id];
    if (!std::all_of(needs.begin(), needs.end(), [&](auto& n) { return done_.contains(n) || !blueprint_->dependencies.contains(n); })) continue;
    try {
      moved |= decide(id, begun, kept);
    } catch (const language::Fault& f) {
      fault_ = f.message;
      return true;
    } catch (const ApiError& e) {
      fault_ = e.message;
      return true;
    }
  }
  if (begun.empty() && kept.empty() && failed_.empty()) return moved;
  commit([&](store::Txn& txn, StackRecord& stack) {
    for (auto& row : kept) {
      at(txn, kResources, place_).put(store::joined(place_.stack, row.logical), row);
      rows_[row.logical] = row;
    }
    for (auto& row : begun) begin(txn, stack, row);
    for (auto& name : imported_) at(txn, kImports, place_).put(store::joined(name, place_.stack), {stack.name});
  });
  return true;
}

// The row as the plan has it, by its template.
ResourceRecord Run::wanted(const std::string& id) {
  auto& d = *blueprint_->form.resource(id);
  ResourceRecord r{.logical = id, .type = d.type, .physical = {}, .name = stack_.name + "-" + id + "-" + base::random_text(12, base::kUpperAlnum), .status = {}, .reason = {},
                   .updated = {}, .token = base::uuid(), .begun = house_.clock.now(), .action = {}, .stage = std::string(kBegun), .shown = {}, .compared = {}, .used = {},
                   .attributes = {}, .tags = plan_.tags, .deletion_policy = d.deletion_policy, .replace_policy = d.update_replace_policy, .metadata = {},
                   .creation_policy = {}, .dependencies = blueprint_->dependencies[id]};
  if (!d.metadata.is_null()) r.metadata = language::to_json(language::evaluate_plainly(d.metadata, blueprint_->veiled ? veiled_ : full_));
  if (!d.creation_policy.is_null()) {
    Value policy = language::evaluate_plainly(d.creation_policy, full_);
    r.creation_policy = language::to_json(policy);
    const AwaitedSignals signals = awaited_signals(id, policy);
    r.signals = signals.count;
    r.signal_seconds = signals.seconds;
  }
  keep_properties(r, d.properties);
  return r;
}

bool Run::decide(const std::string& id, std::vector<ResourceRecord>& begun, std::vector<ResourceRecord>& kept) {
  auto& d = *blueprint_->form.resource(id);
  const ResourceType* type = find_type(d.type);
  if (!type) throw language::Fault{"Template format error: Unrecognized resource types: [" + d.type + "]"};
  auto it = rows_.find(id);
  if (operation_.kind == "create" && it != rows_.end() && it->second.status == "CREATE_COMPLETE") {       // before a restart
    done_.insert(id);
    return true;
  }
  ResourceRecord w = wanted(id);
  if (it == rows_.end() || it->second.stage == kGone || it->second.physical.empty()) {
    w.action = it != rows_.end() && it->second.status.starts_with("UPDATE") ? kReplace : kCreate;
    answer_references(w, d.properties);
    begun.push_back(std::move(w));
    return true;
  }
  ResourceRecord now = it->second;
  const bool broken = now.status == "CREATE_FAILED";
  const bool same = language::same(compared_of(house_, stack_, w), compared_of(house_, stack_, now)) && (w.tags == now.tags || !takes_tags(*type)) && now.type == w.type &&
                    now.status != "UPDATE_FAILED" && (now.type != kStackType || former_.contains(id));
  if (same && !broken) {
    done_.insert(id);
    ResourceRecord k = now;
    k.deletion_policy = w.deletion_policy;
    k.replace_policy = w.replace_policy;
    k.metadata = w.metadata;
    k.dependencies = w.dependencies;
    if (k.deletion_policy != now.deletion_policy || k.replace_policy != now.replace_policy || k.metadata != now.metadata || k.dependencies != now.dependencies)
      kept.push_back(std::move(k));
    return true;
  }
  std::string refused;
  bool replaced = broken;
  try {
    if (now.type != w.type) throw ApiError{std::string(kInvalidProperties), 400, "Update of resource type is not permitted."};
    replaced |= replaces(*type, compared_of(house_, stack_, w), compared_of(house_, stack_, now));
    std::string_view policy = operation_.policy.empty() ? stack_.policy : operation_.policy;
    refused = refused_by(policy, replaced ? "Update:Replace" : "Update:Modify", id, d.type);
  } catch (const ApiError& e) {
    refused = e.message;
  }
  if (!refused.empty()) {
    now.action = kUpdate;
    rows_[id] = now;
    fail(rows_.at(id), refused);
    return true;
  }
  w.action = replaced ? kReplace : kUpdate;
  answer_references(w, d.properties);
  if (!replaced) {
    w.physical = now.physical;
    w.name = now.name;
    w.attributes = now.attributes;
    w.signals = 0;
  }
  begun.push_back(std::move(w));
  return true;
}

void Run::begin(store::Txn& txn, StackRecord& stack, ResourceRecord& row) {
  const std::string key = store::joined(place_.stack, row.logical);
  auto was = rows_.find(row.logical);
  if (operation_.kind == "update" && !former_.contains(row.logical)) {
    ResourceRecord& former = former_[row.logical];
    if (was != rows_.end()) former = was->second;
    former.logical = row.logical;
    former.type = row.type;
    at(txn, kFormer, place_).put(key, former_[row.logical]);
  } else if (row.action == kReplace && was != rows_.end() && !was->second.physical.empty() && was->second.physical != former_[row.logical].physical) {
    // Made by an attempt that failed and was left as it was.
    ResourceRecord gone = was->second;
    gone.action = kReplaced;
    at(txn, kLeftovers, place_).put(store::joined(place_.stack, gone.logical + "/" + gone.name), gone);
  }
  if (row.action == kCreate) set_status(house_, txn, place_, stack, row, "CREATE_IN_PROGRESS");
  else if (row.action == kUpdate) set_status(house_, txn, place_, stack, row, "UPDATE_IN_PROGRESS");
  else set_status(house_, txn, place_, stack, row, "UPDATE_IN_PROGRESS", "Requested update requires the creation of a new physical resource; hence creating one.");
  rows_[row.logical] = row;
  flying_.insert(row.logical);
}

std::string Run::failure(std::string_view verb) const {
  std::string ids;
  for (auto& id : failed_)
    if (failed_how_.at(id) == verb) ids += (ids.empty() ? "" : ", ") + id;
  return ids.empty() ? "" : "The following resource(s) failed to " + std::string(verb) + ": [" + ids + "]. ";
}

void Run::abandon(const std::string& fault) {
  // What is under way is not waited for.
  for (auto& id : flying_) {
    failed_.push_back(id);
    failed_how_[id] = rows_.at(id).action == kCreate ? "create" : "update";
  }
  std::string why = failure("create") + failure("update");
  const bool user = operation_.cancelled;
  if (!fault.empty()) why = user ? fault : fault + (fault.ends_with('.') ? " " : ". ");
  commit([&](store::Txn& txn, StackRecord& stack) {
    for (auto& id : flying_) {
      auto& row = rows_.at(id);
      row.stage.clear();
      const bool create = row.action == kCreate;
      set_status(house_, txn, place_, stack, row, create ? "CREATE_FAILED" : "UPDATE_FAILED", create ? "Resource creation cancelled" : "Resource update cancelled");
    }
    if (operation_.kind == "update") {
      if (operation_.preserve || operation_.nested) {
        set_status(house_, txn, place_, stack, "UPDATE_FAILED", why);
        if (!operation_.nested) release_children(house_, txn, place_);
        return end_operation(txn);
      }
      set_status(house_, txn, place_, stack, "UPDATE_ROLLBACK_IN_PROGRESS", why);
      return change_phase(txn, kRestore);
    }
    if (operation_.nested || operation_.preserve || operation_.on_failure == "DO_NOTHING") {
      set_status(house_, txn, place_, stack, "CREATE_FAILED", why);
      return end_operation(txn);
    }
    if (operation_.on_failure == "DELETE") set_status(house_, txn, place_, stack, "DELETE_IN_PROGRESS", why + "Delete requested by user.");
    else set_status(house_, txn, place_, stack, "ROLLBACK_IN_PROGRESS", why + "Rollback requested by user.");
    change_phase(txn, kBackward);
  });
  flying_.clear();
}

// What is no longer wanted goes aside to be removed: resources the plan does not have, and those that were replaced.
void Run::put_aside(store::Txn& txn) {
  auto aside = [&](ResourceRecord r, std::string_view why) {
    r.action = why;
    r.stage.clear();
    at(txn, kLeftovers, place_).put(store::joined(place_.stack, r.logical + "/" + r.name), r);
  };
  for (auto& [id, row] : rows_) {
    if (blueprint_->dependencies.contains(id)) continue;
    if (row.stage != kGone) aside(row, kDropped);
    at(txn, kResources, place_).erase(store::joined(place_.stack, id));
  }
  for (auto& [id, was] : former_) {
    auto it = rows_.find(id);
    if (!was.physical.empty() && it != rows_.end() && it->second.physical != was.physical && blueprint_->dependencies.contains(id)) aside(was, kReplaced);
  }
}

void Run::finish_forward() {
  Outputs outputs;
  try {
    imported_.clear();                           // all of them, also those of before a restart
    for (auto& id : blueprint_->order) language::evaluate_plainly(blueprint_->form.resource(id)->properties, full_);
    outputs = outputs_of(*blueprint_, full_);
    store::Txn txn = house_.store.read();
    check_exports(house_, txn, place_, outputs);
  } catch (const language::Fault& f) {
    return abandon(f.message);
  } catch (const ApiError& e) {
    return abandon(e.message);
  }
  commit([&](store::Txn& txn, StackRecord& stack) {
    keep_outputs(house_, stack, outputs);
    stack.description = blueprint_->form.description;
    keep_exports(house_, txn, place_, stack, outputs);
    keep_imports(txn, place_, stack, imported_);
    if (operation_.kind == "create") {
      set_status(house_, txn, place_, stack, "CREATE_COMPLETE");
      return end_operation(txn);
    }
    put_aside(txn);
    set_status(house_, txn, place_, stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
    change_phase(txn, operation_.nested ? kHeld : kCleanup);
  });
}

}  // namespace cloudformation
