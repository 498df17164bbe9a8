#pragma once
// Group commit. Callers queue encoded entries; one thread at a time numbers and chains them straight into the active
// segment's memory, writes whole batches, and tells who waits: a caller that drives, or the committer's own thread.
//
// A synced write costs the same for one entry as for eight, and whom a batch has let go on is often back soon. So the next
// batch waits until as many entries are there, as long as they keep coming: no pause is longer than half of what the last
// write took, and all of it no longer than a millisecond. Who drives writes a small batch itself, and need not be woken
// for its answers; a large one is left to the committer's thread, and the caller goes on meanwhile.
#include <chrono>

#include "journal/shelf.h"

namespace journal {

class Committer {
 public:
  using Clock = std::chrono::steady_clock;
  Committer(const Options&, Shelf&, Streams&, Fault&);
  ~Committer();                                        // commits what is queued

  Sequence append(std::string entry, bool driven);
  std::optional<Clock::time_point> drive();
  Sequence appended() const { return appended_.load(std::memory_order_acquire); }
  Sequence durable() const { return durable_.load(std::memory_order_acquire); }
  void notify(Sequence, Waiter&);
  void wait(Sequence);
  void roll();                                         // closes the active segment, unless it has no entry

 private:
  void run();
  bool gather();
  bool due() const;
  bool take();
  void rouse();
  bool leave_to_thread();
  std::optional<Clock::time_point> write_or_when();
  bool write_due();
  void add(std::string_view entry);
  void expect(Clock::duration taken);
  void flush();
  void roll_when_asked();
  void announce(Sequence);

  const std::size_t queue_limit_, batch_limit_;
  Shelf& shelf_;
  Streams& streams_;
  Fault& fault_;

  std::mutex queue_mutex_;                             // of the queue and what is asked of the committer
  std::condition_variable work_, room_, rolled_;
  std::vector<std::string> queue_;
  std::size_t queued_bytes_ = 0;
  std::uint64_t rolls_asked_ = 0, rolls_done_ = 0;
  bool asleep_ = false, stopping_ = false;
  std::size_t expected_ = 0;                           // entries worth waiting for, until patience ends
  Clock::time_point patience_, longest_patience_;
  Clock::duration pause_{};                            // that an entry which comes adds to the patience
  std::atomic<Sequence> appended_, durable_;

  std::mutex waiters_mutex_;                           // of the waiters; durable_ changes under it
  std::condition_variable advanced_;
  Waiter* waiters_ = nullptr;
  std::size_t waiting_ = 0;                            // threads

  std::mutex round_;                                   // whoever holds it writes; the queue's lock is taken inside
  // The writer's own: what it took from the queue, and the batch in the making.
  std::shared_ptr<GrowingSegment> active_;
  std::vector<std::string> taken_;
  Sequence stamped_;
  BatchHeader batch_;
  std::vector<Stream*> touched_;
  std::function<Head&(std::string_view)> head_of_;
  std::thread thread_;
};

}  // namespace journal
