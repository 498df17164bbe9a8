#pragma once
// What ValidateTemplate, GetTemplateSummary and GetTemplate tell of a template.
#include <string>
#include <vector>

#include "services/cloudformation/template/template.h"

namespace cloudformation::language {

struct Summary {
  std::vector<std::string> resource_types;       // with repetition, as GetTemplateSummary lists them: each once, in order
  std::vector<std::string> capabilities;         // CAPABILITY_IAM or CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND
  std::string capabilities_reason;               // "The following resource(s) require capabilities: [AWS::IAM::Role]"
  std::vector<std::string> declared_transforms;
  std::string metadata;                          // JSON; empty when there is none
  struct Identifiers { std::string type; std::vector<std::string> logical_ids; };
  std::vector<Identifiers> resources_by_type;
};
Summary summarize(const Template&);

// The capabilities needed but not among the given. Empty: go on. Else the sentence "Requires capabilities : [CAPABILITY_NAMED_IAM]".
// CAPABILITY_NAMED_IAM stands for CAPABILITY_IAM too.
std::string missing_capabilities(const Template&, const std::vector<std::string>& given);

// GetTemplate with TemplateStage Processed: JSON of the expanded template, its Transform left out.
std::string processed(const Template&);

}  // namespace cloudformation::language
