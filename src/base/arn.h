#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace base {

// arn:partition:service:region:account:resource, as views into the text it was parsed from.
struct Arn {
  std::string_view partition, service, region, account, resource;
};
std::optional<Arn> parse_arn(std::string_view);

bool is_account_id(std::string_view);      // twelve digits

}  // namespace base
