#include "base/bytes.h"
#include "services/cloudformation/resources/live.h"
#include "services/iam/api.h"
#include "services/organizations/api.h"

namespace cloudformation::resources {
namespace {

Value document(const std::string& encoded) { return base::percent_decode(encoded).value_or(encoded); }
Value boundary(const std::optional<iam::AttachedPermissionsBoundary>& b) { return b ? Value(b->permissionsBoundaryArn) : Value(); }

// Inline policies as templates have them.
template <class Get> Value inline_policies(const std::vector<std::string>& names, Get get) {
  Value out = Value::list();
  for (auto& name : names) out.push(Value::map({{"PolicyName", Value(name)}, {"PolicyDocument", document(get(name))}}));
  return out;
}
template <class Q> std::vector<std::string> attached(Acting& a, Q q) {
  std::vector<std::string> out;
  for (;;) {
    auto page = a.call(q);
    for (auto& p : page.attachedPolicies) out.push_back(p.policyArn);
    if (!page.isTruncated) return out;
    q.marker = *page.marker;
  }
}

Value read_role(Acting& a, const Resource& r) {
  auto role = a.call(iam::GetRole{r.physical_id}).role;
  Value out = told(role);
  out.set("AssumeRolePolicyDocument", document(role.assumeRolePolicyDocument));
  out.set("PermissionsBoundary", boundary(role.permissionsBoundary));
  tell_tags(out, r, words_from(role.tags.value_or(std::vector<iam::Tag>{})));
  out.set("ManagedPolicyArns", told_texts(attached(a, iam::ListAttachedRolePolicies{{}, r.physical_id, {}})));
  out.set("Policies", inline_policies(a.call(iam::ListRolePolicies{{}, r.physical_id}).policyNames,
                                      [&](auto& name) { return a.call(iam::GetRolePolicy{r.physical_id, name}).policyDocument; }));
  return out;
}

Value read_user(Acting& a, const Resource& r) {
  iam::GetUser ask;
  ask.userName = r.physical_id;
  auto user = a.call(ask).user;
  Value out = told(user);
  out.set("PermissionsBoundary", boundary(user.permissionsBoundary));
  tell_tags(out, r, words_from(user.tags.value_or(std::vector<iam::Tag>{})));
  out.set("ManagedPolicyArns", told_texts(attached(a, iam::ListAttachedUserPolicies{{}, r.physical_id, {}})));
  out.set("Policies", inline_policies(a.call(iam::ListUserPolicies{{}, r.physical_id}).policyNames,
                                      [&](auto& name) { return a.call(iam::GetUserPolicy{r.physical_id, name}).policyDocument; }));
  return out;
}

Value read_managed_policy(Acting& a, const Resource& r) {
  auto policy = a.call(iam::GetPolicy{r.physical_id}).policy;
  Value out = Value::map();
  out.set("ManagedPolicyName", Value(policy.policyName));
  out.set("Path", Value(policy.path));
  out.set("Description", text_or_null(policy.description));
  out.set("PolicyDocument", document(a.call(iam::GetPolicyVersion{r.physical_id, policy.defaultVersionId}).policyVersion.document.value_or("")));
  return out;
}

Value read_role_policy(Acting& a, const Resource& r) {
  auto found = a.call(iam::GetRolePolicy{text_of(r, "RoleName"), text_of(r, "PolicyName")});
  return Value::map({{"PolicyDocument", document(found.policyDocument)}});
}

// All pages of an answer.
template <class Q, class F> void each_page(Acting& a, Q q, F take) {
  do {
    auto page = a.call(q);
    take(page);
    q.nextToken = page.nextToken;
  } while (q.nextToken);
}
Words organization_tags(Acting& a, const Resource& r) {
  Words out;
  each_page(a, organizations::ListTagsForResource{r.physical_id, {}}, [&](auto& page) { out.merge(words_from(page.tags)); });
  return out;
}

Value read_unit(Acting& a, const Resource& r) {
  auto unit = a.call(organizations::DescribeOrganizationalUnit{r.physical_id}).organizationalUnit;
  Value out = Value::map({{"Name", Value(unit.name)}});
  auto parents = a.call(organizations::ListParents{r.physical_id, {}, {}}).parents;
  if (!parents.empty()) out.set("ParentId", Value(parents.front().id));
  tell_tags(out, r, organization_tags(a, r));
  return out;
}

Value read_policy(Acting& a, const Resource& r) {
  auto policy = a.call(organizations::DescribePolicy{r.physical_id}).policy;
  Value out = told(policy.policySummary), targets = Value::list();
  out.set("Content", Value(policy.content));
  each_page(a, organizations::ListTargetsForPolicy{r.physical_id, {}, {}}, [&](auto& page) { for (auto& t : page.targets) targets.push(Value(t.targetId)); });
  out.set("TargetIds", std::move(targets));
  tell_tags(out, r, organization_tags(a, r));
  return out;
}

constexpr Reader kReaders[] = {{"AWS::IAM::Role", read_role}, {"AWS::IAM::User", read_user}, {"AWS::IAM::ManagedPolicy", read_managed_policy},
                               {"AWS::IAM::RolePolicy", read_role_policy}, {"AWS::Organizations::OrganizationalUnit", read_unit},
                               {"AWS::Organizations::Policy", read_policy}};

}  // namespace

Readers identity_readers() { return kReaders; }

}  // namespace cloudformation::resources
