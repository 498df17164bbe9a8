#include "services/cloudformation/acting.h"

#include "services/sts/api_role_sessions.h"

namespace cloudformation {
namespace {

PrincipalPtr under_role(House& house, const Place& place, const StackRecord& stack) try {
  return sts::role_session(house, {kHost, stack.arn, stack.role, "AWSCloudFormation", place.scope()}, [&] { return service::service_principal(kHost, stack.arn, place.account); });
} catch (const ApiError& e) {
  if (e.status >= 500) throw;
  throw invalid("Role " + stack.role + " is invalid or cannot be assumed");
}

}  // namespace

Hands hands_of(House& house, const Place& place, const StackRecord& stack) {
  if (!stack.role.empty()) return {under_role(house, place, stack), {}};
  auto p = service::principal_of(house, stack.principal);
  // Who is a service's session already stays it.
  return {p, p->identity.invoked_by.empty() ? std::string(kHost) : std::string()};
}

}  // namespace cloudformation
