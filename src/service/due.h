#pragma once
// Work that waits for its time: a table over all accounts and Regions, whose rows have their time (`at`) and stand in
// the order of it.
#include "service/house.h"

namespace service {

template <class Row>
std::vector<std::pair<std::string, Row>> due_by(House& house, const store::Table<Row>& table, base::Time when, std::size_t most) {
  std::vector<std::pair<std::string, Row>> out;
  store::Txn txn = house.store.read();
  store::Bound<Row>(txn, table, "", "").each("", "", [&](std::string_view key, Row row) {
    if (row.at > when || out.size() == most) return false;
    out.emplace_back(key, std::move(row));
    return true;
  });
  return out;
}

// A worker's round: what is due now, each in a commit of its own, and when the next is due. `act(txn, key, row)` goes by
// the state as it is in that Txn, for what was due may have been called off meanwhile. A row that it leaves stays due.
template <class Row, class Act>
std::optional<base::Time> keep_up(House& house, const store::Table<Row>& table, Act act, std::size_t at_once = 1000) {
  for (auto& [key, row] : due_by(house, table, house.clock.now(), at_once)) house.note([&](store::Txn& txn) { act(txn, key, row); });
  auto next = due_by(house, table, base::Time{INT64_MAX}, 1);
  return next.empty() ? std::nullopt : std::optional(next.front().second.at);
}

}  // namespace service
