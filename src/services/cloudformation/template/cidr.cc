#include "services/cloudformation/template/cidr.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstdint>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

namespace {

__extension__ using Address = unsigned __int128;

struct Block {
  Address base;
  int prefix, width;                             // width: 32 or 128
};

Block parse(std::string_view text) {
  const Fault fault{"Template error: " + std::string(text) + " is not a valid CIDR block in Fn::Cidr"};
  const std::size_t slash = text.find('/');
  if (slash == text.npos) throw fault;
  const std::string host(text.substr(0, slash));
  const std::string_view prefix = text.substr(slash + 1);
  Block out{0, 0, host.find(':') == host.npos ? 32 : 128};
  std::uint8_t bytes[16];
  if (inet_pton(out.width == 32 ? AF_INET : AF_INET6, host.c_str(), bytes) != 1) throw fault;
  const auto [end, error] = std::from_chars(prefix.data(), prefix.data() + prefix.size(), out.prefix);
  if (error != std::errc() || end != prefix.data() + prefix.size() || out.prefix < 0 || out.prefix > out.width) throw fault;
  for (int i = 0; i < out.width / 8; ++i) out.base = out.base << 8 | bytes[i];
  const int free = out.width - out.prefix;
  out.base = free >= 128 ? 0 : out.base >> free << free;
  return out;
}

std::string text_of(Address address, int width) {
  std::uint8_t bytes[16];
  for (int i = width / 8; i-- > 0; address >>= 8) bytes[i] = std::uint8_t(address);
  char out[INET6_ADDRSTRLEN];
  inet_ntop(width == 32 ? AF_INET : AF_INET6, bytes, out, sizeof out);
  return out;
}

}  // namespace

std::vector<std::string> cidr_blocks(std::string_view text, long long count, long long bits) {
  const Block block = parse(text);
  if (count < 1 || count > 256) throw Fault{"Template error: the count of Fn::Cidr must be between 1 and 256"};
  if (bits < 1 || bits > block.width)
    throw Fault{"Template error: the subnet bits of Fn::Cidr must be between 1 and " + std::to_string(block.width)};
  const long long room = block.width - bits - block.prefix;
  if (room < 0 || (room < 9 && count > 1ll << room))
    throw Fault{"Template error: " + std::string(text) + " has no room for " + std::to_string(count) + " blocks of " +
                std::to_string(bits) + " bits in Fn::Cidr"};
  std::vector<std::string> out;
  Address at = block.base;
  for (long long i = 0; i < count; ++i) {
    out.push_back(text_of(at, block.width) + "/" + std::to_string(block.width - bits));
    if (bits < 128) at += Address(1) << bits;
  }
  return out;
}

}  // namespace cloudformation::language
