#include "services/cloudformation/rows.h"

#include "services/cloudformation/values.h"

namespace cloudformation {

std::string bound_to(const StackRecord& s, const ResourceRecord& r, std::string_view what) { return s.arn + "/" + r.logical + "/" + std::string(what); }

Value compared_of(const House& house, const StackRecord& s, const ResourceRecord& r) {
  return language::from_json(r.compared.empty() ? r.shown.empty() ? "{}" : r.shown : opened(house, r.compared, bound_to(s, r, "compared")));
}
Value used_of(const House& house, const StackRecord& s, const ResourceRecord& r) {
  return r.used.empty() ? compared_of(house, s, r) : language::from_json(opened(house, r.used, bound_to(s, r, "used")));
}
Value attributes_of(const House& house, const StackRecord& s, const ResourceRecord& r) {
  return r.attributes.empty() ? Value::map() : language::from_json(opened(house, r.attributes, bound_to(s, r, "attributes")));
}

Resource resource_of(const House& house, const StackRecord& s, const ResourceRecord& row) {
  Resource r{.stack_id = s.arn, .stack_name = s.name, .logical_id = row.logical, .type = row.type, .physical_id = row.physical, .name = row.name,
             .properties = used_of(house, s, row), .attributes = attributes_of(house, s, row), .tags = row.tags, .token = row.token, .begun = row.begun};
  r.tags["aws:cloudformation:stack-name"] = s.name;
  r.tags["aws:cloudformation:stack-id"] = s.arn;
  r.tags["aws:cloudformation:logical-id"] = row.logical;
  return r;
}

std::optional<Value> ref_of(const House& house, const StackRecord& s, const ResourceRecord& r) {
  if (r.physical.empty()) return {};
  const ResourceType* type = find_type(r.type);
  return Value(type && type->ref ? type->ref(resource_of(house, s, r)) : r.physical);
}

std::optional<Value> attribute_of(const House& house, const StackRecord& s, const ResourceRecord& r, std::string_view name) {
  if (r.physical.empty()) return {};
  Value all = attributes_of(house, s, r);
  if (const Value* found = find_attribute(all, name)) return *found;
  if (r.type.starts_with("Custom::") || r.type == "AWS::CloudFormation::CustomResource")
    throw language::Fault{"CustomResource attribute error: Vendor response doesn't contain " + std::string(name) + " attribute in object " + s.arn + "|" + r.logical + "|" + r.token};
  if (r.type == kStackType) throw language::Fault{"Template format error: Output " + std::string(name.substr(name.find('.') + 1)) + " not found in stack " + r.physical};
  throw language::Fault{"Template error: resource " + r.logical + " does not support attribute type " + std::string(name) + " in Fn::GetAtt"};
}

bool replaces(const ResourceType& type, const Value& a, const Value& b) {
  bool replaced = false, differs = false;
  auto judge = [&](const std::string& name) {
    const Value *x = a.find(name), *y = b.find(name);
    if (x && y ? language::same(*x, *y) : !x && !y) return;
    differs = true;
    for (auto& p : type.properties) {
      if (p.name != name) continue;
      if (p.change == Change::refused) throw ApiError{std::string(kInvalidProperties), 400, "Updates are not allowed for property - " + name + "."};
      replaced |= p.change == Change::replacement;
    }
  };
  for (auto& [name, value] : a.members) judge(name);
  for (auto& [name, value] : b.members) if (!a.has(name)) judge(name);
  return replaced || (differs && !type.update);
}

bool takes_tags(const ResourceType& type) { return std::any_of(type.properties.begin(), type.properties.end(), [](auto& p) { return p.name == "Tags"; }); }

}  // namespace cloudformation
