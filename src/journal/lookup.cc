#include <algorithm>
#include <charconv>
#include <deque>
#include <queue>
#include <set>
#include <utility>

#include "journal/parts.h"

namespace journal {
namespace {

struct Source {                                        // one segment's part in a lookup
  const Segment* segment = nullptr;
  base::Time newest;
  std::shared_ptr<Candidates> rows;
  Row front;
};

struct Older {
  bool operator()(const Source& a, const Source& b) const { return older(a.front, b.front); }
};

// Merges the segments' candidates, newest first. A segment is not looked into before its time has come; a lookup that has
// gone through some looks into as many more at once, since the disk answers many questions in the time of one.
class Merge {
 public:
  Merge(std::vector<std::shared_ptr<const Segment>> segments, std::string_view stream, std::string_view key, const Window& window)
      : segments_(std::move(segments)), stream_(stream), key_(key), window_(window) {
    for (auto& segment : segments_) {
      TimeRange history = segment->history();
      if (history.newest >= window.from && history.oldest <= window.before.time) waiting_.emplace_back(history.newest, segment.get());
    }
    std::sort(waiting_.begin(), waiting_.end());
  }

  // The newest row there is, with its segment; nullptr: none is left.
  const Segment* next(Row& row) {
    if (taken_) put_back(std::exchange(taken_, std::nullopt).value());
    while (auto newest = next_newest()) {
      if (!open_.empty() && open_.top().front.time > *newest) break;
      if (near_.empty()) approach();
      if (near_.empty()) break;
      put_back(std::move(near_.front()));
      near_.pop_front();
      ++gone_through_;
    }
    if (open_.empty()) return nullptr;
    taken_ = open_.top();
    open_.pop();
    row = taken_->front;
    return taken_->segment;
  }

 private:
  static constexpr std::size_t kMostAtOnce = 16;
  static constexpr int kSteps = 3;                     // after which a first row is there

  std::optional<base::Time> next_newest() const {
    if (!near_.empty()) return near_.front().newest;
    if (!waiting_.empty()) return waiting_.back().first;
    return {};
  }

  void approach() {
    const std::size_t together = std::clamp<std::size_t>(gone_through_, 1, kMostAtOnce);
    while (near_.size() < together && !waiting_.empty()) {
      auto [newest, segment] = waiting_.back();
      waiting_.pop_back();
      if (auto rows = segment->candidates(stream_, key_, window_)) near_.push_back({segment, newest, std::move(rows), {}});
    }
    for (int step = 0; step < kSteps && near_.size() > 1; ++step)
      for (auto& source : near_) source.rows->prepare();
  }

  void put_back(Source source) {
    if (source.rows->next(source.front)) open_.push(std::move(source));
  }

  const std::vector<std::shared_ptr<const Segment>> segments_;
  std::string_view stream_, key_;
  Window window_;
  std::vector<std::pair<base::Time, const Segment*>> waiting_;         // by their newest record: the next one last
  std::deque<Source> near_;                            // the next ones of those that may have something
  std::size_t gone_through_ = 0;
  std::priority_queue<Source, std::vector<Source>, Older> open_;
  std::optional<Source> taken_;
};

Record copy(const RecordView& r) {
  return {std::string(r.account), std::string(r.region), r.number, r.entry, r.version, r.flags, r.time,
          std::string(r.json), std::string(r.hash)};
}

}  // namespace

Found Journal::find(const Query& query) const {
  Found found;
  std::string stream = std::string(query.account) + std::string(query.region), scratch;
  const Extractor& extract = parts_->shelf.extractor();
  Cursor chain = query.after;
  Window window{query.from, {query.to, UINT64_MAX, {}}, chain.newest};
  if (chain.newest == 0) window.newest = chain.newest = parts_->streams.durable(stream).number;
  else window.before = std::min(window.before, Row{chain.time, chain.number, {}}, older);
  if (query.limit == 0 || chain.newest == 0) return found;

  Merge merge(parts_->shelf.segments(), stream, query.key, window);
  Row row;
  while (const Segment* segment = merge.next(row)) {
    RecordView record = segment->record(row.at, stream, scratch);
    if (record.number != row.number || record.time != row.time) throw BadIndex(segment->header().id);
    if (!query.key.empty()) {                          // the index knows hashes only
      bool has = false;
      if (extract) extract(record, [&](std::string_view key) { has = has || key == query.key; });
      if (!has) continue;
    }
    if (found.records.size() == query.limit) {
      found.more = true;
      break;
    }
    found.records.push_back(copy(record));
    found.next = {row.time, row.number, chain.newest};
  }
  return found;
}

Found Journal::lookup(const Query& query) const {
  std::set<std::uint64_t> mended;
  for (;;) {
    try {
      return find(query);
    } catch (const BadIndex& bad) {
      if (!mended.insert(bad.segment).second) throw Damage(bad.what());
    }
    for (auto& segment : parts_->shelf.segments())
      if (mended.count(segment->header().id)) segment->mend();
  }
}

std::string Cursor::text() const {
  return std::to_string(time.ms) + "." + std::to_string(number) + "." + std::to_string(newest);
}

std::optional<Cursor> Cursor::parse(std::string_view text) {
  Cursor c;
  const char *p = text.data(), *end = p + text.size();
  auto take = [&](auto& value, bool last) {
    auto [next, error] = std::from_chars(p, end, value);
    if (error != std::errc() || (last ? next != end : next == end || *next != '.')) return false;
    p = next + 1;
    return true;
  };
  if (!take(c.time.ms, false) || !take(c.number, false) || !take(c.newest, true) || c.newest == 0) return {};
  return c;
}

}  // namespace journal
