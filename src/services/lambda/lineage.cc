#include "services/lambda/lineage.h"

#include <algorithm>
#include <vector>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/ids.h"

namespace lambda {
namespace {

constexpr std::size_t kMostFunctions = 32;       // of a chain that are counted: those that ran last

struct Counted { std::string function; std::int64_t count; };

bool is_hex(std::string_view text, std::size_t length) { return text.size() == length && text.find_first_not_of("0123456789abcdef") == text.npos; }

std::string_view field(std::string_view trace, std::string_view name) {
  for (auto part : base::split(trace, ';'))
    if (part.starts_with(name)) return part.substr(name.size());
  return {};
}

std::vector<Counted> counted(std::string_view lineage) {
  std::vector<Counted> out;
  if (!lineage.starts_with("1:")) return out;
  for (auto part : base::split(lineage.substr(2), '|')) {
    if (part.size() < 10 || !is_hex(part.substr(0, 8), 8) || part[8] != ':') return {};
    const auto number = part.substr(9);
    if (number.size() > 6 || number.find_first_not_of("0123456789") != number.npos) return {};
    out.push_back({std::string(part.substr(0, 8)), std::strtoll(std::string(number).c_str(), nullptr, 10)});
  }
  return out;
}

std::string root_of(std::string_view trace, base::Time now) {
  const auto root = field(trace, "Root=");
  if (root.size() == 35 && root.starts_with("1-") && is_hex(root.substr(2, 8), 8) && root[10] == '-' && is_hex(root.substr(11), 24)) return std::string(root);
  char time[16];
  std::snprintf(time, sizeof time, "1-%08llx-", static_cast<unsigned long long>(now.ms / 1000) & 0xffffffff);
  return time + base::random_text(24, base::kHexDigits);
}

}  // namespace

Turn next_turn(std::string_view trace, std::string_view function_arn, base::Time now) {
  auto chain = counted(field(trace, "Lineage="));
  Counted here{base::hex(base::sha256(function_arn)).substr(0, 8), 0};
  for (auto& c : chain) if (c.function == here.function) here.count = std::max(here.count, c.count);
  std::erase_if(chain, [&](auto& c) { return c.function == here.function; });
  if (chain.size() >= kMostFunctions) chain.erase(chain.begin(), chain.end() - (kMostFunctions - 1));
  ++here.count;
  chain.push_back(here);
  Turn out{"Root=" + root_of(trace, now) + ";Parent=" + base::random_text(16, base::kHexDigits) + ";Sampled=0;Lineage=1", here.count};
  for (auto& c : chain) out.trace += (&c == &chain.front() ? ":" : "|") + c.function + ":" + std::to_string(c.count);
  return out;
}

}  // namespace lambda
