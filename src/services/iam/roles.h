#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

RoleResult create_role(const CreateRole&, service::Call&);
RoleResult get_role(const GetRole&, service::Call&);
ListRolesResult list_roles(const ListRoles&, service::Call&);
UpdateRoleResult update_role(const UpdateRole&, service::Call&);
RoleResult update_role_description(const UpdateRoleDescription&, service::Call&);
Nothing update_assume_role_policy(const UpdateAssumeRolePolicy&, service::Call&);
Nothing delete_role(const DeleteRole&, service::Call&);

}  // namespace iam
