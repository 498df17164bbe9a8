#pragma once
// Evaluation. The way of a template:  parse -> resolve (parameters.h) -> expand -> check_rules -> evaluate_conditions -> order ->
// of each resource evaluate(properties) -> of each output evaluate(value).
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cloudformation/template/template.h"

namespace cloudformation::language {

struct PseudoParameters {
  std::string account_id, region, stack_id, stack_name;
  std::string partition = "aws", url_suffix = "amazonaws.com";
  std::vector<std::string> notification_arns;
};

// What an evaluation sees. Callbacks may throw Fault with their own sentence. nullopt means "not known yet": the value becomes
// kKnownAfterApply, alone or as a part of the string. An unset callback answers nullopt too.
struct Environment {
  std::map<std::string, Value> parameters;
  PseudoParameters pseudo;
  Value mappings;                                // Template::mappings
  std::map<std::string, bool> conditions;        // from evaluate_conditions
  bool extended = false;                         // Template::extended
  std::function<std::optional<Value>(std::string_view logical_id)> ref;
  std::function<std::optional<Value>(std::string_view logical_id, std::string_view attribute)> attribute;
  std::function<std::optional<Value>(std::string_view export_name)> import;
  // service: "ssm", "ssm-secure", "secretsmanager"; reference: what follows it, "name:3", "MySecret:SecretString:password:AWSPREVIOUS".
  std::function<std::optional<std::string>(std::string_view service, std::string_view reference)> dynamic_reference;
  std::function<std::optional<std::vector<std::string>>(std::string_view region)> availability_zones;
  // Rules only: RefAll(parameter type), ValueOfAll(parameter type, attribute) ask what the account has.
  std::function<std::vector<std::string>(std::string_view parameter_type)> all_of_type;
  std::function<std::optional<std::string>(std::string_view parameter, std::string_view attribute)> value_of;
};

// An Environment of a template with resolved parameters: mappings, extended. Callbacks, pseudo parameters and conditions are the caller's.
Environment environment_of(const Template&, std::map<std::string, Value> parameters, PseudoParameters);

// The template after its transforms, every reference checked. Needs parameters, pseudo parameters and mappings. Refuses
// transforms other than AWS::LanguageExtensions by name. A template without transforms comes out as it went in.
Template expand(const Template&, const Environment&);

// Throws Fault naming the assertion that failed.
void check_rules(const Template&, const Environment&);

std::map<std::string, bool> evaluate_conditions(const Template&, const Environment&);

// Intrinsic functions and dynamic references done, AWS::NoValue members left out (NoValue as a whole: null).
Value evaluate(const Value&, const Environment&);
// The same, with dynamic references left as they are: for change sets, and for outputs, where CloudFormation resolves none.
Value evaluate_plainly(const Value&, const Environment&);

// Evaluates all that is enabled and forgets it: faults show before anything is made. What an unset callback would tell is unknown.
void try_out(const Template&, const Environment&);

// Whether the resource (or output) is made under these conditions.
bool enabled(const ResourceDeclaration&, const std::map<std::string, bool>& conditions);
bool enabled(const OutputDeclaration&, const std::map<std::string, bool>& conditions);

// What a value refers to, of the branches that the conditions choose (all branches when conditions is nullptr).
struct Reference {
  enum class Kind { ref, attribute, import, condition, dynamic };
  Kind kind;
  std::string name;                              // logical id or parameter of ref and attribute; condition; export name when plain
  std::string attribute;
  auto operator<=>(const Reference&) const = default;
};
std::vector<Reference> references(const Value&, const std::map<std::string, bool>* conditions = nullptr);

// Logical ids this resource needs made before it: DependsOn, Ref, GetAtt, Sub in properties, policies and metadata. Parameters
// and pseudo parameters are among references() but not here. Sorted, each once.
std::vector<std::string> dependencies(const Template&, const ResourceDeclaration&, const std::map<std::string, bool>* conditions = nullptr);

// Logical ids of the enabled resources, dependencies first, otherwise in the order declared.
// Throws Fault "Circular dependency between resources: [A, B]".
std::vector<std::string> order(const Template&, const std::map<std::string, bool>& conditions);

}  // namespace cloudformation::language
