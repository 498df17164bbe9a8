#include "journal/shelf.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace journal {
namespace {

constexpr std::size_t kClosedLimit = 2;                // segments waiting for their index; each is held in memory
constexpr std::size_t kIndexStep = 1u << 20;           // bytes appended before the indexer is woken
constexpr std::uint64_t kHeadsStep = 64;               // sealed segments between two writings of the heads
constexpr std::size_t kPlain = 4;                      // the newest sealed segments stay as they are: readers still follow there

}  // namespace

void Fault::report(const std::string& text) noexcept {
  if (failed_.exchange(true)) return;
  if (hook_) hook_(text);
  else base::fatal(text);
  std::lock_guard lock(mutex_);
  for (auto& wake : wake_) wake();
}

void Fault::on_report(std::function<void()> wake) {
  std::lock_guard lock(mutex_);
  wake_.push_back(std::move(wake));
}

void Fault::silence() {
  std::lock_guard lock(mutex_);
  wake_.clear();
}

Shelf::Shelf(const Options& options, std::shared_ptr<Medium> medium, Extractor extract, Streams& streams, Fault& fault)
    : options_(options), medium_(std::move(medium)), extract_(std::move(extract)), streams_(streams), fault_(fault) {
  recover();
  fault_.on_report([this] {
    std::lock_guard lock(mutex_);
    changed_.notify_all();
  });
  preparer_ = std::thread([this] { guarded([this] { prepare(); }); });
  indexer_ = std::thread([this] { guarded([this] { index(); }); });
  packer_ = std::thread([this] { guarded([this] { pack(); }); });
}

Shelf::~Shelf() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = ending_ = true;
    changed_.notify_all();
  }
  preparer_.join();
  indexer_.join();
  packer_.join();
}

template <class Work>
void Shelf::guarded(Work work) noexcept {
  try {
    work();
  } catch (const std::exception& e) {
    fault_.report(std::string("journal: ") + e.what());
  }
}

std::shared_ptr<GrowingSegment> Shelf::active() const {
  std::lock_guard lock(mutex_);
  return active_;
}

std::shared_ptr<GrowingSegment> Shelf::roll() {
  std::unique_lock lock(mutex_);
  want_spare_ = want_spare_ || !spare_;
  changed_.notify_all();
  changed_.wait(lock, [this] { return (spare_ && closed_.size() < kClosedLimit) || fault_.failed(); });
  fault_.check();
  closed_.push_back(active_);
  active_ = std::move(spare_);
  spare_.reset();
  segments_.push_back(active_);
  indexed_at_ = 0;
  changed_.notify_all();
  return active_;
}

// The next segment is made when a quarter of this one is used: early enough, and not for nothing.
void Shelf::progress(const GrowingSegment& segment) {
  bool spare = segment.used() > segment.header().bytes / 4;
  bool index = segment.used() >= indexed_at_ + kIndexStep;
  if (!spare && !index) return;
  std::lock_guard lock(mutex_);
  if (index) indexed_at_ = segment.used();
  if ((!spare || want_spare_ || spare_) && !index) return;
  want_spare_ = want_spare_ || (spare && !spare_);
  want_index_ = want_index_ || index;
  changed_.notify_all();
}

void Shelf::prepare() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || fault_.failed() || (want_spare_ && !spare_); });
    if (stopping_ || fault_.failed()) return;
    std::uint64_t id = next_id_++;
    lock.unlock();
    auto header = GrowingSegment::create(*medium_, id, options_.segment_bytes);
    auto segment = GrowingSegment::fresh(medium_->open_to_write(segment_name(id)), header, extract_, *memory_);
    lock.lock();
    spare_ = std::move(segment);
    want_spare_ = false;
    changed_.notify_all();
  }
}

void Shelf::index() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || fault_.failed() || want_index_ || !closed_.empty(); });
    if (stopping_ || fault_.failed()) return;
    want_index_ = false;
    auto segment = closed_.empty() ? active_ : closed_.front();
    bool closed = !closed_.empty();
    lock.unlock();
    segment->catch_up();
    std::shared_ptr<SealedSegment> sealed = closed ? seal(*segment) : nullptr;
    if (sealed) reach(*sealed);
    lock.lock();
    if (!closed) continue;
    *std::find(segments_.begin(), segments_.end(), segment) = std::move(sealed);
    closed_.pop_front();
    changed_.notify_all();
  }
}

