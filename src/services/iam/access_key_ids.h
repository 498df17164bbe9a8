#pragma once
// Access key ids: four letters of kind and ten bytes in base32, which name the account they belong to as AWS's do:
// one bit set, 40 bits of account number, 39 random bits.
#include <optional>
#include <string>
#include <string_view>

namespace iam {

std::string make_access_key_id(std::string_view prefix /* AKIA, ASIA */, std::string_view account);
std::optional<std::string> account_of_access_key(std::string_view id);

}  // namespace iam
