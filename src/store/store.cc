#include "store/settled.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <thread>

#include "base/bytes.h"
#include "base/log.h"

namespace store {
namespace {

// The one key outside every table: sequence and version that a flush has on disk, eight bytes each.
constexpr std::string_view kApplied = "\x01" "applied";

rocksdb::Slice slice(std::string_view s) { return {s.data(), s.size()}; }
std::string_view view(const rocksdb::Slice& s) { return {s.data(), s.size()}; }

void must(const rocksdb::Status& s, const char* what) {
  if (!s.ok()) base::fatal(std::string("state: ") + what + ": " + s.ToString());
}

// The first key behind all that begin with the prefix; empty: there is none.
std::string behind(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xFF') end.pop_back();
  if (!end.empty()) ++end.back();
  return end;
}

std::size_t room_of(std::string_view key) {
  return std::hash<std::string_view>{}(key.substr(0, key.find('.'))) % 64;
}

// Flushes go on beside the writers: told here that one has failed.
class Faults : public rocksdb::EventListener {
 public:
  void OnBackgroundError(rocksdb::BackgroundErrorReason, rocksdb::Status* status) override {
    failed_ = true;
    base::log_error("the state cannot be written: " + status->ToString());
  }
  bool failed() const { return failed_; }

 private:
  std::atomic<bool> failed_{false};
};

// The journal is the log.
rocksdb::WriteOptions unlogged() {
  rocksdb::WriteOptions o;
  o.disableWAL = true;
  return o;
}

rocksdb::Options rocks_options(rocksdb::Env* memory, const std::shared_ptr<Faults>& faults) {
  rocksdb::Options o;
  o.listeners = {faults};
  o.create_if_missing = true;
  o.write_buffer_size = 1u << 30;              // never full by itself: flushes are ours, behind the journal,
  o.avoid_flush_during_shutdown = true;        // not the database's, at its end
  o.max_bgerror_resume_count = 0;              // or after a fault of the disk, when our next flush ends the process
  o.arena_block_size = 128u << 10;
  o.max_open_files = 128;
  o.max_background_jobs = 1;
  o.compression = rocksdb::kNoCompression;
  o.skip_stats_update_on_db_open = true;
  o.keep_log_file_num = 1;
  o.info_log_level = rocksdb::ERROR_LEVEL;
  o.stats_dump_period_sec = 0;
  o.stats_persist_period_sec = 0;
  o.max_manifest_file_size = 4u << 20;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(8u << 20, 2);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.checksum = rocksdb::kXXH3;
  o.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  if (memory) o.env = memory;
  return o;
}

}  // namespace

struct Store::State {
  std::unique_ptr<rocksdb::Env> memory;        // outlives the database
  std::shared_ptr<Faults> faults = std::make_shared<Faults>();
  std::unique_ptr<rocksdb::DB> db;
  std::size_t unflushed = 0;                   // bytes applied since the last flush

  // Until what a flush has taken out of the writers' way is on disk. False: it takes too long, or cannot be.
  bool wait_flushed() const {
    constexpr int kPatienceMs = 30'000, kStepMs = 2;
    for (int waited = 0; waited < kPatienceMs && !faults->failed(); waited += kStepMs) {
      std::uint64_t unwritten = 0;
      if (db->GetIntProperty(rocksdb::DB::Properties::kNumImmutableMemTable, &unwritten) && unwritten == 0) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(kStepMs));
    }
    return false;
  }
};

class Snapshot {
 public:
  explicit Snapshot(rocksdb::DB& db) : db_(db), snapshot_(db.GetSnapshot()) {}
  ~Snapshot() { db_.ReleaseSnapshot(snapshot_); }
  static std::optional<journal::Sequence> settled(Store&);
  rocksdb::DB& db_;
  const rocksdb::Snapshot* snapshot_;
  rocksdb::ReadOptions options() const {
    rocksdb::ReadOptions o;
    o.snapshot = snapshot_;
    return o;
  }
};

// ---- Txn

