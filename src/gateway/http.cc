#include "gateway/http.h"

#include "base/bytes.h"

namespace gateway {

std::string_view Request::find(std::string_view name) const {
  for (const Header& h : headers)
    if (base::iequals(h.name, name)) return base::trim(h.value);
  return {};
}

bool Request::has(std::string_view name) const {
  for (const Header& h : headers)
    if (base::iequals(h.name, name)) return true;
  return false;
}

void Request::clear() {
  method = target = path = query = {};
  headers.clear();
}

std::optional<QueryPairs> query_pairs(std::string_view query) {
  QueryPairs out;
  bool good = true;
  each_raw_pair(query, [&](std::string_view name, std::string_view value) {
    auto n = base::percent_decode(name, true), v = base::percent_decode(value, true);
    good = good && n && v;
    if (good) out.emplace_back(std::move(*n), std::move(*v));
  });
  if (!good) return {};
  return out;
}

}  // namespace gateway
