#include "base/arn.h"

namespace base {

std::optional<Arn> parse_arn(std::string_view text) {
  if (!text.starts_with("arn:")) return {};
  std::string_view parts[4], rest = text.substr(4);
  for (auto& part : parts) {
    auto colon = rest.find(':');
    if (colon == rest.npos) return {};
    part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  return Arn{parts[0], parts[1], parts[2], parts[3], rest};
}

bool is_account_id(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == text.npos;
}

}  // namespace base