Txn::Txn(Store& store, bool writer)
    : store_(store), writer_(writer ? std::unique_lock(store.writer_) : std::unique_lock<std::mutex>()),
      version_(store.version() + writer), entry_(version_) {}
Txn::Txn(Txn&&) noexcept = default;
Txn::~Txn() = default;

const Snapshot* Txn::snapshot() const {
  if (!snapshot_) snapshot_ = std::make_unique<Snapshot>(*store_.state_->db);
  return snapshot_.get();
}

std::optional<std::string> Txn::get(std::string_view key) const {
  if (auto it = overlay_.find(key); it != overlay_.end()) return it->second;
  rocksdb::PinnableSlice value;
  // A writer is alone: the newest state is its snapshot.
  auto options = writes() ? rocksdb::ReadOptions() : snapshot()->options();
  auto status = store_.state_->db->Get(options, store_.state_->db->DefaultColumnFamily(), slice(key), &value);
  if (status.IsNotFound()) return {};
  must(status, "get");
  return std::string(view(value));
}

void Txn::put(std::string key, std::string value) {
  if (!writes()) base::fatal("a reading call wrote " + key.substr(0, key.find('\0')));
  auto [it, fresh] = overlay_.try_emplace(std::move(key));
  undo_.push_back({it->first, !fresh, std::move(it->second)});
  it->second = std::move(value);
}

void Txn::erase(std::string key) {
  if (!writes()) base::fatal("a reading call erased " + key.substr(0, key.find('\0')));
  auto [it, fresh] = overlay_.try_emplace(std::move(key));
  undo_.push_back({it->first, !fresh, std::move(it->second)});
  it->second.reset();
}

void Txn::back_to(Mark mark) {
  for (; undo_.size() > mark; undo_.pop_back()) {
    Undo& u = undo_.back();
    if (u.was_there) overlay_[u.key] = std::move(u.before);
    else overlay_.erase(u.key);
  }
}

void Txn::scan(std::string_view prefix, std::string_view from, const Visit& visit) const {
  std::string start(std::max(prefix, from));
  const std::string end = behind(prefix);
  const rocksdb::Slice bound = slice(end);
  auto options = writes() ? rocksdb::ReadOptions() : snapshot()->options();
  if (!end.empty()) options.iterate_upper_bound = &bound;      // no search among what was erased behind it
  std::unique_ptr<rocksdb::Iterator> it(store_.state_->db->NewIterator(options));
  it->Seek(slice(start));
  auto mine = overlay_.lower_bound(start);
  auto stored = [&] { return it->Valid() && view(it->key()).starts_with(prefix); };
  auto own = [&] { return mine != overlay_.end() && mine->first.starts_with(prefix); };
  while (stored() || own()) {
    if (own() && (!stored() || mine->first <= view(it->key()))) {
      if (stored() && mine->first == view(it->key())) it->Next();
      if (mine->second && !visit(mine->first, *mine->second)) return;
      ++mine;
    } else {
      if (!visit(view(it->key()), view(it->value()))) return;
      it->Next();
    }
  }
  must(it->status(), "scan");
}

// ---- Store

Store::Store(Options options, journal::Journal& journal) : journal_(journal), options_(std::move(options)), state_(std::make_unique<State>()) {
  bool memory = options_.directory.empty();
  if (memory) state_->memory.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  else std::filesystem::create_directories(options_.directory);
  rocksdb::DB* db = nullptr;
  auto status = rocksdb::DB::Open(rocks_options(state_->memory.get(), state_->faults), memory ? "/state" : options_.directory.string(), &db);
  if (!status.ok()) throw std::runtime_error("the state in " + options_.directory.string() + " does not open: " + status.ToString());
  state_->db.reset(db);
  replay();
}

// Closing the database would take back a flush that has not begun.
Store::~Store() {
  std::lock_guard lock(writer_);
  if (options_.directory.empty()) return;
  flush_locked();
  if (!state_->wait_flushed()) base::log_error("the state was not written out: the next start makes it again from the journal");
}

Txn Store::read() { return Txn(*this, false); }
Txn Store::write() { return Txn(*this, true); }

