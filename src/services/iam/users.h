#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

service::Access on_get_user(const GetUser&, service::Call&);
UserResult create_user(const CreateUser&, service::Call&);
UserResult get_user(const GetUser&, service::Call&);
ListUsersResult list_users(const ListUsers&, service::Call&);
std::vector<service::Access> on_update_user(const UpdateUser&, service::Call&);
Nothing update_user(const UpdateUser&, service::Call&);
Nothing delete_user(const DeleteUser&, service::Call&);

// What keeps a user, group or role from being deleted: attached and inline policies. DeleteConflict.
void refuse_while_policies(const Directory&, const state::Entity&);

}  // namespace iam
