#include "services/s3/names.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "base/ids.h"
#include "service/canonical_user.h"

namespace s3 {
namespace {

bool lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool like_an_address(std::string_view name) {
  return std::count(name.begin(), name.end(), '.') == 3 && name.find_first_not_of("0123456789.") == name.npos;
}

}  // namespace

bool is_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63 || !lower_or_digit(name.front()) || !lower_or_digit(name.back())) return false;
  for (char c : name) if (!lower_or_digit(c) && c != '-' && c != '.') return false;
  if (name.find("..") != name.npos || like_an_address(name)) return false;
  for (std::string_view prefix : {"xn--", "sthree-", "amzn-s3-demo-"}) if (name.starts_with(prefix)) return false;
  for (std::string_view suffix : {"-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"}) if (name.ends_with(suffix)) return false;
  return true;
}

std::string canonical_id(std::string_view account) { return service::canonical_user(account); }

std::string version_id(std::uint64_t ordinal) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += char(ordinal >> shift);
  return base::base64url(bytes) + base::random_text(21, base::kAlnum);
}

std::optional<std::uint64_t> ordinal_of(std::string_view id) {
  if (id.size() != 32) return {};
  auto bytes = base::unbase64url(id.substr(0, 11));
  if (!bytes || bytes->size() != 8) return {};
  std::uint64_t out = 0;
  for (char c : *bytes) out = out << 8 | std::uint8_t(c);
  return out;
}

std::string request_id() { return base::random_text(16, base::kUpperAlnum); }

// Asked for in the answer and in its record, one after the other. Fifty-two bytes that say nothing: the request id, stretched
// (SplitMix64).
std::string host_id(std::string_view request_id) {
  thread_local std::string last, id;
  if (id.empty() || last != request_id) {
    last = request_id;
    std::uint64_t state = 0;
    for (char c : last) state = (state ^ std::uint8_t(c)) * 0x100000001B3;
    char bytes[7 * 8];
    for (std::size_t i = 0; i < sizeof bytes; i += 8) {
      std::uint64_t z = state += 0x9E3779B97F4A7C15;
      z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
      z = (z ^ z >> 27) * 0x94D049BB133111EB;
      z ^= z >> 31;
      std::memcpy(bytes + i, &z, 8);
    }
    id = base::base64({bytes, 52});
  }
  return id;
}

bool etag_listed(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    std::size_t end = std::min(list.find(','), list.size());
    std::string_view one = base::trim(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.size() >= 2 && one.front() == '"' && one.back() == '"') one = one.substr(1, one.size() - 2);
    if (one == "*" || one == etag) return true;
  }
  return false;
}

std::string list_encoded(std::string_view text, bool encode) {
  return encode ? base::percent_encode(text, "/") : std::string(text);
}

}  // namespace s3
