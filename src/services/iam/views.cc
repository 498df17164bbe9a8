#include "services/iam/views.h"

#include "base/bytes.h"
#include "services/iam/trust.h"

namespace iam {
namespace {

template <class V> void add_tags(V& view, const std::map<std::string, std::string>& tags) {
  if (!tags.empty()) view.tags = tags_view(tags);
}

}  // namespace

User user_view(const Directory& dir, const state::Entity& e) {
  return {.path = e.path, .userName = e.name, .userId = e.id, .arn = dir.arn(e), .createDate = e.created};
}

User user_in_full(const Directory& dir, const state::Entity& e) {
  User out = user_view(dir, e);
  out.permissionsBoundary = boundary_view(e.boundary);
  add_tags(out, e.tags);
  return out;
}

Group group_view(const Directory& dir, const state::Entity& e) { return {e.path, e.name, e.id, dir.arn(e), e.created}; }

Role role_view(const Directory& dir, const state::Entity& e) {
  Role out{.path = e.path, .roleName = e.name, .roleId = e.id, .arn = dir.arn(e), .createDate = e.created,
           .assumeRolePolicyDocument = document_view(readable_trust(dir, e)), .maxSessionDuration = e.max_session};
  if (!e.description.empty()) out.description = e.description;
  return out;
}

Role role_in_full(const Directory& dir, const state::Entity& e) {
  Role out = role_view(dir, e);
  out.permissionsBoundary = boundary_view(e.boundary);
  add_tags(out, e.tags);
  return out;
}

InstanceProfile profile_view(const Directory& dir, const state::Profile& p) {
  InstanceProfile out{.path = p.path, .instanceProfileName = p.name, .instanceProfileId = p.id,
                      .arn = dir.arn(Kind::profile, p.path, p.name), .createDate = p.created};
  if (auto role = dir.entity(p.role)) out.roles.push_back(role_view(dir, *role));
  add_tags(out, p.tags);
  return out;
}

std::optional<AttachedPermissionsBoundary> boundary_view(const std::string& arn) {
  if (arn.empty()) return {};
  return AttachedPermissionsBoundary{"PermissionsBoundaryPolicy", arn};
}

std::vector<Tag> tags_view(const std::map<std::string, std::string>& tags) {
  std::vector<Tag> out;
  for (auto& [key, value] : tags) out.push_back({key, value});
  return out;
}

std::string document_view(std::string_view document) { return base::percent_encode(document); }

}  // namespace iam
