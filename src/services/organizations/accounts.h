#pragma once
// The accounts of an organization: looking at them and moving them about.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

Account shown(const service::Call&, const OrganizationRow&, const AccountRow&);

ListAccountsResult list_accounts(const ListAccounts&, service::Call&);
ListAccountsResult list_accounts_for_parent(const ListAccountsForParent&, service::Call&);
DescribeAccountResult describe_account(const DescribeAccount&, service::Call&);
shape::Nothing move_account(const MoveAccount&, service::Call&);

}  // namespace organizations
