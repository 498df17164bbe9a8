#include "service/outbox.h"

#include "base/ids.h"
#include "base/log.h"

namespace service {
namespace {

constexpr store::Table<OutboxItem> kOutbox{"service.outbox", store::Reach::everywhere};

void put_at(store::Txn& txn, const std::string& key, const OutboxItem& item) { store::Bound<OutboxItem>(txn, kOutbox, "", "").put(key, item); }

// Tried again after 1, 2, 4 ... seconds, at most five minutes.
base::Time next_try(base::Time now, std::int64_t attempts) { return now.plus_seconds(std::min<std::int64_t>(300, 1LL << std::min<std::int64_t>(attempts, 9))); }

}  // namespace

// Keys are in the order of commits, so that items run in the order of their causes.
void put_outbox(store::Txn& txn, const OutboxItem& item) {
  char order[24];
  std::snprintf(order, sizeof order, "%020llu", static_cast<unsigned long long>(txn.version()));
  put_at(txn, store::joined(order, base::random_text(16, base::kHexDigits)), item);
}

std::optional<base::Time> drain_outbox(House& house, const std::vector<OutboxHandler>& handlers) {
  std::vector<std::pair<std::string, OutboxItem>> waiting;
  {
    store::Txn txn = house.store.read();
    store::Bound<OutboxItem>(txn, kOutbox, "", "").each([&](std::string_view key, OutboxItem item) { waiting.emplace_back(key, std::move(item)); });
  }
  std::optional<base::Time> next;
  for (auto& row : waiting) {
    const std::string& key = row.first;
    OutboxItem& item = row.second;
    base::Time now = house.clock.now();
    if (item.due > now) { next = next ? std::min(*next, item.due) : item.due; continue; }
    auto handler = std::find_if(handlers.begin(), handlers.end(), [&](auto& h) { return h.kind == item.kind; });
    if (handler == handlers.end()) base::fatal("no handler for outbox items of kind " + item.kind);
    try {
      handler->run(house, item.payload);
      house.note([&](store::Txn& txn) { store::Bound<OutboxItem>(txn, kOutbox, "", "").erase(key); });
    } catch (const ApiError& e) {
      base::log_error("outbox " + item.kind + ": " + e.code + ": " + e.message);
      item.due = next_try(now, item.attempts++);
      house.note([&](store::Txn& txn) { put_at(txn, key, item); });
      next = next ? std::min(*next, item.due) : item.due;
    }
  }
  return next;
}

}  // namespace service
