#pragma once
// Dynamic references: {{resolve:ssm:name:version}}, {{resolve:ssm-secure:…}}, {{resolve:secretsmanager:id:SecretString:key:stage:version}}.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudformation::language {

struct DynamicReference {
  std::string service;                           // ssm, ssm-secure, secretsmanager
  std::string reference;                         // what follows the service
};

// All of them in a string, in order. References to services unknown are text.
std::vector<DynamicReference> dynamic_references(std::string_view text);

// The string with each replaced by its value; nullopt from the callback leaves kKnownAfterApply there. Values are not read again.
using DynamicPort = std::function<std::optional<std::string>(std::string_view service, std::string_view reference)>;
std::string resolve_dynamic(std::string_view text, const DynamicPort&);

struct ParameterReference {
  std::string name;                              // of the parameter, or its ARN
  std::optional<long long> version;              // none: the latest
};
// Of ssm and ssm-secure. Throws Fault "Incorrect format is used in the following SSM reference: [{{resolve:ssm:…}}]".
ParameterReference parameter_reference(std::string_view service, std::string_view reference);

struct SecretReference {
  std::string secret_id;                         // name or ARN
  std::string json_key, version_stage, version_id;   // empty when unsaid; never both a stage and an id
};
// Throws Fault with CloudFormation's sentence.
SecretReference secret_reference(std::string_view reference);

}  // namespace cloudformation::language
