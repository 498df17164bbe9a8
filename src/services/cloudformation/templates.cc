#include "services/cloudformation/templates.h"

#include "services/cloudformation/blueprint.h"
#include "services/cloudformation/change_sets.h"
#include "services/cloudformation/resources/type.h"
#include "services/cloudformation/sets.h"
#include "services/cloudformation/source.h"
#include "services/cloudformation/template/summary.h"

namespace cloudformation {
namespace {

std::optional<std::string> unless_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

language::Template parsed(const std::string& text) try {
  return language::parse(text);
} catch (const language::Fault& f) {
  throw invalid(f.message);
}

std::string type_arn(const House& house, std::string_view region, std::string_view name) {
  std::string word;
  for (char c : name) {
    if (c == ':' && word.ends_with('-')) continue;
    word += c == ':' ? '-' : c;
  }
  return "arn:" + house.settings.partition + ":cloudformation:" + std::string(region) + "::type/resource/" + word;
}

}  // namespace

Access to_get_template(const GetTemplate& q, Call& call) {
  return q.stackName ? on_stack("cloudformation:GetTemplate", *q.stackName, call)
                     : q.changeSetName ? on_change_set("cloudformation:GetTemplate", *q.changeSetName, {}, call) : on_all("cloudformation:GetTemplate", call);
}

GetTemplateResult get_template(const GetTemplate& q, Call& call) {
  if (!q.stackName && !q.changeSetName) throw invalid("Either StackName or ChangeSetName must be specified");
  StackRecord s;
  std::string plan_id;
  if (q.changeSetName) {
    auto found = existing_change_set(*q.changeSetName, q.stackName, call);
    s = found.stack;
    plan_id = found.set.plan;
  } else {
    auto found = find_stack(call.txn(), call.scope(), *q.stackName);
    if (!found) throw no_stack(*q.stackName);
    s = std::move(*found);
    plan_id = s.plan;
  }
  auto plan = call.in(kPlans).get(store::joined(s.id, plan_id));
  if (!plan) return {.templateBody = {}, .stagesAvailable = {}};      // a stack that no change set has been executed for
  GetTemplateResult out{.templateBody = plan->template_body, .stagesAvailable = {"Original", "Processed"}};
  if (q.templateStage != "Processed") return out;
  try {
    auto blueprint = understand(call.house(), *plan, identity_of(s, call.scope()));
    if (!blueprint.form.transforms.empty()) out.templateBody = language::processed(blueprint.form);
  } catch (const language::Fault& f) {
    throw invalid(f.message);
  }
  return out;
}

Access to_get_template_summary(const GetTemplateSummary& q, Call& call) {
  if (q.stackSetName) return on_set("cloudformation:GetTemplateSummary", *q.stackSetName, q.callAs, call);
  return q.stackName ? on_stack("cloudformation:GetTemplateSummary", *q.stackName, call) : on_all("cloudformation:GetTemplateSummary", call);
}

GetTemplateSummaryResult get_template_summary(const GetTemplateSummary& q, Call& call) {
  auto text = template_text(maybe(q.templateBody), maybe(q.templateURL), call);
  if (int(text.has_value()) + int(q.stackName.has_value()) + int(q.stackSetName.has_value()) > 1)
    throw invalid("Only one of TemplateBody, TemplateURL, StackName, StackSetName can be specified.");
  if (q.stackSetName) text = existing_set(*q.stackSetName, q.callAs, call).template_body;
  if (q.stackName) {
    StackRecord s = existing_stack(*q.stackName, call);
    if (auto plan = call.in(kPlans).get(store::joined(s.id, s.plan))) text = plan->template_body;
  }
  if (!text) throw invalid("Either Template URL or Template Body must be specified.");
  auto form = parsed(*text);
  auto summary = language::summarize(form);
  GetTemplateSummaryResult out{.parameters = {}, .description = unless_empty(form.description), .capabilities = summary.capabilities,
                               .capabilitiesReason = unless_empty(summary.capabilities_reason), .resourceTypes = summary.resource_types, .version = "2010-09-09",
                               .metadata = unless_empty(summary.metadata), .declaredTransforms = summary.declared_transforms, .resourceIdentifierSummaries = {}, .warnings = {}};
  TemplateWarnings warnings;
  for (auto& type : summary.resource_types)
    if (!find_type(type)) warnings.unrecognizedResourceTypes.push_back(type);
  if (!warnings.unrecognizedResourceTypes.empty()) {
    if (!q.templateSummaryConfig || !q.templateSummaryConfig->treatUnrecognizedResourceTypesAsWarnings.value_or(false)) {
      std::string names;
      for (auto& t : warnings.unrecognizedResourceTypes) names += (names.empty() ? "" : ", ") + t;
      throw invalid("Template format error: Unrecognized resource types: [" + names + "]");
    }
    out.warnings = std::move(warnings);
  }
  for (auto& [key, p] : form.parameters)
    out.parameters.push_back({.parameterKey = key, .defaultValue = p.default_value, .parameterType = p.type, .noEcho = p.no_echo, .description = unless_empty(p.description),
                              .parameterConstraints = {p.allowed_values}});
  for (auto& r : summary.resources_by_type) out.resourceIdentifierSummaries.push_back({r.type, r.logical_ids});
  return out;
}

Access to_validate_template(const ValidateTemplate& q, Call& call) {
  Access on = on_all("cloudformation:ValidateTemplate", call);
  if (q.templateURL) on.keys.push_back({"cloudformation:TemplateUrl", {std::string(*q.templateURL)}});
  return on;
}

ValidateTemplateResult validate_template(const ValidateTemplate& q, Call& call) {
  auto text = template_text(maybe(q.templateBody), maybe(q.templateURL), call);
  if (!text) throw invalid("Either Template URL or Template Body must be specified.");
  auto form = parsed(*text);
  std::string unknown;
  for (auto& type : language::resource_types(form))
    if (!find_type(type)) unknown += (unknown.empty() ? "" : ", ") + type;
  if (!unknown.empty()) throw invalid("Template format error: Unrecognized resource types: [" + unknown + "]");
  auto summary = language::summarize(form);
  ValidateTemplateResult out{.parameters = {}, .description = unless_empty(form.description), .capabilities = summary.capabilities,
                             .capabilitiesReason = unless_empty(summary.capabilities_reason), .declaredTransforms = summary.declared_transforms};
  for (auto& [key, p] : form.parameters) out.parameters.push_back({.parameterKey = key, .defaultValue = p.default_value, .noEcho = p.no_echo, .description = unless_empty(p.description)});
  return out;
}

Access to_list_types(const ListTypes&, Call& call) { return on_all("cloudformation:ListTypes", call); }

ListTypesResult list_types(const ListTypes& q, Call& call) {
  ListTypesResult out;
  if (q.visibility != "PUBLIC" && !(q.filters && q.filters->category == "AWS_TYPES")) return out;      // nobody has registered any
  if (q.type && *q.type != "RESOURCE") return out;
  auto key = page_start(q.nextToken);
  const std::size_t most = q.maxResults ? std::size_t(*q.maxResults) : 100;
  for (auto* type : all_types()) {
    std::string name(type->name);
    if (name < key || !name.starts_with("AWS::")) continue;
    if (q.filters && q.filters->typeNamePrefix && !name.starts_with(*q.filters->typeNamePrefix)) continue;
    if (out.typeSummaries.size() == most) {
      out.nextToken = page_token(name);
      break;
    }
    out.typeSummaries.push_back({"RESOURCE", name, type_arn(call.house(), call.scope().region, name)});
  }
  return out;
}

Access to_describe_type(const DescribeType&, Call& call) { return on_all("cloudformation:DescribeType", call); }

DescribeTypeResult describe_type(const DescribeType& q, Call& call) {
  const std::string region = call.scope().region;
  for (auto* type : all_types()) {
    std::string name(type->name), arn = type_arn(call.house(), region, name);
    if (!(q.typeName && *q.typeName == name) && !(q.arn && *q.arn == arn)) continue;
    Value schema = Value::map(), properties = Value::map(), required = Value::list(), fixed = Value::list();
    for (auto& p : type->properties) {
      properties.set(p.name, Value::map());
      if (p.required) required.push(p.name);
      if (p.change != Change::in_place) fixed.push("/properties/" + std::string(p.name));
    }
    schema.set("typeName", name);
    schema.set("properties", std::move(properties));
    schema.set("required", std::move(required));
    schema.set("createOnlyProperties", std::move(fixed));
    return {.arn = arn, .type = "RESOURCE", .typeName = name, .provisioningType = type->update ? "FULLY_MUTABLE" : "IMMUTABLE", .deprecatedStatus = "LIVE", .visibility = "PUBLIC",
            .schema = language::to_json(schema)};
  }
  throw ApiError{"TypeNotFoundException", 404, "The type '" + (q.typeName ? std::string(*q.typeName) : q.arn ? std::string(*q.arn) : std::string()) + "' cannot be found."};
}

}  // namespace cloudformation
