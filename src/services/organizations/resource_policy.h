#pragma once
// The organization's resource policy: what it lets member accounts do in its stead.
// Source: AWS Organizations User Guide, "Delegated administrator for AWS Organizations", "Create a resource-based delegation policy".
#include "service/access.h"
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

// Whether a resource policy can allow the action; every other one it leaves alone.
bool is_delegable(std::string_view action);

// Lays the resource policy on what is wanted. Whoever has standing of his own (the management account; any member for
// what is `open` to all; a service's delegated administrator for what only reads) needs no more than his identity's
// policies, but bows to a Deny. Any other member needs both policies to allow it, as for any resource of another
// account: who gets to the handler of such an action is let through by for_reader and for_policies.
void lay_resource_policy(std::vector<service::Access>& wanted, service::Call&, bool open);

std::string resource_policy_arn(const service::Call&, const OrganizationRow&, std::string_view id);

std::vector<service::Access> on_resource_policy(std::string_view action, const Tags& tags, service::Call&);
template <class Q> std::vector<service::Access> on_resource_policy(const Q& q, service::Call& call) {
  if constexpr (requires { q.tags; }) return on_resource_policy(Q::operation, q.tags, call);
  else return on_resource_policy(Q::operation, Tags{}, call);
}

ResourcePolicyResult put_resource_policy(const PutResourcePolicy&, service::Call&);
ResourcePolicyResult describe_resource_policy(const DescribeResourcePolicy&, service::Call&);
shape::Nothing delete_resource_policy(const DeleteResourcePolicy&, service::Call&);

}  // namespace organizations
