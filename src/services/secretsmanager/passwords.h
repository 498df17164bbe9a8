#pragma once
#include "services/secretsmanager/api_values.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

Access to_get_random_password(const GetRandomPassword&, Call&);
GetRandomPasswordResult get_random_password(const GetRandomPassword&, Call&);

}  // namespace secretsmanager
