#include "services/cloudformation/nested_sets.h"

#include "services/cloudformation/stacks.h"

namespace cloudformation {

using language::Value;

namespace {

constexpr int kDeepest = 8;

// Of the account and Region: those under one root, or under one parent.
template <class F> std::vector<ChangeSetRecord> sets_where(store::Txn& txn, const Place& place, F fits) {
  std::vector<ChangeSetRecord> out;
  at(txn, kChangeSets, place).each([&](std::string_view, ChangeSetRecord c) { if (fits(c)) out.push_back(std::move(c)); });
  return out;
}

std::vector<ChangeSetRecord> under(const ChangeSetRecord& root, Call& call) {
  return sets_where(call.txn(), {call.scope().account, call.scope().region, {}}, [&](auto& c) { return c.root == root.arn; });
}

std::string template_of(const std::string& logical, const Value& properties) {
  std::string url = properties.text_of("TemplateURL");
  if (url.empty() || !language::known(url)) throw invalid("The TemplateURL of nested stack " + logical + " is not known before other resources are made.");
  return url;
}

Words tags_of(const Plan& parent, const Value& properties) {
  Words out = parent.tags;
  if (const Value* own = properties.find("Tags"))
    for (auto& tag : own->items) out[tag.text_of("Key")] = tag.text_of("Value");
  return out;
}

bool says_more(const ResourceChange& c) { return c.details.size() != 1 || c.details.front().changeSource != "Automatic"; }

}  // namespace

Parameters parameters_in(const Value& properties) {
  const Value* all = properties.find("Parameters");
  if (!all || all->is_null()) return std::nullopt;
  std::vector<Parameter> out;
  for (auto& [key, value] : all->members) {
    std::string text = value.text;
    for (std::size_t i = 0; i < value.items.size(); ++i) text += (i ? "," : "") + value.items[i].text;
    out.push_back({.parameterKey = key, .parameterValue = Secret<std::string>(text), .usePreviousValue = {}, .resolvedValue = {}});
  }
  return out;
}

void include_nested_stacks(Call& call, const ChangeSetRecord& of, const StackRecord& parent, const Plan& plan, Comparison& changes, int depth) {
  if (depth > kDeepest) throw invalid("Nested stacks are more than " + std::to_string(kDeepest) + " deep.");
  for (auto& [logical, properties] : changes.nested) {
    auto change = std::find_if(changes.resources.begin(), changes.resources.end(), [&](auto& c) { return c.logicalResourceId == logical; });
    if (change == changes.resources.end()) continue;
    auto child = change->physicalResourceId ? find_by_arn(call.txn(), *change->physicalResourceId) : std::nullopt;
    StackRecord s = child ? *child : new_stack(parent.name.substr(0, 50) + "-" + logical.substr(0, 60) + "-" + base::random_text(12, base::kUpperAlnum), call);
    if (!child) {
      s.parent = parent.arn;
      s.root = parent.root.empty() ? parent.arn : parent.root;
    }
    const std::string url = template_of(logical, properties);
    const Parameters parameters = parameters_in(properties);
    Asked asked{.url = &url, .parameters = parameters ? &*parameters : nullptr, .capabilities = {"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"},
                .tags = tags_of(plan, properties), .unknowns = true};
    std::optional<Plan> now;
    if (child) now = call.in(kPlans).get(store::joined(s.id, s.plan));
    Draft d = draft(asked, now ? &*now : nullptr, identity_of(s, call.scope()), call);
    ChangeSetRecord c = new_change_set(of.name.substr(0, 50) + "-" + logical.substr(0, 60) + "-" + base::random_text(12, base::kUpperAlnum), s, call);
    c.type = child ? "UPDATE" : "CREATE";
    c.parent = of.arn;
    c.root = of.root.empty() ? of.arn : of.root;
    c.logical = logical;
    c.nested = true;
    const bool any = keep_change_set(call, c, s, d, now ? compare(call, s, *now, d, asked) : additions(d, asked), depth + 1);
    change->changeSetId = c.arn;
    if (!any && !says_more(*change)) changes.resources.erase(change);
  }
}

void execute_nested(Call& call, const ChangeSetRecord& root) {
  for (auto& c : under(root, call)) {
    for (auto& other : sets_where(call.txn(), {call.scope().account, call.scope().region, {}}, [&](auto& o) { return o.stack == c.stack && o.name != c.name; }))
      call.in(kChangeSets).erase(store::joined(other.stack, other.name));
    if (c.execution == "AVAILABLE") c.execution = "EXECUTE_COMPLETE";
    call.in(kChangeSets).put(store::joined(c.stack, c.name), c);
  }
}

void drop_nested(Call& call, const ChangeSetRecord& root) {
  for (auto& c : under(root, call)) {
    const Place place{call.scope().account, call.scope().region, c.stack};
    call.in(kChangeSets).erase(store::joined(c.stack, c.name));
    call.in(kPlans).erase(store::joined(c.stack, c.plan));
    auto s = call.in(kStacks).get(c.stack);
    if (!s || s->status != "REVIEW_IN_PROGRESS") continue;
    erase_all(call.txn(), kEvents, place);
    call.in(kStacks).erase(s->id);
    call.in(kNames).erase(s->name);
  }
}

std::optional<Seen> seen_of(store::Txn& txn, const Place& parent, const std::string& change_set, const std::string& logical) {
  if (change_set.empty()) return {};
  for (auto& c : sets_where(txn, parent, [&](auto& x) { return x.parent == change_set && x.logical == logical; })) {
    auto s = at(txn, kStacks, parent).get(c.stack);
    auto plan = at(txn, kPlans, parent).get(store::joined(c.stack, c.plan));
    if (s && plan) return Seen{c.arn, s->name, plan->template_body};
  }
  return {};
}

}  // namespace cloudformation
