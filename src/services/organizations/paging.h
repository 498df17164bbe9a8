#pragma once
// Pages of at most twenty. A token names the first row not yet shown, within the list being paged, so it needs no
// keeping and cannot lead out of it.
#include "base/bytes.h"
#include "services/organizations/api.h"
#include "services/organizations/errors.h"
#include "store/table.h"

namespace organizations {

inline std::string page_start(const std::optional<Token>& token) {
  if (!token) return "";
  auto start = base::unbase64url(*token);
  if (!start) throw invalid("INVALID_NEXT_TOKEN", "You specified an invalid value for nextToken. Use the value from the response to a previous call.");
  return *start;
}
inline std::size_t page_size(const std::optional<PageSize>& size) { return size ? std::size_t(size->value) : 20; }

// Shows rows whose keys begin with `begin`; show(rest of the key, row) answers whether the row counts.
// The answer is the token of the next page, if there is one.
template <class R, class Request, class Show>
std::optional<std::string> page(const store::Bound<R>& table, const std::string& begin, const Request& q, Show show) {
  std::size_t left = page_size(q.maxResults);
  std::optional<std::string> next;
  table.each(begin, begin + page_start(q.nextToken), [&](std::string_view key, R row) {
    key.remove_prefix(begin.size());
    if (left == 0) { next = base::base64url(key); return false; }
    if (show(key, std::move(row))) --left;
    return true;
  });
  return next;
}

// The part of every key of one organization, and of one list within it.
inline std::string within(std::string_view a) { return std::string(a) + '\0'; }
inline std::string within(std::string_view a, std::string_view b) { return within(store::joined(a, b)); }
inline std::string within(std::string_view a, std::string_view b, std::string_view c) { return within(store::joined(a, b, c)); }

}  // namespace organizations