std::uint64_t Store::touched(std::string_view room) const { return touched_[room_of(room)].load(std::memory_order_acquire); }

void Store::touch(std::string_view key, std::uint64_t version) {
  touched_[room_of(key)].store(version, std::memory_order_release);
}

journal::Sequence Store::commit(Txn&& txn, Writer writer) {
  const bool silent = txn.overlay_.empty() && txn.entry_.records() == 0;      // what it has read may still be on its way to the disk
  if (silent) {
    if (txn.writes()) txn.writer_.unlock();
    return journal_.appended();
  }
  if (!txn.writes()) return journal_.append(std::move(txn.entry_), writer);
  std::size_t bytes = 0;
  for (auto& [key, value] : txn.overlay_) bytes += key.size() + (value ? value->size() : 0) + 64;
  rocksdb::WriteBatch batch(bytes);
  for (auto& [key, value] : txn.overlay_) {
    if (value) {
      txn.entry_.write(key, std::string_view(*value));
      batch.Put(slice(key), slice(*value));
    } else {
      txn.entry_.write(key, std::nullopt);
      batch.Delete(slice(key));
    }
  }
  auto sequence = journal_.append(std::move(txn.entry_), writer);
  if (bytes) must(state_->db->Write(unlogged(), &batch), "write");
  version_.store(txn.version_, std::memory_order_release);
  for (auto& [key, value] : txn.overlay_) touch(key, txn.version_);
  if ((state_->unflushed += bytes) > options_.flush_bytes && !options_.directory.empty()) flush_locked();
  txn.writer_.unlock();
  return sequence;
}

// Under the writer's turn: what is in memory is in the journal, and made durable there before the view keeps it. Entries
// behind the last write hold records only, so the view has applied them all.
void Store::flush_locked() {
  const auto sequence = journal_.appended();
  journal_.wait(sequence);
  std::string applied;
  base::put_u64(applied, sequence);
  base::put_u64(applied, version_);
  must(state_->db->Put(unlogged(), slice(kApplied), slice(applied)), "mark");
  rocksdb::FlushOptions options;
  options.wait = false;
  options.allow_write_stall = true;
  must(state_->db->Flush(options), "flush");
  state_->unflushed = 0;
}

void Store::flush() {
  std::lock_guard lock(writer_);
  if (!options_.directory.empty()) flush_locked();
}

// The flush itself goes on beside the writers: nothing of it is left in memory when it is through.
std::optional<journal::Sequence> Snapshot::settled(Store& store) {
  if (store.options_.directory.empty()) return store.journal_.durable();       // nothing is ever replayed
  journal::Sequence sequence;
  {
    std::lock_guard lock(store.writer_);
    sequence = store.journal_.appended();
    store.flush_locked();
  }
  return store.state_->wait_flushed() ? std::optional(sequence) : std::nullopt;
}

std::optional<journal::Sequence> settled(Store& store) { return Snapshot::settled(store); }

void Store::replay() {
  std::string applied;
  journal::Sequence from = 0;
  auto status = state_->db->Get({}, slice(kApplied), &applied);
  if (status.ok() && applied.size() == 16) {
    from = base::get_u64(applied.data());
    version_ = base::get_u64(applied.data() + 8);
  } else if (!status.IsNotFound()) {
    throw std::runtime_error("the state's applied sequence cannot be read: " + status.ToString());
  }
  if (from > journal_.appended())
    throw std::runtime_error("the state is newer than the journal: one of them was restored from an older backup");
  journal_.replay(from, [&](journal::Sequence, std::uint64_t version, std::span<const journal::WriteView> writes, auto) {
    rocksdb::WriteBatch batch;
    for (auto& w : writes) {
      if (w.value) batch.Put(slice(w.key), slice(*w.value));
      else batch.Delete(slice(w.key));
    }
    version_ = std::max(version_.load(), version);
    if (!writes.empty()) must(state_->db->Write(unlogged(), &batch), "replay");
    return true;
  });
}

}  // namespace store
