#pragma once
#include <string_view>

namespace secretsmanager {

// Whether a policy, which is grammatical, lets in a stranger: somebody of an account, organization and network that no policy
// was written for. Pure.
bool is_public(std::string_view policy_json, std::string_view secret_arn);

}  // namespace secretsmanager
