#include "policy/network.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

namespace policy {

std::optional<Address> parse_address(std::string_view text) {
  char buffer[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof buffer || text.find('\0') != text.npos) return {};
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = 0;
  Address out{.v6 = text.find(':') != text.npos};
  if (inet_pton(out.v6 ? AF_INET6 : AF_INET, buffer, out.bytes.data()) != 1) return {};
  constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (out.v6 && std::memcmp(out.bytes.data(), mapped.data(), mapped.size()) == 0) {
    Address v4;
    std::memcpy(v4.bytes.data(), out.bytes.data() + mapped.size(), 4);
    return v4;
  }
  return out;
}

std::optional<Network> parse_network(std::string_view text) {
  auto slash = text.find('/');
  auto address = parse_address(text.substr(0, slash));
  if (!address) return {};
  unsigned bits = address->v6 ? 128 : 32;
  if (slash == text.npos) return Network{*address, bits};
  std::string_view digits = text.substr(slash + 1);
  unsigned prefix = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {};
  if (!address->v6 && text.find(':') != text.npos) {   // a mapped v4 network counts its bits as v6
    if (prefix < 96) return {};
    prefix -= 96;
  }
  if (prefix > bits) return {};
  return Network{*address, prefix};
}

bool Network::contains(const Address& other) const {
  if (other.v6 != address.v6) return false;
  unsigned whole = prefix / 8, rest = prefix % 8;
  if (std::memcmp(address.bytes.data(), other.bytes.data(), whole) != 0) return false;
  return rest == 0 || ((address.bytes[whole] ^ other.bytes[whole]) >> (8 - rest)) == 0;
}

}  // namespace policy
