#pragma once
// The KMS API: what callers say and what KMS answers. No behaviour; any service may include this.
#include "services/kms/api_grants.h"
#include "services/kms/api_keys.h"
#include "services/kms/api_pairs.h"
#include "services/kms/api_use.h"
