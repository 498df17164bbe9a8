// What values refer to; whether it is there; in which order resources can be made.
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/intrinsics.h"
#include "services/cloudformation/template/sections.h"

namespace cloudformation::language {

namespace {

using Conditions = std::map<std::string, bool>;

// Walks a value and tells of each reference, by which function it is made.
class Walker {
 public:
  using Found = std::function<void(const Reference&, Fn by)>;
  Walker(Place place, bool extended, const Conditions* conditions, Found found)
      : place_(place), extended_(extended), conditions_(conditions), found_(std::move(found)) {}

  void walk(const Value& v) {
    if (v.is_string() && v.text.find("{{resolve:") != v.text.npos) tell(Reference::Kind::dynamic, v.text, {}, Fn::sub);
    const auto call = call_of(v, place_, extended_);
    if (call) return function(*call);
    for (auto& item : v.items) walk(item);
    for (auto& [name, member] : v.members) walk(member);
  }

 private:
  void tell(Reference::Kind kind, std::string name, std::string attribute, Fn by) {
    found_({kind, std::move(name), std::move(attribute)}, by);
  }

  void function(const Call& call) {
    check_shape(call, extended_);
    const Value& v = *call.argument;
    switch (call.function) {
      case Fn::ref:
        if (v.is_string()) return tell(Reference::Kind::ref, v.text, {}, Fn::ref);
        break;
      case Fn::get_att: return get_att(v);
      case Fn::sub: return sub(v);
      case Fn::if_: return branches(v);
      case Fn::condition: return tell(Reference::Kind::condition, v.text, {}, Fn::condition);
      case Fn::import_value: tell(Reference::Kind::import, v.is_string() ? v.text : "", {}, Fn::import_value); break;
      case Fn::find_in_map:
        if (v.items[0].is_string()) map_named_(v.items[0].text);
        break;
      case Fn::value_of: return tell(Reference::Kind::ref, v.items[0].text, {}, Fn::value_of);
      default: break;
    }
    walk(v);
  }

  void get_att(const Value& v) {
    if (v.is_string()) {
      const auto pair = split_attribute(v.text);
      return tell(Reference::Kind::attribute, pair->first, pair->second, Fn::get_att);
    }
    if (v.items[0].is_string())
      tell(Reference::Kind::attribute, v.items[0].text, v.items[1].is_string() ? v.items[1].text : "", Fn::get_att);
    walk(v);
  }

  void sub(const Value& v) {
    const Value* own = v.is_list() ? &v.items[1] : nullptr;
    std::set<std::string_view> given;
    if (own)
      for (auto& [name, member] : own->members) given.insert(name);
    for (auto& part : parse_sub(v.is_list() ? v.items[0].text : v.text)) {
      if (!part.variable || given.contains(part.text)) continue;
      if (auto pair = split_attribute(part.text)) tell(Reference::Kind::attribute, pair->first, pair->second, Fn::sub);
      else tell(Reference::Kind::ref, part.text, {}, Fn::sub);
    }
    if (own)
      for (auto& [name, member] : own->members) walk(member);
  }

  void branches(const Value& v) {
    tell(Reference::Kind::condition, v.items[0].text, {}, Fn::if_);
    const bool* chosen = nullptr;
    if (conditions_)
      if (auto it = conditions_->find(v.items[0].text); it != conditions_->end()) chosen = &it->second;
    if (!chosen || *chosen) walk(v.items[1]);
    if (!chosen || !*chosen) walk(v.items[2]);
  }

 public:
  std::function<void(const std::string&)> map_named_ = [](const std::string&) {};

 private:
  Place place_;
  bool extended_;
  const Conditions* conditions_;
  Found found_;
};

void each_value(const ResourceDeclaration& r, const std::function<void(const Value&)>& f) {
  for (auto* v : {&r.properties, &r.creation_policy, &r.update_policy, &r.metadata}) f(*v);
}

class Checker {
 public:
  explicit Checker(const Template& t) : t_(t) {
    for (auto& [name, p] : t.parameters) parameters_.insert(name);
    for (auto& [name, c] : t.conditions) conditions_.insert(name);
    std::vector<std::string> common;
    for (auto& [name, r] : t.resources) {
      resources_.insert(name);
      if (parameters_.contains(name)) common.push_back(name);
    }
    if (!common.empty())
      throw Fault{"Template error: all resources and parameters must have unique names. Common name(s):" + joined(common)};
  }

