#include <algorithm>
#include <charconv>
#include <utility>

#include "journal/packed.h"
#include "journal/shelf.h"

// Opening what a stopped, killed or torn-off process left. Sealed segments are taken by their index
// files; one without is read in full and checked. Anything that was acknowledged and is not there is Damage.

namespace journal {
namespace {

std::string segment_text(std::uint64_t id) { return "journal segment " + std::to_string(id); }

std::optional<std::uint64_t> id_of(const std::string& name, std::string_view suffix) {
  std::uint64_t id = 0;
  auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || id == 0 || std::string_view(end) != suffix) return {};
  return id;
}

}  // namespace

// Removes what a crash left of dropping; answers the segments there are.
std::vector<std::uint64_t> Shelf::tidy(const Origin& origin) {
  std::vector<std::uint64_t> ids, packed, indexes;
  for (const std::string& name : medium_->list())
    for (auto [suffix, list] : {std::pair{".seg", &ids}, {".pak", &packed}, {".idx", &indexes}}) {
      auto id = id_of(name, suffix);
      if (id && *id < origin.segment) medium_->remove(name);
      else if (id) list->push_back(*id);
    }
  std::sort(ids.begin(), ids.end());
  for (std::uint64_t id : packed)                      // beside the plain file it may be unfinished
    if (std::binary_search(ids.begin(), ids.end(), id)) medium_->remove(packed_name(id));
  ids.insert(ids.end(), packed.begin(), packed.end());
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (std::size_t i = 0; i < ids.size(); ++i)
    if (ids[i] != origin.segment + i) throw Damage(segment_text(origin.segment + i) + " is missing");
  for (std::uint64_t id : indexes)
    if (!std::binary_search(ids.begin(), ids.end(), id)) throw Damage(segment_text(id) + " is missing; its index is there");
  return ids;
}

SegmentHeader Shelf::header_of(std::uint64_t id) const {
  auto file = open_segment(*medium_, id);
  if (!file || file->size() < kBlock) throw Damage(segment_text(id) + " is cut short");
  std::string block(kBlock, '\0');
  file->read(0, block.data(), block.size());
  auto header = decode_segment_header(block);
  if (!header || header->id != id) throw Damage(segment_text(id) + " has a damaged header");
  if (file->size() != header->bytes || header->bytes % kBlock != 0) throw Damage(segment_text(id) + " is not of its size");
  return *header;
}

void Shelf::expect(std::uint64_t id, const Segment& segment) {
  if (segment.first() != recovered_ + 1)
    throw Damage(segment_text(id) + " begins with entry " + std::to_string(segment.first()) + "; the entries before it end with " +
                 std::to_string(recovered_) + ": entries are missing or damaged");
  recovered_ = segment.last();
}

// `unsealed` is the segment before this one when its index file has yet to be written: it was the active one, and
// stays it unless anything follows.
void Shelf::place(std::uint64_t id, bool is_last, std::shared_ptr<GrowingSegment>& unsealed) {
  SegmentHeader header = header_of(id);
  const bool followed = id < reached_.segment;         // by the heads that were written out
  auto settle = [&] {
    if (!unsealed) return;
    auto sealed = seal(*std::exchange(unsealed, nullptr));
    reach(*sealed);
    segments_.push_back(std::move(sealed));
  };
  if (auto sealed = SealedSegment::open(medium_, header, extract_, memory_)) {
    settle();
    expect(id, *sealed);
    if (!followed)
      for (auto& [stream, run] : sealed->streams()) streams_.follow(stream, run);
    reach(*sealed);
    segments_.push_back(std::move(sealed));
    return;
  }
  const bool plain = medium_->open(segment_name(id)) != nullptr;
  if (!plain && is_last) throw Damage(segment_text(id) + " is packed, and the segments after it are missing");
  auto file = plain ? medium_->open_to_write(segment_name(id)) : open_segment(*medium_, id);
  auto segment = GrowingSegment::load(file, header, extract_, *memory_, [&](const RecordView& r) { if (!followed) streams_.follow(r); });
  if (segment->last() == 0) {
    if (!is_last) throw Damage(segment_text(id) + " is damaged: it has no entry, and another segment follows");
    if (header.bytes == options_.segment_bytes) spare_ = std::move(segment);
    else {
      medium_->remove(segment_name(id));
      --next_id_;
    }
    return;
  }
  settle();
  expect(id, *segment);
  file->sync();                                        // what is found is built upon, so it has to be durable
  unsealed = std::move(segment);
}

void Shelf::begin_active(std::shared_ptr<GrowingSegment> unsealed) {
  if (unsealed) active_ = std::move(unsealed);
  else if (spare_) active_ = std::exchange(spare_, nullptr);
  else {
    std::uint64_t id = next_id_++;
    auto header = GrowingSegment::create(*medium_, id, options_.segment_bytes);
    active_ = GrowingSegment::fresh(medium_->open_to_write(segment_name(id)), header, extract_, *memory_);
  }
  segments_.push_back(active_);
  want_index_ = true;
}

void Shelf::recover() {
  Origin origin = read_origin(*medium_);
  first_ = origin.first;
  recovered_ = origin.first - 1;
  auto ids = tidy(origin);
  next_id_ = origin.segment + ids.size();
  reached_ = std::move(origin);
  if (auto heads = read_heads(*medium_); heads && heads->segment > reached_.segment) reached_ = std::move(*heads);
  if (reached_.segment > next_id_) throw Damage(segment_text(next_id_) + " is missing");
  noted_ = reached_.segment;
  streams_.begin(reached_);
  const auto [from, first] = std::pair(reached_.segment, reached_.first);
  std::shared_ptr<GrowingSegment> unsealed;
  for (std::uint64_t id : ids) {
    if (id == from && recovered_ + 1 != first) throw Damage("the journal's heads are not those of its segments");
    place(id, id == ids.back(), unsealed);
  }
  begin_active(std::move(unsealed));
}

}  // namespace journal
