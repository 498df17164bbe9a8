#include "services/cloudformation/blueprint.h"

namespace cloudformation {

using language::Value;

Identity identity_of(const StackRecord& s, const Scope& scope) { return {scope.account, scope.region, s.arn, s.name}; }

namespace {
std::string bound_to(std::string_view arn, const std::string& key) { return "parameter/" + std::string(arn) + "/" + key; }

// Stars in place of each value, lists stay lists.
Value veil(const Value& v) {
  if (!v.is_list()) return std::string(language::kNoEcho);
  Value out = Value::list();
  for (std::size_t i = 0; i < v.items.size(); ++i) out.push(std::string(language::kNoEcho));
  return out;
}
}  // namespace

std::map<std::string, std::string> texts_of(const House& house, const Plan& plan, std::string_view arn) {
  std::map<std::string, std::string> out;
  for (auto& p : plan.parameters) out[p.key] = p.no_echo ? opened(house, p.text, bound_to(arn, p.key)) : p.text;
  return out;
}

PlanParameter kept_parameter(const House& house, const language::ResolvedParameter& p, const std::string& stored_type, std::string_view arn) {
  return {p.name, p.no_echo ? sealed(house, p.text, bound_to(arn, p.name)) : p.text, p.no_echo, p.resolved ? stored_type : "", p.resolved.value_or("")};
}

Blueprint understand(const House& house, const std::string& body, const std::map<std::string, std::string>& given, const language::ParameterPorts& ports,
                     const Identity& who, const std::vector<std::string>& notification_arns) {
  Blueprint b;
  auto declared = language::parse(body);
  b.parameters = language::resolve(declared, given, ports);
  language::PseudoParameters pseudo{.account_id = who.account, .region = who.region, .stack_id = who.arn, .stack_name = who.name,
                                    .partition = house.settings.partition, .url_suffix = "amazonaws.com", .notification_arns = notification_arns};
  b.environment = language::environment_of(declared, language::values_of(b.parameters), pseudo);
  b.environment.availability_zones = [](std::string_view region) -> std::optional<std::vector<std::string>> {
    std::string r(region);
    return std::vector<std::string>{r + "a", r + "b", r + "c"};
  };
  if (b.environment.conditions.empty() && declared.transforms.empty()) b.environment.conditions = language::evaluate_conditions(declared, b.environment);
  b.form = language::expand(declared, b.environment);
  b.environment.mappings = b.form.mappings;
  language::check_rules(b.form, b.environment);
  b.conditions = language::evaluate_conditions(b.form, b.environment);
  b.environment.conditions = b.conditions;
  b.order = language::order(b.form, b.conditions);
  for (auto& id : b.order) b.dependencies[id] = language::dependencies(b.form, *b.form.resource(id), &b.conditions);
  if (std::any_of(b.parameters.begin(), b.parameters.end(), [](auto& p) { return p.no_echo; })) {
    b.veiled = b.environment;
    for (auto& p : b.parameters) if (p.no_echo) b.veiled->parameters[p.name] = veil(p.value);
  }
  return b;
}

Blueprint understand(const House& house, const Plan& plan, const Identity& who) {
  language::ParameterPorts ports;
  auto given = texts_of(house, plan, who.arn);
  ports.ssm = [&](std::string_view name) -> std::optional<language::ParameterPorts::Stored> {
    for (auto& p : plan.parameters) if (!p.stored_type.empty() && p.text == name) return language::ParameterPorts::Stored{p.stored_type, p.stored};
    return {};
  };
  return understand(house, plan.template_body, given, ports, who, plan.notification_arns);
}

}  // namespace cloudformation
