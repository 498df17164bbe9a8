#pragma once
// The index of one segment: where each stream's records are, where the batches are, and which history
// records have an attribute. It grows in memory beside the growing segment; sealing writes it out, once.
#include <functional>
#include <map>
#include <tuple>

#include "journal/filter.h"
#include "journal/format.h"
#include "journal/medium.h"

namespace journal {

// One history record.
struct Row {
  base::Time time;
  std::uint64_t number = 0;
  Position at;
};
inline bool older(const Row& a, const Row& b) { return std::tie(a.time, a.number) < std::tie(b.time, b.number); }

struct TimeRange {                                     // both inclusive; oldest > newest: empty
  base::Time oldest{INT64_MAX}, newest{INT64_MIN};
  void add(base::Time t) { oldest = std::min(oldest, t); newest = std::max(newest, t); }
};

// The history records a lookup may answer with.
struct Window {
  base::Time from;
  Row before;                                          // older ones only
  std::uint64_t newest = 0;                            // numbered up to this
};

// Rows of one attribute in one segment, newest first. The hash stands for the attribute, so a row may be of another.
class Candidates {
 public:
  virtual ~Candidates() = default;
  virtual bool next(Row&) = 0;                         // false: no more
  // One step towards the next row: reads what an earlier step had fetched, and has the rest fetched meanwhile. A lookup that
  // will go through many segments takes such steps in several of them, so that the disk is asked for many things at once.
  virtual void prepare() {}
};

inline std::uint64_t stream_hash(const Salt& salt, std::string_view stream) { return keyed_hash(salt, 0, stream); }
inline std::uint64_t attribute_hash(const Salt& salt, std::string_view stream, std::string_view key) {
  return keyed_hash(salt, stream_hash(salt, stream), key);
}
constexpr std::string_view kPresent("\0", 1);          // in the filter: the stream has a record in the segment

// A stream's part in a segment.
struct Run {
  std::uint64_t first = 0;                             // number of its first record there
  Hash before{}, after{};                              // chain hash before the first and of the last record
  std::uint64_t count = 0;
};

// The attributes there are, each once: numbered from 0 as they come, found by their hashes. These are well spread: neighbours
// are probed.
class AttributeTable {
 public:
  struct Attribute {
    std::uint64_t hash = 0;
    std::uint32_t latest = 0, row = 0;                 // its last posting, plus one; and the row of that
  };
  std::uint32_t number(std::uint64_t hash);            // a new one's too
  Attribute& operator[](std::uint32_t number) { return all_[number]; }
  const Attribute* find(std::uint64_t hash) const;
  const std::vector<Attribute>& all() const { return all_; }

 private:
  struct Slot {
    std::uint32_t half = 0, number = 0;                // of the hash, so that few others are looked at; the number plus one, 0: free
  };
  std::size_t place(std::uint64_t hash) const;
  void grow();
  std::vector<Attribute> all_;
  std::vector<Slot> slots_ = std::vector<Slot>(256);
};

// The first part of an index file.
struct IndexMeta {
  SegmentHeader segment;
  std::uint64_t end = 0;                               // of its last batch
  Sequence first = 0, last = 0;
  TimeRange history;
  base::Time newest{INT64_MIN};                        // of all records
  std::uint32_t batches = 0, streams = 0, records = 0, rows = 0, keys = 0, postings = 0, fan_bits = 0;
  std::uint32_t filter = 0;                            // its bytes
};

// Sections of an index file, in this order, each of rows of one size.
struct Layout {
  std::uint64_t batches, streams, positions, rows, fan, keys, postings, filter, end;      // where each begins, in bytes of content
  explicit Layout(const IndexMeta&);
};
constexpr std::size_t kMetaBytes = 128, kMarkBytes = 16, kPositionBytes = 8, kRowBytes = 24;
constexpr std::size_t kFanBytes = 4, kKeyBytes = 16, kPostingBytes = 4;
constexpr std::size_t kStreamName = kAccount + kRegionLimit;         // padded with zeros
constexpr std::size_t kStreamBytes = kStreamName + 8 + 4 + 4 + 32 + 32;

class GrowingIndex {
 public:
  GrowingIndex(const Salt& salt, const Extractor& extract) : salt_(salt), extract_(extract) {}
  void add(const RecordView&, Position);
  void add(const Mark& batch, Sequence last);

