#include "services/iam/instance_profiles.h"

#include "services/iam/attachments.h"
#include "services/iam/page.h"
#include "services/iam/tags.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

std::optional<state::Profile> find_profile(const Directory& dir, std::string_view name) {
  auto id = dir.id(Kind::profile, name);
  return id ? dir.in(state::kProfiles).get(*id) : std::nullopt;
}

state::Profile need_profile(const Directory& dir, std::string_view name) {
  auto found = find_profile(dir, name);
  if (!found) no_such_entity("Instance Profile " + std::string(name) + " cannot be found.");
  return std::move(*found);
}

void put(const Directory& dir, const state::Profile& p) { dir.in(state::kProfiles).put(p.id, p); }

}  // namespace

Access on_profile(std::string_view action, std::string_view name, const Call& call) {
  Directory dir(call);
  auto profile = find_profile(dir, name);
  if (!profile) return access(action, dir.arn(Kind::profile, "/", name), call);
  Access a = access(action, dir.arn(Kind::profile, profile->path, profile->name), call);
  add_resource_tags(a, profile->tags);
  return a;
}

std::vector<Access> on_add_role(const AddRoleToInstanceProfile& q, Call& call) {
  Access pass = on_existing("iam:PassRole", Kind::role, q.roleName, call, false);
  pass.keys.push_back({"iam:PassedToService", {"ec2.amazonaws.com"}});
  return {on_profile(q, call), std::move(pass)};
}

InstanceProfileResult create_instance_profile(const CreateInstanceProfile& q, Call& call) {
  Directory dir(call);
  state::Profile p{.name = q.instanceProfileName, .path = q.path ? std::string(*q.path) : "/", .created = call.now()};
  set_tags(p.tags, q.tags.value_or(Tags()));
  p.id = dir.enter(Kind::profile, q.instanceProfileName);
  put(dir, p);
  return {profile_view(dir, p)};
}

InstanceProfileResult get_instance_profile(const GetInstanceProfile& q, Call& call) {
  Directory dir(call);
  return {profile_view(dir, need_profile(dir, q.instanceProfileName))};
}

ListInstanceProfilesResult list_instance_profiles(const ListInstanceProfiles& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListInstanceProfilesResult out;
  dir.each(Kind::profile, page.from(), [&](std::string_view key, const std::string& id) {
    auto profile = dir.in(state::kProfiles).get(id);
    if (!profile || (q.pathPrefix && !profile->path.starts_with(*q.pathPrefix))) return true;
    if (!page.take(key)) return false;
    out.instanceProfiles.push_back(profile_view(dir, *profile));
    return true;
  });
  page.close(out);
  return out;
}

ListInstanceProfilesResult list_instance_profiles_for_role(const ListInstanceProfilesForRole& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListInstanceProfilesResult out;
  auto ids = dir.need(Kind::role, q.roleName).profiles;
  std::sort(ids.begin(), ids.end());
  for (auto& id : ids) {
    auto profile = dir.in(state::kProfiles).get(id);
    if (id < page.from() || !profile) continue;
    if (!page.take(id)) break;
    out.instanceProfiles.push_back(profile_view(dir, *profile));
  }
  page.close(out);
  return out;
}

Nothing delete_instance_profile(const DeleteInstanceProfile& q, Call& call) {
  Directory dir(call);
  auto profile = need_profile(dir, q.instanceProfileName);
  if (!profile.role.empty()) throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first."};
  dir.in(state::kProfiles).erase(profile.id);
  dir.leave(Kind::profile, profile.name);
  return {};
}

Nothing add_role_to_instance_profile(const AddRoleToInstanceProfile& q, Call& call) {
  Directory dir(call);
  auto profile = need_profile(dir, q.instanceProfileName);
  auto role = dir.need(Kind::role, q.roleName);
  refuse_service_linked(role);
  if (!profile.role.empty()) limit_exceeded("InstanceSessionsPerInstanceProfile", 1);
  profile.role = role.id;
  role.profiles.push_back(profile.id);
  put(dir, profile);
  dir.put(role);
  return {};
}

Nothing remove_role_from_instance_profile(const RemoveRoleFromInstanceProfile& q, Call& call) {
  Directory dir(call);
  auto profile = need_profile(dir, q.instanceProfileName);
  auto role = dir.need(Kind::role, q.roleName);
  if (profile.role != role.id)
    no_such_entity("Role " + role.name + " is not in the instance profile " + profile.name + ".");
  profile.role.clear();
  std::erase(role.profiles, profile.id);
  put(dir, profile);
  dir.put(role);
  return {};
}

Nothing tag_instance_profile(const TagInstanceProfile& q, Call& call) {
  Directory dir(call);
  auto profile = need_profile(dir, q.instanceProfileName);
  set_tags(profile.tags, q.tags);
  put(dir, profile);
  return {};
}

Nothing untag_instance_profile(const UntagInstanceProfile& q, Call& call) {
  Directory dir(call);
  auto profile = need_profile(dir, q.instanceProfileName);
  clear_tags(profile.tags, q.tagKeys);
  put(dir, profile);
  return {};
}

ListTagsResult list_instance_profile_tags(const ListInstanceProfileTags& q, Call& call) {
  return tags_page(need_profile(Directory(call), q.instanceProfileName).tags, q);
}

}  // namespace iam
