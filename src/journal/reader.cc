#include "journal/parts.h"

namespace journal {
namespace {

[[noreturn]] void damaged(const Segment& segment, Position at, const char* what) {
  throw Damage("journal segment " + std::to_string(segment.header().id) + " is damaged at byte " +
               std::to_string(at.offset) + ": " + what);
}

// The entries of a batch that lie after `from` and up to `last`. False: fn wants no more.
bool replay_batch(const Segment& segment, const Mark& mark, Sequence from, Sequence last, std::string& scratch,
                  const Journal::Replay& fn) {
  std::string_view bytes = segment.bytes(mark.at, scratch);
  auto batch = decode_batch_header(bytes, segment.header().salt);
  if (!batch || padded(batch->bytes) != bytes.size() || batch->first != mark.first || !body_holds(bytes, *batch))
    damaged(segment, mark.at, "the batch there is broken");
  std::string_view in = bytes.substr(kBatchHeader, batch->bytes - kBatchHeader);
  EntryView entry;
  while (!in.empty()) {
    if (!take_entry(in, entry)) damaged(segment, mark.at, "an entry is malformed");
    if (entry.sequence > last) return false;
    if (entry.sequence > from && !fn(entry.sequence, entry.version, entry.writes, entry.records)) return false;
  }
  return true;
}

constexpr std::size_t kReadAhead = 1024;               // positions taken from an index at a time

// A stream's records in one segment. False: fn wants no more. `next` is the number to come; 0: whatever is first.
bool read_segment(const Segment& segment, std::string_view stream, std::uint64_t last, std::uint64_t& next, std::string& previous,
                  const std::function<bool(const RecordView&)>& fn) {
  std::string scratch;
  std::shared_ptr<const File> pin;
  for (;;) {
    auto positions = segment.positions(stream, next, kReadAhead);
    if (!positions.empty() && !pin) pin = segment.pin();
    for (Position at : positions) {
      RecordView record = segment.record(at, stream, scratch);
      if (record.number > last) return false;
      if (!previous.empty() && (record.number != next || record.previous != previous))
        damaged(segment, at, "a record does not continue its stream");
      next = record.number + 1;
      previous = record.hash;
      if (!fn(record)) return false;
    }
    if (positions.size() < kReadAhead) return true;
  }
}

}  // namespace

void Journal::replay(Sequence from, const Replay& fn) const {
  Sequence last = durable();
  auto segments = parts_->shelf.segments();
  if (from >= last) return;
  std::size_t i = 0;
  while (i < segments.size() && segments[i]->last() <= from) ++i;
  if (i == segments.size() || segments[i]->first() > from + 1)
    throw std::out_of_range("journal entries after " + std::to_string(from) + " are no longer kept");
  std::string scratch;
  for (; i < segments.size(); ++i) {
    auto pin = segments[i]->pin();
    for (const Mark& mark : segments[i]->batches(from, last))
      if (!replay_batch(*segments[i], mark, from, last, scratch, fn)) return;
  }
}

// Looks for the segment to begin with from the newest one back: readers mostly follow the end.
void Journal::read(std::string_view account, std::string_view region, std::uint64_t from_number,
                   const std::function<bool(const RecordView&)>& fn) const {
  std::string stream = std::string(account) + std::string(region), scratch, previous;
  std::uint64_t last = parts_->streams.durable(stream).number, next = std::max<std::uint64_t>(from_number, 1);
  if (next > last) return;
  auto segments = parts_->shelf.segments();
  std::size_t begin = 0;
  for (std::size_t i = segments.size(); i-- > 0;) {
    auto first = segments[i]->positions(stream, 0, 1);
    if (first.empty()) continue;
    begin = i;
    if (segments[i]->record(first[0], stream, scratch).number <= next) break;
  }
  for (std::size_t i = begin; i < segments.size(); ++i)
    if (!read_segment(*segments[i], stream, last, next, previous, fn)) return;
}

}  // namespace journal
