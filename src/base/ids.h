#pragma once
// Identifiers as AWS spells them. Random bits come from a pool refilled by the system's generator, one a thread.
#include <cstdint>
#include <string>
#include <string_view>

namespace base {

std::string uuid();                                          // version 4, lower case
void append_uuid(std::string& out);
std::string random_text(std::size_t n, std::string_view alphabet);
inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kHexDigits = "0123456789abcdef";
inline constexpr std::string_view kLowerAlnum = "abcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kUpperAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
inline constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kAlnum = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// IAM's unique ids: AIDA user, AROA role, AGPA group, ANPA policy, AKIA access key, ASIA session key; 20 characters.
std::string unique_id(std::string_view prefix);

}  // namespace base
