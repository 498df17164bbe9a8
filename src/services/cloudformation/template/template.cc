#include "services/cloudformation/template/template.h"

#include <algorithm>

#include "services/cloudformation/template/intrinsics.h"
#include "services/cloudformation/template/sections.h"

namespace cloudformation::language {

namespace {

constexpr std::string_view kSections[] = {"AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings",
                                          "Conditions", "Transform", "Resources", "Outputs", "Hooks"};

// The path to the first null; nullopt when there is none.
std::optional<std::string> path_to_null(const Value& v) {
  if (v.is_null()) return "";
  for (std::size_t i = 0; i < v.items.size(); ++i)
    if (auto path = path_to_null(v.items[i])) return "/" + std::to_string(i) + *path;
  for (auto& [name, member] : v.members)
    if (auto path = path_to_null(member)) return "/" + name + *path;
  return std::nullopt;
}

// open: other transforms than ours may have sections of their own.
void check_top(const Value& source, bool open) {
  std::vector<std::string> unknown;
  for (auto& [name, v] : source.members)
    if (!open && std::find(std::begin(kSections), std::end(kSections), name) == std::end(kSections)) unknown.push_back(name);
  if (!unknown.empty()) throw Fault{"Invalid template property or properties " + joined(unknown)};
  if (auto path = path_to_null(source)) throw Fault{"[" + *path + "] 'null' values are not allowed in templates"};
  if (auto* version = source.find("AWSTemplateFormatVersion"); version && version->text != "2010-09-09")
    format_error("unsupported value for AWSTemplateFormatVersion.");
  if (auto* text = source.find("Description")) {
    if (!text->is_scalar()) format_error("Every Description member must be a string.");
    if (text->text.size() > 1024) format_error("'Description' length is greater than 1024.");
  }
}

void add_transform(std::vector<std::string>& out, const Value& v) {
  const Value* name = v.is_map() ? v.find("Name") : &v;
  if (!name || !name->is_string()) throw Fault{"Key Name of transform definition must be a string."};
  if (std::find(out.begin(), out.end(), name->text) == out.end()) out.push_back(name->text);
}

void add_inner_transforms(std::vector<std::string>& out, const Value& v) {
  for (auto& item : v.items) add_inner_transforms(out, item);
  for (auto& [name, member] : v.members) {
    if (name == "Fn::Transform") {
      for (auto& one : member.is_list() ? member.items : std::vector<Value>{member}) add_transform(out, one);
    } else {
      add_inner_transforms(out, member);
    }
  }
}

const Value& section(const Value& source, std::string_view name) {
  static const Value empty = Value::map();
  const Value* v = source.find(name);
  if (v && !v->is_map()) format_error("[/" + std::string(name) + "] expected map.");
  return v ? *v : empty;
}

void bounded(std::size_t count, std::size_t most, const char* what) {
  if (count > most)
    format_error("Number of " + std::string(what) + ", " + std::to_string(count) + ", is greater than maximum allowed, " +
                 std::to_string(most));
}

template <class T>
const T* named(const Section<T>& all, std::string_view name) {
  for (auto& [key, v] : all)
    if (key == name) return &v;
  return nullptr;
}

void add_types(std::vector<std::string>& out, const Value& resources) {
  for (auto& [name, v] : resources.members) {
    if (name.starts_with(kLoop)) {
      if (v.items.size() == 3) add_types(out, v.items[2]);
    } else if (const std::string type = v.text_of("Type"); !type.empty() && std::find(out.begin(), out.end(), type) == out.end()) {
      out.push_back(type);
    }
  }
}

}  // namespace

void format_error(const std::string& sentence) { throw Fault{"Template format error: " + sentence}; }

Template read_template(Value source, Stage stage) {
  if (!source.is_map()) format_error("unsupported structure.");
  Template out;
  if (auto* v = source.find("Transform"))
    for (auto& one : v->is_list() ? v->items : std::vector<Value>{*v}) add_transform(out.transforms, one);
  add_inner_transforms(out.transforms, source);
  check_top(source,
            std::any_of(out.transforms.begin(), out.transforms.end(), [](auto& name) { return name != kLanguageExtensions; }));
  out.description = source.text_of("Description");
  if (auto* v = source.find("Metadata")) out.metadata = *v;
  if (auto* v = source.find("Hooks")) out.hooks = *v;
  out.extended = std::find(out.transforms.begin(), out.transforms.end(), kLanguageExtensions) != out.transforms.end();
  out.parameters = read_parameters(section(source, "Parameters"));
  out.rules = read_rules(section(source, "Rules"));
  out.mappings = section(source, "Mappings");
  check_mappings(out.mappings);
  const bool open = out.extended && stage == Stage::declared;
  out.conditions = read_conditions(section(source, "Conditions"), open);
  const Value& resources = section(source, "Resources");
  if (resources.members.empty()) format_error("At least one Resources member must be defined.");
  out.resources = read_resources(resources, open);
  out.outputs = read_outputs(section(source, "Outputs"), open);
  bounded(out.parameters.size(), kParameterLimit, "parameters");
  bounded(out.mappings.members.size(), kMappingLimit, "mappings");
  bounded(out.resources.size(), kResourceLimit, "resources");
  bounded(out.outputs.size(), kOutputLimit, "outputs");
  out.expanded = stage == Stage::expanded;
  out.source = std::move(source);
  return out;
}

Template parse(std::string_view text) {
  if (text.size() > kStoredLimit) throw Fault{"Template may not exceed " + std::to_string(kStoredLimit) + " bytes in size."};
  Template out = read_template(from_text(text), Stage::declared);
  if (out.transforms.empty()) check_references(out);
  return out;
}

const ParameterDeclaration* Template::parameter(std::string_view name) const { return named(parameters, name); }
const ResourceDeclaration* Template::resource(std::string_view logical_id) const { return named(resources, logical_id); }
const OutputDeclaration* Template::output(std::string_view name) const { return named(outputs, name); }
const Value* Template::condition(std::string_view name) const { return named(conditions, name); }

std::vector<std::string> resource_types(const Template& t) {
  std::vector<std::string> out;
  if (auto* resources = t.source.find("Resources")) add_types(out, *resources);
  return out;
}

}  // namespace cloudformation::language
