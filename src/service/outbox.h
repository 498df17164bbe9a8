#pragma once
// What must happen elsewhere, kept in the same commit as its cause and done by a worker as its own authorized,
// recorded calls. An item is done at least once: its handler begins by looking at what is already there.
#include "service/house.h"

namespace service {

struct OutboxItem {
  std::string kind, payload;
  base::Time due;
  std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(OutboxItem, (), (kind, payload, due, attempts))

void put_outbox(store::Txn&, const OutboxItem&);

// One room's way of doing one kind of item. Throws ApiError or std::exception to be tried again later, a little
// later each time; an item that cannot succeed is the handler's to record as failed and return from.
struct OutboxHandler {
  std::string_view kind;
  void (*run)(House&, const std::string& payload);
};

// Does what is due; answers when the next item is due, if any waits.
std::optional<base::Time> drain_outbox(House&, const std::vector<OutboxHandler>&);

}  // namespace service
