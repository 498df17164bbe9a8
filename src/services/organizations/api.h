#pragma once
// The Organizations API: what callers say and what is answered. No behaviour; any service may include this.
// Source: AWS Organizations API Reference, version 2016-11-28.
#include "services/organizations/api_accounts.h"
#include "services/organizations/api_delegation.h"
#include "services/organizations/api_effective.h"
#include "services/organizations/api_handshakes.h"
#include "services/organizations/api_policies.h"
#include "services/organizations/api_transfers.h"
