#pragma once
// A plan understood: its template expanded, its parameters resolved, its conditions decided, its resources put in order.
#include "services/cloudformation/names.h"
#include "services/cloudformation/template/evaluate.h"
#include "services/cloudformation/template/parameters.h"

namespace cloudformation {

// Of which stack: what pseudo parameters say.
struct Identity { std::string account, region, arn, name; };
Identity identity_of(const StackRecord&, const Scope&);

struct Blueprint {
  language::Template form;                       // expanded
  std::vector<language::ResolvedParameter> parameters;
  std::map<std::string, bool> conditions;
  std::vector<std::string> order;                // logical ids of what is made, dependencies first
  std::map<std::string, std::vector<std::string>> dependencies;
  language::Environment environment;             // without callbacks
  std::optional<language::Environment> veiled;   // the same with stars for NoEcho parameters, where there are any
};

// Throws language::Fault.
Blueprint understand(const House&, const std::string& template_body, const std::map<std::string, std::string>& given, const language::ParameterPorts&, const Identity&,
                     const std::vector<std::string>& notification_arns);
Blueprint understand(const House&, const Plan&, const Identity&);          // SSM parameters as they were found then

// Parameters with their secrets opened, by name.
std::map<std::string, std::string> texts_of(const House&, const Plan&, std::string_view stack_arn);
PlanParameter kept_parameter(const House&, const language::ResolvedParameter&, const std::string& stored_type, std::string_view stack_arn);

// The wire's tags and the store's.
template <class T> Words words_of(const T& tags) {
  Words out;
  for (auto& tag : tags) out[tag.key] = tag.value;
  return out;
}

}  // namespace cloudformation
