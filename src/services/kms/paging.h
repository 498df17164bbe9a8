#pragma once
// Markers: the key of the last row shown, so that a page needs no memory of the one before.
#include "base/bytes.h"
#include "service/error.h"
#include "services/kms/api_words.h"
#include "store/table.h"

namespace kms {

inline std::string after(const std::optional<Marker>& marker) {
  if (!marker) return {};
  auto key = base::unbase64url(*marker);
  if (!key) throw service::ApiError{"InvalidMarkerException", 400, "Could not deserialize marker '" + *marker + "'"};
  return *key + '\0';                  // the first key behind it
}

inline std::size_t page_size(const std::optional<PageSize>& limit, std::int64_t otherwise = 100) {
  return std::size_t(limit ? limit->value : otherwise);
}

// Shows rows that begin with `begin`, in order; `show` answers whether the row counts. Answers the next page's marker.
template <class R, class F>
std::optional<std::string> page(const store::Bound<R>& rows, std::string_view begin, const std::optional<Marker>& marker, std::size_t limit,
                                F show) {
  std::string last;
  std::size_t shown = 0;
  bool more = false;
  rows.each(begin, after(marker), [&](std::string_view key, R row) {
    if (shown == limit) { more = true; return false; }
    if (show(key, std::move(row))) { ++shown; last = key; }
    return true;
  });
  if (!more) return {};
  return base::base64url(last);
}

}  // namespace kms
