#include "services/cloudformation/template/summary.h"

#include <algorithm>

#include "services/cloudformation/template/intrinsics.h"

namespace cloudformation::language {

namespace {

struct IamType {
  std::string_view type, name;                     // the property that names it; empty: it has no name of its own
};

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (Capabilities)
constexpr IamType kIamTypes[] = {
    {"AWS::IAM::AccessKey", ""}, {"AWS::IAM::Group", "GroupName"}, {"AWS::IAM::InstanceProfile", "InstanceProfileName"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName"}, {"AWS::IAM::Policy", ""}, {"AWS::IAM::Role", "RoleName"},
    {"AWS::IAM::User", "UserName"}, {"AWS::IAM::UserToGroupAddition", ""}};

// Every resource of the document, those within loops too.
template <class F>
void each_resource(const Value& section, const F& f) {
  for (auto& [name, v] : section.members) {
    if (!name.starts_with(kLoop)) f(name, v);
    else if (v.items.size() == 3) each_resource(v.items[2], f);
  }
}

void add(std::vector<std::string>& out, std::string_view one) {
  if (std::find(out.begin(), out.end(), one) == out.end()) out.emplace_back(one);
}

}  // namespace

Summary summarize(const Template& t) {
  Summary out;
  out.declared_transforms = t.transforms;
  if (!t.metadata.is_null()) out.metadata = to_json(t.metadata);
  bool iam = false, named = false;
  std::vector<std::string> reasons;
  auto one = [&](const std::string& id, const Value& v) {
    const std::string type = v.text_of("Type");
    add(out.resource_types, type);
    auto group = std::find_if(out.resources_by_type.begin(), out.resources_by_type.end(), [&](auto& g) { return g.type == type; });
    if (group == out.resources_by_type.end()) group = out.resources_by_type.insert(group, {type, {}});
    group->logical_ids.push_back(id);
    const auto row = std::find_if(std::begin(kIamTypes), std::end(kIamTypes), [&](auto& r) { return r.type == type; });
    if (row == std::end(kIamTypes)) return;
    iam = true;
    add(reasons, type);
    const Value* properties = v.find("Properties");
    if (properties && !row->name.empty() && properties->has(row->name)) named = true;
  };
  if (auto* resources = t.source.find("Resources")) each_resource(*resources, one);
  if (iam) {
    out.capabilities.push_back(named ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM");
    out.capabilities_reason = "The following resource(s) require capabilities: " + joined(reasons);
  }
  if (!t.transforms.empty()) {
    out.capabilities.push_back("CAPABILITY_AUTO_EXPAND");
    if (!iam) out.capabilities_reason = "The following transform(s) require capabilities: " + joined(t.transforms);
  }
  return out;
}

std::string missing_capabilities(const Template& t, const std::vector<std::string>& given) {
  auto has = [&](std::string_view one) { return std::find(given.begin(), given.end(), one) != given.end(); };
  std::vector<std::string> missing;
  for (auto& one : summarize(t).capabilities)
    if (!has(one) && !(one == "CAPABILITY_IAM" && has("CAPABILITY_NAMED_IAM"))) missing.push_back(one);
  return missing.empty() ? "" : "Requires capabilities : " + joined(missing);
}

std::string processed(const Template& t) {
  Value out = t.source;
  out.erase("Transform");
  return to_json(out);
}

}  // namespace cloudformation::language
