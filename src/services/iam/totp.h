#pragma once
// Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, steps of thirty seconds and six digits.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace iam {

inline constexpr std::int64_t kTotpSeconds = 30;
constexpr std::int64_t totp_step(base::Time t) { return t.s() / kTotpSeconds; }

std::string totp(std::string_view secret, std::int64_t step);

// The first step from `from` to `to` whose password this is; all are tried, whichever fits.
std::optional<std::int64_t> find_totp(std::string_view secret, std::string_view code, std::int64_t from, std::int64_t to);

// The step of the second of two passwords that follow one another, at most `away` steps from `around`.
std::optional<std::int64_t> find_totp_pair(std::string_view secret, std::string_view first, std::string_view second, std::int64_t around, std::int64_t away);

// A seed of 320 bits as authenticators take it, in 64 characters of base32, and the secret it spells.
std::string new_seed();
std::string secret_of_seed(std::string_view base32);

}  // namespace iam
