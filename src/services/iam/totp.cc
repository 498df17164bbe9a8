#include "services/iam/totp.h"

#include <openssl/hmac.h>

#include <cstdlib>

#include "base/crypto.h"
#include "base/ids.h"

namespace iam {

std::string totp(std::string_view secret, std::int64_t step) {
  unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
  for (int i = 0; i < 8; ++i) counter[i] = static_cast<unsigned char>(std::uint64_t(step) >> (8 * (7 - i)));
  unsigned size = 0;
  if (!HMAC(EVP_sha1(), secret.data(), int(secret.size()), counter, sizeof counter, mac, &size) || size != 20) std::abort();
  const unsigned at = mac[19] & 0x0F;
  std::uint32_t number = (std::uint32_t(mac[at] & 0x7F) << 24 | std::uint32_t(mac[at + 1]) << 16 | std::uint32_t(mac[at + 2]) << 8 | mac[at + 3]) % 1'000'000;
  std::string out(6, '0');
  for (int i = 5; i >= 0; --i, number /= 10) out[std::size_t(i)] = char('0' + number % 10);
  return out;
}

std::optional<std::int64_t> find_totp(std::string_view secret, std::string_view code, std::int64_t from, std::int64_t to) {
  std::optional<std::int64_t> found;
  for (std::int64_t step = from; step <= to; ++step)
    if (base::equal_in_constant_time(totp(secret, step), code) && !found) found = step;
  return found;
}

std::optional<std::int64_t> find_totp_pair(std::string_view secret, std::string_view first, std::string_view second, std::int64_t around, std::int64_t away) {
  std::optional<std::int64_t> found;
  std::string before = totp(secret, around - away - 1);
  for (std::int64_t step = around - away; step <= around + away; ++step) {
    std::string code = totp(secret, step);
    bool both = base::equal_in_constant_time(before, first) & base::equal_in_constant_time(code, second);
    if (both && !found) found = step;
    before = std::move(code);
  }
  return found;
}

std::string new_seed() { return base::random_text(64, base::kBase32); }

std::string secret_of_seed(std::string_view base32) {
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : base32) {
    bits = bits << 5 | std::uint32_t(base::kBase32.find(c) & 31);
    held += 5;
    if (held < 8) continue;
    held -= 8;
    out += char(bits >> held);
    bits &= (1u << held) - 1;
  }
  return out;
}

}  // namespace iam
