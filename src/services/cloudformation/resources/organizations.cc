#include "services/organizations/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

organizations::Tags new_tags(const Resource& r) { return unless_empty(as_tags<organizations::Tag>(tags_of(r, Marks::system))); }
void retag(Acting& a, const Resource& r, const Resource& before, const std::string& id) {
  auto tags = tag_change(r, before, Marks::system);
  if (!tags.removed.empty()) a.call(organizations::UntagResource{id, as<organizations::TagKey>(tags.removed)});
  if (!tags.put.empty()) a.call(organizations::TagResource{id, as_tags<organizations::Tag>(tags.put)});
}

// ---- AWS::Organizations::Organization

void make_organization(Acting& a, const Resource& r) {
  a.make(request<organizations::CreateOrganization>(r), [](auto& made) { return made.organization.id; });
}
void settle_organization(Acting& a, Resource& r) {
  auto o = a.call(organizations::DescribeOrganization{}).organization;
  auto roots = a.call(organizations::ListRoots{}).roots;
  set(r, "Id", o.id);
  set(r, "Arn", o.arn);
  set(r, "ManagementAccountId", o.masterAccountId);
  set(r, "ManagementAccountArn", o.masterAccountArn);
  set(r, "ManagementAccountEmail", o.masterAccountEmail);
  if (!roots.empty()) set(r, "RootId", roots.front().id);
}
void update_organization(Acting& a, Resource& r, const Resource& before) {
  if (text_of(r, "FeatureSet", "ALL") != text_of(before, "FeatureSet", "ALL")) throw not_here(r, "FeatureSet");
  settle_organization(a, r);
}
void remove_organization(Acting& a, const Resource&) {
  unless("AWSOrganizationsNotInUseException", [&] { a.call(organizations::DeleteOrganization{}); });
}

// ---- AWS::Organizations::OrganizationalUnit

void make_unit(Acting& a, const Resource& r) {
  auto q = request<organizations::CreateOrganizationalUnit>(r);
  q.tags = new_tags(r);
  a.make(q, [](auto& made) { return made.organizationalUnit.id; });
}
void settle_unit(Acting& a, Resource& r) {
  auto unit = a.call(organizations::DescribeOrganizationalUnit{r.physical_id}).organizationalUnit;
  set(r, "Id", unit.id);
  set(r, "Arn", unit.arn);
  set(r, "Path", unit.path.value_or(""));
}
void update_unit(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Name")) a.call(organizations::UpdateOrganizationalUnit{r.physical_id, shape::Text<1, 128>(text_of(r, "Name"))});
  retag(a, r, before, r.physical_id);
  settle_unit(a, r);
}
void remove_unit(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(organizations::DeleteOrganizationalUnit{r.physical_id}); });
}

// ---- AWS::Organizations::Account. What CreateAccount answers is the id of its request; the account's own comes with check.

constexpr std::int64_t kSecondsBetween = 2;
bool is_request(const std::string& id) { return id.starts_with("car-"); }

void make_account(Acting& a, const Resource& r) {
  if (texts_of(r, "ParentIds").size() > 1)
    throw ApiError{std::string(kInvalidProperties), 400, "Can not specify more than one parent id in request for account management operations."};
  auto q = request<organizations::CreateAccount>(r);
  q.tags = new_tags(r);
  a.make(q, [](auto& made) { return made.createAccountStatus.id; });
}
void move_account(Acting& a, const Resource& r) {
  auto wanted = texts_of(r, "ParentIds");
  if (wanted.empty()) return;
  auto parents = a.call(organizations::ListParents{r.physical_id, {}, {}}).parents;
  if (!parents.empty() && parents.front().id != wanted.front()) a.call(organizations::MoveAccount{r.physical_id, parents.front().id, wanted.front()});
}
void leave_account_attributes(Acting& a, Resource& r) {
  auto account = a.call(organizations::DescribeAccount{r.physical_id}).account;
  set(r, "AccountId", account.id);
  set(r, "Arn", account.arn);
  set(r, "JoinedMethod", account.joinedMethod);
  set(r, "JoinedTimestamp", base::iso(account.joinedTimestamp));
  set(r, "Status", account.status);
  set(r, "State", account.state);
  Value paths = Value::list();
  for (auto& path : account.paths) paths.push(Value(path));
  r.attributes.set("Paths", std::move(paths));
}
void settle_account(Acting&, Resource&) {}
Progress check_account(Acting& a, Resource& r) {
  if (is_request(r.physical_id)) {
    auto creation = a.call(organizations::DescribeCreateAccountStatus{r.physical_id}).createAccountStatus;
    if (creation.state == "FAILED") throw ApiError{"NotStabilized", 400, "Account creation failed: " + creation.failureReason.value_or("")};
    if (creation.state != "SUCCEEDED") return {.done = false, .again = a.now().plus_seconds(kSecondsBetween)};
    r.physical_id = creation.accountId.value_or("");
  }
  move_account(a, r);
  leave_account_attributes(a, r);
  return {};
}
void update_account(Acting& a, Resource& r, const Resource& before) {
  for (auto p : {"AccountName", "Email", "RoleName"})
    if (changed(r, before, p)) throw ApiError{"InvalidRequest", 400, "You cannot update " + std::string(p) + " of an account once it is made."};
  retag(a, r, before, r.physical_id);
}
void remove_account(Acting& a, const Resource& r) {
  if (is_request(r.physical_id)) return;       // was never made
  unless_gone([&] { a.call(organizations::RemoveAccountFromOrganization{r.physical_id}); });
}

