#include "services/organizations/attachments.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/organization.h"
#include "services/organizations/paging.h"
#include "services/organizations/policies.h"
#include "services/organizations/policy_types.h"
#include "services/organizations/validation.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

std::string attachment_key(const OrganizationRow& organization, std::string_view target, std::string_view type, std::string_view policy) {
  return within(organization.id, target, type) + std::string(policy);
}

std::size_t count_attached(store::Txn& txn, const OrganizationRow& organization, std::string_view target, std::string_view type) {
  std::size_t n = 0;
  std::string begin = within(organization.id, target, type);
  rows(txn, kAttachments).each(begin, begin, [&](std::string_view, Attachment) { return ++n, true; });
  return n;
}

std::vector<std::string> targets_of(store::Txn& txn, const OrganizationRow& organization, std::string_view policy) {
  std::vector<std::string> out;
  std::string begin = within(organization.id, policy);
  rows(txn, kTargets).each(begin, begin, [&](std::string_view key, Mark) { return out.emplace_back(key.substr(begin.size())), true; });
  return out;
}

void must_be_target(const Call& call, const OrganizationRow& organization, std::string_view id) {
  if (is_account(id) ? !find_member(call.txn(), organization, id) : !find_node(call.txn(), organization, id)) throw no_target();
}

}  // namespace

bool in_force(const OrganizationRow& organization, std::string_view type) {
  auto& types = organization.enabled_types;
  return std::find(types.begin(), types.end(), type) != types.end();
}

void attach(store::Txn& txn, const OrganizationRow& organization, const PolicyRow& policy, std::string_view target, base::Time now) {
  rows(txn, kAttachments).put(attachment_key(organization, target, policy.type, policy.id), {now, std::int64_t(txn.version())});
  rows(txn, kTargets).put(joined(organization.id, policy.id, target), {});
}

void detach(store::Txn& txn, const OrganizationRow& organization, std::string_view type, std::string_view policy, std::string_view target) {
  rows(txn, kAttachments).erase(attachment_key(organization, target, type, policy));
  rows(txn, kTargets).erase(joined(organization.id, policy, target));
}

void attach_defaults(store::Txn& txn, const OrganizationRow& organization, std::string_view target) {
  if (organization.feature_set != "ALL") return;
  for (auto& policy : managed_policies()) attach(txn, organization, policy, target);
}

void detach_everything(store::Txn& txn, const OrganizationRow& organization, std::string_view target) {
  std::vector<std::string> attached;           // type NUL policy
  std::string begin = within(organization.id, target);
  rows(txn, kAttachments).each(begin, begin, [&](std::string_view key, Attachment) { return attached.emplace_back(key.substr(begin.size())), true; });
  for (std::string_view each : attached) {
    auto middle = each.find('\0');
    detach(txn, organization, each.substr(0, middle), each.substr(middle + 1), target);
  }
}

shape::Nothing attach_policy(const AttachPolicy& q, Call& call) {
  auto organization = for_policies(call);
  auto policy = find_policy(call.txn(), organization, q.policyId);
  if (!policy) throw no_policy();
  must_be_target(call, organization, q.targetId);
  if (!in_force(organization, policy->type))
    throw refusal("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.");
  if (call.in(kTargets).has(joined(organization.id, policy->id, q.targetId)))
    throw refusal("DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target.");
  if (count_attached(call.txn(), organization, q.targetId, policy->type) >= kind_of(policy->type)->attached)
    throw constraint("MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You have attached the maximum number of policies to the specified target.");
  attach(call.txn(), organization, *policy, q.targetId, call.now());
  policies_changed(call.txn(), organization, policy->type, call.now());
  return {};
}

shape::Nothing detach_policy(const DetachPolicy& q, Call& call) {
  auto organization = for_policies(call);
  auto policy = find_policy(call.txn(), organization, q.policyId);
  if (!policy) throw no_policy();
  must_be_target(call, organization, q.targetId);
  if (!call.in(kTargets).has(joined(organization.id, policy->id, q.targetId)))
    throw refusal("PolicyNotAttachedException", "The specified policy isn't attached to the specified target.");
  if (policy->type == "RESOURCE_CONTROL_POLICY" && policy->aws_managed)
    throw invalid("NON_DETACHABLE_POLICY", "You can't detach this Amazon Web Services Managed Policy.");
  if (policy->type == "SERVICE_CONTROL_POLICY" && count_attached(call.txn(), organization, q.targetId, policy->type) == 1)
    throw constraint("MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                     "You cannot remove the last policy attached to the specified target. You must have at least one attached at all times.");
  detach(call.txn(), organization, policy->type, policy->id, q.targetId);
  policies_changed(call.txn(), organization, policy->type, call.now());
  return {};
}

ListPoliciesResult list_policies_for_target(const ListPoliciesForTarget& q, Call& call) {
  auto organization = for_reader(call);
  must_be_target(call, organization, q.targetId);
  ListPoliciesResult out;
  out.nextToken = page(call.in(kAttachments), within(organization.id, q.targetId, q.filter), q, [&](std::string_view id, Attachment) {
    if (auto policy = find_policy(call.txn(), organization, id)) out.policies.push_back(summary_of(call, organization, *policy));
    return true;
  });
  return out;
}

ListTargetsForPolicyResult list_targets_for_policy(const ListTargetsForPolicy& q, Call& call) {
  auto organization = for_reader(call);
  if (!find_policy(call.txn(), organization, q.policyId)) throw no_policy();
  ListTargetsForPolicyResult out;
  out.nextToken = page(call.in(kTargets), within(organization.id, q.policyId), q, [&](std::string_view id, Mark) {
    if (auto entity = find_entity(call, organization, id))
      out.targets.push_back({entity->id, entity->arn, entity->name, std::string(type_word(entity->kind))});
    return true;
  });
  return out;
}

namespace {
OrganizationRow with_root(Call& call, const RootId& root) {
  auto organization = for_policies(call);
  if (organization.root != root) throw refusal("RootNotFoundException", "You specified a root that doesn't exist.");
  return organization;
}
}  // namespace

RootResult enable_policy_type(const EnablePolicyType& q, Call& call) {
  auto organization = with_root(call, q.rootId);
  must_be_available(organization, q.policyType);
  if (in_force(organization, q.policyType))
    throw refusal("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.");
  organization.enabled_types.push_back(q.policyType);
  policies_changed(call.txn(), organization, q.policyType, call.now());
  call.in(kOrganizations).put(organization.id, organization);
  return {root_of(call, organization)};
}

// All attachments of the type are lost; the managed policy takes their place where the type has one.
RootResult disable_policy_type(const DisablePolicyType& q, Call& call) {
  auto organization = with_root(call, q.rootId);
  if (!in_force(organization, q.policyType))
    throw refusal("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.");
  std::vector<std::string> policies;
  std::string begin = within(organization.id, q.policyType);
  call.in(kPolicyNames).each(begin, begin, [&](std::string_view, NamedRow row) { return policies.push_back(row.id), true; });
  for (auto& id : policies) {
    if (is_managed(id)) continue;
    for (auto& target : targets_of(call.txn(), organization, id)) {
      detach(call.txn(), organization, q.policyType, id, target);
      for (auto& managed : managed_policies()) if (managed.type == q.policyType) attach(call.txn(), organization, managed, target);
    }
  }
  std::erase(organization.enabled_types, std::string(q.policyType));
  policies_changed(call.txn(), organization, q.policyType, call.now());
  call.in(kOrganizations).put(organization.id, organization);
  return {root_of(call, organization)};
}

}  // namespace organizations
