// Any text as a CloudFormation template: read, expanded, ordered and evaluated. A fault is an answer. What is read comes out as JSON
// that is read as the same value again; whatever is evaluated for one who knows all is known.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "services/cloudformation/template/changes.h"
#include "services/cloudformation/template/dynamic.h"
#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/parameters.h"
#include "services/cloudformation/template/pattern.h"
#include "services/cloudformation/template/summary.h"

namespace {

using namespace cloudformation::language;

Environment knowing(const Template& t) {
  ParameterPorts ports;
  ports.ssm = [](std::string_view) { return ParameterPorts::Stored{"String", "a,b"}; };
  std::map<std::string, std::string> given;
  for (auto& [name, p] : t.parameters)
    if (!p.default_value) given[name] = p.allowed_values.empty() ? "1" : p.allowed_values[0];
  PseudoParameters pseudo{"111122223333", "eu-west-1", "arn:stack", "demo"};
  Environment env = environment_of(t, values_of(resolve(t, given, ports)), pseudo);
  env.ref = [](std::string_view id) { return Value(id); };
  env.attribute = [](std::string_view, std::string_view name) { return Value::list({Value(name), "x"}); };
  env.import = [](std::string_view name) { return Value(name); };
  env.dynamic_reference = [](std::string_view service, std::string_view reference) {
    if (service == "secretsmanager") secret_reference(reference);
    else parameter_reference(service, reference);
    return std::string("resolved");
  };
  env.availability_zones = [](std::string_view) { return std::vector<std::string>{"a", "b"}; };
  return env;
}

void work(std::string_view text) {
  Template t = parse(text);
  if (!(from_json(to_json(t.source)) == t.source)) std::abort();
  summarize(t);
  Environment env = knowing(t);
  t = expand(t, env);
  check_rules(t, env);
  env.conditions = evaluate_conditions(t, env);
  const auto ids = order(t, env.conditions);
  if (ids.size() > kResourceLimit) std::abort();
  for (auto& id : ids) {
    const ResourceDeclaration& r = *t.resource(id);
    references(r.properties);
    const Value v = evaluate(r.properties, env);
    if (!known(v) && text.find("KNOWN_AFTER_APPLY") == text.npos) std::abort();
    if (!differences(v, v).empty()) std::abort();
    differences(r.properties, v);
  }
  try_out(t, env);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    work(text);
  } catch (const Fault& fault) {
    if (fault.message.empty()) std::abort();
  }
  const std::size_t line = text.find('\n');
  if (line != text.npos && line < 200)
    if (const auto pattern = Pattern::compile(text.substr(0, line))) pattern->matches(text.substr(line + 1, 200));
  return 0;
}
