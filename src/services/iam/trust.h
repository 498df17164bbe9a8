#pragma once
// Role trust policies, and the users and roles that policies name.
#include "services/iam/directory.h"

namespace iam {

// As service::Ports has them, asked of any account's directory.
std::optional<std::string> unique_id(const Directory&, std::string_view arn);
std::string present_name(const Directory&, const std::string& arn, const std::string& unique_id);

// Checks a trust policy and answers it with the users and roles it names spelled by their unique ids, so that one
// deleted and made again is not trusted. MalformedPolicyDocument where a user or role of an account of this house is not
// there; LimitExceeded. Names in accounts that are not here stay as they are.
std::string effective_trust(const Directory&, std::string_view document);

// A role's trust policy as it is read: as it was written, but users and roles renamed since under their present ARN, and
// those that are gone by their unique ids.
std::string readable_trust(const Directory&, const state::Entity& role);

}  // namespace iam
