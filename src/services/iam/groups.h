#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

GroupResult create_group(const CreateGroup&, service::Call&);
GetGroupResult get_group(const GetGroup&, service::Call&);
ListGroupsResult list_groups(const ListGroups&, service::Call&);
ListGroupsResult list_groups_for_user(const ListGroupsForUser&, service::Call&);
std::vector<service::Access> on_update_group(const UpdateGroup&, service::Call&);
Nothing update_group(const UpdateGroup&, service::Call&);
Nothing delete_group(const DeleteGroup&, service::Call&);
Nothing add_user_to_group(const AddUserToGroup&, service::Call&);
Nothing remove_user_from_group(const RemoveUserFromGroup&, service::Call&);

}  // namespace iam
