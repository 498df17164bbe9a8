#pragma once
// What a list of parameters is narrowed by. Source: Systems Manager API Reference, "ParameterStringFilter".
#include "services/ssm/api_parameters.h"
#include "services/ssm/parameter.h"

namespace ssm {

// Throws InvalidFilterKey, InvalidFilterOption, InvalidFilterValue or ValidationException.
void check_filters(const std::vector<ParameterStringFilter>&, bool by_path);
bool passes(const std::vector<ParameterStringFilter>&, const ParameterRecord&, const VersionRecord&);

// The first key of the page behind a token.
std::string page_start(const Maybe<std::string>& token);

}  // namespace ssm
