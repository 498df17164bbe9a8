#pragma once
// Sessions of the roles that a service takes on for its customers: of a stack, of an event's target.
#include <functional>

#include "service/house.h"

namespace sts {

struct RoleSession {
  std::string_view service;                            // shown as invokedBy, e.g. "events.amazonaws.com"
  std::string owner, role, name;                       // whose it is within the service; the role's ARN; the session's name
  service::Scope scope;                                // where it is assumed
};

// Assumed by `who` once, and used until its credentials end. Throws ApiError where the role does not let it.
service::PrincipalPtr role_session(service::House&, const RoleSession&, const std::function<service::PrincipalPtr()>& who);

}  // namespace sts
