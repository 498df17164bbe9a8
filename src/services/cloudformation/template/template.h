#pragma once
// A template as declared: sections read, names and references checked; nothing evaluated.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

inline constexpr std::size_t kBodyLimit = 51200;             // bytes of TemplateBody
inline constexpr std::size_t kStoredLimit = 1000000;         // bytes of a template read from S3 or after transforms
inline constexpr std::size_t kResourceLimit = 500, kParameterLimit = 200, kOutputLimit = 200, kMappingLimit = 200;
inline constexpr std::string_view kLanguageExtensions = "AWS::LanguageExtensions";

struct ParameterDeclaration {
  std::string type = "String";                  // "String", "Number", "List<Number>", "AWS::SSM::Parameter::Value<String>" ...
  std::optional<std::string> default_value;
  std::string description;
  std::string allowed_pattern;                  // a Java regular expression (pattern.h); empty: none
  std::vector<std::string> allowed_values;
  std::optional<std::string> min_length, max_length, min_value, max_value;
  std::string constraint_description;
  bool no_echo = false;
};

struct RuleAssertion {
  Value assert_;
  std::string description;
};

struct Rule {
  std::optional<Value> condition;
  std::vector<RuleAssertion> assertions;
};

struct ResourceDeclaration {
  std::string type;                             // "AWS::S3::Bucket", "Custom::Anything"
  Value properties;                             // as declared; an empty map when there are none
  std::vector<std::string> depends_on;          // as declared, without the implied ones: see dependencies()
  std::string condition;                        // empty: always
  Value creation_policy, update_policy, metadata;   // null when unsaid; may hold intrinsic functions
  std::string deletion_policy;                  // Delete, Retain, RetainExceptOnCreate, Snapshot; empty: unsaid
  std::string update_replace_policy;            // Delete, Retain, Snapshot; empty: unsaid
};

struct OutputDeclaration {
  Value value;
  std::string description;
  std::optional<Value> export_name;             // may hold intrinsic functions
  std::string condition;
};

// A section's members in the order declared.
template <class T>
using Section = std::vector<std::pair<std::string, T>>;

struct Template {
  Value source;                                 // the whole of it, short forms and merge keys written out
  std::string description;
  Value metadata;                               // null when there is none
  std::vector<std::string> transforms;          // as declared at the top, and names of Fn::Transform within
  Section<ParameterDeclaration> parameters;
  Section<Rule> rules;
  Value mappings;                               // map -> map -> map -> scalar or list; an empty map when there are none
  Section<Value> conditions;
  Section<ResourceDeclaration> resources;
  Section<OutputDeclaration> outputs;
  Value hooks;
  bool extended = false;                        // declares AWS::LanguageExtensions
  bool expanded = false;                        // expand() has made it: no loop is left, all references are checked

  const ParameterDeclaration* parameter(std::string_view name) const;
  const ResourceDeclaration* resource(std::string_view logical_id) const;
  const OutputDeclaration* output(std::string_view name) const;
  const Value* condition(std::string_view name) const;
};

// Reads a template of at most kStoredLimit bytes. Without transforms everything is checked, references too; with them the
// resources and what they refer to are known only to expand() (in evaluate.h), which callers call in either case.
// Throws Fault with CloudFormation's sentence.
Template parse(std::string_view text);

// The resource types in the order first declared; loops included.
std::vector<std::string> resource_types(const Template&);

}  // namespace cloudformation::language
