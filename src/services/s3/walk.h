#pragma once
// The one way through rows "bucket NUL key NUL tail" in order, for every listing.
#include "store/table.h"

namespace s3 {

// What a visitor wants next: the next row; or to go forward to the first row at or after `to`, so that nothing between is read;
// or to stop.
struct Next { bool stop = false; std::string to{}; };

// Where the rows of a key end, and those of all keys with a prefix. No key holds bytes of 0xFF, nor a NUL.
inline std::string past_key(std::string_view key) { return store::joined(key, "\xFF"); }
inline std::string past_prefix(std::string_view prefix) { return std::string(prefix) + '\xFF'; }

// What the key is rolled up into: up to and with the first delimiter behind the prefix; empty: into nothing.
inline std::string_view common_prefix(std::string_view key, std::string_view prefix, std::string_view delimiter) {
  if (delimiter.empty()) return {};
  std::size_t at = key.find(delimiter, prefix.size());
  return at == key.npos ? std::string_view() : key.substr(0, at + delimiter.size());
}

// visit(key, tail, record) -> Next, for keys that begin with `prefix` from the place `from` on.
template <class R, class Visit>
void walk(const store::Bound<R>& rows, const std::string& bucket, const std::string& prefix, std::string from, Visit visit) {
  for (bool again = true; again;) {
    again = false;
    rows.each(store::joined(bucket, prefix), store::joined(bucket, from), [&](std::string_view row, R record) {
      row.remove_prefix(bucket.size() + 1);
      std::size_t nul = row.rfind('\0');
      Next next = visit(row.substr(0, nul), row.substr(nul + 1), std::move(record));
      if (next.stop) return false;
      if (next.to.empty()) return true;
      from = std::move(next.to);
      again = true;
      return false;
    });
  }
}

}  // namespace s3
