#include "services/cloudformation/template/sections.h"

#include <algorithm>
#include <set>

#include "services/cloudformation/template/intrinsics.h"
#include "services/cloudformation/template/parameters.h"
#include "services/cloudformation/template/pattern.h"

namespace cloudformation::language {

namespace {

using Names = std::initializer_list<std::string_view>;

void check_name(std::string_view what, const std::string& name) {
  if (!is_alphanumeric(name)) format_error(std::string(what) + " name " + name + " is non alphanumeric.");
  if (name.size() > 255) format_error(std::string(what) + " name " + name.substr(0, 20) + "... is longer than 255 characters.");
}

const std::string* unknown_member(const Value& v, Names known) {
  for (auto& [name, member] : v.members)
    if (std::find(known.begin(), known.end(), name) == known.end()) return &name;
  return nullptr;
}

std::string string_member(const Value& v, std::string_view name) {
  const Value* member = v.find(name);
  if (!member) return {};
  if (!member->is_scalar()) format_error("Every " + std::string(name) + " member must be a string.");
  return member->text;
}

std::optional<std::string> number_member(const Value& v, std::string_view name) {
  if (!v.find(name)) return std::nullopt;
  std::string text = string_member(v, name);
  if (!number_of(text)) format_error("Every " + std::string(name) + " member must be a number.");
  return text;
}

bool is_parameter_type(std::string_view type) {
  static const std::set<std::string_view> plain = {
      "AWS::EC2::AvailabilityZone::Name", "AWS::EC2::Image::Id", "AWS::EC2::Instance::Id", "AWS::EC2::KeyPair::KeyName",
      "AWS::EC2::SecurityGroup::GroupName", "AWS::EC2::SecurityGroup::Id", "AWS::EC2::Subnet::Id", "AWS::EC2::VPC::Id",
      "AWS::EC2::Volume::Id", "AWS::Route53::HostedZone::Id"};
  constexpr std::string_view kList = "List<", kStored = "AWS::SSM::Parameter::Value<";
  auto inside = [](std::string_view t, std::string_view head) { return t.substr(head.size(), t.size() - head.size() - 1); };
  if (type == "String" || type == "Number" || type == "CommaDelimitedList" || type == "AWS::SSM::Parameter::Name" ||
      plain.contains(type))
    return true;
  if (type.starts_with(kList) && type.ends_with('>')) {
    const auto t = inside(type, kList);
    return t == "Number" || t == "String" || plain.contains(t);
  }
  if (!type.starts_with(kStored) || !type.ends_with('>')) return false;
  auto t = inside(type, kStored);
  if (t == "CommaDelimitedList") return true;
  if (t.starts_with(kList) && t.ends_with('>')) t = inside(t, kList);
  return t == "String" || plain.contains(t);
}

// What a member of a parameter may stand on, by AWS's sentence.
void check_kinds(const std::string& name, const ParameterDeclaration& p) {
  const bool number = p.type == "Number" || p.type == "List<Number>";
  auto only = [&](bool said, bool fits, const char* member, const char* type) {
    if (said && !fits)
      throw Fault{"Template error: Parameter '" + name + "' " + member + " must be on a parameter of type " + type};
  };
  only(p.min_value.has_value(), number, "MinValue", "Number");
  only(p.max_value.has_value(), number, "MaxValue", "Number");
  only(p.min_length.has_value(), !number, "MinLength", "String");
  only(p.max_length.has_value(), !number, "MaxLength", "String");
  auto ordered = [&](auto& least, auto& most, const char* a, const char* b) {
    if (least && most && number_of(*least) > number_of(*most))
      throw Fault{"Template error: Parameter '" + name + "' " + a + " must be less than " + b + "."};
  };
  ordered(p.min_length, p.max_length, "MinLength", "MaxLength");
  ordered(p.min_value, p.max_value, "MinValue", "MaxValue");
  if (!p.allowed_pattern.empty() && !Pattern::compile(p.allowed_pattern))
    throw Fault{"Template error: Parameter '" + name + "' AllowedPattern must be a valid regular expression."};
}

ParameterDeclaration read_parameter(const std::string& name, const Value& v) {
  if (!v.is_map()) format_error("Any Parameters member must be an object.");
  if (auto* unknown = unknown_member(v, {"Type", "Default", "Description", "AllowedPattern", "AllowedValues", "MinLength",
                                         "MaxLength", "MinValue", "MaxValue", "ConstraintDescription", "NoEcho"}))
    throw Fault{"Invalid template parameter property '" + *unknown + "'"};
  ParameterDeclaration out;
  if (!v.find("Type")) format_error("Every Parameters object must contain a Type member.");
  out.type = string_member(v, "Type");
  if (!is_parameter_type(out.type)) format_error("Unrecognized parameter type: " + out.type);
  if (v.find("Default")) out.default_value = string_member(v, "Default");
  out.description = string_member(v, "Description");
  out.constraint_description = string_member(v, "ConstraintDescription");
  for (auto* text : {&out.description, &out.constraint_description})
    if (text->size() > 4000)
      format_error(std::string(text == &out.description ? "Description" : "ConstraintDescription") +
                   " must be no longer than 4000 characters.");
  out.allowed_pattern = string_member(v, "AllowedPattern");
  if (auto* values = v.find("AllowedValues")) {
    if (!values->is_list()) format_error("Every AllowedValues member must be a list.");
    for (auto& item : values->items) {
      if (!item.is_scalar()) format_error("Every AllowedValues value must be a string.");
      out.allowed_values.push_back(item.text);
    }
  }
  out.min_length = number_member(v, "MinLength");
  out.max_length = number_member(v, "MaxLength");
  out.min_value = number_member(v, "MinValue");
  out.max_value = number_member(v, "MaxValue");
  const std::string no_echo = string_member(v, "NoEcho");
  out.no_echo = no_echo == "true" || no_echo == "True" || no_echo == "TRUE";
  check_kinds(name, out);
  return out;
}

std::vector<std::string> read_depends_on(const Value& v, bool open) {
  if (v.is_string()) return {v.text};
  if (open) return {};
  if (!v.is_list()) format_error("DependsOn must be a string or list of strings.");
  std::vector<std::string> out;
  for (auto& item : v.items) {
    if (!item.is_string()) format_error("Every DependsOn value must be a string.");
    if (std::find(out.begin(), out.end(), item.text) == out.end()) out.push_back(item.text);
  }
  return out;
}

std::string read_policy(const std::string& id, const Value& v, std::string_view name, Names known, bool open) {
  const Value* policy = v.find(name);
  if (!policy || (open && policy->is_map())) return {};
  if (!policy->is_string()) format_error("Every " + std::string(name) + " member must be a string.");
  if (std::find(known.begin(), known.end(), policy->text) == known.end())
    format_error("Unrecognized " + std::string(name) + " " + policy->text + " for resource " + id);
  return policy->text;
}

ResourceDeclaration read_resource(const std::string& id, const Value& v, bool open) {
  if (!v.is_map()) format_error("Any Resources member must be an object.");
  if (auto* unknown = unknown_member(v, {"Type", "Properties", "DependsOn", "Condition", "CreationPolicy", "UpdatePolicy",
                                         "DeletionPolicy", "UpdateReplacePolicy", "Metadata", "Description", "Version"}))
    throw Fault{"Invalid template resource property '" + *unknown + "'"};
  const Value* type = v.find("Type");
  if (!type || !type->is_string()) format_error("[/Resources/" + id + "] Every Resources object must contain a Type member.");
  ResourceDeclaration out;
  out.type = type->text;
  out.properties = Value::map();
  if (auto* properties = v.find("Properties")) {
    if (!properties->is_map()) format_error("[/Resources/" + id + "/Properties] expected map.");
    out.properties = *properties;
  }
  if (auto* depends_on = v.find("DependsOn")) out.depends_on = read_depends_on(*depends_on, open);
  if (auto* condition = v.find("Condition"); condition && !(open && condition->is_map())) {
    if (!condition->is_string()) format_error("Every Condition member must be a string.");
    out.condition = condition->text;
  }
  auto copy = [&](std::string_view name, Value& into) {
    if (auto* member = v.find(name)) {
      if (!member->is_map()) format_error("Every " + std::string(name) + " member must be an object.");
      into = *member;
    }
  };
  copy("CreationPolicy", out.creation_policy);
  copy("UpdatePolicy", out.update_policy);
  copy("Metadata", out.metadata);
  out.deletion_policy = read_policy(id, v, "DeletionPolicy", {"Delete", "Retain", "RetainExceptOnCreate", "Snapshot"}, open);
  out.update_replace_policy = read_policy(id, v, "UpdateReplacePolicy", {"Delete", "Retain", "Snapshot"}, open);
  return out;
}

OutputDeclaration read_output(const std::string& name, const Value& v, bool open) {
  if (!v.is_map()) format_error("Any Outputs member must be an object.");
  if (auto* unknown = unknown_member(v, {"Value", "Description", "Export", "Condition"}))
    format_error("Invalid outputs property : [" + *unknown + "]");
  OutputDeclaration out;
  if (!v.find("Value")) format_error("Every Outputs member must contain a Value object");
  out.value = *v.find("Value");
  if (out.value.is_list()) format_error("Every Value member must be a string.");
  out.description = string_member(v, "Description");
  if (out.description.size() > 1024) format_error("'Description' length is greater than 1024.");
  if (auto* condition = v.find("Condition"); condition && !(open && condition->is_map())) {
    if (!condition->is_string()) format_error("Every Condition member must be a string.");
    out.condition = condition->text;
  }
  if (auto* exported = v.find("Export")) {
    const Value* text = exported->find("Name");
    if (!text || exported->members.size() != 1 || text->is_list() || (text->is_scalar() && text->text.empty()))
      format_error("Output " + name +
                   " is malformed. The Name field of every Export member must be specified and consist only of alphanumeric "
                   "characters, colons, or hyphens.");
    out.export_name = *text;
  }
  return out;
}

}  // namespace

Section<ParameterDeclaration> read_parameters(const Value& section) {
  Section<ParameterDeclaration> out;
  for (auto& [name, v] : section.members) {
    check_name("Parameter", name);
    out.emplace_back(name, read_parameter(name, v));
  }
  return out;
}

Section<Rule> read_rules(const Value& section) {
  Section<Rule> out;
  for (auto& [name, v] : section.members) {
    check_name("Rule", name);
    const Value* assertions = v.find("Assertions");
    if (!v.is_map() || unknown_member(v, {"RuleCondition", "Assertions"}) || !assertions || !assertions->is_list() ||
        assertions->items.empty())
      format_error("Rule " + name + " must have a list of Assertions, and nothing else but a RuleCondition.");
    Rule rule;
    if (auto* condition = v.find("RuleCondition")) rule.condition = *condition;
    for (auto& item : assertions->items) {
      if (!item.find("Assert") || unknown_member(item, {"Assert", "AssertDescription"}))
        format_error("Every assertion of rule " + name +
                     " must contain an Assert member, and nothing else but an AssertDescription.");
      rule.assertions.push_back({*item.find("Assert"), string_member(item, "AssertDescription")});
    }
    out.emplace_back(name, std::move(rule));
  }
  return out;
}

void check_mappings(const Value& section) {
  auto fits = [](const std::string& name) {
    return !name.empty() && name.size() <= 255 && std::all_of(name.begin(), name.end(), [](char c) {
      return is_alphanumeric({&c, 1}) || c == '-' || c == '.' || c == '_';
    });
  };
  for (auto& [name, map] : section.members) {
    check_name("Mapping", name);
    if (!map.is_map()) format_error("Every Mappings member " + name + " must be a map");
    for (auto& [key, attributes] : map.members) {
      if (!attributes.is_map()) format_error("Every Mappings member " + key + " must be a map");
      for (auto& [attribute, v] : attributes.members) {
        if (!fits(attribute))
          format_error("Mappings attribute name '" + attribute + "' must contain only alphanumeric characters.");
        const bool good = v.is_scalar() || (v.is_list() && std::all_of(v.items.begin(), v.items.end(),
                                                                       [](auto& item) { return item.is_scalar(); }));
        if (!good) format_error("Every Mappings attribute must be a String or a List.");
      }
    }
  }
}

Section<Value> read_conditions(const Value& section, bool open) {
  Section<Value> out;
  for (auto& [name, v] : section.members) {
    if (open && name.starts_with(kLoop)) continue;
    check_name("Condition", name);
    if (!v.is_map() || v.members.size() != 1)
      format_error("Conditions can only be boolean operations on parameters and other conditions");
    out.emplace_back(name, v);
  }
  return out;
}

Section<ResourceDeclaration> read_resources(const Value& section, bool open) {
  Section<ResourceDeclaration> out;
  for (auto& [id, v] : section.members) {
    if (open && id.starts_with(kLoop)) continue;
    if (id.starts_with(kLoop)) format_error("[/Resources/" + id + "] resource definition is malformed");
    check_name("Resource", id);
    out.emplace_back(id, read_resource(id, v, open));
  }
  return out;
}

Section<OutputDeclaration> read_outputs(const Value& section, bool open) {
  Section<OutputDeclaration> out;
  for (auto& [name, v] : section.members) {
    if (open && name.starts_with(kLoop)) continue;
    check_name("Output", name);
    out.emplace_back(name, read_output(name, v, open));
  }
  return out;
}

}  // namespace cloudformation::language
