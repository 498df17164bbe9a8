#pragma once
// Typed tables over a Txn. A table is declared once with its reach; whoever opens it is bound to one scope,
// so that isolation is in the key and the type: docs/formats/state.md.
#include <cstdlib>

#include "shape/pack.h"
#include "store/txn.h"

namespace store {

enum class Reach : std::uint8_t { regional /* account and Region */, account, everywhere };

template <class R>
struct Table {
  std::string_view name;     // "<room>.<noun>"
  Reach reach;
};

// Key parts within a table are joined with NUL: no AWS name contains one.
inline std::string joined(std::string_view a, std::string_view b) {
  std::string out(a);
  out += '\0';
  out += b;
  return out;
}
inline std::string joined(std::string_view a, std::string_view b, std::string_view c) { return joined(joined(a, b), c); }

template <class R>
class Bound {
 public:
  Bound(Txn& txn, const Table<R>& table, std::string_view account, std::string_view region) : txn_(txn), prefix_(table.name) {
    prefix_ += '\0';
    if (table.reach != Reach::everywhere) prefix_ += account;
    prefix_ += '\0';
    if (table.reach == Reach::regional) prefix_ += region;
    prefix_ += '\0';
  }

  std::optional<R> get(std::string_view key) const {
    auto bytes = txn_.get(full(key));
    if (!bytes) return {};
    return decoded(*bytes);
  }
  bool has(std::string_view key) const { return txn_.get(full(key)).has_value(); }
  void put(std::string_view key, const R& value) { txn_.put(full(key), shape::packed(value)); }
  void erase(std::string_view key) { txn_.erase(full(key)); }

  // In key order, those that begin with `begin` and come at or after `from`; until visit answers false.
  template <class F> void each(std::string_view begin, std::string_view from, F visit) const {
    txn_.scan(full(begin), full(from), [&](std::string_view key, std::string_view bytes) {
      return visit(key.substr(prefix_.size()), decoded(bytes));
    });
  }
  template <class F> void each(F visit) const {
    each("", "", [&](std::string_view key, R value) { visit(key, std::move(value)); return true; });
  }

 private:
  std::string full(std::string_view key) const { return std::string(prefix_).append(key); }
  static R decoded(std::string_view bytes) {
    auto value = shape::unpacked<R>(bytes);
    if (!value) std::abort();          // damage would have failed the journal's or RocksDB's checksum first
    return std::move(*value);
  }
  Txn& txn_;
  std::string prefix_;
};

}  // namespace store
