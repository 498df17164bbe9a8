#pragma once
#include "services/ssm/api_parameters.h"
#include "services/ssm/parameter.h"

namespace ssm {

std::vector<Access> to_put_parameter(const PutParameter&, Call&);
PutParameterResult put_parameter(const PutParameter&, Call&);

}  // namespace ssm
