#include "services/cloudformation/run.h"

#include "services/cloudformation/values.h"

namespace cloudformation {

using language::Environment;

Run::Run(House& house, OperationRecord operation) : house_(house), operation_(std::move(operation)), place_(place_of(operation_)) { load(); }

void Run::load() {
  store::Txn txn = house_.store.read();
  stack_ = at(txn, kStacks, place_).get(place_.stack).value_or(StackRecord{});
  plan_ = at(txn, kPlans, place_).get(store::joined(place_.stack, stack_.plan)).value_or(Plan{});
  each_of(txn, kResources, place_, [&](std::string_view key, ResourceRecord r) { rows_[std::string(key)] = std::move(r); });
  each_of(txn, kFormer, place_, [&](std::string_view key, ResourceRecord r) { former_[std::string(key)] = std::move(r); });
}

Run::Round Run::advance(const OperationRecord& now, Deadline deadline) {
  operation_ = now;
  if (operation_.phase == kForward) return forward(deadline);
  if (operation_.phase == kRestore) return restore(deadline);
  if (operation_.phase == kHeld) return {};
  return remove(deadline);
}

bool Run::mine() {
  store::Txn txn = house_.store.read();
  auto now = operations(txn).get(operation_key(place_));
  if (!now || !fits(*now)) return false;
  operation_ = std::move(*now);
  return true;
}

void Run::commit(const std::function<void(store::Txn&, StackRecord&)>& write) {
  house_.note([&](store::Txn& txn) {
    if (auto now = at(txn, kStacks, place_).get(place_.stack)) stack_ = std::move(*now);
    write(txn, stack_);
  });
}

void Run::change_phase(store::Txn& txn, std::string_view phase) {
  auto now = operations(txn).get(operation_key(place_));
  over_ = true;
  if (!now || now->id != operation_.id) return;
  now->phase = phase;
  operations(txn).put(operation_key(place_), *now);
}

void Run::end_operation(store::Txn& txn) {
  over_ = true;
  auto now = operations(txn).get(operation_key(place_));
  if (now && now->id == operation_.id) operations(txn).erase(operation_key(place_));
}

Environment Run::environment(const Environment& base) {
  Environment e = base;
  e.ref = [this](std::string_view id) { return ref_of(id); };
  e.attribute = [this](std::string_view id, std::string_view name) { return attribute_of(id, name); };
  e.import = [this](std::string_view name) { return import(name); };
  e.dynamic_reference = [this](std::string_view service, std::string_view reference) -> std::optional<std::string> {
    return look_up(house_, place_, hands(), service, reference);
  };
  return e;
}

std::optional<Value> Run::ref_of(std::string_view logical) const {
  auto it = rows_.find(std::string(logical));
  return it == rows_.end() ? std::nullopt : cloudformation::ref_of(house_, stack_, it->second);
}

std::optional<Value> Run::attribute_of(std::string_view logical, std::string_view name) const {
  auto it = rows_.find(std::string(logical));
  return it == rows_.end() ? std::nullopt : cloudformation::attribute_of(house_, stack_, it->second, name);
}

std::optional<Value> Run::import(std::string_view name) {
  store::Txn txn = house_.store.read();
  auto found = at(txn, kExports, place_).get(name);
  if (!found) throw language::Fault{"No export named " + std::string(name) + " found."};
  imported_.insert(std::string(name));
  return Value(opened(house_, found->value, "export/" + std::string(name)));
}

// As they are shown and compared. What dynamic references stand for is asked only when a change needs it.
void Run::keep_properties(ResourceRecord& r, const Value& declared) {
  Value compared = language::evaluate_plainly(declared, full_);
  r.shown = language::to_json(blueprint_->veiled ? language::evaluate_plainly(declared, veiled_) : compared);
  const std::string text = language::to_json(compared);
  r.compared = text == r.shown ? "" : sealed(house_, text, bound_to(stack_, r, "compared"));
}

void Run::answer_references(ResourceRecord& r, const Value& declared) {
  if (language::to_json(compared_of(house_, stack_, r)).find("{{resolve:") != std::string::npos)
    r.used = sealed(house_, language::to_json(language::evaluate(declared, full_)), bound_to(stack_, r, "used"));
}

void Run::keep_attributes(ResourceRecord& r, const Value& attributes) const {
  r.attributes = attributes.members.empty() ? "" : sealed(house_, language::to_json(attributes), bound_to(stack_, r, "attributes"));
}

Resource Run::resource_of(const ResourceRecord& r) const { return cloudformation::resource_of(house_, stack_, r); }

const Hands& Run::hands() {
  if (!hands_) hands_ = hands_of(house_, place_, stack_);
  return *hands_;
}

void Run::note_time(Round& round, base::Time t) const {
  if (!round.again || t < *round.again) round.again = t;
}

}  // namespace cloudformation
