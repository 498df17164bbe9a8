#pragma once
// Roles that belong to an AWS service: made for it, used by nobody else, gone only when it needs them no more.
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

service::Access on_create_linked(const CreateServiceLinkedRole&, service::Call&);
service::Access on_delete_linked(const DeleteServiceLinkedRole&, service::Call&);
service::Access on_deletion_status(const GetServiceLinkedRoleDeletionStatus&, service::Call&);
RoleResult create_service_linked_role(const CreateServiceLinkedRole&, service::Call&);
DeleteServiceLinkedRoleResult delete_service_linked_role(const DeleteServiceLinkedRole&, service::Call&);
GetServiceLinkedRoleDeletionStatusResult get_service_linked_role_deletion_status(const GetServiceLinkedRoleDeletionStatus&, service::Call&);

}  // namespace iam
