#pragma once
// As whom EventBridge reaches a rule's target: itself, the target's role, or the rule's account.
#include "services/events/names.h"

namespace events {

inline constexpr std::string_view kHost = "events.amazonaws.com";

service::PrincipalPtr itself(const BusRef&, std::string_view rule);        // aws:SourceArn is the rule
service::PrincipalPtr account_itself(const std::string& account);          // to buses of others, without a role
// A session of the role, assumed where there is none yet or it has ended. Throws ApiError where the role does not trust EventBridge.
service::PrincipalPtr under_role(service::House&, const BusRef&, std::string_view rule, const std::string& role_arn);

// The name of all sessions that EventBridge has for rules of this account.
std::string session_name(std::string_view account);

}  // namespace events
