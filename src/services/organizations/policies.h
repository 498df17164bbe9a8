#pragma once
// The policies of an organization.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

// FullAWSAccess and RCPFullAWSAccess, kept as rows of every organization with all features.
const std::vector<PolicyRow>& managed_policies();
bool is_managed(std::string_view policy);
// Throws unless the organization may use policies of this type.
void must_be_available(const OrganizationRow&, std::string_view type);
PolicySummary summary_of(const service::Call&, const OrganizationRow&, const PolicyRow&);
void put_managed_policies(store::Txn&, const OrganizationRow&);

PolicyResult create_policy(const CreatePolicy&, service::Call&);
PolicyResult describe_policy(const DescribePolicy&, service::Call&);
PolicyResult update_policy(const UpdatePolicy&, service::Call&);
shape::Nothing delete_policy(const DeletePolicy&, service::Call&);
ListPoliciesResult list_policies(const ListPolicies&, service::Call&);

}  // namespace organizations
