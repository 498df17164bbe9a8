#pragma once
#include "services/secretsmanager/api_settings.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

Access to_put_resource_policy(const PutResourcePolicy&, Call&);
Access to_get_resource_policy(const GetResourcePolicy&, Call&);
Access to_delete_resource_policy(const DeleteResourcePolicy&, Call&);
std::vector<Access> to_validate_resource_policy(const ValidateResourcePolicy&, Call&);

Named put_resource_policy(const PutResourcePolicy&, Call&);
GetResourcePolicyResult get_resource_policy(const GetResourcePolicy&, Call&);
Named delete_resource_policy(const DeleteResourcePolicy&, Call&);
ValidateResourcePolicyResult validate_resource_policy(const ValidateResourcePolicy&, Call&);

}  // namespace secretsmanager
