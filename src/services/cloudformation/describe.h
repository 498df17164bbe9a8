#pragma once
// What is told of stacks and what is in them.
#include "services/cloudformation/api.h"
#include "services/cloudformation/api_inside.h"
#include "service/operation.h"
#include "services/cloudformation/names.h"

namespace cloudformation {

Access to_describe_stacks(const DescribeStacks&, Call&);
DescribeStacksResult describe_stacks(const DescribeStacks&, Call&);
// What has only just begun is often done in a moment, and whoever is told that it is not comes back in half a minute.
std::optional<service::Patience> await_stack(const DescribeStacks&, Call&);
Access to_list_stacks(const ListStacks&, Call&);
ListStacksResult list_stacks(const ListStacks&, Call&);
Access to_describe_stack_events(const DescribeStackEvents&, Call&);
DescribeStackEventsResult describe_stack_events(const DescribeStackEvents&, Call&);
Access to_describe_stack_resource(const DescribeStackResource&, Call&);
DescribeStackResourceResult describe_stack_resource(const DescribeStackResource&, Call&);
Access to_describe_stack_resources(const DescribeStackResources&, Call&);
DescribeStackResourcesResult describe_stack_resources(const DescribeStackResources&, Call&);
Access to_list_stack_resources(const ListStackResources&, Call&);
ListStackResourcesResult list_stack_resources(const ListStackResources&, Call&);
Access to_list_exports(const ListExports&, Call&);
ListExportsResult list_exports(const ListExports&, Call&);
Access to_list_imports(const ListImports&, Call&);
ListImportsResult list_imports(const ListImports&, Call&);
Access to_describe_account_limits(const DescribeAccountLimits&, Call&);
DescribeAccountLimitsResult describe_account_limits(const DescribeAccountLimits&, Call&);

}  // namespace cloudformation
