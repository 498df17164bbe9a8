#pragma once
#include "services/iam/access.h"
#include "services/iam/api.h"

namespace iam {

GetAccountAuthorizationDetailsResult get_account_authorization_details(const GetAccountAuthorizationDetails&, service::Call&);

}  // namespace iam
