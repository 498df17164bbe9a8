#pragma once
// Resource policies of an account's Region: who else, services above all, may write into its groups.
#include "services/logs/door.h"

namespace logs {

Access to_put_resource_policy(const PutResourcePolicy&, Call&);
Access to_describe_resource_policies(const DescribeResourcePolicies&, Call&);
Access to_delete_resource_policy(const DeleteResourcePolicy&, Call&);

PutResourcePolicyResult put_resource_policy(const PutResourcePolicy&, Call&);
DescribeResourcePoliciesResult describe_resource_policies(const DescribeResourcePolicies&, Call&);
Nothing delete_resource_policy(const DeleteResourcePolicy&, Call&);

}  // namespace logs
