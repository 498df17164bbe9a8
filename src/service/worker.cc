#include "service/worker.h"

#include "base/log.h"

namespace service {

Runner::Runner(House& house, std::vector<Worker> workers) : house_(house), workers_(std::move(workers)) {}
Runner::~Runner() { stop(); }

void Runner::start() { thread_ = std::thread([this] { loop(); }); }

void Runner::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Runner::poke() {
  {
    std::lock_guard lock(mutex_);
    poked_ = true;
  }
  wake_.notify_all();
}

void Runner::alone(const std::function<void()>& inside) {
  std::lock_guard lock(round_);
  inside();
}

std::optional<base::Time> Runner::round() {
  std::lock_guard lock(round_);
  std::optional<base::Time> next;
  for (auto& w : workers_) {
    try {
      auto at = w.run(house_);
      if (at && (!next || *at < *next)) next = at;
    } catch (const ApiError& e) {
      base::log_error(std::string(w.name) + ": " + e.code + ": " + e.message);
      next = house_.clock.now().plus_seconds(5);
    }
  }
  return next;
}

// The state is looked at every few milliseconds while it moves, four times a second while it rests: a version newer
// than the last round's means there may be work. A round that wrote something is followed by another.
void Runner::loop() {
  std::optional<std::uint64_t> seen;
  std::optional<base::Time> next;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    bool due = next && house_.clock.now() >= *next;
    if (poked_ || due || seen != house_.store.version()) {
      poked_ = false;
      lock.unlock();
      seen = house_.store.version();
      next = round();
      lock.lock();
    }
    bool moving = seen != house_.store.version();
    wake_.wait_for(lock, std::chrono::milliseconds(moving ? 5 : 100), [&] { return stopping_ || poked_; });
  }
}

}  // namespace service
