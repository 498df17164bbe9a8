#include <algorithm>
#include <bit>

#include "base/crypto.h"
#include "journal/index.h"

namespace journal {

std::uint64_t attribute_hash(const Salt& salt, std::string_view stream, std::string_view key) {
  thread_local std::string text;                       // many a record: its room is kept
  text.assign(stream);
  text += '\0';
  text += key;
  return keyed_hash(salt, text);
}

std::size_t AttributeTable::place(std::uint64_t hash) const {
  std::size_t i = hash & (slots_.size() - 1);
  while (slots_[i].value && slots_[i].hash != hash) i = (i + 1) & (slots_.size() - 1);
  return i;
}

std::uint32_t& AttributeTable::at(std::uint64_t hash) {
  if (used_ * 2 >= slots_.size()) grow();
  Slot& slot = slots_[place(hash)];
  used_ += slot.value == 0;
  slot.hash = hash;
  return slot.value;
}

void AttributeTable::grow() {
  std::vector<Slot> old(slots_.size() * 2);
  std::swap(old, slots_);
  for (const Slot& slot : old)
    if (slot.value) slots_[place(slot.hash)] = slot;
}

void GrowingIndex::add(const RecordView& record, Position at) {
  auto stream = streams_.find(stream_of(record));
  if (stream == streams_.end()) {
    stream = streams_.emplace(stream_of(record), StreamRun{}).first;
    stream->second.run.first = record.number;
    record.previous.copy(stream->second.run.before.data(), 32);
  }
  stream->second.run.count++;
  record.hash.copy(stream->second.run.after.data(), 32);
  stream->second.records.push_back(at);
  newest_ = std::max(newest_, record.time);
  ++records_;
  if (!(record.flags & kHistory)) return;

  auto row = std::uint32_t(rows_.size());
  rows_.push_back({record.time, record.number, at});
  history_.add(record.time);
  keys_.assign(1, std::string());                     // every record has the empty attribute
  if (extract_) extract_(record, keys_);
  for (const std::string& key : keys_) {
    std::uint64_t attribute = attribute_hash(salt_, stream_of(record), key);
    std::uint32_t& latest = latest_.at(attribute);
    if (latest && postings_[latest - 1].row == row) continue;
    postings_.push_back({attribute, row, latest});
    latest = std::uint32_t(postings_.size());
  }
}

void GrowingIndex::add(const Mark& batch, Sequence last) {
  batches_.push_back(batch);
  last_ = last;
}

std::vector<Position> GrowingIndex::positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const {
  auto it = streams_.find(stream);
  if (it == streams_.end()) return {};
  auto& [run, records] = it->second;
  std::uint64_t skip = from_number > run.first ? from_number - run.first : 0;
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
  for (std::uint32_t p = latest_.find(attribute_hash(salt_, stream, key)); p; p = postings_[p - 1].previous) {
    const Row& row = rows_[postings_[p - 1].row];
    if (row.time >= window.from && older(row, window.before) && row.number <= window.newest) rows.push_back(row);
  }
  return std::make_unique<GrowingCandidates>(std::move(rows));
}

namespace {

void put_rows(std::string& out, const std::vector<Row>& rows, const std::vector<std::uint32_t>& order) {
  for (std::uint32_t i : order) {
    base::put_u64(out, std::uint64_t(rows[i].time.ms));
    base::put_u64(out, rows[i].number);
    base::put_u32(out, rows[i].at.offset);
    base::put_u32(out, rows[i].at.length);
  }
}

using Attributes = std::vector<std::pair<std::uint64_t, std::uint32_t>>;      // hash, row; sorted

std::uint32_t count_keys(const Attributes& all) {
  std::uint32_t keys = 0;
  for (std::size_t i = 0; i < all.size(); ++i) keys += i == 0 || all[i].first != all[i - 1].first;
  return keys;
}

// fan: for every value of a hash's first bits, how many keys come before; then the keys; then their postings.
void put_attributes(std::string& out, const Attributes& all, std::uint32_t fan_bits) {
  std::vector<std::uint32_t> fan((std::size_t(1) << fan_bits) + 1);
  std::string keys, postings;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t end = i;
    for (; end < all.size() && all[end].first == all[i].first; ++end) base::put_u32(postings, all[end].second);
    base::put_u64(keys, all[i].first);
    base::put_u32(keys, std::uint32_t(i));
    base::put_u32(keys, std::uint32_t(end - i));
    ++fan[(fan_bits ? all[i].first >> (64 - fan_bits) : 0) + 1];
    i = end;
  }
  std::uint32_t sum = 0;
  for (std::uint32_t count : fan) base::put_u32(out, sum += count);
  out += keys;
  out += postings;
}

}  // namespace

std::string GrowingIndex::image(const SegmentHeader& segment, std::uint64_t end, const std::string& sha256) const {
  std::vector<std::uint32_t> order(rows_.size()), rank(rows_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [this](std::uint32_t a, std::uint32_t b) {
    return std::tie(rows_[a].time, rows_[a].number, a) < std::tie(rows_[b].time, rows_[b].number, b);
  });
  for (std::uint32_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
  Attributes attributes;
  attributes.reserve(postings_.size());
  for (const Posting& p : postings_) attributes.emplace_back(p.attribute, rank[p.row]);
  std::sort(attributes.begin(), attributes.end());

  IndexMeta meta{segment, {}, end, batches_.empty() ? 0 : batches_.front().first, last_, history_, newest_};
  sha256.copy(meta.sha256.data(), 32);
  meta.batches = std::uint32_t(batches_.size());
  meta.streams = std::uint32_t(streams_.size());
  meta.records = std::uint32_t(records_);
  meta.rows = std::uint32_t(rows_.size());
  meta.postings = std::uint32_t(attributes.size());
  meta.keys = count_keys(attributes);
  meta.fan_bits = std::uint32_t(std::bit_width(meta.keys / 64));
  Filter filter(meta.keys + meta.streams);
  for (auto& a : attributes) filter.add(a.first);
  for (auto& [name, stream] : streams_) filter.add(attribute_hash(salt_, name, kPresent));
  meta.filter = std::uint32_t(Filter::bytes_for(meta.keys + meta.streams));

  std::string out = encode(meta), positions;
  out.reserve(Layout(meta).end);
  for (const Mark& b : batches_) {
    base::put_u64(out, b.first);
    base::put_u32(out, b.at.offset);
    base::put_u32(out, b.at.length);
  }
  std::uint32_t start = 0;
  for (auto& [name, stream] : streams_) {
    out += padded_stream(name);
    base::put_u64(out, stream.run.first);
    base::put_u32(out, std::uint32_t(stream.run.count));
    base::put_u32(out, start);
    out += view(stream.run.before);
    out += view(stream.run.after);
    start += std::uint32_t(stream.run.count);
    for (Position p : stream.records) {
      base::put_u32(positions, p.offset);
      base::put_u32(positions, p.length);
    }
  }
  out += positions;
  put_rows(out, rows_, order);
  put_attributes(out, attributes, meta.fan_bits);
  out += filter.bytes();
  return paged(out);
}

}  // namespace journal
