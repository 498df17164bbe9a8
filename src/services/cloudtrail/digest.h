#pragma once
// Digests: what was delivered in an hour, hashed, chained to the digest before and signed.
// CloudTrail User Guide, "CloudTrail digest file structure"; the signed string as in "Custom implementations".
#include "services/cloudtrail/delivery.h"

namespace cloudtrail {

// The end of the trail's window that `now` lies in.
base::Time window_end(const service::House&, const Trail&, base::Time now);

class Signers;

// Writes the digest of the window that ends at `end`, if the lane owes one. False: the archive refused.
bool write_digest(service::House&, Signers&, const Trail&, const Covered&, base::Time end, bool last);

// The digests due now, for a quarter of a second; with `early`, the window under way is closed too (laboratories), whatever
// time it takes. False: others are due as well, and this is to be called again.
bool write_digests(service::House&, base::Time now, bool early = false);

std::string string_to_sign(std::string_view end, std::string_view bucket, std::string_view key, std::string_view sha256_hex, std::string_view previous_signature);

}  // namespace cloudtrail
