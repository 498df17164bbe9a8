#include "services/cloudformation/draft.h"

#include "base/arn.h"
#include "services/cloudformation/policies.h"
#include "services/cloudformation/resources/type.h"
#include "services/cloudformation/template/summary.h"
#include "services/ssm/api.h"

namespace cloudformation {
namespace {

std::map<std::string, std::string> given_parameters(const Asked& a, const Plan* former, const Identity& who, Call& call) {
  std::map<std::string, std::string> out, before;
  if (!a.parameters) return out;
  if (former) before = texts_of(call.house(), *former, who.arn);
  for (auto& p : *a.parameters) {
    const std::string key = p.parameterKey.value_or("");
    if (!p.usePreviousValue.value_or(false)) {
      if (!p.parameterValue) throw invalid("Parameter '" + key + "' must have a value.");
      out[key] = *p.parameterValue;
      continue;
    }
    if (p.parameterValue) throw invalid("Invalid input for parameter key " + key + ". Cannot specify usePreviousValue as true and non empty value for a parameter");
    auto it = before.find(key);
    if (it == before.end()) throw invalid("Invalid input for parameter key " + key + ". Cannot specify usePreviousValue as true for a parameter key not in the previous template");
    out[key] = it->second;
  }
  return out;
}

void check_types(const Blueprint& b) {
  std::string unknown;
  for (auto& [id, r] : b.form.resources) {
    const ResourceType* type = find_type(r.type);
    if (!type && unknown.find(r.type) == unknown.npos) unknown += (unknown.empty() ? "" : ", ") + r.type;
    if (type && r.deletion_policy == "Snapshot" && !type->snapshot)
      throw invalid("Template error: resource type " + r.type + " does not support deletion policy Snapshot");
    if (type && r.update_replace_policy == "Snapshot" && !type->snapshot)
      throw invalid("Template error: resource type " + r.type + " does not support update replace policy Snapshot");
  }
  if (!unknown.empty()) throw invalid("Template format error: Unrecognized resource types: [" + unknown + "]");
}

void check_notifications(const std::vector<std::string>& arns, Call& call) {
  for (auto& text : arns) {
    auto arn = base::parse_arn(text);
    if (!arn || arn->service != "sns" || arn->region != call.scope().region) throw invalid("Invalid notification ARN: " + text);
  }
}

// What is not said stays as it was.
void take_rollback(Plan& plan, const RollbackConfiguration* said, const Plan* former) {
  if (said) check_rollback(*said);
  if (former) std::tie(plan.triggers, plan.monitoring_minutes) = std::tie(former->triggers, former->monitoring_minutes);
  if (said && said->monitoringTimeInMinutes) plan.monitoring_minutes = *said->monitoringTimeInMinutes;
  if (!said || !said->rollbackTriggers) return;
  plan.triggers.clear();
  for (auto& t : *said->rollbackTriggers) plan.triggers.push_back({t.arn, t.type});
}

}  // namespace

Draft draft(const Asked& a, const Plan* former, const Identity& who, Call& call) try {
  Draft d;
  auto body = template_text(a.body, a.url, call);
  if (a.previous && body) throw invalid("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
  if (a.previous && former) body = former->template_body;
  if (!body) throw invalid("Either Template URL or Template Body must be specified.");
  d.plan.template_body = std::move(*body);
  d.plan.notification_arns = a.notification_arns ? *a.notification_arns : former ? former->notification_arns : std::vector<std::string>();
  check_notifications(d.plan.notification_arns, call);
  d.plan.tags = a.tags ? *a.tags : former ? former->tags : Words();
  for (auto& [key, value] : d.plan.tags) if (key.starts_with("aws:")) throw invalid("aws: prefixed tag key names are not allowed for external use.");
  d.plan.role_arn = a.role_arn ? *a.role_arn : former ? former->role_arn : std::string();
  take_rollback(d.plan, a.rollback, former);
  d.plan.capabilities = a.capabilities;

  std::map<std::string, std::string> stored_types;
  language::ParameterPorts ports;
  ports.unknowns = a.unknowns;
  ports.ssm = [&](std::string_view name) -> std::optional<language::ParameterPorts::Stored> {
    ssm::GetParameters ask;
    ask.names.emplace_back(std::string(name));
    auto found = call.via(kHost).ask(ask);
    if (found.parameters.empty()) return {};
    stored_types[std::string(name)] = found.parameters.front().type;
    return language::ParameterPorts::Stored{found.parameters.front().type, found.parameters.front().value};
  };
  d.blueprint = understand(call.house(), d.plan.template_body, given_parameters(a, former, who, call), ports, who, d.plan.notification_arns);
  if (auto missing = language::missing_capabilities(d.blueprint.form, a.capabilities); !missing.empty()) throw ApiError{"InsufficientCapabilitiesException", 400, missing};
  check_types(d.blueprint);
  check_policies(d.blueprint);
  for (auto& p : d.blueprint.parameters) d.plan.parameters.push_back(kept_parameter(call.house(), p, stored_types[p.text], who.arn));
  return d;
} catch (const language::Fault& f) {
  throw invalid(f.message);
}

std::vector<Access> with_keys(Access on, const Asked& a, const std::string* policy_url) {
  if (a.url) on.keys.push_back({"cloudformation:TemplateUrl", {*a.url}});
  if (policy_url) on.keys.push_back({"cloudformation:StackPolicyUrl", {*policy_url}});
  if (a.resource_types) on.keys.push_back({"cloudformation:ResourceTypes", *a.resource_types});
  if (a.role_arn) on.keys.push_back({"cloudformation:RoleArn", {*a.role_arn}});
  if (a.tags) {
    std::vector<std::string> keys;
    for (auto& [key, value] : *a.tags) {
      on.keys.push_back({"aws:RequestTag/" + key, {value}});
      keys.push_back(key);
    }
    on.keys.push_back({"aws:TagKeys", std::move(keys)});
  }
  std::vector<Access> out;
  out.push_back(std::move(on));
  add_pass_role(out, a.role_arn);
  return out;
}

void add_pass_role(std::vector<Access>& out, const std::optional<std::string>& role) {
  if (!role) return;
  auto arn = base::parse_arn(*role);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) throw invalid("Role " + *role + " is invalid or cannot be assumed");
  Access pass{.action = "iam:PassRole", .resource = *role};
  pass.keys.push_back({"iam:PassedToService", {std::string(kHost)}});
  out.push_back(std::move(pass));
}

std::vector<Parameter> shown_parameters(const House&, const Plan& plan) {
  std::vector<Parameter> out;
  for (auto& p : plan.parameters) {
    Parameter shown{.parameterKey = p.key, .parameterValue = p.no_echo ? std::string(language::kNoEcho) : p.text, .usePreviousValue = {}, .resolvedValue = {}};
    if (!p.stored_type.empty()) shown.resolvedValue = p.no_echo ? std::string(language::kNoEcho) : p.stored;
    out.push_back(std::move(shown));
  }
  return out;
}

std::vector<Tag> shown_tags(const Words& tags) {
  std::vector<Tag> out;
  for (auto& [key, value] : tags) out.push_back({key, value});
  return out;
}

RollbackConfiguration shown_rollback(const Plan& plan) {
  RollbackConfiguration out;
  if (plan.monitoring_minutes >= 0) out.monitoringTimeInMinutes = shape::Whole<0, 180>{plan.monitoring_minutes};
  for (auto& t : plan.triggers) {
    if (!out.rollbackTriggers) out.rollbackTriggers.emplace();
    out.rollbackTriggers->push_back({t.arn, t.type});
  }
  return out;
}

}  // namespace cloudformation
