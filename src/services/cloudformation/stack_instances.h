#pragma once
// A stack set's instances: asked to be made, changed and removed, and described.
#include "services/cloudformation/sets.h"

namespace cloudformation {

Access to_create_instances(const CreateStackInstances&, Call&);
OperationIdResult create_instances(const CreateStackInstances&, Call&);
Access to_update_instances(const UpdateStackInstances&, Call&);
OperationIdResult update_instances(const UpdateStackInstances&, Call&);
Access to_delete_instances(const DeleteStackInstances&, Call&);
OperationIdResult delete_instances(const DeleteStackInstances&, Call&);
Access to_describe_instance(const DescribeStackInstance&, Call&);
DescribeStackInstanceResult describe_instance(const DescribeStackInstance&, Call&);
Access to_list_instances(const ListStackInstances&, Call&);
ListStackInstancesResult list_instances(const ListStackInstances&, Call&);

}  // namespace cloudformation
