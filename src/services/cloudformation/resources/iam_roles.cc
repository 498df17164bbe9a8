#include "services/cloudformation/resources/iam.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::IAM::Role

constexpr auto& kRole = properties<"AssumeRolePolicyDocument* Description ManagedPolicyArns MaxSessionDuration Path! PermissionsBoundary Policies RoleName! Tags">;

void leave_role_attributes(Acting& a, Resource& r) {
  auto role = a.call(iam::GetRole{r.physical_id}).role;
  set(r, "Arn", role.arn);
  set(r, "RoleId", role.roleId);
}

void make_role(Acting& a, const Resource& r) {
  auto q = request<iam::CreateRole>(r);
  q.roleName = own_name(r, "RoleName", 64);
  q.tags = unless_empty(iam::Tags(as_tags<iam::Tag>(tags_of(r))));
  a.make(q, [](auto& made) { return made.role.roleName; });
}

void settle_role(Acting& a, Resource& r) {
  set_policies(a, kRoles, r, nullptr);
  leave_role_attributes(a, r);
}

void update_role(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "AssumeRolePolicyDocument")) a.call(iam::UpdateAssumeRolePolicy{r.physical_id, text_of(r, "AssumeRolePolicyDocument")});
  if (any_changed(r, before, {"Description", "MaxSessionDuration"}))
    a.call(iam::UpdateRole{.roleName = r.physical_id, .description = text_of(r, "Description"),
                           .maxSessionDuration = shape::Whole<3600, 43200>{filled<std::int64_t>(r, "MaxSessionDuration").value_or(3600)}});
  if (changed(r, before, "PermissionsBoundary")) {
    if (auto boundary = maybe_text_of(r, "PermissionsBoundary")) a.call(iam::PutRolePermissionsBoundary{r.physical_id, *boundary});
    else unless_gone([&] { a.call(iam::DeleteRolePermissionsBoundary{r.physical_id}); });
  }
  set_policies(a, kRoles, r, &before);
  auto tags = tag_change(r, before);
  if (!tags.removed.empty()) a.call(iam::UntagRole{r.physical_id, iam::TagKeys(as<iam::TagKey>(tags.removed))});
  if (!tags.put.empty()) a.call(iam::TagRole{r.physical_id, iam::Tags(as_tags<iam::Tag>(tags.put))});
  leave_role_attributes(a, r);
}

void remove_role(Acting& a, const Resource& r) {
  remove_policies(a, kRoles, r);
  unless_gone([&] { a.call(iam::DeleteRole{r.physical_id}); });
}

// ---- AWS::IAM::InstanceProfile

constexpr auto& kProfile = properties<"InstanceProfileName! Path! Roles*">;

void make_profile(Acting& a, const Resource& r) {
  auto q = request<iam::CreateInstanceProfile>(r);
  q.instanceProfileName = own_name(r, "InstanceProfileName", 128);
  a.make(q, [](auto& made) { return made.instanceProfile.instanceProfileName; });
}

// It holds one role, which must go before another comes.
void set_profile_role(Acting& a, Resource& r) {
  auto profile = a.call(iam::GetInstanceProfile{r.physical_id}).instanceProfile;
  auto wanted = texts_of(r, "Roles");
  std::vector<std::string> held;
  for (auto& role : profile.roles) held.push_back(role.roleName);
  for (auto& role : added(held, wanted)) unless_gone([&] { a.call(iam::RemoveRoleFromInstanceProfile{r.physical_id, role}); });
  for (auto& role : added(wanted, held)) a.call(iam::AddRoleToInstanceProfile{r.physical_id, role});
  set(r, "Arn", profile.arn);
}
void update_profile(Acting& a, Resource& r, const Resource&) { set_profile_role(a, r); }

void remove_profile(Acting& a, const Resource& r) {
  for (auto& role : texts_of(r, "Roles")) unless_gone([&] { a.call(iam::RemoveRoleFromInstanceProfile{r.physical_id, role}); });
  unless_gone([&] { a.call(iam::DeleteInstanceProfile{r.physical_id}); });
}

// ---- AWS::IAM::ServiceLinkedRole

constexpr auto& kLinked = properties<"AWSServiceName! CustomSuffix! Description">;

void make_linked(Acting& a, const Resource& r) {
  a.make(request<iam::CreateServiceLinkedRole>(r), [](auto& made) { return made.role.roleName; });
}
void leave_linked_attributes(Acting&, Resource& r) { set(r, "RoleName", r.physical_id); }
void update_linked(Acting& a, Resource& r, const Resource&) {
  a.call(iam::UpdateRole{.roleName = r.physical_id, .description = text_of(r, "Description"), .maxSessionDuration = {}});
  leave_linked_attributes(a, r);
}

// Refused while its service needs it.
void remove_linked(Acting& a, const Resource& r) {
  unless_gone([&] {
    auto task = a.call(iam::DeleteServiceLinkedRole{r.physical_id}).deletionTaskId;
    auto outcome = a.call(iam::GetServiceLinkedRoleDeletionStatus{task});
    if (outcome.status == "FAILED") throw ApiError{"InvalidRequest", 400, outcome.reason ? outcome.reason->reason : "The role is in use."};
  });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::IAM::Role", .properties = kRole, .attributes = names<"Arn RoleId">,
     .make = make_role, .settle = settle_role, .update = update_role, .remove = remove_role},
    {.name = "AWS::IAM::InstanceProfile", .properties = kProfile, .attributes = names<"Arn">,
     .make = make_profile, .settle = set_profile_role, .update = update_profile, .remove = remove_profile},
    {.name = "AWS::IAM::ServiceLinkedRole", .properties = kLinked, .attributes = names<"RoleName">,
     .make = make_linked, .settle = leave_linked_attributes, .update = update_linked, .remove = remove_linked},
};

}  // namespace

Types iam_role_types() { return kTypes; }

}  // namespace cloudformation::resources
