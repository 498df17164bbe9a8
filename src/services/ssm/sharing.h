#pragma once
// The resource policy that shares an advanced parameter with other accounts, who then name it by its ARN.
#include "services/ssm/api_settings.h"
#include "services/ssm/parameter.h"

namespace ssm {

Access to_put_resource_policy(const PutResourcePolicy&, Call&);
Access to_get_resource_policies(const GetResourcePolicies&, Call&);
Access to_delete_resource_policy(const DeleteResourcePolicy&, Call&);

PutResourcePolicyResult put_resource_policy(const PutResourcePolicy&, Call&);
GetResourcePoliciesResult get_resource_policies(const GetResourcePolicies&, Call&);
shape::Nothing delete_resource_policy(const DeleteResourcePolicy&, Call&);

}  // namespace ssm
