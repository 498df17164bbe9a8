#pragma once
// One file of the journal, as readers see it: still growing, or sealed. Safe for many threads.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "journal/index.h"

namespace journal {

std::string segment_name(std::uint64_t id);            // 0000000001.seg
std::string index_name(std::uint64_t id);              // 0000000001.idx
std::string packed_name(std::uint64_t id);             // 0000000001.pak

class Segment {
 public:
  explicit Segment(const SegmentHeader& header) : header_(header) {}
  virtual ~Segment() = default;
  const SegmentHeader& header() const { return header_; }

  virtual Sequence first() const = 0;                  // 0: it has no entry
  virtual Sequence last() const = 0;
  virtual std::vector<Mark> batches(Sequence after, Sequence up_to) const = 0;
  virtual std::vector<Position> positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const = 0;
  virtual TimeRange history() const = 0;
  // Null when there are none, as far as that is known without looking.
  virtual std::unique_ptr<Candidates> candidates(std::string_view stream, std::string_view key, const Window&) const = 0;
  // The bytes there: of the segment's memory when it has them, otherwise read into `scratch`.
  virtual std::string_view bytes(Position, std::string& scratch) const = 0;
  virtual void mend() const {}                         // after a BadIndex
  // Held by whoever reads much, so that the file is opened once. Null when the bytes are in memory.
  virtual std::shared_ptr<const File> pin() const { return nullptr; }

  // The record there; Damage when it is not a record of that stream with its hash.
  RecordView record(Position, std::string_view stream, std::string& scratch) const;

 protected:
  const SegmentHeader header_;
};

// Memory for segments. What one leaves, the next one takes: touching fresh pages would cost the committer more
// than chaining the records that go into them.
class SegmentMemory : public std::enable_shared_from_this<SegmentMemory> {
 public:
  using Piece = std::unique_ptr<char, std::function<void(char*)>>;
  Piece take(std::size_t bytes);                       // aligned to a block
  ~SegmentMemory();

 private:
  void give_back(char*, std::size_t bytes);
  std::mutex mutex_;
  char* left_ = nullptr;
  std::size_t left_bytes_ = 0;
};

// The segment the committer writes to, and any other whose index file has not been written. Its bytes
// are in memory, where the committer puts batches together and readers find them.
class GrowingSegment : public Segment {
 public:
  // Fresh: a segment just made. Otherwise its batches are found and checked, `visit` seeing every record.
  static std::shared_ptr<GrowingSegment> fresh(std::shared_ptr<File>, const SegmentHeader&, const Extractor&, SegmentMemory&);
  static std::shared_ptr<GrowingSegment> load(std::shared_ptr<File>, const SegmentHeader&, const Extractor&, SegmentMemory&,
                                              const std::function<void(const RecordView&)>& visit);
  // Makes the file of a segment, with a salt of its own.
  static SegmentHeader create(Medium&, std::uint64_t id, std::size_t bytes);

  Sequence first() const override;
  Sequence last() const override;
  std::vector<Mark> batches(Sequence after, Sequence up_to) const override;
  std::vector<Position> positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const override;
  TimeRange history() const override;
  std::unique_ptr<Candidates> candidates(std::string_view stream, std::string_view key, const Window&) const override;
  std::string_view bytes(Position, std::string& scratch) const override;

  // The committer's: where the next batch is put together, and its writing. When write returns the batch is
  // durable, and readers see it.
  char* tail() { return memory_.get() + end_; }
  std::size_t room() const { return header_.bytes - end_; }
  std::size_t used() const { return end_; }
  void write(const BatchHeader&);

  // Indexes what is durable and not yet indexed. Readers do it themselves too.
  void catch_up() const;
  // The content of its index file, once nothing more is written to it.
  std::string index_image() const;

 private:
  GrowingSegment(std::shared_ptr<File>, const SegmentHeader&, const Extractor&, SegmentMemory&);

  std::shared_ptr<File> file_;
  SegmentMemory::Piece memory_;
  std::size_t end_ = kBlock;                           // the committer's alone

  mutable std::mutex mutex_;                           // of what follows, up to the next mutex
  std::vector<Mark> batches_;
  Sequence last_ = 0;

  mutable std::mutex index_mutex_;                     // taken before mutex_
  mutable GrowingIndex index_;
  mutable std::size_t indexed_ = 0;                    // batches
};

class SealedSegment : public Segment {
 public:
  // Null when the index file is absent, damaged, or another segment's.
  static std::shared_ptr<SealedSegment> open(std::shared_ptr<Medium>, const SegmentHeader&, const Extractor&,
                                             std::shared_ptr<SegmentMemory>);
  ~SealedSegment() override;

  Sequence first() const override { return meta_.first; }
  Sequence last() const override { return meta_.last; }
  std::vector<Mark> batches(Sequence after, Sequence up_to) const override;
  std::vector<Position> positions(std::string_view stream, std::uint64_t from_number, std::size_t limit) const override;
  TimeRange history() const override { return meta_.history; }
  std::unique_ptr<Candidates> candidates(std::string_view stream, std::string_view key, const Window&) const override;
  std::string_view bytes(Position, std::string& scratch) const override;
  void mend() const override;
  std::shared_ptr<const File> pin() const override;

  base::Time newest() const { return meta_.newest; }   // of all its records
  void warm() const { filter(); }                      // so that the first lookup need not
  // Compresses its file, unless it is. False: go_on said no. Who reads the file meanwhile goes on reading it.
  bool pack(const std::function<bool()>& go_on);
  std::vector<std::pair<std::string, Run>> streams() const;
  void doom() { doomed_ = true; }                      // its files go when its last reader has gone

 private:
  SealedSegment(std::shared_ptr<Medium> medium, const IndexMeta& meta, const Extractor& extract, std::shared_ptr<SegmentMemory> memory)
      : Segment(meta.segment), medium_(std::move(medium)), meta_(meta), extract_(extract), memory_(std::move(memory)) {}
  bool may_have(std::string_view stream, std::string_view key) const;
  const Filter& filter() const;
  IndexReader reader() const { return {medium_->open(index_name(header_.id)), meta_}; }
  template <class Use> auto with_index(Use use) const;
  std::shared_ptr<File> open_file() const;

  std::shared_ptr<Medium> medium_;
  const IndexMeta meta_;
  const Extractor& extract_;
  const std::shared_ptr<SegmentMemory> memory_;        // for mending
  mutable std::mutex mending_;
  mutable std::mutex filter_mutex_;
  mutable std::atomic<const Filter*> filter_{nullptr}; // once it has been asked for: of kept_filter_
  mutable std::unique_ptr<const Filter> kept_filter_;
  mutable std::mutex pin_mutex_;                       // also held while the file is exchanged for its packed form
  mutable std::weak_ptr<const File> pinned_;           // open files are few: only those being read
  std::atomic<bool> doomed_{false};
};

}  // namespace journal
