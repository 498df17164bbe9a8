#pragma once
// The policies of one parameter. Source: Systems Manager User Guide, "Assigning parameter policies in Parameter Store".
#include "services/ssm/api_parameters.h"
#include "services/ssm/parameter.h"

namespace ssm {

// Reads the JSON array of a request; "[{}]" is none. Throws InvalidPolicyTypeException, InvalidPolicyAttributeException,
// IncompatiblePolicyException, PoliciesLimitExceededException or ValidationException.
std::vector<InlinePolicy> read_policies(std::string_view json, base::Time now);

// The value was changed: what counts from the last change begins anew.
void begin_anew(std::vector<InlinePolicy>&, base::Time now);

std::vector<ParameterInlinePolicy> shown(const std::vector<InlinePolicy>&);

}  // namespace ssm
