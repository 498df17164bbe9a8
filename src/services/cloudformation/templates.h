#pragma once
// Templates looked at, and the types they may name.
#include "services/cloudformation/api_templates.h"
#include "services/cloudformation/names.h"

namespace cloudformation {

Access to_get_template(const GetTemplate&, Call&);
GetTemplateResult get_template(const GetTemplate&, Call&);
Access to_get_template_summary(const GetTemplateSummary&, Call&);
GetTemplateSummaryResult get_template_summary(const GetTemplateSummary&, Call&);
Access to_validate_template(const ValidateTemplate&, Call&);
ValidateTemplateResult validate_template(const ValidateTemplate&, Call&);
Access to_list_types(const ListTypes&, Call&);
ListTypesResult list_types(const ListTypes&, Call&);
Access to_describe_type(const DescribeType&, Call&);
DescribeTypeResult describe_type(const DescribeType&, Call&);

}  // namespace cloudformation
