#include "base/json.h"
#include "services/cloudformation/resources/common.h"

namespace cloudformation {
namespace {

using namespace resources;

const std::map<std::string_view, const ResourceType*>& types() {
  static const auto all = [] {
    std::map<std::string_view, const ResourceType*> out;
    for (Types family : {kms_types(), s3_types(), sns_types(), sqs_types(), iam_role_types(), iam_user_types(), iam_policy_types(), iam_provider_types(),
                         logs_types(), logs_filter_types(), events_types(), events_connection_types(), cloudtrail_types(), organizations_types(),
                         ssm_types(), secretsmanager_types(), lambda_types(), lambda_version_types(), ecr_types(), stack_types(), stack_set_types(), custom_types()})
      for (auto& type : family) out[type.name] = &type;
    return out;
  }();
  return all;
}

}  // namespace

void check_properties(const ResourceType& type, const Resource& r) {
  const bool custom = is_custom(r.type);         // its properties are whatever its function takes
  if (!r.properties.is_map() && !r.properties.is_null()) throw invalid_properties({r}, "expected type: JSONObject");
  for (auto& [name, value] : r.properties.members)
    if (!custom && std::none_of(type.properties.begin(), type.properties.end(), [n = std::string_view(name)](auto& p) { return p.name == n; }))
      throw ApiError{std::string(kInvalidProperties), 400, "Encountered unsupported property " + name};
  for (auto& p : type.properties)
    if (p.required && !is_given(r, p.name)) throw invalid_properties({r}, "required key [" + std::string(p.name) + "] not found");
}

bool is_custom(std::string_view type) { return type.starts_with("Custom::") || type == "AWS::CloudFormation::CustomResource"; }

const ResourceType* find_type(std::string_view name) {
  if (name.starts_with("Custom::") && name.size() > 8) name = "AWS::CloudFormation::CustomResource";
  auto it = types().find(name);
  return it == types().end() ? nullptr : it->second;
}

std::vector<const ResourceType*> all_types() {
  std::vector<const ResourceType*> out;
  for (auto& [name, type] : types()) out.push_back(type);
  return out;
}

std::string describe_types() {
  constexpr std::string_view changes[] = {"in place", "replacement", "refused"};
  std::string text;
  base::JsonWriter json(text);
  json.open('[');
  for (auto& [name, type] : types()) {
    text += '\n';
    json.open('{').key("type").text(name).key("properties").open('[');
    for (auto& p : type->properties) {
      const auto change = type->update || p.change == Change::refused ? p.change : Change::replacement;
      json.open('{').key("name").text(p.name).key("required").boolean(p.required).key("change").text(changes[std::size_t(change)]).close('}');
    }
    json.close(']').key("attributes").open('[');
    for (auto attribute : type->attributes) json.text(attribute);
    json.close(']').close('}');
  }
  json.close(']');
  return text + "\n";
}

}  // namespace cloudformation
