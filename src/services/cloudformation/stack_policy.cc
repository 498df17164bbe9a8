#include "services/cloudformation/stack_policy.h"

#include "policy/match.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation {

using language::Value;

namespace {

// Whether one of the value's texts, which may hold wildcards, is the text.
bool any_is(const Value& patterns, std::string_view text) {
  if (patterns.is_list()) return std::any_of(patterns.items.begin(), patterns.items.end(), [&](auto& p) { return any_is(p, text); });
  return patterns.is_scalar() && policy::glob(policy::mark_wildcards(patterns.text), text);
}

// An element, or its opposite: Action and NotAction, Resource and NotResource. Neither: everything.
bool covers(const Value& statement, std::string_view element, std::string_view text) {
  if (auto* v = statement.find(element)) return any_is(*v, text);
  if (auto* v = statement.find("Not" + std::string(element))) return !any_is(*v, text);
  return true;
}

// Conditions know one key, ResourceType.
bool holds(const Value& statement, std::string_view type) {
  auto* condition = statement.find("Condition");
  if (!condition) return true;
  for (auto& [name, keys] : condition->members)
    for (auto& [key, values] : keys.members) {
      if (key != "ResourceType" || !any_is(values, type)) return false;
    }
  return true;
}

std::vector<Value> statements(const Value& policy) {
  auto* s = policy.find("Statement");
  if (!s) return {};
  return s->is_list() ? s->items : std::vector<Value>{*s};
}

}  // namespace

std::string policy_fault(std::string_view text) {
  try {
    Value policy = language::from_json(text);
    if (!policy.is_map() || !policy.has("Statement")) return "Invalid stack policy. Invalid Effect: Statement must be specified.";
    for (auto& s : statements(policy)) {
      if (!s.is_map()) return "Invalid stack policy. Every statement must be an object.";
      std::string effect = s.text_of("Effect");
      if (effect != "Allow" && effect != "Deny") return "Error validating stack policy: Invalid effect: " + effect;
      if (!s.has("Action") && !s.has("NotAction")) return "Error validating stack policy: Action must be specified.";
      if (!s.has("Resource") && !s.has("NotResource")) return "Error validating stack policy: Resource must be specified.";
      if (s.text_of("Principal", "*") != "*") return "Error validating stack policy: Invalid principal: only \"*\" is allowed.";
      if (auto* c = s.find("Condition"))
        for (auto& [name, keys] : c->members)
          if (name != "StringEquals" && name != "StringLike") return "Error validating stack policy: Invalid condition: " + name;
    }
    return {};
  } catch (const language::Fault&) {
    return "Error validating stack policy: Invalid JSON.";
  }
}

std::string refused_by(std::string_view text, std::string_view action, std::string_view logical_id, std::string_view type) {
  if (text.empty()) return {};
  const std::string resource = "LogicalResourceId/" + std::string(logical_id);
  bool allowed = false;
  int number = 0;
  for (auto& s : statements(language::from_json(text))) {
    ++number;
    if (!covers(s, "Action", action) || !covers(s, "Resource", resource) || !holds(s, type)) continue;
    if (s.text_of("Effect") == "Deny")
      return "Action denied by stack policy: Statement [#" + std::to_string(number) + "] does not allow [" + std::string(action) + "] for resource [" + resource + "]";
    allowed = true;
  }
  if (allowed) return {};
  return "Action denied by stack policy: No statement allows [" + std::string(action) + "] for resource [" + resource + "]";
}

}  // namespace cloudformation
