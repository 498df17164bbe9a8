#include "journal/segment.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/crypto.h"
#include "base/log.h"
#include "journal/packed.h"

namespace journal {
namespace {

std::string numbered(std::uint64_t id, const char* suffix) {
  std::string digits = std::to_string(id);
  return std::string(digits.size() < 10 ? 10 - digits.size() : 0, '0') + digits + suffix;
}

}  // namespace

std::string segment_name(std::uint64_t id) { return numbered(id, ".seg"); }
std::string index_name(std::uint64_t id) { return numbered(id, ".idx"); }
std::string packed_name(std::uint64_t id) { return numbered(id, ".pak"); }

RecordView Segment::record(Position at, std::string_view stream, std::string& scratch) const {
  auto fail = [&](const char* what) {
    return Damage("journal segment " + std::to_string(header_.id) + " is damaged at byte " + std::to_string(at.offset) + ": " + what);
  };
  if (at.length > header_.bytes || at.offset > header_.bytes - at.length) throw fail("a record would be beyond the end");
  auto found = decode_record(bytes(at, scratch));
  if (!found) throw fail("there is no record");
  if (stream_of(*found) != stream) throw fail("the record is of another stream");
  if (!hash_holds(*found)) throw fail("a record does not have its hash");
  return *found;
}

// ---- growing

SegmentMemory::Piece SegmentMemory::take(std::size_t bytes) {
  char* p = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (left_bytes_ == bytes) p = std::exchange(left_, nullptr);
    if (p) left_bytes_ = 0;
  }
  if (!p) p = static_cast<char*>(std::aligned_alloc(kBlock, bytes));
  if (!p) throw std::bad_alloc();
  return {p, [self = shared_from_this(), bytes](char* q) { self->give_back(q, bytes); }};
}

void SegmentMemory::give_back(char* p, std::size_t bytes) {
  std::lock_guard lock(mutex_);
  std::free(std::exchange(left_, p));
  left_bytes_ = bytes;
}

SegmentMemory::~SegmentMemory() { std::free(left_); }

GrowingSegment::GrowingSegment(std::shared_ptr<File> file, const SegmentHeader& header, const Extractor& extract, SegmentMemory& memory)
    : Segment(header), file_(std::move(file)), memory_(memory.take(header.bytes)), index_(header.salt, extract) {
  std::string block = encode(header);
  std::memcpy(memory_.get(), block.data(), block.size());
}

SegmentHeader GrowingSegment::create(Medium& medium, std::uint64_t id, std::size_t bytes) {
  SegmentHeader header{id, bytes, {}};
  base::random_bytes(header.salt.size()).copy(header.salt.data(), header.salt.size());
  medium.create(segment_name(id), bytes, encode(header));
  return header;
}

std::shared_ptr<GrowingSegment> GrowingSegment::fresh(std::shared_ptr<File> file, const SegmentHeader& header, const Extractor& extract,
                                                      SegmentMemory& memory) {
  return std::shared_ptr<GrowingSegment>(new GrowingSegment(std::move(file), header, extract, memory));
}

std::shared_ptr<GrowingSegment> GrowingSegment::load(std::shared_ptr<File> file, const SegmentHeader& header, const Extractor& extract,
                                                     SegmentMemory& memory, const std::function<void(const RecordView&)>& visit) {
  auto segment = fresh(std::move(file), header, extract, memory);
  segment->file_->read(0, segment->memory_.get(), header.bytes);
  Scan scan = scan_segment({segment->memory_.get(), std::size_t(header.bytes)}, header, visit);
  constexpr std::size_t page = 4096;                   // what lies behind the end is zero, or as good as: its pages are given back
  std::size_t rest = (scan.end + page - 1) / page * page;
  if (rest < header.bytes) ::madvise(segment->memory_.get() + rest, header.bytes - rest, MADV_DONTNEED);
  segment->end_ = scan.end;
  segment->batches_ = std::move(scan.batches);
  segment->last_ = scan.last;
  return segment;
}

