#include "policy/document.h"

#include <algorithm>

#include "base/bytes.h"
#include "policy/values.h"

namespace policy {
namespace {

using Object = simdjson::dom::object;

bool read_conditions(base::JsonValue json, bool variables, Statement& out) {
  Object operators;
  if (json.get(operators)) return false;
  for (auto [name, block] : operators) {
    auto op = parse_operator(name);
    Object keys;
    if (block.get(keys)) return false;
    if (!op && keys.size() == 0) continue;
    if (!op) return false;
    for (auto [key, value] : keys) {
      auto values = scalars(value);
      if (!values) return false;
      out.conditions.emplace_back(*op, std::string(key), *values, variables);
    }
  }
  return true;
}

bool read_element(std::string_view name, base::JsonValue value, bool variables, Statement& out) {
  if (name == "Effect") {
    auto effect = scalar(value);
    out.allow = effect == "Allow";
    return effect == "Allow" || effect == "Deny";
  }
  if (name == "Principal" || name == "NotPrincipal") {
    auto principals = Principals::parse(value);
    out.of = name == "Principal" ? Statement::Of::principal : Statement::Of::not_principal;
    if (principals) out.principals = std::move(*principals);
    return principals.has_value();
  }
  if (name == "Condition") return read_conditions(value, variables, out);
  bool action = name == "Action" || name == "NotAction", resource = name == "Resource" || name == "NotResource";
  if (!action && !resource) return true;
  auto texts = scalars(value);
  if (!texts) return false;
  if (action) {
    out.not_action = name == "NotAction";
    for (auto& t : *texts) out.actions.push_back(mark_wildcards(base::lower(t)));
    return true;
  }
  out.not_resource = name == "NotResource";
  auto& patterns = out.resources.emplace();
  for (auto& t : *texts) patterns.emplace_back(t, variables ? ArnPattern::Variables::in_resource : ArnPattern::Variables::none);
  return true;
}

bool has(const Object& object, std::string_view key) { return !object.at_key(key).error(); }

std::optional<Statement> read_statement(base::JsonValue json, bool variables) {
  Object elements;
  if (json.get(elements)) return {};
  for (const char* name : {"Action", "Resource", "Principal"})      // both of a pair: neither reading is safe
    if (has(elements, name) && has(elements, std::string("Not") + name)) return {};
  if (!has(elements, "Effect") || (!has(elements, "Action") && !has(elements, "NotAction"))) return {};
  Statement out;
  for (auto [name, value] : elements) if (!read_element(name, value, variables, out)) return {};
  return out;
}

}  // namespace

bool Statement::resource_matches(const Subject& subject) const {
  if (!resources) return true;
  Match match = Match::no;
  for (auto& pattern : *resources) {
    Match one = pattern.any() ? Match::yes : subject.arn() ? pattern.matches(*subject.arn(), subject.context()) : Match::no;
    if (one == Match::yes) return !not_resource;
    if (one == Match::unresolved) match = one;
  }
  // NotResource with an unresolved variable: an Allow must not reach further for it, nor a Deny less far.
  return not_resource && (match == Match::no || !allow);
}

Naming Statement::names(const Caller& caller, bool on_resource) const {
  if (of == Of::principal) return principals.naming(caller);
  if (of == Of::any) return on_resource ? Naming::none : Naming::broad;
  // "NotPrincipal with a Deny effect will always deny any IAM principal that has a permissions boundary policy attached."
  bool spared = allow ? principals.naming(caller) != Naming::none : !caller.bounded && principals.names_all(caller);
  return spared ? Naming::none : Naming::broad;
}

Naming Statement::applies(const Subject& subject, bool on_resource) const {
  bool action = std::any_of(actions.begin(), actions.end(), [&](auto& pattern) { return glob(pattern, subject.action()); });
  if (action == not_action) return Naming::none;
  Naming naming = names(subject.caller(), on_resource);
  if (naming == Naming::none || !resource_matches(subject)) return Naming::none;
  bool conditions_hold = std::all_of(conditions.begin(), conditions.end(), [&](auto& c) { return c.holds(subject.context()); });
  return conditions_hold ? naming : Naming::none;
}

Document::Verdict Document::judge(const Subject& subject, bool on_resource) const {
  Verdict out;
  for (auto& statement : statements_) {
    Naming naming = statement.applies(subject, on_resource);
    if (naming == Naming::none) continue;
    if (!statement.allow) return {.deny = true, .allow = out.allow};
    out.allow = std::max(out.allow, naming);
  }
  return out;
}

std::shared_ptr<const Document> compile(std::string_view json) {
  auto root = base::parse_json(json);
  Object document;
  if (!root || root->get(document)) return nullptr;
  std::string_view version;
  bool variables = !document.at_key("Version").get(version) && version == "2012-10-17";
  base::JsonValue value;
  if (document.at_key("Statement").get(value)) return nullptr;
  std::vector<Statement> statements;
  auto add = [&](base::JsonValue one) {
    auto statement = read_statement(one, variables);
    if (statement) statements.push_back(std::move(*statement));
    return statement.has_value();
  };
  simdjson::dom::array list;
  if (value.get(list)) return add(value) ? std::make_shared<const Document>(std::move(statements)) : nullptr;
  for (auto one : list) if (!add(one)) return nullptr;
  return std::make_shared<const Document>(std::move(statements));
}

}  // namespace policy
