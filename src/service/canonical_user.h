#pragma once
// An account as S3 names it: 64 hexadecimal digits that everyone may see. The same for as long as the account is.
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/crypto.h"

namespace service {

inline std::string canonical_user(std::string_view account) { return base::hex(base::sha256("canonical user of " + std::string(account))); }

}  // namespace service
