#pragma once
// Declared parameters held against the given ones.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cloudformation/template/template.h"

namespace cloudformation::language {

inline constexpr std::string_view kNoEcho = "****";          // what is shown of a NoEcho parameter

struct ParameterPorts {
  // The value of an SSM parameter, with the type String or StringList; nullopt when there is none. Of AWS::SSM::Parameter::Value<>.
  struct Stored { std::string type, value; };
  std::function<std::optional<Stored>(std::string_view name)> ssm;
  // Whether there is such a thing of an AWS-specific type ("AWS::EC2::KeyPair::KeyName", "AWS::SSM::Parameter::Name");
  // when unset or nullopt it is not judged.
  std::function<std::optional<bool>(std::string_view type, std::string_view id)> exists;
  bool unknowns = false;                         // values may be kKnownAfterApply: those of a nested stack whose parent is not made yet
};

struct ResolvedParameter {
  std::string name;
  std::string text;                             // as given or by default: what DescribeStacks shows (NoEcho apart) and what is kept
  std::optional<std::string> resolved;          // of SSM types: the value found, at this moment
  Value value;                                  // what Ref answers: a string, or a list of strings
  bool no_echo = false;
  std::string shown() const { return no_echo ? std::string(kNoEcho) : text; }
};

// All parameters in the order declared. Throws Fault with CloudFormation's sentence: missing, unknown, or invalid ones.
std::vector<ResolvedParameter> resolve(const Template&, const std::map<std::string, std::string>& given, const ParameterPorts&);

// By name, as Environment wants them.
std::map<std::string, Value> values_of(const std::vector<ResolvedParameter>&);

std::optional<double> number_of(std::string_view text);   // a decimal number as parameters take it; finite
bool is_list_type(std::string_view type);       // CommaDelimitedList, List<...>, and SSM's of those
bool is_ssm_type(std::string_view type);        // AWS::SSM::Parameter::Value<...>

}  // namespace cloudformation::language
