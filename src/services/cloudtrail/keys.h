#pragma once
// The key pairs that sign digests: one a Region, 30 days each, public halves kept as long as digests may be.
#include "base/crypto.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

inline service::Access list_keys_access(const ListPublicKeys&, service::Call&) { return {.action = "cloudtrail:ListPublicKeys"}; }
ListPublicKeysResult list_public_keys(const ListPublicKeys&, service::Call&);

struct Signer { std::string fingerprint, public_der; base::RsaKey key; };
// The Region's key that is valid now. Makes and stores one if there is none: only for workers, as that takes up to a second.
Signer signer_for(service::House&, std::string_view region);
bool has_signer(service::House&, std::string_view region);

}  // namespace cloudtrail
