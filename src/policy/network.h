#pragma once
// IP addresses and CIDR blocks, v4 and v6. A v4 address mapped into v6 (::ffff:a.b.c.d) is its v4 self.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace policy {

struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};      // a v4 address in the first four
};
std::optional<Address> parse_address(std::string_view);

struct Network {
  Address address;
  unsigned prefix;                           // bits: 0..32, 0..128
  bool contains(const Address&) const;       // never across families
};
std::optional<Network> parse_network(std::string_view);   // without a "/n" one address; bits behind the prefix are ignored

}  // namespace policy