Sequence GrowingSegment::first() const {
  std::lock_guard lock(mutex_);
  return batches_.empty() ? 0 : batches_.front().first;
}

Sequence GrowingSegment::last() const {
  std::lock_guard lock(mutex_);
  return last_;
}

std::vector<Mark> GrowingSegment::batches(Sequence after, Sequence up_to) const {
  std::lock_guard lock(mutex_);
  auto by_first = [](Sequence s, const Mark& m) { return s < m.first; };
  auto begin = std::upper_bound(batches_.begin(), batches_.end(), after + 1, by_first);
  if (begin != batches_.begin()) --begin;
  return {begin, std::upper_bound(begin, batches_.end(), up_to, by_first)};
}

std::string_view GrowingSegment::bytes(Position at, std::string&) const { return {memory_.get() + at.offset, at.length}; }

void GrowingSegment::write(const BatchHeader& batch) {
  std::size_t length = padded(batch.bytes);
  finish_batch(tail(), batch, header_.salt);
  file_->write(end_, {tail(), length});
  std::lock_guard lock(mutex_);
  batches_.push_back({batch.first, {std::uint32_t(end_), std::uint32_t(length)}});
  last_ = batch.first + batch.entries - 1;
  end_ += length;
}

void GrowingSegment::catch_up() const {
  std::lock_guard index_lock(index_mutex_);
  std::vector<Mark> fresh;
  Sequence last;
  {
    std::lock_guard lock(mutex_);
    fresh.assign(batches_.begin() + std::ptrdiff_t(indexed_), batches_.end());
    last = last_;
  }
  EntryView entry;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const Mark& mark = fresh[i];
    const char* batch = memory_.get() + mark.at.offset;
    std::string_view in(batch + kBatchHeader, get_u32(batch + 4) - kBatchHeader);
    while (!in.empty()) {
      if (!take_entry(in, entry)) throw Damage("journal segment " + std::to_string(header_.id) + " holds a malformed entry");
      for (const RecordView& r : entry.records) {
        const char* frame = frame_of(r);
        index_.add(r, {std::uint32_t(frame - memory_.get()), std::uint32_t(r.json.data() + r.json.size() - frame)});
      }
    }
    index_.add(mark, i + 1 < fresh.size() ? fresh[i + 1].first - 1 : last);
    ++indexed_;
  }
}

std::vector<Position> GrowingSegment::positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const {
  catch_up();
  std::lock_guard lock(index_mutex_);
  return index_.positions(stream, from_number, limit);
}

TimeRange GrowingSegment::history() const {
  catch_up();
  std::lock_guard lock(index_mutex_);
  return index_.history();
}

std::unique_ptr<Candidates> GrowingSegment::candidates(std::string_view stream, std::string_view key, const Window& window) const {
  catch_up();
  std::lock_guard lock(index_mutex_);
  return index_.candidates(stream, key, window);
}

// Nothing more is written to it, so once caught up the index stands still: no lock is held while it is laid out.
std::string GrowingSegment::index_image() const {
  catch_up();
  std::size_t end = kBlock;
  {
    std::lock_guard lock(mutex_);
    if (!batches_.empty()) end = batches_.back().at.offset + batches_.back().at.length;
  }
  return index_.image(header_, end);
}

// ---- sealed

std::shared_ptr<SealedSegment> SealedSegment::open(std::shared_ptr<Medium> medium, const SegmentHeader& header, const Extractor& extract,
                                                   std::shared_ptr<SegmentMemory> memory) {
  auto file = medium->open(index_name(header.id));
  if (!file) return nullptr;
  auto meta = IndexReader::meta(*file);
  if (!meta || meta->segment.id != header.id || meta->segment.salt != header.salt || meta->segment.bytes != header.bytes) return nullptr;
  return std::shared_ptr<SealedSegment>(new SealedSegment(std::move(medium), *meta, extract, std::move(memory)));
}

