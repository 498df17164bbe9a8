#pragma once
// How accounts come into an organization and go. There is no billing here, so every account can stand alone and leave
// at once: neither payment details nor a waiting period are asked for.
#include "service/operation.h"
#include "services/organizations/api.h"

namespace organizations {

inline constexpr std::int64_t kMaxAccounts = 10'000;       // of one organization

CreateAccountStatusResult create_account(const CreateAccount&, service::Call&);
CreateAccountStatusResult describe_create_account_status(const DescribeCreateAccountStatus&, service::Call&);
ListCreateAccountStatusResult list_create_account_status(const ListCreateAccountStatus&, service::Call&);
shape::Nothing close_account(const CloseAccount&, service::Call&);
shape::Nothing remove_account_from_organization(const RemoveAccountFromOrganization&, service::Call&);
shape::Nothing leave_organization(const LeaveOrganization&, service::Call&);

}  // namespace organizations
