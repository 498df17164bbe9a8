#pragma once
// Stack sets are made, changed, removed and described.
#include "services/cloudformation/sets.h"

namespace cloudformation {

std::vector<Access> to_create_set(const CreateStackSet&, Call&);
CreateStackSetResult create_set(const CreateStackSet&, Call&);
std::vector<Access> to_update_set(const UpdateStackSet&, Call&);
OperationIdResult update_set(const UpdateStackSet&, Call&);
Access to_delete_set(const DeleteStackSet&, Call&);
DeleteStackSetResult delete_set(const DeleteStackSet&, Call&);
Access to_describe_set(const DescribeStackSet&, Call&);
DescribeStackSetResult describe_set(const DescribeStackSet&, Call&);
Access to_list_sets(const ListStackSets&, Call&);
ListStackSetsResult list_sets(const ListStackSets&, Call&);
Access to_list_auto_targets(const ListStackSetAutoDeploymentTargets&, Call&);
ListStackSetAutoDeploymentTargetsResult list_auto_targets(const ListStackSetAutoDeploymentTargets&, Call&);

}  // namespace cloudformation
