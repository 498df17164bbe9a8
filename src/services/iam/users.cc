#include "services/iam/users.h"

#include "services/iam/attachments.h"
#include "services/iam/certificates.h"
#include "services/iam/mfa.h"
#include "services/iam/page.h"
#include "services/iam/public_keys.h"
#include "services/iam/tags.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

Access on_get_user(const GetUser& q, Call& call) { return on_user_or_self(q, call); }

UserResult create_user(const CreateUser& q, Call& call) {
  Directory dir(call);
  state::Entity user{.name = q.userName, .path = q.path ? std::string(*q.path) : "/", .created = call.now()};
  set_tags(user.tags, q.tags.value_or(Tags()));
  user.id = dir.enter(Kind::user, q.userName);
  if (q.permissionsBoundary) set_boundary(dir, user, *q.permissionsBoundary);
  dir.put(user);
  return {user_in_full(dir, user)};
}

UserResult get_user(const GetUser& q, Call& call) {
  Directory dir(call);
  auto user = user_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
  if (user) return {user_in_full(dir, *user)};
  auto account = dir.settings();
  User root{.userId = dir.account(), .arn = call.caller().identity.arn, .createDate = account.created};
  if (!account.alias.empty()) root.userName = account.alias;
  return {root};
}

ListUsersResult list_users(const ListUsers& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListUsersResult out;
  dir.each(Kind::user, page.from(), [&](std::string_view key, const std::string& id) {
    auto user = dir.entity(id);
    if (!user || (q.pathPrefix && !user->path.starts_with(*q.pathPrefix))) return true;
    if (!page.take(key)) return false;
    out.users.push_back(user_view(dir, *user));
    return true;
  });
  page.close(out);
  return out;
}

// "iam:UpdateUser on the user's ARN before and after the change."
std::vector<Access> on_update_user(const UpdateUser& q, Call& call) {
  std::vector<Access> out = {on_entity(q, call)};
  Directory dir(call);
  auto user = dir.find(Kind::user, q.userName);
  if (user && (q.newPath || q.newUserName))
    out.push_back(access(UpdateUser::operation, dir.arn(Kind::user, q.newPath ? std::string_view(*q.newPath) : user->path,
                                                        q.newUserName ? std::string_view(*q.newUserName) : user->name), call));
  return out;
}

Nothing update_user(const UpdateUser& q, Call& call) {
  Directory dir(call);
  auto user = dir.need(Kind::user, q.userName);
  if (q.newUserName) {
    dir.rename(Kind::user, user.name, *q.newUserName, user.id);
    user.name = *q.newUserName;
  }
  if (q.newPath) user.path = *q.newPath;
  dir.put(user);
  return {};
}

void refuse_while_policies(const Directory& dir, const state::Entity& e) {
  if (!e.attached.empty()) throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must detach all policies first."};
  bool inlined = false;
  dir.in(state::kInlinePolicies).each(store::joined(e.id, ""), "", [&](std::string_view, const state::Written&) { return !(inlined = true); });
  if (inlined) throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must delete policies first."};
}

Nothing delete_user(const DeleteUser& q, Call& call) {
  Directory dir(call);
  auto user = dir.need(Kind::user, q.userName);
  auto conflict = [](std::string_view what) {
    throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must " + std::string(what) + " first."};
  };
  if (!user.groups.empty()) conflict("remove users from group");
  if (!user.keys.empty()) conflict("delete access keys");
  if (dir.in(state::kLogins).has(user.id)) conflict("delete login profile");
  if (has_mfa(dir, user.id)) conflict("delete MFA device");
  if (!signing_certificates_of(dir, user.id).empty()) conflict("delete signing certificates");
  if (has_ssh_keys(dir, user.id)) conflict("delete SSH public keys");
  refuse_while_policies(dir, user);
  clear_boundary(dir, user);
  dir.leave(Kind::user, user.name);
  dir.in(state::kOldPasswords).erase(user.id);
  dir.in(state::kEntities).erase(user.id);
  return {};
}

}  // namespace iam
