#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

#include "journal/index.h"

namespace journal {
namespace {

struct Writer {
  char* at;
  Writer& u32(std::uint32_t v) { set_u32(at, v); at += 4; return *this; }
  Writer& u64(std::uint64_t v) { set_u64(at, v); at += 8; return *this; }
  Writer& text(std::string_view v) { at += v.copy(at, v.size()); return *this; }
  Writer& position(Position p) { return u32(p.offset).u32(p.length); }
};

}  // namespace

// A growing index laid out as the content of an index file.
class IndexImage {
 public:
  IndexImage(const GrowingIndex& index, const SegmentHeader& segment, std::uint64_t end)
      : index_(index), meta_(meta(index, segment, end)), layout_(meta_) {
    out_.reserve(paged_size(layout_.end));
    out_ += encode(meta_);
    out_.resize(layout_.end, '\0');
  }

  std::string content() && {
    put_batches();
    put_streams();
    const auto order = by_time();
    put_rows(order);
    put_attributes(order);
    put_filter();
    return std::move(out_);
  }

 private:
  static IndexMeta meta(const GrowingIndex& index, const SegmentHeader& segment, std::uint64_t end) {
    IndexMeta m{segment, end, index.batches_.empty() ? 0 : index.batches_.front().first, index.last_, index.history_, index.newest_};
    m.batches = std::uint32_t(index.batches_.size());
    m.streams = std::uint32_t(index.streams_.size());
    m.records = std::uint32_t(index.records_);
    m.rows = std::uint32_t(index.rows_.size());
    m.keys = std::uint32_t(index.attributes_.all().size());
    m.postings = std::uint32_t(index.postings_.size());
    m.fan_bits = std::uint32_t(std::bit_width(m.keys / 64));
    m.filter = std::uint32_t(Filter::bytes_for(m.keys + m.streams));
    return m;
  }

  void put_batches() {
    Writer out{out_.data() + layout_.batches};
    for (const Mark& b : index_.batches_) out.u64(b.first).position(b.at);
  }

  void put_streams() {
    Writer out{out_.data() + layout_.streams}, positions{out_.data() + layout_.positions};
    std::uint32_t start = 0;
    for (auto& [name, stream] : index_.streams_) {
      out.text(padded_stream(name)).u64(stream.run.first).u32(std::uint32_t(stream.run.count)).u32(start);
      out.text(view(stream.run.before)).text(view(stream.run.after));
      start += std::uint32_t(stream.run.count);
      for (Position p : stream.records) positions.position(p);
    }
  }

  // They come nearly in this order.
  std::vector<std::uint32_t> by_time() const {
    auto& rows = index_.rows_;
    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0u);
    if (!std::is_sorted(rows.begin(), rows.end(), older))
      std::sort(order.begin(), order.end(), [&rows](std::uint32_t a, std::uint32_t b) {
        return std::tie(rows[a].time, rows[a].number, a) < std::tie(rows[b].time, rows[b].number, b);
      });
    return order;
  }

  void put_rows(const std::vector<std::uint32_t>& order) {
    Writer out{out_.data() + layout_.rows};
    for (std::uint32_t i : order) {
      const Row& row = index_.rows_[i];
      out.u64(std::uint64_t(row.time.ms)).u64(row.number).position(row.at);
    }
  }

  using Hashed = std::pair<std::uint64_t, std::uint32_t>;             // hash and number of an attribute

  // All attributes by hash: those that begin with the same bits go together, which makes the fan, and these few are sorted.
  std::vector<Hashed> by_hash() {
    auto& all = index_.attributes_.all();
    auto first_bits = [this](std::uint64_t hash) { return meta_.fan_bits ? hash >> (64 - meta_.fan_bits) : 0; };
    std::vector<std::uint32_t> fan((std::size_t(1) << meta_.fan_bits) + 1);
    for (auto& attribute : all) ++fan[first_bits(attribute.hash) + 1];
    std::partial_sum(fan.begin(), fan.end(), fan.begin());
    Writer out{out_.data() + layout_.fan};
    for (std::uint32_t before : fan) out.u32(before);
    auto next = fan;
    std::vector<Hashed> sorted(all.size());
    for (std::uint32_t number = 0; number < all.size(); ++number) sorted[next[first_bits(all[number].hash)]++] = {all[number].hash, number};
    for (std::size_t i = 0; i + 1 < fan.size(); ++i) std::sort(sorted.begin() + fan[i], sorted.begin() + fan[i + 1]);
    return sorted;
  }

  // The growing index has postings row by row: taken in the order of the rows, each attribute's are in that order too.
  void put_attributes(const std::vector<std::uint32_t>& order) {
    auto& postings = index_.postings_;
    std::vector<std::uint32_t> next(index_.attributes_.all().size()), first(order.size() + 1);
    for (auto& posting : postings) {
      ++next[posting.attribute];
      ++first[posting.row + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    Writer keys{out_.data() + layout_.keys};
    std::uint32_t start = 0;
    for (auto [hash, number] : by_hash()) {
      const std::uint32_t count = std::exchange(next[number], start);
      keys.u64(hash).u32(start).u32(count);
      start += count;
    }
    char* out = out_.data() + layout_.postings;
    for (std::uint32_t rank = 0; rank < order.size(); ++rank)
      for (std::uint32_t i = first[order[rank]], end = first[order[rank] + 1]; i < end; ++i)
        set_u32(out + std::size_t(next[postings[i].attribute]++) * kPostingBytes, rank);
  }

  void put_filter() {
    Filter filter(meta_.keys + meta_.streams);
    for (auto& attribute : index_.attributes_.all()) filter.add(attribute.hash);
    for (auto& [name, stream] : index_.streams_) filter.add(keyed_hash(index_.salt_, stream.hash, kPresent));
    Writer{out_.data() + layout_.filter}.text(filter.bytes());
  }

  const GrowingIndex& index_;
  const IndexMeta meta_;
  const Layout layout_;
  std::string out_;
};

std::string GrowingIndex::image(const SegmentHeader& segment, std::uint64_t end) const {
  return paged(IndexImage(*this, segment, end).content());
}

}  // namespace journal
