#pragma once
// Fn::Cidr: subnets of an IPv4 or IPv6 block.
#include <string>
#include <string_view>
#include <vector>

namespace cloudformation::language {

// count (1..256) consecutive blocks with `bits` host bits each ("10.0.0.0/16", 6, 8 -> "10.0.0.0/24" ...). Throws Fault.
std::vector<std::string> cidr_blocks(std::string_view block, long long count, long long bits);

}  // namespace cloudformation::language
