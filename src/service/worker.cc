#include "service/worker.h"

#include "base/log.h"

namespace service {

void Bell::ring() {
  std::lock_guard lock(mutex_);
  if (runner_) runner_->poke();
}

Runner::Runner(House& house, std::vector<Lane> lanes) : house_(house) {
  for (auto& lane : lanes) tracks_.emplace_back().lane = std::move(lane);
}
Runner::~Runner() { stop(); }

void Runner::start() {
  hang_bell(this);
  for (auto& track : tracks_) track.thread = std::thread([this, &track] { loop(track); });
}

void Runner::hang_bell(Runner* runner) {
  auto& bell = house_.cache<Bell>();
  std::lock_guard lock(bell.mutex_);
  bell.runner_ = runner;
}

void Runner::stop() {
  hang_bell(nullptr);
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& track : tracks_)
    if (track.thread.joinable()) track.thread.join();
}

void Runner::poke() {
  {
    std::lock_guard lock(mutex_);
    for (auto& track : tracks_) track.poked = true;
  }
  wake_.notify_all();
}

void Runner::alone(const std::function<void()>& inside) {
  std::vector<std::unique_lock<std::mutex>> rounds;
  for (auto& track : tracks_) rounds.emplace_back(track.round);
  inside();
}

std::optional<base::Time> Runner::round(Track& track) {
  std::lock_guard lock(track.round);
  std::optional<base::Time> next;
  for (auto& w : track.lane) {
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

// The state is looked at every few milliseconds while it moves, ten times a second while it rests: a version newer
// than the last round's means there may be work. A round that wrote something is followed by another.
void Runner::loop(Track& track) {
  std::optional<std::uint64_t> seen;
  std::optional<base::Time> next;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    bool due = next && house_.clock.now() >= *next;
    if (track.poked || due || seen != house_.store.version()) {
      track.poked = false;
      lock.unlock();
      seen = house_.store.version();
      next = round(track);
      lock.lock();
    }
    bool moving = seen != house_.store.version();
    wake_.wait_for(lock, std::chrono::milliseconds(moving ? 5 : 100), [&] { return stopping_ || track.poked; });
  }
}

}  // namespace service
