#include "services/organizations/policies.h"

#include "base/json.h"
#include "policy/document.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"
#include "services/organizations/tags.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

// What this house keeps, and how much of it. Quotas for AWS Organizations, "Maximum and minimum values".
struct TypeLimits { std::string_view type; std::size_t characters; std::int64_t policies; };
constexpr TypeLimits kTypes[] = {{"SERVICE_CONTROL_POLICY", 5120, 10'000}, {"RESOURCE_CONTROL_POLICY", 5120, 1'000}, {"TAG_POLICY", 10'000, 1'000},
                                 {"BACKUP_POLICY", 10'000, 1'000},         {"AISERVICES_OPT_OUT_POLICY", 2500, 1'000}};

const TypeLimits* limits_of(std::string_view type) {
  for (auto& t : kTypes) if (t.type == type) return &t;
  return nullptr;
}

std::size_t characters(std::string_view text) {
  return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Service and resource control policies are held to their grammar; of the others it is known only that they are objects.
void check_content(std::string_view type, std::string_view content) {
  if (characters(content) > limits_of(type)->characters)
    throw constraint("POLICY_CONTENT_LIMIT_EXCEEDED", "You have exceeded the maximum policy size of " +
                                                          std::to_string(limits_of(type)->characters) + " characters.");
  std::optional<std::string> fault;
  if (type == "SERVICE_CONTROL_POLICY") fault = policy::fault(content, policy::Kind::scp);
  else if (type == "RESOURCE_CONTROL_POLICY") fault = policy::fault(content, policy::Kind::rcp);
  else if (auto json = base::parse_json(content); !json || !json->is_object()) fault = "";
  if (!fault) return;
  std::string message = "The provided policy document does not meet the requirements of the specified policy type.";
  if (!fault->empty()) message += " " + *fault;
  throw refusal("MalformedPolicyDocumentException", message);
}

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
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})", true, {}},
      {"p-RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY", "RCPFullAWSAccess", "Allows access to every resource",
       R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]})", true, {}}};
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
  if (organization.feature_set != "ALL" || !limits_of(type))
    throw refusal("PolicyTypeNotAvailableForOrganizationException",
                  "You can't use the specified policy type with the feature set currently enabled for this organization.");
}

PolicySummary summary_of(const Call& call, const OrganizationRow& organization, const PolicyRow& policy) {
  return {policy.id, policy_arn(call, organization, policy), policy.name, policy.description, policy.type, policy.aws_managed};
}

PolicyResult create_policy(const CreatePolicy& q, Call& call) {
  auto organization = for_management(call);
  must_be_available(organization, q.type);
  check_content(q.type, q.content);
  must_be_free(call, organization, q.type, q.name);
  auto& count = organization.policies[q.type];
  if (count >= limits_of(q.type)->policies)
    throw constraint("POLICY_NUMBER_LIMIT_EXCEEDED", "You have exceeded the number of policies allowed in an organization.");
  PolicyRow policy{.type = q.type, .name = q.name, .description = q.description, .content = q.content};
  add_tags(policy.tags, q.tags);
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
  auto organization = for_management(call);
  auto policy = changeable(call, organization, q.policyId);
  if (q.content) check_content(policy.type, *q.content);
  if (q.name && *q.name != policy.name) {
    must_be_free(call, organization, policy.type, *q.name);
    call.in(kPolicyNames).erase(joined(organization.id, policy.type, policy.name));
    policy.name = *q.name;
  }
  if (q.description) policy.description = *q.description;
  if (q.content) policy.content = *q.content;
  save(call.txn(), organization, policy);
  return shown(call, organization, policy);
}

shape::Nothing delete_policy(const DeletePolicy& q, Call& call) {
  auto organization = for_management(call);
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
