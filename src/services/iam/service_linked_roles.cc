#include "services/iam/service_linked_roles.h"

#include "services/iam/attachments.h"
#include "services/iam/managed_policies.h"
#include "services/iam/trust.h"
#include "services/iam/views.h"

namespace iam {

using service::Access, service::ApiError, service::Call;

namespace {

struct Linked { std::string_view host, role, policy /* path and name */, description; };

constexpr std::array<Linked, 5> kLinked = {{
    {"cloudtrail.amazonaws.com", "AWSServiceRoleForCloudTrail", "/aws-service-role/CloudTrailServiceRolePolicy", ""},
    {"context.cloudtrail.amazonaws.com", "AWSServiceRoleForCloudTrailEventContext", "/aws-service-role/CloudTrailEventContext", ""},
    {"member.org.stacksets.cloudformation.amazonaws.com", "AWSServiceRoleForCloudFormationStackSetsOrgMember",
     "/aws-service-role/CloudFormationStackSetsOrgMemberServiceRolePolicy", ""},
    {"stacksets.cloudformation.amazonaws.com", "AWSServiceRoleForCloudFormationStackSetsOrgAdmin",
     "/aws-service-role/CloudFormationStackSetsOrgAdminServiceRolePolicy", ""},
    {"organizations.amazonaws.com", "AWSServiceRoleForOrganizations", "/aws-service-role/AWSOrganizationsServiceTrustPolicy",
     "Service-linked role used by AWS Organizations to enable integration of other AWS services with Organizations."},
}};

const Linked* find_linked(std::string_view host) {
  auto it = std::find_if(kLinked.begin(), kLinked.end(), [&](auto& l) { return l.host == host; });
  return it == kLinked.end() ? nullptr : &*it;
}

std::string path_of(std::string_view host) { return "/aws-service-role/" + std::string(host) + "/"; }

std::string trust_of(std::string_view host) {
  return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"" + std::string(host) +
         "\"},\"Action\":\"sts:AssumeRole\"}]}";
}

// Why the role's service still needs it; empty: it does not. They serve the account's organization, and in one
// they stay until the account leaves it.
std::string reason_to_keep(const Call& call) {
  auto organization = call.house().guardrails(call.txn(), call.scope().account)->organization;
  return organization.empty() ? "" : "The role is in use: the account belongs to the organization " + organization + ".";
}

}  // namespace

Access on_create_linked(const CreateServiceLinkedRole& q, Call& call) {
  auto* linked = find_linked(q.aWSServiceName);
  Access a = access(CreateServiceLinkedRole::operation,
                    Directory(call).arn(Kind::role, path_of(q.aWSServiceName), linked ? linked->role : std::string_view("*")), call);
  a.keys.push_back({"iam:AWSServiceName", {q.aWSServiceName}});
  return a;
}

Access on_delete_linked(const DeleteServiceLinkedRole& q, Call& call) {
  Access a = on_entity(q, call);
  auto role = Directory(call).find(Kind::role, q.roleName);
  for (auto& linked : kLinked)
    if (role && role->path == path_of(linked.host)) a.keys.push_back({"iam:AWSServiceName", {std::string(linked.host)}});
  return a;
}

Access on_deletion_status(const GetServiceLinkedRoleDeletionStatus&, Call& call) {
  return access(GetServiceLinkedRoleDeletionStatus::operation, "*", call);
}

RoleResult create_service_linked_role(const CreateServiceLinkedRole& q, Call& call) {
  auto* linked = find_linked(q.aWSServiceName);
  if (!linked) throw ApiError{"InvalidInput", 400, "Cannot find a service-linked role template for " + q.aWSServiceName + "."};
  if (q.customSuffix) throw ApiError{"InvalidInput", 400, "Custom suffix is not allowed for " + q.aWSServiceName};
  Directory dir(call);
  std::string name(linked->role);
  if (dir.id(Kind::role, name))
    throw ApiError{"InvalidInput", 400, "Service role name " + name + " has been taken in this account, please try a different suffix."};
  state::Entity role{.id = dir.enter(Kind::role, name), .name = name, .path = path_of(linked->host), .created = call.now(),
                     .trust = trust_of(linked->host),
                     .description = std::string(q.description ? std::string_view(*q.description) : linked->description)};
  role.effective_trust = effective_trust(dir, role.trust);
  attach(dir, role, aws_policy_arn(*aws_policy(linked->policy), dir.partition()));
  dir.put(role);
  Role view = role_view(dir, role);
  view.maxSessionDuration.reset();
  return {view};
}

DeleteServiceLinkedRoleResult delete_service_linked_role(const DeleteServiceLinkedRole& q, Call& call) {
  Directory dir(call);
  auto role = dir.need(Kind::role, q.roleName);
  if (!role.path.starts_with("/aws-service-role/"))
    throw ApiError{"InvalidInput", 400, "Cannot delete role " + role.name + " because it is not a service-linked role."};
  state::Deletion deletion{.reason = reason_to_keep(call)};
  deletion.succeeded = deletion.reason.empty();
  if (deletion.succeeded) {
    for (auto arn : std::vector(role.attached)) detach(dir, role, arn);
    dir.leave(Kind::role, role.name);
    dir.in(state::kEntities).erase(role.id);
  }
  std::string task = "task" + role.path + role.name + "/" + base::uuid();
  dir.in(state::kDeletions).put(task, deletion);
  return {task};
}

GetServiceLinkedRoleDeletionStatusResult get_service_linked_role_deletion_status(const GetServiceLinkedRoleDeletionStatus& q, Call& call) {
  auto found = call.in(state::kDeletions).get(q.deletionTaskId);
  if (!found) no_such_entity("Deletion task " + q.deletionTaskId + " cannot be found.");
  GetServiceLinkedRoleDeletionStatusResult out{.status = found->succeeded ? "SUCCEEDED" : "FAILED"};
  if (!found->succeeded) out.reason = {found->reason};
  return out;
}

}  // namespace iam
