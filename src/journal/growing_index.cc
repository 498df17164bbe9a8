#include <algorithm>

#include "journal/index.h"

namespace journal {

std::size_t AttributeTable::place(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const auto half = std::uint32_t(hash >> 32);
  std::size_t i = hash & mask;
  while (slots_[i].number && !(slots_[i].half == half && all_[slots_[i].number - 1].hash == hash)) i = (i + 1) & mask;
  return i;
}

std::uint32_t AttributeTable::number(std::uint64_t hash) {
  Slot& slot = slots_[place(hash)];
  if (slot.number) return slot.number - 1;
  all_.push_back({hash, 0, 0});
  slot = {std::uint32_t(hash >> 32), std::uint32_t(all_.size())};
  if (all_.size() * 2 > slots_.size()) grow();
  return std::uint32_t(all_.size() - 1);
}

const AttributeTable::Attribute* AttributeTable::find(std::uint64_t hash) const {
  const Slot& slot = slots_[place(hash)];
  return slot.number ? &all_[slot.number - 1] : nullptr;
}

void AttributeTable::grow() {
  slots_.assign(slots_.size() * 2, Slot());
  for (std::uint32_t number = 0; number < all_.size(); ++number) {
    const std::uint64_t hash = all_[number].hash;
    slots_[place(hash)] = {std::uint32_t(hash >> 32), number + 1};
  }
}

GrowingIndex::StreamRun& GrowingIndex::run_of(const RecordView& record) {
  auto it = streams_.find(stream_of(record));
  if (it != streams_.end()) return it->second;
  StreamRun& stream = streams_[std::string(stream_of(record))];
  stream.run.first = record.number;
  record.previous.copy(stream.run.before.data(), 32);
  stream.hash = stream_hash(salt_, stream_of(record));
  return stream;
}

void GrowingIndex::add(const RecordView& record, Position at) {
  StreamRun& stream = run_of(record);
  stream.run.count++;
  record.hash.copy(stream.run.after.data(), 32);
  stream.records.push_back(at);
  newest_ = std::max(newest_, record.time);
  ++records_;
  if (!(record.flags & kHistory)) return;

  rows_.push_back({record.time, record.number, at});
  history_.add(record.time);
  hashes_.assign(1, keyed_hash(salt_, stream.hash, {}));               // every record has the empty attribute
  auto tell = [&](std::string_view key) { hashes_.push_back(keyed_hash(salt_, stream.hash, key)); };
  if (extract_) extract_(record, std::ref(tell));
  post();
}

// In one go, so that the processor waits for the memory of many at once.
void GrowingIndex::post() {
  const auto row = std::uint32_t(rows_.size() - 1);
  for (std::uint64_t hash : hashes_) {
    const std::uint32_t number = attributes_.number(hash);
    auto& attribute = attributes_[number];
    if (attribute.latest && attribute.row == row) continue;
    postings_.push_back({number, row, attribute.latest});
    attribute.latest = std::uint32_t(postings_.size());
    attribute.row = row;
  }
}

void GrowingIndex::add(const Mark& batch, Sequence last) {
  batches_.push_back(batch);
  last_ = last;
}

std::vector<Position> GrowingIndex::positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const {
  auto it = streams_.find(stream);
  if (it == streams_.end()) return {};
  auto& records = it->second.records;
  const std::uint64_t first = it->second.run.first, skip = from_number > first ? from_number - first : 0;
  if (skip >= records.size()) return {};
  auto begin = records.begin() + std::ptrdiff_t(skip);
  return {begin, begin + std::ptrdiff_t(std::min(limit, records.size() - std::size_t(skip)))};
}

namespace {

class GrowingCandidates : public Candidates {
 public:
  explicit GrowingCandidates(std::vector<Row> rows) : rows_(std::move(rows)) { std::make_heap(rows_.begin(), rows_.end(), older); }
  bool next(Row& out) override {
    if (rows_.empty()) return false;
    std::pop_heap(rows_.begin(), rows_.end(), older);
    out = rows_.back();
    rows_.pop_back();
    return true;
  }

 private:
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Candidates> GrowingIndex::candidates(std::string_view stream, std::string_view key, const Window& window) const {
  std::vector<Row> rows;
  const auto* attribute = attributes_.find(attribute_hash(salt_, stream, key));
  for (std::uint32_t p = attribute ? attribute->latest : 0; p; p = postings_[p - 1].previous) {
    const Row& row = rows_[postings_[p - 1].row];
    if (row.time >= window.from && older(row, window.before) && row.number <= window.newest) rows.push_back(row);
  }
  return std::make_unique<GrowingCandidates>(std::move(rows));
}

}  // namespace journal
