#pragma once
#include "services/ssm/api_parameters.h"
#include "services/ssm/parameter.h"

namespace ssm {

Access to_get_parameter(const GetParameter&, Call&);
std::vector<Access> to_get_parameters(const GetParameters&, Call&);
Access to_get_parameters_by_path(const GetParametersByPath&, Call&);
Access to_get_parameter_history(const GetParameterHistory&, Call&);
Access to_describe_parameters(const DescribeParameters&, Call&);

GetParameterResult get_parameter(const GetParameter&, Call&);
GetParametersResult get_parameters(const GetParameters&, Call&);
GetParametersByPathResult get_parameters_by_path(const GetParametersByPath&, Call&);
GetParameterHistoryResult get_parameter_history(const GetParameterHistory&, Call&);
DescribeParametersResult describe_parameters(const DescribeParameters&, Call&);

}  // namespace ssm
