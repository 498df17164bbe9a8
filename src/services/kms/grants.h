#pragma once
#include "services/kms/api_grants.h"
#include "services/kms/key.h"

namespace kms {

Access to_create_grant(const CreateGrant&, Call&);
Access to_list_grants(const ListGrants&, Call&);
Access to_list_retirable_grants(const ListRetirableGrants&, Call&);
Access to_revoke_grant(const RevokeGrant&, Call&);
Access to_retire_grant(const RetireGrant&, Call&);

CreateGrantResult create_grant(const CreateGrant&, Call&);
ListGrantsResult list_grants(const ListGrants&, Call&);
ListGrantsResult list_retirable_grants(const ListRetirableGrants&, Call&);
Done revoke_grant(const RevokeGrant&, Call&);
Done retire_grant(const RetireGrant&, Call&);

// The policy that the caller's grants for this operation amount to; nullptr when none covers it.
std::shared_ptr<const policy::Document> covering_grant(Call&, const Key&, std::string_view operation, const EncryptionContext*);

// Grants hold from the commit on, so a token has nothing left to do; but one that is not ours is refused.
void check_tokens(const House&, const std::optional<GrantTokens>&);

}  // namespace kms
