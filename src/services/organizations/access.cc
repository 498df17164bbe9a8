#include "services/organizations/access.h"

namespace organizations {

service::Access access_to(const service::Call& call, std::string_view action, std::string_view id) {
  service::Access access{action};
  auto organization = organization_with(call.txn(), call.scope().account);
  if (!organization) return access;
  auto entity = find_entity(call, *organization, id);
  if (!entity) {
    if (is_account(id)) access.resource = arn(call, *organization, "account", id);
    else if (id.starts_with("rp-")) access.resource = resource_policy_arn(call, *organization, id);
    else if (id.starts_with("rt-")) return access;
    else if (id.starts_with("p-")) access.resource = arn(call, *organization, "policy", "service_control_policy/" + std::string(id));
    else access.resource = arn(call, *organization, id.starts_with("r-") ? "root" : "ou", id);
    return access;
  }
  access.resource = std::move(entity->arn);
  for (auto& [key, value] : entity->tags) access.keys.push_back({"aws:ResourceTag/" + key, {value}});
  if (!entity->policy_type.empty()) access.keys.push_back({"organizations:PolicyType", {entity->policy_type}});
  return access;
}

}  // namespace organizations
