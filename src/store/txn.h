#pragma once
// One call's view of the state: its own writes over one snapshot. Nothing is visible to others before
// Store::commit, and nothing at all remains of a Txn that is dropped.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/journal.h"

namespace store {

class Store;
class Snapshot;      // of the state, taken at a read Txn's first look

class Txn {
 public:
  Txn(Txn&&) noexcept;
  Txn& operator=(Txn&&) = delete;
  ~Txn();

  std::optional<std::string> get(std::string_view key) const;
  void put(std::string key, std::string value);          // write Txns only: a programmer's error aborts
  void erase(std::string key);
  // Keys that begin with prefix and are >= from, in order, until visit answers false.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;
  void scan(std::string_view prefix, std::string_view from, const Visit& visit) const;

  // What a failed handler wrote is forgotten by going back to the mark taken before it.
  using Mark = std::size_t;
  Mark mark() const { return undo_.size(); }
  void back_to(Mark);

  bool writes() const { return writer_.owns_lock(); }
  std::uint64_t version() const { return version_; }     // of the state this call is judged by; a writer's own is the next
  journal::Entry& entry() { return entry_; }             // the audit records of this commit

 private:
  friend class Store;
  Txn(Store&, bool writer);
  const Snapshot* snapshot() const;

  Store& store_;
  std::unique_lock<std::mutex> writer_;
  std::uint64_t version_;
  journal::Entry entry_;
  mutable std::unique_ptr<Snapshot> snapshot_;
  using Overlay = std::map<std::string, std::optional<std::string>, std::less<>>;
  Overlay overlay_;
  struct Undo { std::string key; bool was_there; std::optional<std::string> before; };
  std::vector<Undo> undo_;
};

}  // namespace store
