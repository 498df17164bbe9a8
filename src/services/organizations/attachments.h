#pragma once
// Which policies are attached to which roots, units and accounts, and which types of policy are in force.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

void attach(store::Txn&, const OrganizationRow&, const PolicyRow&, std::string_view target, base::Time now = {});
void detach(store::Txn&, const OrganizationRow&, std::string_view type, std::string_view policy, std::string_view target);
// The managed policies that allow everything, which each new root, unit and account begins with.
void attach_defaults(store::Txn&, const OrganizationRow&, std::string_view target);
void detach_everything(store::Txn&, const OrganizationRow&, std::string_view target);
bool in_force(const OrganizationRow&, std::string_view type);

ListPoliciesResult list_policies_for_target(const ListPoliciesForTarget&, service::Call&);
ListTargetsForPolicyResult list_targets_for_policy(const ListTargetsForPolicy&, service::Call&);
shape::Nothing attach_policy(const AttachPolicy&, service::Call&);
shape::Nothing detach_policy(const DetachPolicy&, service::Call&);
RootResult enable_policy_type(const EnablePolicyType&, service::Call&);
RootResult disable_policy_type(const DisablePolicyType&, service::Call&);

}  // namespace organizations
