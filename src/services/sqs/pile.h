#pragma once
// The messages of one queue and the order they are received in. Standard queues hand out what is visible, longest visible
// first. FIFO queues hand out groups: a group is free when none of its messages is in flight, and then gives its first ones.
#include <functional>

#include "services/sqs/queue.h"

namespace sqs {

class Pile {
 public:
  Pile(store::Txn&, const Found&);
  ~Pile() = default;
  Pile(const Pile&) = delete;

  // Puts a message behind the others. The entry's sent and visible times are the caller's; FIFO: its sequence is set here.
  std::int64_t add(Entry&, const Content&);
  std::optional<Entry> find(std::int64_t number) const { return entries_.get(key(number)); }
  std::optional<Content> content(std::int64_t number) const { return contents_.get(key(number)); }
  // Keeps the changed times and counts of a message. `before` is what is stored.
  void change(std::int64_t number, const Entry& before, const Entry& after);
  void remove(std::int64_t number, const Entry&);

  // Messages that can be received now, in order, until visit answers false. Visit may change and remove what it is shown.
  using Visit = std::function<bool(std::int64_t number, const Entry&)>;
  void each_ready(base::Time now, const Visit& visit);
  // When the next one can be received; nothing: none is there.
  std::optional<base::Time> next_ready() const;

  bool expired(const Entry& e, base::Time now) const { return e.sent.plus_seconds(retention_) <= now; }
  // Removes some of the expired messages; true: there are more. Sets the errand for those to come.
  bool expire(base::Time now);

  struct Counts { std::int64_t visible = 0, in_flight = 0, delayed = 0; };
  Counts counts(base::Time now) const;
  bool full_flight(base::Time now) const;        // 120,000 messages are in flight
  std::int64_t total() const { return tally_.total; }

  void finish();                                 // writes the tally: after the last change

 private:
  std::string key(std::int64_t number) const { return store::joined(pile_, order(number)); }
  std::string timed(base::Time t, std::int64_t number) const { return store::joined(pile_, order(t), order(number)); }
  std::string in_line(const std::string& group, std::int64_t number) const { return store::joined(pile_, group, order(number)); }
  void refresh(const std::string& group);
  void plan(base::Time look);
  template <class R> store::Bound<R> bound(const store::Table<R>& t) const { return {txn_, t, at_.account, at_.region}; }
  std::vector<std::int64_t> due(base::Time now, std::size_t most) const;
  std::vector<std::int64_t> line(const std::string& group, std::size_t most) const;
  void each_in_groups(base::Time now, const Visit& visit);

  store::Txn& txn_;
  const Scope at_;
  const std::string name_, pile_;
  const bool fifo_;
  const std::int64_t retention_;
  store::Bound<Entry> entries_;
  store::Bound<Content> contents_;
  store::Bound<Mark> visible_, ages_;
  Tally tally_;
};

// What is left of a pile or queue id that no queue names any more: some of it. True: there is more.
bool erase_rows(store::Txn&, const Scope&, const std::string& id);

}  // namespace sqs
