#pragma once
#include "services/ssm/api_parameters.h"
#include "services/ssm/parameter.h"

namespace ssm {

Access to_label_parameter_version(const LabelParameterVersion&, Call&);
Access to_unlabel_parameter_version(const UnlabelParameterVersion&, Call&);
Access to_delete_parameter(const DeleteParameter&, Call&);
std::vector<Access> to_delete_parameters(const DeleteParameters&, Call&);

LabelParameterVersionResult label_parameter_version(const LabelParameterVersion&, Call&);
UnlabelParameterVersionResult unlabel_parameter_version(const UnlabelParameterVersion&, Call&);
shape::Nothing delete_parameter(const DeleteParameter&, Call&);
DeleteParametersResult delete_parameters(const DeleteParameters&, Call&);

}  // namespace ssm