SealedSegment::~SealedSegment() {
  if (!doomed_) return;
  try {
    medium_->remove(index_name(header_.id));
    medium_->remove(segment_name(header_.id));
    medium_->remove(packed_name(header_.id));
  } catch (const std::exception& e) {                  // what is left is removed at the next opening
    base::log_error(std::string("a dropped journal segment stays: ") + e.what());
  }
}

// The index file is a function of the segment file: write it again.
void SealedSegment::mend() const {
  std::lock_guard lock(mending_);
  base::log_error("the index of journal segment " + std::to_string(header_.id) + " is damaged; writing it again");
  auto segment = GrowingSegment::load(open_file(), header_, extract_, *memory_, [](const RecordView&) {});
  medium_->put(index_name(header_.id), segment->index_image());
}

template <class Use>
auto SealedSegment::with_index(Use use) const {
  try {
    auto index = reader();
    return use(index);
  } catch (const BadIndex&) {
    mend();
  }
  auto index = reader();
  return use(index);
}

std::vector<Mark> SealedSegment::batches(Sequence after, Sequence up_to) const {
  return with_index([&](IndexReader& index) { return index.batches(after, up_to); });
}

std::vector<Position> SealedSegment::positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const {
  if (!may_have(stream, kPresent)) return {};
  return with_index([&](IndexReader& index) { return index.positions(stream, from_number, limit); });
}

std::unique_ptr<Candidates> SealedSegment::candidates(std::string_view stream, std::string_view key, const Window& window) const {
  if (!may_have(stream, key)) return nullptr;
  return reader().candidates(stream, key, window, [this] { return pin(); });
}

bool SealedSegment::may_have(std::string_view stream, std::string_view key) const {
  return filter().may_have(attribute_hash(header_.salt, stream, key));
}

const Filter& SealedSegment::filter() const {
  if (auto* f = filter_.load(std::memory_order_acquire)) return *f;
  std::lock_guard lock(filter_mutex_);
  if (!kept_filter_) kept_filter_ = std::make_unique<const Filter>(with_index([](IndexReader& index) { return index.filter(); }));
  filter_.store(kept_filter_.get(), std::memory_order_release);
  return *kept_filter_;
}

std::vector<std::pair<std::string, Run>> SealedSegment::streams() const {
  return with_index([](IndexReader& index) { return index.streams(); });
}

std::shared_ptr<const File> SealedSegment::pin() const {
  std::lock_guard lock(pin_mutex_);
  auto file = pinned_.lock();
  if (!file) pinned_ = file = open_segment(*medium_, header_.id);
  if (!file) throw Damage("journal segment " + std::to_string(header_.id) + " is missing");
  return file;
}

std::shared_ptr<File> SealedSegment::open_file() const {
  std::lock_guard lock(pin_mutex_);
  auto file = open_segment(*medium_, header_.id);
  if (!file) throw Damage("journal segment " + std::to_string(header_.id) + " is missing");
  return file;
}

// The plain file goes only after the packed one, read back from where it lies, has proved to hold its batches.
bool SealedSegment::pack(const std::function<bool()>& go_on) {
  auto plain = medium_->open(segment_name(header_.id));
  if (!plain) return true;
  auto content = journal::pack(*plain, header_, meta_.end, go_on);
  if (!content) return false;
  medium_->put(packed_name(header_.id), *content);
  content.reset();
  if (!holds(*unpacked(medium_->open(packed_name(header_.id)), header_.id), header_, meta_.end, meta_.first, meta_.last)) {
    medium_->remove(packed_name(header_.id));
    throw Damage("journal segment " + std::to_string(header_.id) + " is not what was written");
  }
  std::lock_guard lock(pin_mutex_);
  medium_->remove(segment_name(header_.id));
  pinned_.reset();
  return true;
}

std::string_view SealedSegment::bytes(Position at, std::string& scratch) const {
  auto file = pin();
  if (file->size() < std::uint64_t(at.offset) + at.length)
    throw Damage("journal segment " + std::to_string(header_.id) + " is cut short");
  scratch.resize(at.length);
  file->read(at.offset, scratch.data(), scratch.size());
  return scratch;
}

}  // namespace journal
