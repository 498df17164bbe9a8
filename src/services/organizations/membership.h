#pragma once
// Joining and leaving, and what was so at an earlier version of the state. Each audit record carries the version its call
// was judged at; delivery asks here whom that record belongs to. A change holds from its own version on: calls that only
// read carry the same version afterwards. The record of the change itself is judged by the version before as well.
#include "services/organizations/state.h"

namespace organizations {

// The account becomes a member under the root, from this very call on. Saves the account.
void join(store::Txn&, const OrganizationRow&, AccountRow account, std::string_view method, base::Time now);
// The account is in no organization, from this version on. Its tags and policies in the organization are
// gone. Saves the account; the organization's count is the caller's.
void leave(store::Txn&, const OrganizationRow&, AccountRow account);

// The service is trusted, or no longer trusted, from this version on.
void set_trust(store::Txn&, std::string_view organization, std::string_view service, bool enabled, base::Time now);

bool was_member(store::Txn&, std::string_view account, std::string_view organization, std::uint64_t version);
bool had_service_access(store::Txn&, std::string_view organization, std::string_view service, std::uint64_t version);

}  // namespace organizations
