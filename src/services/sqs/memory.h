#pragma once
// What a FIFO queue knows for five minutes: deduplication ids, and what receive attempts returned.
#include "services/sqs/queue.h"

namespace sqs {

class Memory {
 public:
  Memory(store::Txn&, const Found&);
  static std::string of_message(std::string_view group, std::string_view deduplication_id) { return store::joined("message", group, deduplication_id); }
  static std::string of_attempt(std::string_view id) { return store::joined("attempt", id); }

  std::optional<Remembered> recall(const std::string& what, base::Time now) const;
  void remember(const std::string& what, const Remembered&);        // its `at` is now; forgets some of what is too old
  void keep(const std::string& what, const Remembered& changed) { remembered_.put(store::joined(id_, what), changed); }

 private:
  std::string dated(base::Time at, const std::string& what) const { return store::joined(id_, order(at), what); }
  std::string id_;
  store::Bound<Remembered> remembered_;
  store::Bound<Mark> forget_;
};

}  // namespace sqs