// ---- AWS::Organizations::Policy

void make_policy(Acting& a, const Resource& r) {
  auto q = request<organizations::CreatePolicy>(r);
  q.tags = new_tags(r);
  a.make(q, [](auto& made) { return made.policy.policySummary.id; });
}
void set_targets(Acting& a, const Resource& r, const std::vector<std::string>& before) {
  auto now = texts_of(r, "TargetIds");
  for (auto& target : added(now, before)) unless("DuplicatePolicyAttachmentException", [&] { a.call(organizations::AttachPolicy{r.physical_id, target}); });
  for (auto& target : added(before, now)) unless_gone([&] { a.call(organizations::DetachPolicy{r.physical_id, target}); });
}
void leave_policy_attributes(Acting& a, Resource& r) {
  auto summary = a.call(organizations::DescribePolicy{r.physical_id}).policy.policySummary;
  set(r, "Id", summary.id);
  set(r, "Arn", summary.arn);
  set(r, "AwsManaged", summary.awsManaged ? "true" : "false");
}
void settle_policy(Acting& a, Resource& r) {
  set_targets(a, r, {});
  leave_policy_attributes(a, r);
}
void update_policy(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"Name", "Description", "Content"})) {
    auto q = request<organizations::UpdatePolicy>(r);
    q.policyId = r.physical_id;
    if (!q.description) q.description.emplace();
    a.call(q);
  }
  set_targets(a, r, texts_of(before, "TargetIds"));
  retag(a, r, before, r.physical_id);
  leave_policy_attributes(a, r);
}
void remove_policy(Acting& a, const Resource& r) {
  for (auto& target : texts_of(r, "TargetIds")) unless_gone([&] { a.call(organizations::DetachPolicy{r.physical_id, target}); });
  unless_gone([&] { a.call(organizations::DeletePolicy{r.physical_id}); });
}

// ---- AWS::Organizations::ResourcePolicy

void make_resource_policy(Acting& a, const Resource& r) {
  if (exists([&] { a.call(organizations::DescribeResourcePolicy{}); })) throw already_exists(r, "ResourcePolicy");
  auto q = request<organizations::PutResourcePolicy>(r);
  q.tags = new_tags(r);
  a.make(q, [](auto& made) { return made.resourcePolicy.resourcePolicySummary.id; });
}
void settle_resource_policy(Acting& a, Resource& r) {
  auto summary = a.call(organizations::DescribeResourcePolicy{}).resourcePolicy.resourcePolicySummary;
  set(r, "Id", summary.id);
  set(r, "Arn", summary.arn);
}
void update_resource_policy(Acting& a, Resource& r, const Resource& before) {
  if (changed(r, before, "Content")) a.call(request<organizations::PutResourcePolicy>(r));
  retag(a, r, before, r.physical_id);
  settle_resource_policy(a, r);
}
void remove_resource_policy(Acting& a, const Resource&) {
  unless_gone([&] { a.call(organizations::DeleteResourcePolicy{}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Organizations::Organization", .properties = properties<"FeatureSet">,
     .attributes = names<"Arn Id ManagementAccountArn ManagementAccountEmail ManagementAccountId RootId">,
     .make = make_organization, .settle = settle_organization, .update = update_organization, .remove = remove_organization},
    {.name = "AWS::Organizations::OrganizationalUnit", .properties = properties<"Name* ParentId*! Tags">, .attributes = names<"Arn Id Path">,
     .make = make_unit, .settle = settle_unit, .update = update_unit, .remove = remove_unit},
    {.name = "AWS::Organizations::Account", .properties = properties<"AccountName* Email* ParentIds RoleName Tags">,
     .attributes = names<"AccountId Arn JoinedMethod JoinedTimestamp Paths State Status">,
     .make = make_account, .settle = settle_account, .update = update_account, .remove = remove_account, .check = check_account},
    {.name = "AWS::Organizations::Policy", .properties = properties<"Content* Description Name* Tags TargetIds Type*!">, .attributes = names<"Arn AwsManaged Id">,
     .make = make_policy, .settle = settle_policy, .update = update_policy, .remove = remove_policy},
    {.name = "AWS::Organizations::ResourcePolicy", .properties = properties<"Content* Tags">, .attributes = names<"Arn Id">,
     .make = make_resource_policy, .settle = settle_resource_policy, .update = update_resource_policy, .remove = remove_resource_policy},
};

}  // namespace

Types organizations_types() { return kTypes; }

}  // namespace cloudformation::resources
