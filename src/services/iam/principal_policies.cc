#include "services/iam/principal_policies.h"

#include "base/arn.h"
#include "services/iam/inline_policies.h"
#include "services/iam/policies.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

void add_policies(const Directory& dir, const state::Entity& e, std::vector<SourcedPolicy>& out) {
  for (auto& arn : e.attached)
    if (auto document = policy_document(dir, arn))
      out.push_back({std::move(*document), policy_name(arn), arn, arn.find("::aws:") != arn.npos ? "aws-managed" : "user-managed", e.name});
  for (auto& p : inline_policies(dir, e)) out.push_back({p.policyDocument, p.policyName, "", std::string(facts(kind_of(e)).word), e.name});
}

}  // namespace

std::vector<SourcedPolicy> policies_of(const Directory& dir, const state::Entity& e) {
  std::vector<SourcedPolicy> out;
  add_policies(dir, e, out);
  for (auto& id : e.groups) if (auto group = dir.entity(id)) add_policies(dir, *group, out);
  return out;
}

std::optional<state::Entity> find_by_arn(const Directory& dir, const std::string& arn) {
  auto parts = base::parse_arn(arn);
  if (!parts || parts->service != "iam" || parts->account != dir.account()) return {};
  for (Kind kind : {Kind::user, Kind::group, Kind::role}) {
    if (!parts->resource.starts_with(std::string(facts(kind).word) + "/")) continue;
    auto entity = dir.find(kind, parts->resource.substr(parts->resource.rfind('/') + 1));
    if (entity && dir.arn(*entity) == arn) return entity;
  }
  return {};
}

state::Entity need_by_arn(const Directory& dir, const std::string& arn) {
  auto parts = base::parse_arn(arn);
  bool entity = parts && parts->service == "iam" && parts->resource.find('/') != parts->resource.npos;
  if (!entity) throw ApiError{"InvalidInput", 400, "Invalid Entity Arn: " + arn + " does not clearly define entity type and name."};
  auto found = find_by_arn(dir, arn);
  if (!found) no_such_entity("ARN " + arn + " does not exist.");
  return std::move(*found);
}

Access on_arn(std::string_view action, const std::string& arn, const Call& call) {
  Access a = access(action, arn, call);
  if (auto entity = find_by_arn(Directory(call), arn)) {
    add_resource_tags(a, entity->tags);
    add_boundary(a, entity->boundary);
  }
  return a;
}

}  // namespace iam
