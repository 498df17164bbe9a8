#include <algorithm>
#include <cstring>

#include "base/crc.h"
#include "journal/index.h"

namespace journal {
namespace {
constexpr std::string_view kIndexMagic = "OTRLIDX4";
}

Layout::Layout(const IndexMeta& m) {
  batches = kMetaBytes;
  streams = batches + std::uint64_t(m.batches) * kMarkBytes;
  positions = streams + std::uint64_t(m.streams) * kStreamBytes;
  rows = positions + std::uint64_t(m.records) * kPositionBytes;
  fan = rows + std::uint64_t(m.rows) * kRowBytes;
  keys = fan + ((std::uint64_t(1) << m.fan_bits) + 1) * kFanBytes;
  postings = keys + std::uint64_t(m.keys) * kKeyBytes;
  filter = postings + std::uint64_t(m.postings) * kPostingBytes;
  end = filter + m.filter;
}

std::string encode(const IndexMeta& m) {
  std::string out(kIndexMagic);
  base::put_u64(out, m.segment.id);
  base::put_u64(out, m.segment.bytes);
  out.append(m.segment.salt.data(), m.segment.salt.size());
  for (std::uint64_t v : {m.end, m.first, m.last}) base::put_u64(out, v);
  for (base::Time t : {m.history.oldest, m.history.newest, m.newest}) base::put_u64(out, std::uint64_t(t.ms));
  for (std::uint32_t v : {m.batches, m.streams, m.records, m.rows, m.keys, m.postings, m.fan_bits, m.filter}) base::put_u32(out, v);
  out.resize(kMetaBytes, '\0');
  return out;
}

std::optional<IndexMeta> decode_index_meta(std::string_view in) {
  if (in.size() < kMetaBytes || !in.starts_with(kIndexMagic)) return {};
  const char* p = in.data() + kIndexMagic.size();
  auto u64 = [&p] { p += 8; return get_u64(p - 8); };
  auto u32 = [&p] { p += 4; return get_u32(p - 4); };
  IndexMeta m;
  m.segment.id = u64();
  m.segment.bytes = u64();
  std::memcpy(m.segment.salt.data(), p, m.segment.salt.size());
  p += m.segment.salt.size();
  m.end = u64();
  m.first = u64();
  m.last = u64();
  m.history.oldest.ms = std::int64_t(u64());
  m.history.newest.ms = std::int64_t(u64());
  m.newest.ms = std::int64_t(u64());
  for (std::uint32_t* v : {&m.batches, &m.streams, &m.records, &m.rows, &m.keys, &m.postings, &m.fan_bits, &m.filter}) *v = u32();
  if (m.fan_bits > 32 || m.first == 0 || m.last < m.first || m.end > m.segment.bytes || m.rows > m.records ||
      m.filter != Filter::bytes_for(std::size_t(m.keys) + m.streams))
    return {};
  return m;
}

std::string padded_stream(std::string_view stream) {
  std::string out(stream.substr(0, kStreamName));
  out.resize(kStreamName, '\0');
  return out;
}

// The last page first: each moves towards the end, over what has been moved already.
std::string paged(std::string content) {
  content.resize(paged_size(content.size()), '\0');
  for (std::size_t number = content.size() / kPage; number-- > 0;) {
    char* page = content.data() + number * kPage;
    std::memmove(page, content.data() + number * kPageContent, kPageContent);
    set_u32(page + kPageContent, base::crc32c({page, kPageContent}, std::uint32_t(number)));
  }
  return content;
}

std::optional<IndexMeta> IndexReader::meta(const File& file) {
  if (file.size() < kPage) return {};
  std::string page(kPage, '\0');
  file.read(0, page.data(), page.size());
  if (get_u32(page.data() + kPageContent) != base::crc32c({page.data(), kPageContent}, 0)) return {};
  auto meta = decode_index_meta(page);
  if (!meta || file.size() != paged_size(Layout(*meta).end)) return {};
  return meta;
}

IndexReader::IndexReader(std::shared_ptr<const File> file, const IndexMeta& meta)
    : file_(std::move(file)), meta_(meta), layout_(meta) {
  if (!file_) throw BadIndex(meta.segment.id);
}

const char* IndexReader::page(std::uint64_t number) {
  for (auto& [held, bytes] : pages_)
    if (held == number) return bytes.data();
  std::swap(pages_[0], pages_[1]);
  auto& [held, bytes] = pages_[0];
  held = UINT64_MAX;                                  // until it has proved right
  bytes.assign(kPage, '\0');
  if ((number + 1) * kPage > file_->size()) throw BadIndex(meta_.segment.id);
  file_->read(number * kPage, bytes.data(), kPage);
  if (get_u32(bytes.data() + kPageContent) != base::crc32c({bytes.data(), kPageContent}, std::uint32_t(number)))
    throw BadIndex(meta_.segment.id);
  held = number;
  return bytes.data();
}

std::string IndexReader::read(std::uint64_t at, std::size_t n) {
  std::string out;
  out.reserve(n);
  while (out.size() < n) {
    std::uint64_t from = at + out.size();
    std::size_t within = from % kPageContent;
    out.append(page(from / kPageContent) + within, std::min(n - out.size(), kPageContent - within));
  }
  return out;
}

std::vector<Mark> IndexReader::batches(Sequence after, Sequence up_to) {
  auto mark = [this](std::uint32_t i) {
    std::string b = read(layout_.batches + std::uint64_t(i) * kMarkBytes, kMarkBytes);
    return Mark{get_u64(b.data()), {get_u32(b.data() + 8), get_u32(b.data() + 12)}};
  };
  std::uint32_t low = 0, high = meta_.batches;        // the last batch that begins at or before after + 1
  while (high - low > 1) {
    std::uint32_t middle = low + (high - low) / 2;
    (mark(middle).first <= after + 1 ? low : high) = middle;
  }
  std::vector<Mark> out;
  for (; low < meta_.batches; ++low) {
    Mark m = mark(low);
    if (m.first > up_to) break;
    out.push_back(m);
  }
  return out;
}

Run IndexReader::run(std::string_view row, std::uint32_t& start) const {
  const char* p = row.data() + kStreamName;
  Run r{get_u64(p), {}, {}, get_u32(p + 8)};
  start = get_u32(p + 12);
  std::memcpy(r.before.data(), p + 16, 32);
  std::memcpy(r.after.data(), p + 48, 32);
  if (r.first == 0 || r.count == 0 || start + r.count > meta_.records) throw BadIndex(meta_.segment.id);
  return r;
}

std::vector<std::pair<std::string, Run>> IndexReader::streams() {
  std::vector<std::pair<std::string, Run>> out;
  for (std::uint32_t i = 0; i < meta_.streams; ++i) {
    std::string row = read(layout_.streams + std::uint64_t(i) * kStreamBytes, kStreamBytes);
    std::uint32_t start;
    Run r = run(row, start);
    row.resize(kStreamName);
    row.resize(std::min(row.find('\0', kAccount), row.size()));
    out.emplace_back(std::move(row), r);
  }
  return out;
}

Filter IndexReader::filter() { return Filter(read(layout_.filter, meta_.filter)); }

std::vector<Position> IndexReader::positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) {
  std::string wanted = padded_stream(stream), row;
  std::uint32_t low = 0, high = meta_.streams;
  while (low < high) {
    std::uint32_t middle = low + (high - low) / 2;
    row = read(layout_.streams + std::uint64_t(middle) * kStreamBytes, kStreamBytes);
    int order = row.compare(0, kStreamName, wanted);
    if (order == 0) break;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  if (low >= high) return {};
  std::uint32_t start;
  Run r = run(row, start);
  std::uint64_t skip = from_number > r.first ? from_number - r.first : 0;
  if (skip >= r.count) return {};
  std::size_t n = std::min<std::uint64_t>(limit, r.count - skip);
  std::string bytes = read(layout_.positions + (start + skip) * kPositionBytes, n * kPositionBytes);
  std::vector<Position> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = {get_u32(bytes.data() + i * kPositionBytes), get_u32(bytes.data() + i * kPositionBytes + 4)};
  return out;
}

void IndexReader::expect(std::uint64_t at, std::size_t n) const {
  if (n == 0) return;
  const std::uint64_t first = at / kPageContent, last = (at + n - 1) / kPageContent;
  file_->expect(first * kPage, std::size_t(last - first + 1) * kPage);
}

std::uint64_t IndexReader::fan_of(std::uint64_t attribute) const {
  return layout_.fan + (meta_.fan_bits ? attribute >> (64 - meta_.fan_bits) : 0) * kFanBytes;
}

// Hashes are spread evenly: where a key must be about is known before the fan is read.
void IndexReader::expect_posted(std::uint64_t attribute) const {
  constexpr std::uint64_t kAbout = 128;                // keys
  const std::uint64_t middle = (attribute >> 32) * meta_.keys >> 32, from = middle - std::min(middle, kAbout);
  expect(fan_of(attribute), 2 * kFanBytes);
  expect(layout_.keys + from * kKeyBytes, std::size_t(std::min<std::uint64_t>(middle + kAbout, meta_.keys) - from) * kKeyBytes);
}

IndexReader::Posted IndexReader::posted(std::uint64_t attribute) {
  std::string fan = read(fan_of(attribute), 2 * kFanBytes);
  std::uint32_t begin = get_u32(fan.data()), end = get_u32(fan.data() + 4);
  if (begin > end || end > meta_.keys) throw BadIndex(meta_.segment.id);
  for (; begin < end; ++begin) {
    std::string key = read(layout_.keys + std::uint64_t(begin) * kKeyBytes, kKeyBytes);
    if (get_u64(key.data()) != attribute) continue;
    Posted p{get_u32(key.data() + 8), get_u32(key.data() + 12)};
    if (std::uint64_t(p.start) + p.count > meta_.postings) throw BadIndex(meta_.segment.id);
    return p;
  }
  return {};
}

Row IndexReader::row(std::uint32_t i) {
  if (i >= meta_.rows) throw BadIndex(meta_.segment.id);
  std::string r = read(layout_.rows + std::uint64_t(i) * kRowBytes, kRowBytes);
  Position at{get_u32(r.data() + 16), get_u32(r.data() + 20)};
  return {{std::int64_t(get_u64(r.data()))}, get_u64(r.data() + 8), at};
}

std::vector<std::uint32_t> IndexReader::postings(std::uint32_t start, std::uint32_t count) {
  std::string bytes = read(layout_.postings + std::uint64_t(start) * kPostingBytes, std::size_t(count) * kPostingBytes);
  std::vector<std::uint32_t> out(count);
  for (std::uint32_t i = 0; i < count; ++i) out[i] = get_u32(bytes.data() + i * kPostingBytes);
  return out;
}

// Of `count` in ascending order, how many are below an edge. The last ones that are left are asked for together.
template <class Below, class Expect>
std::uint32_t count_below(std::uint32_t count, std::uint32_t together, Below below, Expect expect) {
  std::uint32_t low = 0, high = count;
  for (bool asked = false; low < high;) {
    if (!asked && high - low <= together) {
      expect(low, high - low);
      asked = true;
    }
    const std::uint32_t middle = low + (high - low) / 2;
    if (below(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

std::uint32_t IndexReader::rows_before(const Row& edge) {
  if (meta_.history.newest < edge.time) return meta_.rows;
  return count_below(meta_.rows, 2048, [&](std::uint32_t i) { return older(row(i), edge); },
                     [&](std::uint32_t from, std::uint32_t n) { expect(layout_.rows + std::uint64_t(from) * kRowBytes, n * kRowBytes); });
}

std::uint32_t IndexReader::postings_before(Posted p, std::uint32_t row) {
  if (row == meta_.rows) return p.count;
  return count_below(p.count, 8192, [&](std::uint32_t i) { return postings(p.start + i, 1)[0] < row; },
                     [&](std::uint32_t from, std::uint32_t n) { expect(layout_.postings + (std::uint64_t(p.start) + from) * kPostingBytes, n * kPostingBytes); });
}

// Walks an attribute's postings, which are ordered as the rows are, downwards from the window's upper edge: some at a time, their
// rows and then their records fetched together.
class SealedCandidates : public Candidates {
 public:
  SealedCandidates(const IndexReader& reader, std::uint64_t attribute, const Window& window, IndexReader::Content content)
      : reader_(reader), attribute_(attribute), window_(window), content_(std::move(content)) {
    reader_.expect_posted(attribute_);
  }

  bool next(Row& out) override {
    for (;;) {
      while (rows_.empty() && step_ != Step::ended) advance();
      if (rows_.empty()) return false;
      out = rows_.back();
      rows_.pop_back();
      if (out.time < window_.from) {
        rows_.clear();
        step_ = Step::ended;
      } else if (out.number <= window_.newest) {
        return true;
      }
    }
  }

  void prepare() override {
    if (rows_.empty()) advance();
  }

 private:
  enum class Step : std::uint8_t { search, list, load, ended };
  static constexpr std::uint32_t kTogether = 64;

  void advance() {
    switch (step_) {
      case Step::search: return search();
      case Step::list: return list();
      case Step::load: return load();
      case Step::ended: return;
    }
  }

  void search() {
    const auto posted = reader_.posted(attribute_);
    start_ = posted.start;
    left_ = posted.count ? reader_.postings_before(posted, reader_.rows_before(window_.before)) : 0;
    if (left_ > 0) file_ = content_();
    expect_postings();
  }

  void expect_postings() {
    together_ = std::min(left_, kTogether);
    reader_.expect(reader_.layout_.postings + (std::uint64_t(start_) + left_ - together_) * kPostingBytes, together_ * kPostingBytes);
    step_ = left_ > 0 ? Step::list : Step::ended;
  }

  void list() {
    left_ -= together_;
    listed_ = reader_.postings(start_ + left_, together_);
    for (std::uint32_t i : listed_) reader_.expect(reader_.layout_.rows + std::uint64_t(i) * kRowBytes, kRowBytes);
    step_ = Step::load;
  }

  void load() {
    for (std::uint32_t i : listed_) rows_.push_back(reader_.row(i));
    for (auto row = rows_.rbegin(); file_ && row != rows_.rend() && row->time >= window_.from; ++row) file_->expect(row->at.offset, row->at.length);
    expect_postings();
  }

  IndexReader reader_;
  const std::uint64_t attribute_;
  const Window window_;
  const IndexReader::Content content_;
  std::shared_ptr<const File> file_;                   // once there are rows; stays open
  Step step_ = Step::search;
  std::uint32_t start_ = 0, left_ = 0, together_ = 0;  // left_: postings not yet walked
  std::vector<std::uint32_t> listed_;
  std::vector<Row> rows_;                              // the next one last
};

std::unique_ptr<Candidates> IndexReader::candidates(std::string_view stream, std::string_view key, const Window& window, Content content) const {
  return std::make_unique<SealedCandidates>(*this, attribute_hash(meta_.segment.salt, stream, key), window, std::move(content));
}

}  // namespace journal
