#pragma once
// One evaluation: a walk with a budget. Used by evaluate.cc (values), rules.cc (booleans of rules) and expand.cc (what loops need).
#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/intrinsics.h"

namespace cloudformation::language {

class Evaluator {
 public:
  Evaluator(const Environment& env, Place place, bool dynamic) : env_(env), place_(place), dynamic_(dynamic) {}

  std::optional<Value> value(const Value&);        // nullopt: AWS::NoValue
  bool boolean(const Value&);                      // of a boolean function

  // Set by who evaluates conditions: the value of a named one.
  std::function<bool(const std::string&)> condition;

 private:
  std::optional<Value> call(const Call&);
  std::optional<Value> ref(const Value& argument);
  Value attribute(const Value& argument);
  Value sub(const Value& argument);
  Value join(const Value& argument);
  Value split(const Value& argument);
  Value select(const Value& argument);
  Value find_in_map(const Value& argument);
  Value cidr(const Value& argument);
  Value zones(const Value& argument);
  Value length(const Value& argument);
  std::optional<Value> branch(const Value& argument);
  std::vector<std::string> texts(const Value& argument, std::string_view function);   // a list of strings, for rules

  std::optional<Value> named(const std::string& name);            // what Ref of it answers
  Value attribute_of(const std::string& id, const std::string& name);
  bool named_condition(const std::string& name);
  Value required(const Value& v);                  // evaluated; NoValue is a fault
  std::string text(const Value& v, std::string_view sentence);    // evaluated to a scalar, else Fault
  Value spend(Value v);

  const Environment& env_;
  Place place_;
  bool dynamic_;
  std::size_t spent_ = 0;
};

}  // namespace cloudformation::language
