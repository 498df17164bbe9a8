#include "journal/committer.h"

#include <sys/prctl.h>

#include <cstring>
#include <utility>

namespace journal {

Committer::Committer(const Options& options, Shelf& shelf, Streams& streams, Fault& fault)
    : queue_limit_(options.queue_bytes), batch_limit_(options.batch_bytes), shelf_(shelf), streams_(streams), fault_(fault),
      appended_(shelf.recovered()), durable_(shelf.recovered()), active_(shelf.active()), stamped_(shelf.recovered()) {
  head_of_ = [this](std::string_view name) -> Head& {
    Stream& stream = streams_.at(name);
    if (!stream.touched) {
      stream.touched = true;
      touched_.push_back(&stream);
    }
    return stream.assigned;
  };
  fault_.on_report([this] {
    std::scoped_lock lock(queue_mutex_, waiters_mutex_);
    for (auto* cv : {&work_, &room_, &rolled_, &advanced_}) cv->notify_all();
  });
  thread_ = std::thread([this] {
    try {
      run();
    } catch (const std::exception& e) {
      fault_.report(std::string("journal: ") + e.what());
    }
  });
}

Committer::~Committer() {
  {
    std::lock_guard lock(queue_mutex_);
    stopping_ = true;
    work_.notify_all();
  }
  thread_.join();
  fault_.silence();
}

Sequence Committer::append(std::string entry, bool driven) {
  std::unique_lock lock(queue_mutex_);
  room_.wait(lock, [this] { return queued_bytes_ < queue_limit_ || fault_.failed(); });
  fault_.check();
  queued_bytes_ += entry.size();
  queue_.push_back(std::move(entry));
  patience_ = std::max(patience_, std::min(Clock::now() + pause_, longest_patience_));
  Sequence sequence = appended_.load(std::memory_order_relaxed) + 1;
  appended_.store(sequence, std::memory_order_release);
  bool wake = !driven && (asleep_ || queue_.size() == expected_);
  if (wake) asleep_ = false;                                 // by the first one only
  lock.unlock();
  if (wake) work_.notify_all();
  return sequence;
}

void Committer::notify(Sequence sequence, Waiter& waiter) {
  {
    std::lock_guard lock(waiters_mutex_);
    if (durable_ < sequence) {
      waiter.sequence_ = sequence;
      waiter.next_ = waiters_;
      waiters_ = &waiter;
      return;
    }
  }
  waiter.durable();
}

void Committer::wait(Sequence sequence) {
  std::optional<Clock::time_point> again;
  while (durable() < sequence && (again = write_or_when()) && *again <= Clock::now()) {}
  if (again) {                                         // what others left to this thread
    std::lock_guard lock(queue_mutex_);
    rouse();
  }
  if (durable() >= sequence) return;
  std::unique_lock lock(waiters_mutex_);
  ++waiting_;
  advanced_.wait(lock, [&] { return durable_ >= sequence || fault_.failed(); });
  --waiting_;
  if (durable_ < sequence) fault_.check();
}

void Committer::roll() {
  std::unique_lock lock(queue_mutex_);
  std::uint64_t mine = ++rolls_asked_;
  work_.notify_all();
  rolled_.wait(lock, [&] { return rolls_done_ >= mine || fault_.failed(); });
  fault_.check();
}

void Committer::run() {
  ::prctl(PR_SET_TIMERSLACK, 1);                       // ns: patience is some ten microseconds
  while (gather()) {
    std::lock_guard round(round_);
    write_due();
    roll_when_asked();
    if (fault_.failed()) return;
  }
}

// With the queue's lock held, as due and take.
void Committer::rouse() {
  if (std::exchange(asleep_, false)) work_.notify_all();
}

// Whether to write now.
bool Committer::due() const {
  if (queue_.empty()) return false;
  return queue_.size() >= expected_ || stopping_ || rolls_asked_ > rolls_done_ || Clock::now() >= patience_;
}

// With the round. False: nothing was due.
bool Committer::write_due() {
  if (!take()) return false;
  for (const std::string& entry : taken_) add(entry);
  taken_.clear();
  flush();
  return true;
}

std::optional<Committer::Clock::time_point> Committer::drive() {
  if (leave_to_thread()) return {};
  return write_or_when();
}

// Whoever finds another at it may leave: that one looks again after it has let go, or says when to look.
std::optional<Committer::Clock::time_point> Committer::write_or_when() {
  std::unique_lock round(round_, std::try_to_lock);
  if (!round || fault_.failed()) return {};
  try {
    write_due();
  } catch (const std::exception& e) {
    fault_.report(std::string("journal: ") + e.what());
    return {};
  }
  round.unlock();                                      // who came meanwhile left its entry to this thread, even one that found nothing
  std::lock_guard lock(queue_mutex_);
  if (queue_.empty() || !asleep_) return {};           // the committer's thread is at it, or about to be
  return due() ? Clock::now() : patience_;
}

// Whether so much is due that who drives had better go on with its own.
bool Committer::leave_to_thread() {
  constexpr std::size_t few = 16;
  std::lock_guard lock(queue_mutex_);
  if (queue_.size() <= few || !due()) return false;
  asleep_ = false;
  work_.notify_all();
  return true;
}

// False: told to stop, and nothing is left.
bool Committer::gather() {
  std::unique_lock lock(queue_mutex_);
  while (!due() && rolls_asked_ == rolls_done_ && !stopping_ && !fault_.failed()) {
    asleep_ = queue_.empty();                          // anew each time: what it was woken for, others may have taken
    if (asleep_) work_.wait(lock);
    else work_.wait_until(lock, patience_);
  }
  asleep_ = false;
  return !queue_.empty() || rolls_asked_ > rolls_done_ || !stopping_;
}

// What is queued becomes the writer's, if it is due.
bool Committer::take() {
  std::lock_guard lock(queue_mutex_);
  if (!due()) return false;
  std::swap(queue_, taken_);
  bool was_full = queued_bytes_ >= queue_limit_;
  queued_bytes_ = 0;
  if (was_full) room_.notify_all();
  return true;
}

void Committer::add(std::string_view entry) {
  std::size_t grown = batch_.bytes + entry.size();
  if (batch_.entries > 0 && (grown > batch_limit_ || padded(grown) > active_->room())) flush();
  if (batch_.entries == 0) {
    if (padded(kBatchHeader + entry.size()) > active_->room()) active_ = shelf_.roll();
    batch_ = {stamped_ + 1, 0, kBatchHeader, 0};
  }
  char* at = active_->tail() + batch_.bytes;
  std::memcpy(at, entry.data(), entry.size());
  stamp_entry(at, entry.size(), ++stamped_, head_of_);
  batch_.bytes += std::uint32_t(entry.size());
  ++batch_.entries;
}

void Committer::flush() {
  const auto begun = Clock::now();
  active_->write(batch_);
  expect(Clock::now() - begun);
  batch_ = {};
  streams_.publish(touched_);
  shelf_.progress(*active_);
  announce(stamped_);
}

// Before the batch's callers are told: until then none of them is back.
void Committer::expect(Clock::duration taken) {
  constexpr Clock::duration longest = std::chrono::milliseconds(1);
  std::lock_guard lock(queue_mutex_);
  const auto now = Clock::now();
  expected_ = queue_.size() + batch_.entries;
  longest_patience_ = now + longest;
  patience_ = now + std::min(taken, longest);
  pause_ = taken / 2;
}

void Committer::announce(Sequence sequence) {
  Waiter *told = nullptr, *rest = nullptr;
  bool wake;
  {
    std::lock_guard lock(waiters_mutex_);
    durable_.store(sequence, std::memory_order_release);
    for (Waiter *w = waiters_, *next; w; w = next) {
      next = w->next_;
      Waiter*& list = w->sequence_ <= sequence ? told : rest;
      w->next_ = list;
      list = w;
    }
    waiters_ = rest;
    wake = waiting_ > 0;
  }
  if (wake) advanced_.notify_all();
  while (told) {
    Waiter* w = told;
    told = w->next_;                                   // it may be gone once told
    w->durable();
  }
}

void Committer::roll_when_asked() {
  std::unique_lock lock(queue_mutex_);
  if (rolls_asked_ == rolls_done_ || batch_.entries > 0 || !queue_.empty()) return;
  std::uint64_t asked = rolls_asked_;
  lock.unlock();
  if (active_->last() > 0) active_ = shelf_.roll();
  lock.lock();
  rolls_done_ = asked;
  rolled_.notify_all();
}

}  // namespace journal
