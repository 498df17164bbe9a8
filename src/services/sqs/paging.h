#pragma once
// NextToken: the name of the last queue shown. Without MaxResults a call shows a thousand and gives no token.
#include "base/bytes.h"
#include "services/sqs/queue.h"

namespace sqs {

// Shows queues in the order of their names; `show` answers whether a queue counts. Answers the next page's token.
template <class F>
std::optional<std::string> page(const store::Bound<Queue>& rows, std::string_view prefix, const std::optional<std::string>& token,
                                const std::optional<std::int64_t>& limit, F show) {
  if (limit && (*limit < 1 || *limit > 1000)) throw invalid_value(std::to_string(*limit), "MaxResults", "MaxResults must be an integer between 1 and 1000.");
  std::string from, last;
  if (token && !token->empty()) {
    auto name = base::unbase64url(*token);
    if (!name) throw invalid_value(token->substr(0, 128), "NextToken", "The token is not one of this operation.");
    from = *name + '\0';
  }
  const std::size_t most = std::size_t(limit.value_or(1000));
  std::size_t shown = 0;
  bool more = false;
  rows.each(prefix, from, [&](std::string_view, Queue queue) {
    if (shown == most) { more = true; return false; }
    if (show(queue)) { ++shown; last = queue.name; }
    return true;
  });
  if (!more || !limit) return {};
  return base::base64url(last);
}

}  // namespace sqs
