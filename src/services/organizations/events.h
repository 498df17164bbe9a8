#pragma once
// Membership events: service events in the management account's stream when an account has joined or departed.
// AWS Organizations API Reference, RemoveAccountFromOrganization.
#include "services/organizations/state.h"

namespace organizations {

// method: Created, Invited; Removed, Left. Part of the commit that makes it so, when nothing can fail any more.
void record_joining(store::Txn&, const OrganizationRow&, std::string_view account, std::string_view method, base::Time now);
void record_departing(store::Txn&, const OrganizationRow&, std::string_view account, std::string_view method, base::Time now);

}  // namespace organizations
