#pragma once
// The one durable log: the audit log and the state's write-ahead log in one.
//
// An entry is one commit: writes to the state, and the audit records that explain them. Entries are
// totally ordered. Every record belongs to a stream (account, region), where it has a number without
// gaps and a hash over its predecessor's hash, its number and its text. Many entries share one
// synced write. What the files hold: docs/formats/journal.md.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace journal {

using Sequence = std::uint64_t;               // of an entry, from 1, without gaps

constexpr std::uint8_t kHistory = 0x01;       // flag: the record can be found by lookup

// What is stored is not what was written: a broken checksum, chain or sequence.
class Damage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct RecordView {
  std::string_view account, region;           // its stream
  std::uint64_t number = 0;                   // in its stream, from 1
  Sequence entry = 0;
  std::uint64_t version = 0;                  // of the state the call was judged by
  std::uint8_t flags = 0;
  base::Time time;
  std::string_view json;
  std::string_view hash;                      // SHA-256(previous || u64le number || json)
  std::string_view previous;                  // hash of number - 1; zeros before the first
};

struct Record {                               // a RecordView's own copy
  std::string account, region;
  std::uint64_t number = 0;
  Sequence entry = 0;
  std::uint64_t version = 0;
  std::uint8_t flags = 0;
  base::Time time;
  std::string json, hash;
};

struct WriteView {
  std::string_view key;
  std::optional<std::string_view> value;      // nullopt: erased
};

struct StreamHead {
  std::string account, region;
  std::uint64_t number = 0;                   // of the last durable record
  std::string hash;                           // 32 bytes
};

// One commit in the making. The JSON of its records is written straight into its one buffer.
class Entry {
 public:
  explicit Entry(std::uint64_t version) : version_(version) {}
  Entry(Entry&&) noexcept = default;
  Entry& operator=(Entry&&) noexcept = default;

  void write(std::string_view key, std::optional<std::string_view> value);
  // Account of 12 bytes, region of 1 to 32. The caller appends the record's JSON to the answered
  // buffer, touching nothing before it, and ends the record before anything else.
  std::string& begin_record(std::string_view account, std::string_view region, std::uint8_t flags, base::Time time);
  void end_record();

  bool has_writes() const { return writes_ > 0; }
  std::size_t records() const { return records_; }
  std::uint64_t version() const { return version_; }
  std::size_t bytes() const { return buffer_.size(); }

 private:
  friend class Journal;
  std::string encoded() &&;
  void room(std::size_t n);

  std::string buffer_;
  std::uint64_t version_;
  std::size_t open_ = 0;                      // where the record being written begins; 0: none is
  std::uint32_t writes_ = 0, records_ = 0;
};

// Told once when a sequence is durable. A node of the committer's list: it stays where it is until then.
class Waiter {
 public:
  virtual void durable() = 0;                 // on the committer's thread: quick, never waiting for the journal

 protected:
  virtual ~Waiter() = default;

 private:
  friend class Committer;
  Waiter* next_ = nullptr;
  Sequence sequence_ = 0;
};

class Medium;

struct Options {
  std::filesystem::path directory;            // empty: in memory, nothing survives
  std::size_t segment_bytes = 64u << 20;      // multiple of 4096, from 16 KiB to 1 GiB; of segments made from now on
  std::size_t queue_bytes = 32u << 20;        // appended and not yet taken by the committer
  std::size_t batch_bytes = 1u << 20;         // of one synced write; a larger entry goes alone
  std::shared_ptr<Medium> medium;             // instead of the directory: tests
  std::function<void(std::string_view)> on_fault;   // instead of base::fatal: tests. Afterwards append and wait throw
};

// Tells the attributes by which a record is to be found: opaque strings, not empty, each at least once; the same for the same
// record ever after, since indexes are rebuilt by it. Called on several threads; never throws.
using Extractor = std::function<void(const RecordView&, const std::function<void(std::string_view key)>& tell)>;

// Where a chain of pages stands: behind the record of this time and number, among those which the
// stream had when the chain began. A fresh one begins a chain.
struct Cursor {
  base::Time time;
  std::uint64_t number = 0;
  std::uint64_t newest = 0;                   // 0: fresh

  std::string text() const;                   // opaque; authenticating it is its keeper's affair
  static std::optional<Cursor> parse(std::string_view);
};

struct Query {
  std::string_view account, region;
  std::string_view key;                       // empty: every record
  base::Time from, to;                        // both inclusive
  Cursor after;
  std::size_t limit = 50;
};

struct Found {
  std::vector<Record> records;                // newest first by time, then by number in the stream
  Cursor next;                                // to go on with, when there are more
  bool more = false;
};

class Journal {
 public:
  // Throws std::runtime_error with a text for the operator: Damage when the files are not as written.
  static std::unique_ptr<Journal> open(Options, Extractor = {});
  ~Journal();                                 // what was appended is durable before it ends
  Journal(const Journal&) = delete;

  // Ordered, not yet durable. Waits only while the queue is over its limit.
  // Throws std::length_error when the entry is larger than entry_limit().
  // The journal's own thread writes it, unless the caller says that it will drive().
  enum class Writer : std::uint8_t { own, caller };
  Sequence append(Entry&&, Writer = Writer::own);
  // Writes what is queued on this thread, if it is due and no other thread is at it: an event loop that drives at the end
  // of its turn needs no other thread for its answers. Answers when to drive again; nothing: others see to the rest.
  std::optional<std::chrono::steady_clock::time_point> drive();
  std::size_t entry_limit() const;            // bytes()
  Sequence appended() const;
  Sequence durable() const;
  // Both of what was appended. notify tells at once, on this thread, when it is durable already.
  void notify(Sequence, Waiter&);
  void wait(Sequence);

  // Durable entries after `from`, in order, up to the last one at the time of the call; until fn answers
  // false. Throws std::out_of_range when entries after `from` have been dropped.
  using Replay = std::function<bool(Sequence, std::uint64_t version, std::span<const WriteView>, std::span<const RecordView>)>;
  void replay(Sequence from, const Replay& fn) const;
  Sequence first() const;                     // oldest entry kept; one more than the last when there is none

  std::vector<StreamHead> streams() const;    // ordered by account and region
  std::uint64_t head(std::string_view account, std::string_view region) const;
  // Durable records of a stream from a number on (or from the oldest one kept), in order, each
  // checked against the chain; until fn answers false.
  void read(std::string_view account, std::string_view region, std::uint64_t from_number,
            const std::function<bool(const RecordView&)>& fn) const;

  // Every record that was durable when the chain of pages began is found exactly once in it.
  Found lookup(const Query&) const;

  void seal();                                // close the active segment now and wait for its index
  // Drops whole sealed segments, oldest first, whose records are all older and whose entries are all < keep_from.
  void drop_before(base::Time, Sequence keep_from);

 private:
  struct Parts;
  explicit Journal(std::unique_ptr<Parts>);
  Found find(const Query&) const;
  std::unique_ptr<Parts> parts_;
};

}  // namespace journal
