#include "services/ssm/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::SSM::Parameter. SecureStrings cannot be made by templates.

constexpr auto& kParameter = properties<"AllowedPattern DataType Description Name! Policies Tags Tier Type* Value*">;

ssm::PutParameter parameter_of(const Resource& r, const std::string& name) {
  if (text_of(r, "Type") == "SecureString") throw invalid_properties(Spot{r} / "Type", "#: SecureString is not a valid enum value");
  auto q = request<ssm::PutParameter>(r);
  q.name = name;
  return q;
}
void leave_attributes(Resource& r) {
  set(r, "Type", text_of(r, "Type"));
  set(r, "Value", text_of(r, "Value"));
}

void make_parameter(Acting& a, const Resource& r) {
  auto q = parameter_of(r, text_of(r, "Name", "CFN-" + r.logical_id + r.name.substr(r.name.rfind('-'))));
  q.tags = unless_empty(shape::List<ssm::Tag, 0, 1000>(as_tags<ssm::Tag>(tags_of(r, Marks::system))));
  a.make(q, [&](auto&) { return std::string(q.name); });
}
void settle_parameter(Acting&, Resource& r) { leave_attributes(r); }
void update_parameter(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"AllowedPattern", "DataType", "Description", "Policies", "Tier", "Type", "Value"})) {
    auto q = parameter_of(r, r.physical_id);
    q.overwrite = true;
    a.call(q);
  }
  auto tags = tag_change(r, before, Marks::system);
  if (!tags.removed.empty()) a.call(ssm::RemoveTagsFromResource{"Parameter", r.physical_id, as<ssm::TagKey>(tags.removed)});
  if (!tags.put.empty()) a.call(ssm::AddTagsToResource{"Parameter", r.physical_id, as_tags<ssm::Tag>(tags.put)});
  leave_attributes(r);
}
void remove_parameter(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(ssm::DeleteParameter{r.physical_id}); });
}

// ---- AWS::SSM::ResourcePolicy: who else may read a parameter. Its id and the parameter's ARN name it

constexpr auto& kPolicy = properties<"Policy* ResourceArn*!">;

std::string policy_id(const Resource& r) { return r.physical_id.substr(0, r.physical_id.find('|')); }
std::string policy_hash(Acting& a, const Resource& r) {
  for (auto& p : a.call(ssm::GetResourcePolicies{text_of(r, "ResourceArn"), {}, {}}).policies)
    if (p.policyId == policy_id(r)) return p.policyHash;
  return {};
}
void settle_policy(Acting& a, Resource& r) {
  set(r, "PolicyId", policy_id(r));
  set(r, "PolicyHash", policy_hash(a, r));
}
void make_policy(Acting& a, const Resource& r) {
  auto q = request<ssm::PutResourcePolicy>(r);
  a.make(q, [&](auto& made) { return made.policyId + "|" + text_of(r, "ResourceArn"); });
}
void update_policy(Acting& a, Resource& r, const Resource&) {
  auto q = request<ssm::PutResourcePolicy>(r);
  q.policyId = policy_id(r);
  q.policyHash = policy_hash(a, r);
  a.call(q);
  settle_policy(a, r);
}
void remove_policy(Acting& a, const Resource& r) {
  unless_gone([&] {
    if (auto hash = policy_hash(a, r); !hash.empty()) a.call(ssm::DeleteResourcePolicy{text_of(r, "ResourceArn"), policy_id(r), hash});
  });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::SSM::Parameter", .properties = kParameter, .attributes = names<"Type Value">,
     .make = make_parameter, .settle = settle_parameter, .update = update_parameter, .remove = remove_parameter},
    {.name = "AWS::SSM::ResourcePolicy", .properties = kPolicy, .attributes = names<"PolicyHash PolicyId">,
     .make = make_policy, .settle = settle_policy, .update = update_policy, .remove = remove_policy},
};

}  // namespace

Types ssm_types() { return kTypes; }

}  // namespace cloudformation::resources
