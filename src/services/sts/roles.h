#pragma once
#include "service/operation.h"
#include "services/sts/api.h"

namespace sts {

std::vector<service::Access> on_assume_role(const AssumeRole&, service::Call&);
AssumeRoleResult assume_role(const AssumeRole&, service::Call&);

}  // namespace sts
