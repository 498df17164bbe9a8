#pragma once
// The IAM API: what callers say and what IAM answers. No behaviour; any service may include this.
#include "services/iam/api_account.h"
#include "services/iam/api_inline_policies.h"
#include "services/iam/api_policies.h"
#include "services/iam/api_reports.h"
#include "services/iam/api_roles.h"
#include "services/iam/api_users.h"
