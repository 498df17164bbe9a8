#include "service/held_principals.h"

#include "policy/respell.h"
#include "service/house.h"

namespace service {

std::string holding_principals(Call& call, std::string_view document, const ApiError& invalid) {
  return policy::respelled(document, [&](std::string_view text) {
    auto id = call.house().ports().unique_id(call.house(), call.txn(), text);
    if (!id) return std::string(text);
    if (id->empty()) throw invalid;
    return *id;
  });
}

std::string readable_policy(Call& call, std::string_view written, std::string_view held) {
  return policy::readable(written, held, [&](const std::string& arn, const std::string& id) { return call.house().ports().present_name(call.house(), call.txn(), arn, id); });
}

}  // namespace service