  std::vector<Position> positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const;
  std::unique_ptr<Candidates> candidates(std::string_view stream, std::string_view key, const Window&) const;
  TimeRange history() const { return history_; }
  // The content of the segment's index file. It follows from the segment alone.
  std::string image(const SegmentHeader&, std::uint64_t end) const;

 private:
  struct StreamRun {
    Run run;
    std::uint64_t hash = 0;                            // of its name
    std::vector<Position> records;
  };
  struct Posting {
    std::uint32_t attribute, row, previous;            // previous of the same attribute, plus one
  };
  friend class IndexImage;
  StreamRun& run_of(const RecordView&);
  void post();

  Salt salt_;
  const Extractor& extract_;
  std::map<std::string, StreamRun, std::less<>> streams_;
  std::vector<Mark> batches_;
  std::vector<Row> rows_;
  std::vector<Posting> postings_;                      // row by row
  AttributeTable attributes_;
  std::vector<std::uint64_t> hashes_;                  // of the record being added
  TimeRange history_;
  base::Time newest_{INT64_MIN};
  std::uint64_t records_ = 0;
  Sequence last_ = 0;
};

std::string encode(const IndexMeta&);
std::optional<IndexMeta> decode_index_meta(std::string_view);        // of plausible figures only
std::string padded_stream(std::string_view stream);

// Content is stored in pages, each with its checksum: however little is read of it, it is what was written.
constexpr std::size_t kPage = 4096, kPageContent = kPage - 4;
constexpr std::uint64_t paged_size(std::uint64_t content) { return (content + kPageContent - 1) / kPageContent * kPage; }
std::string paged(std::string content);

// Something read from an index file is not what was written; the file can be built again from its segment.
struct BadIndex : std::runtime_error {
  explicit BadIndex(std::uint64_t id)
      : std::runtime_error("the index of journal segment " + std::to_string(id) + " is damaged"), segment(id) {}
  std::uint64_t segment;
};

// Reads an index file by parts. Everything may throw BadIndex. One thread's at a time; made per use.
class IndexReader {
 public:
  // The meta of an index file; nullopt when it is not one.
  static std::optional<IndexMeta> meta(const File&);
  IndexReader(std::shared_ptr<const File>, const IndexMeta&);

  std::vector<Mark> batches(Sequence after, Sequence up_to);
  std::vector<std::pair<std::string, Run>> streams();
  Filter filter();
  std::vector<Position> positions(std::string_view stream, std::uint64_t from_number, std::size_t limit);
  using Content = std::function<std::shared_ptr<const File>()>;        // of the segment's file
  std::unique_ptr<Candidates> candidates(std::string_view stream, std::string_view key, const Window&, Content) const;

 private:
  friend class SealedCandidates;
  struct Posted { std::uint32_t start = 0, count = 0; };
  std::string read(std::uint64_t at, std::size_t n);
  void expect(std::uint64_t at, std::size_t n) const;
  const char* page(std::uint64_t number);
  Run run(std::string_view row, std::uint32_t& start) const;
  std::uint64_t fan_of(std::uint64_t attribute) const;
  void expect_posted(std::uint64_t attribute) const;
  Posted posted(std::uint64_t attribute);
  Row row(std::uint32_t i);
  std::uint32_t rows_before(const Row& edge);
  std::vector<std::uint32_t> postings(std::uint32_t start, std::uint32_t count);
  std::uint32_t postings_before(Posted, std::uint32_t row);

  std::shared_ptr<const File> file_;
  IndexMeta meta_;
  Layout layout_;
  std::array<std::pair<std::uint64_t, std::string>, 2> pages_{{{UINT64_MAX, {}}, {UINT64_MAX, {}}}};     // the last ones read
};

}  // namespace journal
