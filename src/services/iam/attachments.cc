#include "services/iam/attachments.h"

#include "base/arn.h"
#include "services/iam/policies.h"

namespace iam {

using service::ApiError, service::Call, store::joined;

static constexpr std::size_t kAttachedPerEntity = 10;

void refuse_service_linked(const state::Entity& e) {
  if (kind_of(e) == Kind::role && e.path.starts_with("/aws-service-role/"))
    throw ApiError{"UnmodifiableEntity", 400,
                   "Cannot perform the operation on the protected role '" + e.name + "' - this role is only modifiable by AWS"};
}

void attach(const Directory& dir, state::Entity& e, const std::string& arn) {
  if (!find_policy(dir, arn)) no_such_entity("Policy " + arn + " does not exist or is not attachable.");
  if (std::find(e.attached.begin(), e.attached.end(), arn) != e.attached.end()) return;
  bool of_service = base::parse_arn(arn)->account == "aws" && arn.find(":policy/aws-service-role/") != arn.npos;
  if (of_service && !e.path.starts_with("/aws-service-role/"))
    throw ApiError{"PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role."};
  if (e.attached.size() >= kAttachedPerEntity) limit_exceeded("PoliciesPer" + std::string(facts(kind_of(e)).title), kAttachedPerEntity);
  e.attached.push_back(arn);
  dir.in(state::kUses).put(joined(arn, "attached", e.id), {dir.now()});
}

void detach(const Directory& dir, state::Entity& e, const std::string& arn) {
  if (std::erase(e.attached, arn) == 0) no_such_entity("Policy " + arn + " was not found.");
  dir.in(state::kUses).erase(joined(arn, "attached", e.id));
}

void set_boundary(const Directory& dir, state::Entity& e, const std::string& arn) {
  if (!find_policy(dir, arn)) no_such_entity("Scope ARN: " + arn + " does not exist or is not attachable.");
  clear_boundary(dir, e);
  e.boundary = arn;
  dir.in(state::kUses).put(joined(arn, "boundary", e.id), {dir.now()});
}

void clear_boundary(const Directory& dir, state::Entity& e) {
  if (e.boundary.empty()) return;
  dir.in(state::kUses).erase(joined(e.boundary, "boundary", e.id));
  e.boundary.clear();
}

std::vector<AttachedPolicy> attached_policies(const state::Entity& e) {
  std::vector<AttachedPolicy> out;
  for (auto& arn : e.attached) out.push_back({policy_name(arn), arn});
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return std::tie(a.policyName, a.policyArn) < std::tie(b.policyName, b.policyArn); });
  return out;
}

ListAttachedPoliciesResult attached_page(const state::Entity& e, std::string_view path_prefix, const Paging& asked) {
  Page page(asked);
  ListAttachedPoliciesResult out;
  for (auto& policy : attached_policies(e)) {
    auto arn = base::parse_arn(policy.policyArn);
    std::string key = joined(policy.policyName, arn->account);         // AWS's may have the name of one's own
    if (key < page.from() || !arn->resource.substr(6).starts_with(path_prefix)) continue;
    if (!page.take(key)) break;
    out.attachedPolicies.push_back(policy);
  }
  page.close(out);
  return out;
}

ListEntitiesForPolicyResult list_entities_for_policy(const ListEntitiesForPolicy& q, Call& call) {
  Directory dir(call);
  if (!find_policy(dir, q.policyArn)) no_such_entity("Policy " + q.policyArn + " was not found.");
  Page page(q);
  ListEntitiesForPolicyResult out;
  const bool only_boundaries = q.policyUsageFilter == "PermissionsBoundary";
  auto use = [&](std::string_view how) {
    bool more = true;
    std::string begin = joined(q.policyArn, how, "");
    dir.in(state::kUses).each(begin, "", [&](std::string_view key, const state::Since&) {
      std::string_view marker = key.substr(q.policyArn.size() + 1);    // the ARN would not fit
      std::string_view entity_id = key.substr(begin.size());
      auto entity = dir.entity(entity_id);
      bool twice = how == "boundary" && !only_boundaries && dir.in(state::kUses).has(joined(q.policyArn, "attached", entity_id));
      if (marker < page.from() || !entity || twice || (q.pathPrefix && !entity->path.starts_with(*q.pathPrefix))) return true;
      auto kind = kind_of(*entity);
      if (q.entityFilter && facts(kind).title != std::string_view(*q.entityFilter)) return true;
      if (!(more = page.take(marker))) return false;
      if (kind == Kind::user) out.policyUsers.push_back({entity->name, entity->id});
      else if (kind == Kind::group) out.policyGroups.push_back({entity->name, entity->id});
      else out.policyRoles.push_back({entity->name, entity->id});
      return true;
    });
    return more;
  };
  if (only_boundaries) use("boundary");
  else if (q.policyUsageFilter == "PermissionsPolicy") use("attached");
  else if (use("attached")) use("boundary");
  page.close(out);
  return out;
}

}  // namespace iam
