#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

service::Access on_profile(std::string_view action, std::string_view name, const service::Call&);
template <class Q> service::Access on_profile(const Q& q, service::Call& call) {
  service::Access a = on_profile(Q::operation, q.instanceProfileName, call);
  add_request_keys(a, q);
  return a;
}
// Whoever puts a role where machines take it from must be allowed to pass it.
std::vector<service::Access> on_add_role(const AddRoleToInstanceProfile&, service::Call&);

InstanceProfileResult create_instance_profile(const CreateInstanceProfile&, service::Call&);
InstanceProfileResult get_instance_profile(const GetInstanceProfile&, service::Call&);
ListInstanceProfilesResult list_instance_profiles(const ListInstanceProfiles&, service::Call&);
ListInstanceProfilesResult list_instance_profiles_for_role(const ListInstanceProfilesForRole&, service::Call&);
Nothing delete_instance_profile(const DeleteInstanceProfile&, service::Call&);
Nothing add_role_to_instance_profile(const AddRoleToInstanceProfile&, service::Call&);
Nothing remove_role_from_instance_profile(const RemoveRoleFromInstanceProfile&, service::Call&);
Nothing tag_instance_profile(const TagInstanceProfile&, service::Call&);
Nothing untag_instance_profile(const UntagInstanceProfile&, service::Call&);
ListTagsResult list_instance_profile_tags(const ListInstanceProfileTags&, service::Call&);

}  // namespace iam
