#pragma once
// What the inherited policies of one type come to for an account, and where that is not valid.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/inheritance.h"
#include "services/organizations/state.h"

namespace organizations {

// The policies of one type that stand above an account, and when they, or the account's membership, last changed.
struct Inherited { PolicyLevels levels; base::Time updated; bool any = false; };
Inherited inherited_by(store::Txn&, const OrganizationRow&, const AccountRow&, std::string_view type);

std::vector<service::Access> on_effective_policy(const DescribeEffectivePolicy&, service::Call&);

DescribeEffectivePolicyResult describe_effective_policy(const DescribeEffectivePolicy&, service::Call&);
ListAccountsWithInvalidEffectivePolicyResult list_accounts_with_invalid_effective_policy(const ListAccountsWithInvalidEffectivePolicy&, service::Call&);
ListEffectivePolicyValidationErrorsResult list_effective_policy_validation_errors(const ListEffectivePolicyValidationErrors&, service::Call&);

}  // namespace organizations
