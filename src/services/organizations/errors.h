#pragma once
// The refusals of this service, in AWS's words.
#include "service/error.h"

namespace organizations {

inline service::ApiError refusal(std::string code, std::string message) { return {std::move(code), 400, std::move(message)}; }

// Two exceptions say which of many limits was met, or what is wrong with the input.
inline service::ApiError constraint(std::string reason, std::string message) {
  return {"ConstraintViolationException", 400, std::move(message), "", {{"Reason", std::move(reason)}}};
}
inline service::ApiError invalid(std::string reason, std::string message) {
  return {"InvalidInputException", 400, std::move(message), "", {{"Reason", std::move(reason)}}};
}

// This service's own refusal of who may call, other than IAM's; records call both AccessDenied.
inline service::ApiError no_permission_here() {
  return {"AccessDeniedException", 400, "You don't have permissions to access this resource.", "AccessDenied"};
}
inline service::ApiError not_in_use() {
  return refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
}
inline service::ApiError no_account() { return refusal("AccountNotFoundException", "You specified an account that doesn't exist."); }
inline service::ApiError no_parent() { return refusal("ParentNotFoundException", "You specified a parent that doesn't exist."); }
inline service::ApiError no_unit() {
  return refusal("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.");
}
inline service::ApiError no_policy() { return refusal("PolicyNotFoundException", "You specified a policy that doesn't exist."); }
inline service::ApiError no_target() { return refusal("TargetNotFoundException", "You specified a target that doesn't exist."); }
inline service::ApiError needs_all_features() {
  return constraint("ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
                    "This operation requires that your organization is enabled for all features.");
}

}  // namespace organizations
