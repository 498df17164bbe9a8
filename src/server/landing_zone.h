#pragma once
// The first start: the management account and its administrator, and the organization the configuration file describes,
// brought up by ordinary calls that are authorized and recorded like everybody's. What was interrupted goes on at the next
// start by looking at what is there; what was finished is never looked at again.
#include "server/assembly.h"

namespace server {

// Throws Misuse when a call is refused.
void bring_up(Assembly&, const Config&);

// The account everything began with.
std::string management_account(service::House&);

inline constexpr std::string_view kAdministrator = "admin";                       // IAM user of the management account
inline constexpr std::string_view kMemberRole = "OrganizationAccountAccessRole";  // of every member

// An account's root user, for calls the operator has this process make; they are authorized and recorded as its calls.
service::PrincipalPtr root_user(const service::House&, const std::string& account);

}  // namespace server
