// Conditions and rules: functions that answer yes or no.
#include <algorithm>
#include <set>

#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/evaluator.h"

namespace cloudformation::language {

namespace {

[[noreturn]] void fault(std::string_view sentence) { throw Fault{"Template error: " + std::string(sentence)}; }

std::vector<std::string> strings(const Value& v, std::string_view function) {
  if (!v.is_list()) fault("every " + std::string(function) + " object requires a list of strings as its first parameter.");
  std::vector<std::string> out;
  for (auto& item : v.items) out.push_back(item.text);
  return out;
}

// Conditions as they are asked for, each evaluated once.
class Named {
 public:
  Named(const Template& t, const Environment& env) : evaluator_(env, Place::conditions, false) {
    for (auto& [name, v] : t.conditions) declared_.emplace(name, &v);
    evaluator_.condition = [this](const std::string& name) { return holds(name); };
  }

  bool holds(const std::string& name) {
    if (auto it = results.find(name); it != results.end()) return it->second;
    const auto declared = declared_.find(name);
    if (declared == declared_.end())
      throw Fault{"Template format error: Unresolved condition dependencies [" + name +
                  "] in the Conditions block of the template"};
    if (!asked_.insert(name).second) fault("Found circular condition dependency between " + name + " and " + name);
    if (asked_.size() - results.size() > std::size_t(kDepth)) fault("conditions are nested too deep");
    return results[name] = evaluator_.boolean(*declared->second);
  }

  std::map<std::string, bool> results;

 private:
  std::map<std::string_view, const Value*> declared_;
  Evaluator evaluator_;
  std::set<std::string> asked_;
};

}  // namespace

bool Evaluator::boolean(const Value& v) {
  const auto c = call_of(v, place_ == Place::rules ? Place::rules : Place::conditions, env_.extended);
  if (!c) {
    if (v.is_scalar() && (v.text == "true" || v.text == "false")) return v.text == "true";
    throw Fault{"Template format error: Conditions can only be boolean operations on parameters and other conditions"};
  }
  check_shape(*c, env_.extended);
  const Value& a = *c->argument;
  auto holds = [this](const Value& one) { return boolean(one); };
  switch (c->function) {
    case Fn::equals: {
      const Value left = required(a.items[0]), right = required(a.items[1]);
      return same(left, right);
    }
    case Fn::and_: return std::all_of(a.items.begin(), a.items.end(), holds);
    case Fn::or_: return std::any_of(a.items.begin(), a.items.end(), holds);
    case Fn::not_: return !boolean(a.items[0]);
    case Fn::condition: return named_condition(a.text);
    case Fn::contains:
    case Fn::each_member_in:
    case Fn::each_member_equals: break;
    default: throw Fault{"Template format error: Conditions can only be boolean operations on parameters and other conditions"};
  }
  const std::string_view name = name_of(c->function);
  if (c->function == Fn::contains || c->function == Fn::each_member_equals) {
    const auto list = texts(a.items[0], name);
    const std::string one = text(a.items[1], "the second parameter of " + std::string(name) + " must be a string.");
    if (c->function == Fn::contains) return std::find(list.begin(), list.end(), one) != list.end();
    return std::all_of(list.begin(), list.end(), [&](auto& item) { return item == one; });
  }
  const auto list = texts(a.items[0], name), among = texts(a.items[1], name);
  return std::all_of(list.begin(), list.end(),
                     [&](auto& item) { return std::find(among.begin(), among.end(), item) != among.end(); });
}

std::vector<std::string> Evaluator::texts(const Value& v, std::string_view function) {
  const auto c = call_of(v, place_, env_.extended);
  if (c) check_shape(*c, env_.extended);
  if (c && c->function == Fn::ref_all) {
    if (!env_.all_of_type) fault("Fn::RefAll of " + c->argument->text + " cannot be determined here");
    return env_.all_of_type(c->argument->text);
  }
  if (c && (c->function == Fn::value_of || c->function == Fn::value_of_all)) {
    const std::string &of = c->argument->items[0].text, &attribute = c->argument->items[1].text;
    const auto found = env_.value_of ? env_.value_of(of, attribute) : std::nullopt;
    if (!found) fault(std::string(name_of(c->function)) + " of " + of + "." + attribute + " cannot be determined here");
    return {*found};
  }
  return strings(required(v), function);
}

std::map<std::string, bool> evaluate_conditions(const Template& t, const Environment& env) {
  Named named(t, env);
  for (auto& [name, v] : t.conditions) named.holds(name);
  return std::move(named.results);
}

void check_rules(const Template& t, const Environment& env) {
  for (auto& [name, rule] : t.rules) {
    Evaluator evaluator(env, Place::rules, false);
    if (rule.condition && !evaluator.boolean(*rule.condition)) continue;
    for (auto& assertion : rule.assertions) {
      if (evaluator.boolean(assertion.assert_)) continue;
      throw Fault{"Template error: validation failed for rule " + name +
                  (assertion.description.empty() ? "" : ": " + assertion.description)};
    }
  }
}

}  // namespace cloudformation::language