// Now and then the heads are written out, so that opening need not follow the streams through all there is.
void Shelf::reach(const SealedSegment& segment) {
  if (segment.header().id < reached_.segment) return;
  follow(reached_, segment.header().id, segment.last(), segment.streams());
  if (reached_.segment < noted_ + kHeadsStep) return;
  noted_ = reached_.segment;
  try {
    medium_->put(kHeadsName, encode(reached_));
  } catch (const std::exception& e) {                  // only the next opening takes longer
    base::log_error(std::string("the journal's heads are not written: ") + e.what());
  }
}

std::shared_ptr<SealedSegment> Shelf::next_to_pack() const {
  if (segments_.size() < closed_.size() + 1 + kPlain) return nullptr;
  const std::uint64_t oldest = segments_.front()->header().id, end = oldest + segments_.size() - closed_.size() - 1 - kPlain;
  const std::uint64_t id = std::max(packed_to_ + 1, oldest);
  return id < end ? std::dynamic_pointer_cast<SealedSegment>(segments_[id - oldest]) : nullptr;
}

// Gives way to all other threads. What fails leaves the plain file where it was.
void Shelf::pack() {
  ::setpriority(PRIO_PROCESS, id_t(::gettid()), 19);
  warm();
  std::unique_lock lock(mutex_);
  for (;;) {
    std::shared_ptr<SealedSegment> segment;
    changed_.wait(lock, [&] { return stopping_ || fault_.failed() || (segment = next_to_pack()); });
    if (stopping_ || fault_.failed()) return;
    const std::uint64_t id = segment->header().id;
    lock.unlock();
    try {
      segment->pack([this] { return !ending_; });
    } catch (const std::exception& e) {
      base::log_error("journal segment " + std::to_string(id) + " stays as it is: " + e.what());
    }
    segment.reset();
    lock.lock();
    packed_to_ = id;
  }
}

void Shelf::warm() {
  auto sealed = segments();
  for (auto it = sealed.rbegin(); it != sealed.rend() && !ending_; ++it)
    if (auto segment = std::dynamic_pointer_cast<const SealedSegment>(*it)) try {
      segment->warm();
    } catch (const std::exception& e) {                // who looks it up is told again
      base::log_error(e.what());
    }
}

std::shared_ptr<SealedSegment> Shelf::seal(const GrowingSegment& segment) {
  std::uint64_t id = segment.header().id;
  medium_->put(index_name(id), segment.index_image());
  auto sealed = SealedSegment::open(medium_, segment.header(), extract_, memory_);
  if (!sealed) throw BadIndex(id);
  return sealed;
}

void Shelf::wait_sealed() {
  std::unique_lock lock(mutex_);
  std::uint64_t id = active_->header().id;
  changed_.wait(lock, [&] { return closed_.empty() || closed_.front()->header().id >= id || fault_.failed(); });
  lock.unlock();
  fault_.check();
}

std::vector<std::shared_ptr<const Segment>> Shelf::segments() const {
  std::lock_guard lock(mutex_);
  return {segments_.begin(), segments_.end()};
}

Sequence Shelf::first() const {
  std::lock_guard lock(mutex_);
  return first_;
}

// First the origin says that they are gone, then they go: a crash between is tidied at the next opening.
void Shelf::drop_before(base::Time time, Sequence keep_from) {
  std::lock_guard one(dropping_);
  std::vector<std::shared_ptr<SealedSegment>> dropped;
  for (auto& segment : [this] { std::lock_guard lock(mutex_); return segments_; }()) {
    auto sealed = std::dynamic_pointer_cast<SealedSegment>(segment);
    if (!sealed || sealed->newest() >= time || sealed->last() >= keep_from) break;
    dropped.push_back(std::move(sealed));
  }
  if (dropped.empty()) return;
  Origin origin = read_origin(*medium_);
  for (auto& segment : dropped) follow(origin, segment->header().id, segment->last(), segment->streams());
  guarded([&] { medium_->put(kOriginName, encode(origin)); });
  fault_.check();
  std::lock_guard lock(mutex_);
  segments_.erase(segments_.begin(), segments_.begin() + std::ptrdiff_t(dropped.size()));
  first_ = origin.first;
  for (auto& segment : dropped) segment->doom();
}

}  // namespace journal
