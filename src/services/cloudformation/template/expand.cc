// The transform AWS::LanguageExtensions: loops written out, and functions settled where a plain template has strings.
#include <algorithm>
#include <set>

#include "services/cloudformation/template/evaluator.h"
#include "services/cloudformation/template/sections.h"

namespace cloudformation::language {

namespace {

constexpr std::size_t kNesting = 5;                // loops within loops
constexpr std::size_t kGrowth = 8 * kStoredLimit;  // bytes written while expanding, each value counted as 16 more

[[noreturn]] void fail(const std::string& sentence) { throw Fault{"Transform AWS::LanguageExtensions failed with: " + sentence}; }

using Bindings = std::vector<std::pair<std::string, std::string>>;   // identifier -> item of the loops around; the innermost last

const std::string* bound_to(const Bindings& bound, std::string_view identifier) {
  for (auto it = bound.rbegin(); it != bound.rend(); ++it)
    if (it->first == identifier) return &it->second;
  return nullptr;
}

// ${Identifier} becomes the item; in keys &{Identifier} becomes what letters and digits it has.
std::string fill(std::string_view text, const Bindings& bound, bool key) {
  std::string out;
  for (;;) {
    const std::size_t open = text.find('{'), close = open == text.npos ? text.npos : text.find_first_of("{}", open + 1);
    if (close == text.npos) return out += text;
    const char mark = open > 0 ? text[open - 1] : ' ';
    const bool marked = text[close] == '}' && (mark == '$' || (key && mark == '&'));
    const std::string* item = marked ? bound_to(bound, text.substr(open + 1, close - open - 1)) : nullptr;
    if (!item) {
      out += text.substr(0, open + 1);
      text.remove_prefix(open + 1);
      continue;
    }
    out += text.substr(0, open - 1);
    std::copy_if(item->begin(), item->end(), std::back_inserter(out), [&](char c) {
      return mark == '$' || is_alphanumeric({&c, 1});
    });
    text.remove_prefix(close + 1);
  }
}

// Identifiers are replaced where AWS replaces them: in the keys of a loop's fragment, in the text of Fn::Sub and in Ref. A plain
// string keeps its placeholder.
class Expander {
 public:
  // Resources are not made yet: what would come from them is unknown here.
  explicit Expander(Environment env) : env_(std::move(env)) { env_.ref = nullptr, env_.attribute = nullptr, env_.import = nullptr; }

  Value run(const Value& v, const Bindings& bound) {
    spend(v.text.size());
    if (v.is_map() && v.members.size() == 1) {
      const auto& [name, argument] = v.members[0];
      if (name == "Ref") return reference(argument, bound);
      if (name == "Fn::GetAtt") return get_att(argument, bound);
      if (name == "Fn::Sub") return Value::map({{name, sub(argument, bound)}});
      if (name == "Fn::Length") return length(run(argument, bound));
    }
    if (v.is_map()) return map(v, bound);
    Value out = v;
    for (auto& item : out.items) item = run(item, bound);
    return out;
  }

  // What must be a plain string now.
  std::string settled(const Value& v, const std::string& what) {
    const Value out = evaluate_plainly(v, env_);
    if (!out.is_scalar() || !known(out)) fail("Unable to resolve the value of " + what);
    return out.text;
  }

  Environment& environment() { return env_; }

 private:
  void spend(std::size_t bytes) {
    spent_ += bytes + 16;
    if (spent_ > kGrowth) fail("the template grows too large");
  }

  Value map(const Value& v, const Bindings& bound) {
    Value out = Value::map();
    std::set<std::string> names;
    auto put = [&](std::string name, Value member) {
      if (!names.insert(name).second) fail("Duplicate key '" + name + "' when merging keys to parent object in Fn::ForEach");
      spend(name.size());
      out.members.emplace_back(std::move(name), std::move(member));
    };
    for (auto& [name, member] : v.members) {
      if (name.starts_with(kLoop)) loop(member, bound, put);
      else put(name, run(member, bound));
    }
    return out;
  }