  void conditions() {
    std::set<std::string> missing, unknown;
    std::map<std::string, std::vector<std::string>> needs;
    for (auto& [name, v] : t_.conditions) {
      boolean(v);
      walk(v, Place::conditions, [&, &from = name](const Reference& r, Fn) {
        if (r.kind == Reference::Kind::condition) {
          if (!conditions_.contains(r.name)) unknown.insert(r.name);
          else needs[from].push_back(r.name);
        } else if ((r.kind == Reference::Kind::ref && !parameter(r.name)) || r.kind == Reference::Kind::attribute) {
          missing.insert(r.name);
        }
      });
    }
    if (!missing.empty())
      format_error("Unresolved dependencies " + listed(missing) +
                   ". Cannot reference resources in the Conditions block of the template");
    if (!unknown.empty())
      format_error("Unresolved condition dependencies " + listed(unknown) + " in the Conditions block of the template");
    std::map<std::string, int> seen;
    for (auto& [name, v] : t_.conditions) circle(name, needs, seen, 0);
  }

  void resources() {
    std::set<std::string> missing, unknown;
    for (auto& [id, r] : t_.resources) {
      for (auto& name : r.depends_on)
        if (!resources_.contains(name)) missing.insert(name);
      if (!r.condition.empty() && !conditions_.contains(r.condition)) unknown.insert(r.condition);
      each_value(r, [&](const Value& v) { value(v, Place::resources, missing); });
    }
    if (!missing.empty())
      format_error("Unresolved resource dependencies " + listed(missing) + " in the Resources block of the template");
    if (!unknown.empty())
      format_error("Unresolved condition dependencies " + listed(unknown) + " in the Resources block of the template");
  }

  void outputs() {
    std::set<std::string> missing, unknown;
    for (auto& [name, output] : t_.outputs) {
      if (!output.condition.empty() && !conditions_.contains(output.condition)) unknown.insert(output.condition);
      value(output.value, Place::outputs, missing);
      if (output.export_name) value(*output.export_name, Place::outputs, missing);
    }
    if (!missing.empty())
      throw Fault{"Unresolved resource dependencies " + listed(missing) + " in the Outputs block of the template"};
    if (!unknown.empty())
      format_error("Unresolved condition dependencies " + listed(unknown) + " in the Outputs block of the template");
  }

  void rules() {
    std::set<std::string> missing;
    auto check = [&](const Value& v) {
      walk(v, Place::rules, [&](const Reference& r, Fn) {
        if (r.kind == Reference::Kind::attribute || (r.kind == Reference::Kind::ref && !parameter(r.name))) missing.insert(r.name);
        if (r.kind == Reference::Kind::condition)
          throw Fault{"Template error: conditions cannot be referred to in the Rules block of the template"};
      });
    };
    for (auto& [name, rule] : t_.rules) {
      if (rule.condition) check(*rule.condition);
      for (auto& assertion : rule.assertions) check(assertion.assert_);
    }
    if (!missing.empty())
      format_error("Unresolved dependencies " + listed(missing) +
                   ". Cannot reference resources in the Rules block of the template");
  }

 private:
  static std::string listed(const std::set<std::string>& names) { return joined({names.begin(), names.end()}); }
  bool parameter(const std::string& name) const { return parameters_.contains(name) || is_pseudo_parameter(name); }

  void walk(const Value& v, Place place, Walker::Found found) {
    Walker walker(place, t_.extended, nullptr, std::move(found));
    walker.map_named_ = [&](const std::string& name) {
      if (!t_.extended && !t_.mappings.find(name))
        throw Fault{"Template error: Mapping named '" + name + "' is not present in the 'Mappings' section of template."};
    };
    walker.walk(v);
  }

  void value(const Value& v, Place place, std::set<std::string>& missing) {
    walk(v, place, [&](const Reference& r, Fn by) {
      if (r.kind == Reference::Kind::ref && !parameter(r.name) && !resources_.contains(r.name)) missing.insert(r.name);
      if (r.kind == Reference::Kind::condition && !conditions_.contains(r.name))
        throw Fault{"Template error: unresolved condition dependency " + r.name + " in Fn::If"};
      if (r.kind != Reference::Kind::attribute || resources_.contains(r.name)) return;
      if (by == Fn::sub)
        throw Fault{"Template error: instance of Fn::Sub references invalid resource attribute " + r.name + "." + r.attribute};
      throw Fault{"Template error: instance of Fn::GetAtt references undefined resource " + r.name};
    });
  }

  void boolean(const Value& v) {
    const auto call = call_of(v, Place::conditions, t_.extended);
    if (!call || (call->function != Fn::condition && (call->function < Fn::equals || call->function > Fn::not_)))
      format_error("Conditions can only be boolean operations on parameters and other conditions");
    check_shape(*call, t_.extended);
    if (call->function == Fn::condition || call->function == Fn::equals) return;
    for (auto& operand : call->argument->items) boolean(operand);
  }

