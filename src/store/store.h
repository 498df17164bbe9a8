#pragma once
// State as the journal's view. RocksDB holds it without a log of its own: it is flushed now and then
// together with the sequence it has applied, and only ever behind what the journal has made durable.
// Opening replays the rest. One writer at a time; readers run beside it on snapshots.
#include <array>
#include <atomic>
#include <filesystem>

#include "store/txn.h"

namespace store {

struct Options {
  std::filesystem::path directory;      // empty: in memory, nothing survives
  std::size_t flush_bytes = 16u << 20;  // of state held in memory before it is written out
};

class Store {
 public:
  // Throws std::runtime_error with a text for the operator.
  Store(Options, journal::Journal&);
  ~Store();

  Txn read();                           // never blocks; the snapshot is taken at the first look
  Txn write();                          // waits for its turn; the turn ends with commit or the Txn's death

  // State and records, one entry. The answer may leave once the journal calls the sequence durable.
  using Writer = journal::Journal::Writer;
  journal::Sequence commit(Txn&&, Writer = Writer::own);

  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // The version at which a table whose name begins with this room's name was last written: caches compare it.
  std::uint64_t touched(std::string_view room) const;

  void flush();                         // write the state out now

 private:
  friend class Txn;
  friend class Snapshot;
  struct State;
  void replay();
  void flush_locked();
  void touch(std::string_view key, std::uint64_t version);

  journal::Journal& journal_;
  Options options_;
  std::unique_ptr<State> state_;
  std::mutex writer_;
  std::atomic<std::uint64_t> version_{0};
  std::array<std::atomic<std::uint64_t>, 64> touched_{};
};

}  // namespace store
