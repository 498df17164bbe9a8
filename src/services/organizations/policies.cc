#include "services/organizations/policies.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"
#include "services/organizations/policy_types.h"
#include "services/organizations/tags.h"
#include "services/organizations/validation.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

void must_be_free(Call& call, const OrganizationRow& organization, std::string_view type, std::string_view name) {
  if (call.in(kPolicyNames).has(joined(organization.id, type, name)))
    throw refusal("DuplicatePolicyException", "A policy with the same name already exists.");
}

PolicyRow changeable(Call& call, const OrganizationRow& organization, std::string_view id) {
  auto policy = find_policy(call.txn(), organization, id);
  if (!policy) throw no_policy();
  if (policy->aws_managed) throw invalid("IMMUTABLE_POLICY", "You specified a policy that is managed by Amazon Web Services and can't be modified.");
  return std::move(*policy);
}

void save(store::Txn& txn, const OrganizationRow& organization, const PolicyRow& policy) {
  rows(txn, kPolicies).put(joined(organization.id, policy.id), policy);
  rows(txn, kPolicyNames).put(joined(organization.id, policy.type, policy.name), {policy.id});
}

PolicyResult shown(Call& call, const OrganizationRow& organization, const PolicyRow& policy) {
  return {{summary_of(call, organization, policy), policy.content}};
}

}  // namespace

const std::vector<PolicyRow>& managed_policies() {
  static const std::vector<PolicyRow> policies = {
      {"p-FullAWSAccess", "SERVICE_CONTROL_POLICY", "FullAWSAccess", "Allows access to every operation",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})", true, {}, {}},
      {"p-RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", "RCPFullAWSAccess", "Allows access to every resource",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]})", true, {}, {}}};
  return policies;
}

bool is_managed(std::string_view policy) {
  auto& all = managed_policies();
  return std::any_of(all.begin(), all.end(), [&](auto& p) { return p.id == policy; });
}

void put_managed_policies(store::Txn& txn, const OrganizationRow& organization) {
  if (organization.feature_set != "ALL") return;
  for (auto& policy : managed_policies()) save(txn, organization, policy);
}

void must_be_available(const OrganizationRow& organization, std::string_view type) {
  if (organization.feature_set != "ALL" || !kind_of(type))
    throw refusal("PolicyTypeNotAvailableForOrganizationException",
                  "You can't use the specified policy type with the feature set currently enabled for this organization.");
}

PolicySummary summary_of(const Call& call, const OrganizationRow& organization, const PolicyRow& policy) {
  return {policy.id, policy_arn(call, organization, policy), policy.name, policy.description, policy.type, policy.aws_managed};
}

PolicyResult create_policy(const CreatePolicy& q, Call& call) {
  auto organization = for_policies(call);
  must_be_available(organization, q.type);
  check_content(q.type, q.content);
  must_be_free(call, organization, q.type, q.name);
  auto& count = organization.policies[q.type];
  if (count >= kind_of(q.type)->policies)
    throw constraint("POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of policies allowed in an organization.");
  PolicyRow policy{.type = q.type, .name = q.name, .description = q.description, .content = q.content, .updated = call.now()};
  add_tags(policy.tags, q.tags, call);
  do policy.id = "p-" + base::random_text(8, base::kLowerAlnum);
  while (find_policy(call.txn(), organization, policy.id));
  ++count;
  call.in(kOrganizations).put(organization.id, organization);
  save(call.txn(), organization, policy);
  return shown(call, organization, policy);
}

PolicyResult describe_policy(const DescribePolicy& q, Call& call) {
  auto organization = for_reader(call);
  auto policy = find_policy(call.txn(), organization, q.policyId);
  if (!policy) throw no_policy();
  return shown(call, organization, *policy);
}

PolicyResult update_policy(const UpdatePolicy& q, Call& call) {
  auto organization = for_policies(call);
  auto policy = changeable(call, organization, q.policyId);
  if (q.content) check_content(policy.type, *q.content);
  if (q.name && *q.name != policy.name) {
    must_be_free(call, organization, policy.type, *q.name);
    call.in(kPolicyNames).erase(joined(organization.id, policy.type, policy.name));
    policy.name = *q.name;
  }
  if (q.description) policy.description = *q.description;
  if (q.content) policy.content = *q.content;
  policy.updated = call.now();
  policies_changed(call.txn(), organization, policy.type, call.now());
  save(call.txn(), organization, policy);
  return shown(call, organization, policy);
}

shape::Nothing delete_policy(const DeletePolicy& q, Call& call) {
  auto organization = for_policies(call);
  auto policy = changeable(call, organization, q.policyId);
  bool attached = false;
  std::string targets = within(organization.id, policy.id);
  call.in(kTargets).each(targets, targets, [&](std::string_view, Mark) { return !(attached = true); });
  if (attached)
    throw refusal("PolicyInUseException", "The policy is attached to one or more entities. You must detach it from all roots, OUs, and "
                                          "accounts before performing this operation.");
  call.in(kPolicies).erase(joined(organization.id, policy.id));
  call.in(kPolicyNames).erase(joined(organization.id, policy.type, policy.name));
  --organization.policies[policy.type];
  call.in(kOrganizations).put(organization.id, organization);
  return {};
}

ListPoliciesResult list_policies(const ListPolicies& q, Call& call) {
  auto organization = for_reader(call);
  ListPoliciesResult out;
  out.nextToken = page(call.in(kPolicyNames), within(organization.id, q.filter), q, [&](std::string_view, NamedRow row) {
    if (auto policy = find_policy(call.txn(), organization, row.id)) out.policies.push_back(summary_of(call, organization, *policy));
    return true;
  });
  return out;
}

}  // namespace organizations
