#include "services/iam/groups.h"

#include "services/iam/page.h"
#include "services/iam/users.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call, store::joined;

static constexpr std::size_t kGroupsPerUser = 10;

GroupResult create_group(const CreateGroup& q, Call& call) {
  Directory dir(call);
  state::Entity group{.id = dir.enter(Kind::group, q.groupName), .name = q.groupName,
                      .path = q.path ? std::string(*q.path) : "/", .created = call.now()};
  dir.put(group);
  return {group_view(dir, group)};
}

GetGroupResult get_group(const GetGroup& q, Call& call) {
  Directory dir(call);
  auto group = dir.need(Kind::group, q.groupName);
  Page page(q);
  GetGroupResult out;
  out.group = group_view(dir, group);
  dir.in(state::kMembers).each(joined(group.id, ""), page.from(), [&](std::string_view key, const state::Since&) {
    auto user = dir.entity(key.substr(group.id.size() + 1));
    if (!user) return true;
    if (!page.take(key)) return false;
    out.users.push_back(user_view(dir, *user));
    return true;
  });
  page.close(out);
  return out;
}

ListGroupsResult list_groups(const ListGroups& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListGroupsResult out;
  dir.each(Kind::group, page.from(), [&](std::string_view key, const std::string& id) {
    auto group = dir.entity(id);
    if (!group || (q.pathPrefix && !group->path.starts_with(*q.pathPrefix))) return true;
    if (!page.take(key)) return false;
    out.groups.push_back(group_view(dir, *group));
    return true;
  });
  page.close(out);
  return out;
}

ListGroupsResult list_groups_for_user(const ListGroupsForUser& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListGroupsResult out;
  auto ids = dir.need(Kind::user, q.userName).groups;
  std::sort(ids.begin(), ids.end());
  for (auto& id : ids) {
    if (id < page.from()) continue;
    auto group = dir.entity(id);
    if (!group) continue;
    if (!page.take(id)) break;
    out.groups.push_back(group_view(dir, *group));
  }
  page.close(out);
  return out;
}

std::vector<Access> on_update_group(const UpdateGroup& q, Call& call) {
  std::vector<Access> out = {on_entity(q, call)};
  Directory dir(call);
  auto group = dir.find(Kind::group, q.groupName);
  if (group && (q.newPath || q.newGroupName))
    out.push_back(access(UpdateGroup::operation, dir.arn(Kind::group, q.newPath ? std::string_view(*q.newPath) : group->path,
                                                         q.newGroupName ? std::string_view(*q.newGroupName) : group->name), call));
  return out;
}

Nothing update_group(const UpdateGroup& q, Call& call) {
  Directory dir(call);
  auto group = dir.need(Kind::group, q.groupName);
  if (q.newGroupName) {
    dir.rename(Kind::group, group.name, *q.newGroupName, group.id);
    group.name = *q.newGroupName;
  }
  if (q.newPath) group.path = *q.newPath;
  dir.put(group);
  return {};
}

Nothing delete_group(const DeleteGroup& q, Call& call) {
  Directory dir(call);
  auto group = dir.need(Kind::group, q.groupName);
  bool members = false;
  dir.in(state::kMembers).each(joined(group.id, ""), "", [&](std::string_view, const state::Since&) { return !(members = true); });
  if (members) throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must remove users from group first."};
  refuse_while_policies(dir, group);
  dir.leave(Kind::group, group.name);
  dir.in(state::kEntities).erase(group.id);
  return {};
}

Nothing add_user_to_group(const AddUserToGroup& q, Call& call) {
  Directory dir(call);
  auto group = dir.need(Kind::group, q.groupName);
  auto user = dir.need(Kind::user, q.userName);
  if (std::find(user.groups.begin(), user.groups.end(), group.id) != user.groups.end()) return {};
  if (user.groups.size() >= kGroupsPerUser) limit_exceeded("GroupsPerUser", kGroupsPerUser);
  user.groups.push_back(group.id);
  dir.put(user);
  dir.in(state::kMembers).put(joined(group.id, user.id), {call.now()});
  return {};
}

Nothing remove_user_from_group(const RemoveUserFromGroup& q, Call& call) {
  Directory dir(call);
  auto group = dir.need(Kind::group, q.groupName);
  auto user = dir.need(Kind::user, q.userName);
  if (std::erase(user.groups, group.id) == 0)
    no_such_entity("The user with name " + user.name + " is not in the group with name " + group.name + ".");
  dir.put(user);
  dir.in(state::kMembers).erase(joined(group.id, user.id));
  return {};
}

}  // namespace iam