  void circle(const std::string& name, std::map<std::string, std::vector<std::string>>& needs, std::map<std::string, int>& seen,
              int depth) {
    if (depth > kDepth) throw Fault{"Template error: conditions are nested too deep"};
    int& mark = seen[name];                        // 1: on the way here, 2: done
    if (mark) return;
    mark = 1;
    for (auto& next : needs[name]) {
      if (seen[next] == 1) throw Fault{"Template error: Found circular condition dependency between " + name + " and " + next};
      circle(next, needs, seen, depth + 1);
    }
    seen[name] = 2;
  }

  const Template& t_;
  std::set<std::string> parameters_, conditions_, resources_;
};

// Depth-first in the order declared; a resource met again on its own way closes a circle.
class Sorter {
 public:
  Sorter(const Template& t, const Conditions& conditions) : conditions_(conditions) {
    for (auto& [id, r] : t.resources)
      if (enabled(r, conditions)) resources_.emplace(id, &r);
    for (auto& [id, r] : t.resources)
      if (resources_.contains(id)) needs_[id] = dependencies(t, r, &conditions);
  }

  void visit(const std::string& id) {
    const int mark = marks_[id];
    if (mark == 2) return;
    if (mark == 1) {
      std::vector<std::string> circle(std::find(way_.begin(), way_.end(), id), way_.end());
      std::sort(circle.begin(), circle.end());
      throw Fault{"Circular dependency between resources: " + joined(circle)};
    }
    marks_[id] = 1;
    way_.push_back(id);
    for (auto& next : needs_[id])
      if (resources_.contains(next)) visit(next);
    way_.pop_back();
    marks_[id] = 2;
    out.push_back(id);
  }

  std::vector<std::string> out;

 private:
  const Conditions& conditions_;
  std::map<std::string, const ResourceDeclaration*> resources_;
  std::map<std::string, std::vector<std::string>> needs_;
  std::map<std::string, int> marks_;
  std::vector<std::string> way_;
};

bool holds(const std::string& condition, const Conditions& conditions) {
  auto it = conditions.find(condition);
  return condition.empty() || (it != conditions.end() && it->second);
}

}  // namespace

void check_references(const Template& t) {
  Checker checker(t);
  checker.rules();
  checker.conditions();
  checker.resources();
  checker.outputs();
}

bool enabled(const ResourceDeclaration& r, const Conditions& conditions) { return holds(r.condition, conditions); }
bool enabled(const OutputDeclaration& o, const Conditions& conditions) { return holds(o.condition, conditions); }

std::vector<Reference> references(const Value& v, const Conditions* conditions) {
  std::vector<Reference> out;
  Walker(Place::resources, true, conditions, [&](const Reference& r, Fn) { out.push_back(r); }).walk(v);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::vector<std::string> dependencies(const Template& t, const ResourceDeclaration& r, const Conditions* conditions) {
  std::set<std::string> out;
  auto add = [&](const std::string& name) {
    const ResourceDeclaration* other = t.resource(name);
    if (other && (!conditions || enabled(*other, *conditions))) out.insert(name);
  };
  for (auto& name : r.depends_on) add(name);
  each_value(r, [&](const Value& v) {
    Walker(Place::resources, t.extended, conditions, [&](const Reference& one, Fn) {
      if (one.kind == Reference::Kind::ref || one.kind == Reference::Kind::attribute) add(one.name);
    }).walk(v);
  });
  return {out.begin(), out.end()};
}

std::vector<std::string> order(const Template& t, const Conditions& conditions) {
  // What is made must not refer to what the conditions leave out.
  std::set<std::string> missing;
  auto refuse_disabled = [&](const Value& v, Place place) {
    Walker(place, t.extended, &conditions, [&](const Reference& r, Fn) {
      if (r.kind != Reference::Kind::ref && r.kind != Reference::Kind::attribute) return;
      const ResourceDeclaration* other = t.resource(r.name);
      if (other && !enabled(*other, conditions)) missing.insert(r.name);
    }).walk(v);
  };
  auto listed = [&] { return joined({missing.begin(), missing.end()}); };
  for (auto& [id, r] : t.resources)
    if (enabled(r, conditions)) each_value(r, [&](const Value& v) { refuse_disabled(v, Place::resources); });
  if (!missing.empty()) format_error("Unresolved resource dependencies " + listed() + " in the Resources block of the template");
  for (auto& [name, o] : t.outputs)
    if (enabled(o, conditions)) refuse_disabled(o.value, Place::outputs);
  if (!missing.empty()) throw Fault{"Unresolved resource dependencies " + listed() + " in the Outputs block of the template"};

  Sorter sorter(t, conditions);
  for (auto& [id, r] : t.resources)
    if (enabled(r, conditions)) sorter.visit(id);
  return std::move(sorter.out);
}

}  // namespace cloudformation::language
