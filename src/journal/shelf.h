#pragma once
// The journal's segments in order: sealed ones, those waiting to be sealed, the active one; and the next
// one, prepared ahead. Three threads: one prepares, one indexes and seals, one compresses what is no longer new.
#include <condition_variable>
#include <deque>
#include <thread>

#include "journal/streams.h"

namespace journal {

// An I/O error after which nothing more may be promised: the process ends, or, under a test's hook, the journal stops.
class Fault {
 public:
  explicit Fault(std::function<void(std::string_view)> hook) : hook_(std::move(hook)) {}
  void report(const std::string& text) noexcept;       // the first one counts; everyone who waits is woken
  bool failed() const { return failed_.load(std::memory_order_acquire); }
  void check() const { if (failed()) throw std::runtime_error("the journal has stopped after a fault"); }
  void on_report(std::function<void()> wake);
  void silence();                                      // wakes no one any more

 private:
  std::function<void(std::string_view)> hook_;
  std::atomic<bool> failed_{false};
  std::mutex mutex_;                                   // taken before any other
  std::vector<std::function<void()>> wake_;
};

class Shelf {
 public:
  // Opens what is there, or begins. Throws as Journal::open does.
  Shelf(const Options&, std::shared_ptr<Medium>, Extractor, Streams&, Fault&);
  ~Shelf();

  // The committer's.
  std::shared_ptr<GrowingSegment> active() const;
  std::shared_ptr<GrowingSegment> roll();              // closes the active one; waits for the next to be ready
  void progress(const GrowingSegment&);                // after a batch

  Sequence recovered() const { return recovered_; }    // the last entry there was at opening
  Sequence first() const;
  std::vector<std::shared_ptr<const Segment>> segments() const;       // oldest first
  const Extractor& extractor() const { return extract_; }
  void wait_sealed();                                  // until what is closed now is sealed
  void drop_before(base::Time, Sequence keep_from);

 private:
  // shelf_recovery.cc
  void recover();
  std::vector<std::uint64_t> tidy(const Origin&);
  SegmentHeader header_of(std::uint64_t id) const;
  void place(std::uint64_t id, bool is_last, std::shared_ptr<GrowingSegment>& unsealed);
  void begin_active(std::shared_ptr<GrowingSegment> unsealed);
  void expect(std::uint64_t id, const Segment&);

  std::shared_ptr<SealedSegment> seal(const GrowingSegment&);
  void reach(const SealedSegment&);
  void prepare();
  void index();
  void pack();
  std::shared_ptr<SealedSegment> next_to_pack() const;
  void warm();
  template <class Work> void guarded(Work work) noexcept;

  const Options options_;
  const std::shared_ptr<Medium> medium_;
  const Extractor extract_;
  const std::shared_ptr<SegmentMemory> memory_ = std::make_shared<SegmentMemory>();
  Streams& streams_;
  Fault& fault_;

  mutable std::mutex mutex_;                           // of all below
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Segment>> segments_;      // closed_ and active_ are its last ones
  std::deque<std::shared_ptr<GrowingSegment>> closed_;
  std::shared_ptr<GrowingSegment> active_, spare_;
  Origin reached_;                                     // beyond the last sealed segment. Recovery's, then the indexer's alone
  std::uint64_t noted_ = 0;                            // its segment when it was last written out
  Sequence first_ = 1, recovered_ = 0;
  std::uint64_t next_id_ = 1, packed_to_ = 0;          // ids
  bool want_spare_ = false, want_index_ = false, stopping_ = false;

  std::atomic<bool> ending_{false};                    // as stopping_, without the lock
  std::atomic<std::size_t> indexed_at_{0};             // bytes of the active segment when indexing was last asked for
  std::mutex dropping_;
  std::thread preparer_, indexer_, packer_;
};

}  // namespace journal
