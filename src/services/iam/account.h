#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

Nothing create_account_alias(const CreateAccountAlias&, service::Call&);
Nothing delete_account_alias(const DeleteAccountAlias&, service::Call&);
ListAccountAliasesResult list_account_aliases(const ListAccountAliases&, service::Call&);
GetAccountSummaryResult get_account_summary(const GetAccountSummary&, service::Call&);
GetAccountPasswordPolicyResult get_account_password_policy(const GetAccountPasswordPolicy&, service::Call&);
Nothing update_account_password_policy(const UpdateAccountPasswordPolicy&, service::Call&);
Nothing delete_account_password_policy(const DeleteAccountPasswordPolicy&, service::Call&);

}  // namespace iam
