#include "services/iam/access_key_ids.h"

#include <charconv>

#include "base/crypto.h"
#include "base/ids.h"

namespace iam {

static constexpr std::uint64_t kAccounts = 1'000'000'000'000;

std::string make_access_key_id(std::string_view prefix, std::string_view account) {
  std::uint64_t number = 0;
  std::from_chars(account.data(), account.data() + account.size(), number);
  std::string random = base::random_bytes(2);
  std::uint64_t bits = std::uint64_t(1) << 49 | number << 9 | (std::uint64_t(std::uint8_t(random[0])) << 1 | (random[1] & 1));
  std::string out(prefix);
  for (int shift = 45; shift >= 0; shift -= 5) out += base::kBase32[bits >> shift & 31];
  return out + base::random_text(6, base::kBase32);
}

std::optional<std::string> account_of_access_key(std::string_view id) {
  if (id.size() != 20) return {};
  std::uint64_t bits = 0;                                              // the first 50 of 80
  for (char c : id.substr(4, 10)) {
    std::size_t value = base::kBase32.find(c);
    if (value == base::kBase32.npos) return {};
    bits = bits << 5 | value;
  }
  std::uint64_t account = bits >> 9 & ((std::uint64_t(1) << 40) - 1);
  if (!(bits >> 49) || account >= kAccounts) return {};
  std::string digits = std::to_string(account);
  return std::string(12 - digits.size(), '0') + digits;
}

}  // namespace iam