  template <class Put>
  void loop(const Value& v, const Bindings& bound, const Put& put) {
    const bool good =
        v.is_list() && v.items.size() == 3 && v.items[0].is_string() && !v.items[0].text.empty() && v.items[2].is_map();
    if (!good || v.items[2].members.empty()) fail("Fn::ForEach layout is incorrect");
    if (bound.size() >= kNesting) fail("Fn::ForEach must not be nested deeper than " + std::to_string(kNesting) + " levels");
    Bindings inner = bound;
    inner.emplace_back(v.items[0].text, "");
    for (auto& item : collection(v.items[1], bound)) {
      inner.back().second = item;
      for (auto& [key, member] : v.items[2].members) {
        if (key.starts_with(kLoop)) loop(member, inner, put);
        else put(fill(key, inner, true), run(member, inner));
      }
    }
  }

  std::vector<std::string> collection(const Value& v, const Bindings& bound) {
    const Value list = evaluate_plainly(run(v, bound), env_);
    if (!list.is_list() || !known(list)) fail("Could not find a collection or could not be resolved for Fn::ForEach");
    std::vector<std::string> out;
    for (auto& item : list.items) {
      if (!item.is_scalar()) fail("Fn::ForEach layout is incorrect");
      out.push_back(item.text);
    }
    spend(out.size() * 32);
    return out;
  }

  Value reference(const Value& argument, const Bindings& bound) {
    if (argument.is_map()) return Value::map({{"Ref", settled(run(argument, bound), "Ref")}});
    if (const std::string* item = bound_to(bound, argument.text)) return *item;
    return Value::map({{"Ref", argument}});
  }

  Value get_att(const Value& argument, const Bindings& bound) {
    Value out = argument;
    for (auto& item : out.items)
      if (item.is_map()) item = settled(run(item, bound), "Fn::GetAtt");
    return Value::map({{"Fn::GetAtt", std::move(out)}});
  }

  Value length(Value argument) {
    Value out = evaluate_plainly(Value::map({{"Fn::Length", std::move(argument)}}), env_);
    if (!known(out)) fail("The Fn::Length value could not be resolved for properties");
    return out;
  }

  Value sub(const Value& argument, const Bindings& bound) {
    if (argument.is_scalar()) return fill(argument.text, bound, false);
    Value out = argument;
    for (auto& item : out.items) item = item.is_scalar() ? Value(fill(item.text, bound, false)) : run(item, bound);
    return out;
  }

  Environment env_;
  std::size_t spent_ = 0;
};

// Policies, conditions and dependencies are names in a plain template.
void settle(Expander& expander, const std::string& id, Value& member) {
  if (!member.is_map()) return;
  for (auto* name : {"DeletionPolicy", "UpdateReplacePolicy", "Condition"})
    if (Value* v = member.find(name); v && v->is_map()) *v = expander.settled(*v, std::string(name) + " of " + id);
  Value* needs = member.find("DependsOn");
  if (!needs) return;
  if (needs->is_map()) *needs = expander.settled(*needs, "DependsOn of " + id);
  for (auto& item : needs->items)
    if (item.is_map()) item = expander.settled(item, "DependsOn of " + id);
}

}  // namespace

Template expand(const Template& t, const Environment& env) {
  for (auto& name : t.transforms)
    if (name != kLanguageExtensions) throw Fault{"No transform named " + name + " found."};
  if (!t.extended) {
    Template out = t;
    out.expanded = true;
    return out;
  }
  if (t.expanded) return t;
  Value source = t.source;
  if (!source.erase("Transform")) fail("the transform can only be declared at the top level of the template.");
  Expander expander(env);
  auto write_out = [&](std::string_view name) {
    if (Value* section = source.find(name)) *section = expander.run(*section, {});
  };
  write_out("Conditions");
  Template conditions;
  conditions.extended = true;
  if (auto* section = source.find("Conditions")) conditions.conditions = read_conditions(*section, false);
  expander.environment().conditions = evaluate_conditions(conditions, expander.environment());
  write_out("Resources");
  write_out("Outputs");
  if (to_json(source).size() > kStoredLimit)
    throw Fault{"Template may not exceed " + std::to_string(kStoredLimit) + " bytes in size."};

  for (auto* name : {"Resources", "Outputs"})
    if (Value* section = source.find(name))
      for (auto& [id, member] : section->members) {
        settle(expander, id, member);
        const std::string condition = member.text_of("Condition");
        if (!condition.empty() && !conditions.condition(condition)) fail("Key " + condition + " is missing in the map.");
      }

  Template out = read_template(std::move(source), Stage::expanded);
  out.transforms = t.transforms;
  out.extended = true;
  check_references(out);
  return out;
}

}  // namespace cloudformation::language
