#include "services/iam/roles.h"

#include "services/iam/attachments.h"
#include "services/iam/last_used.h"
#include "services/iam/page.h"
#include "services/iam/tags.h"
#include "services/iam/trust.h"
#include "services/iam/users.h"
#include "services/iam/views.h"

namespace iam {

using service::ApiError, service::Call;

RoleResult create_role(const CreateRole& q, Call& call) {
  Directory dir(call);
  if (q.path && q.path->starts_with("/aws-service-role/"))
    throw ApiError{"ValidationError", 400, "Roles with the path " + *q.path + " can only be created by AWS services."};
  state::Entity role{.name = q.roleName, .path = q.path ? std::string(*q.path) : "/", .created = call.now(), .trust = q.assumeRolePolicyDocument,
                     .description = q.description.value_or(""),
                     .max_session = q.maxSessionDuration ? std::int64_t(*q.maxSessionDuration) : 3600};
  role.effective_trust = effective_trust(dir, role.trust);
  set_tags(role.tags, q.tags.value_or(Tags()));
  role.id = dir.enter(Kind::role, q.roleName);
  if (q.permissionsBoundary) set_boundary(dir, role, *q.permissionsBoundary);
  dir.put(role);
  Role view = role_in_full(dir, role);
  if (!q.maxSessionDuration) view.maxSessionDuration.reset();          // as IAM answers and records it
  return {view};
}

RoleResult get_role(const GetRole& q, Call& call) {
  Directory dir(call);
  RoleResult out{role_in_full(dir, dir.need(Kind::role, q.roleName))};
  out.role.roleLastUsed = role_last_used(call.house(), dir.account(), out.role.arn);
  return out;
}

ListRolesResult list_roles(const ListRoles& q, Call& call) {
  Directory dir(call);
  Page page(q);
  ListRolesResult out;
  dir.each(Kind::role, page.from(), [&](std::string_view key, const std::string& id) {
    auto role = dir.entity(id);
    if (!role || (q.pathPrefix && !role->path.starts_with(*q.pathPrefix))) return true;
    if (!page.take(key)) return false;
    out.roles.push_back(role_view(dir, *role));
    return true;
  });
  page.close(out);
  return out;
}

UpdateRoleResult update_role(const UpdateRole& q, Call& call) {
  Directory dir(call);
  auto role = dir.need(Kind::role, q.roleName);
  if (q.maxSessionDuration) {
    refuse_service_linked(role);
    role.max_session = *q.maxSessionDuration;
  }
  role.description = q.description.value_or("");       // "If you do not specify a description, it is removed"
  dir.put(role);
  return {};
}

RoleResult update_role_description(const UpdateRoleDescription& q, Call& call) {
  Directory dir(call);
  auto role = dir.need(Kind::role, q.roleName);
  role.description = q.description;
  dir.put(role);
  return {role_in_full(dir, role)};
}

Nothing update_assume_role_policy(const UpdateAssumeRolePolicy& q, Call& call) {
  Directory dir(call);
  auto role = dir.need(Kind::role, q.roleName);
  refuse_service_linked(role);
  role.effective_trust = effective_trust(dir, q.policyDocument);
  role.trust = q.policyDocument;
  dir.put(role);
  return {};
}

Nothing delete_role(const DeleteRole& q, Call& call) {
  Directory dir(call);
  auto role = dir.need(Kind::role, q.roleName);
  refuse_service_linked(role);
  if (!role.profiles.empty()) throw ApiError{"DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first."};
  refuse_while_policies(dir, role);
  clear_boundary(dir, role);
  dir.leave(Kind::role, role.name);
  dir.in(state::kEntities).erase(role.id);
  return {};
}

}  // namespace iam
