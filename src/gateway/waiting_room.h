#pragma once
// Where requests of one I/O thread wait before they run (long polling), each for its service's state to change. Nobody is
// woken by writers: while anyone waits, the thread looks a few dozen times a second whether a state is newer.
#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <vector>

#include "service/house.h"

namespace gateway {

class WaitingRoom {
 public:
  using Clock = std::chrono::steady_clock;
  WaitingRoom(boost::asio::io_context& io, service::House& house) : house_(house), timer_(io) {}

  // Suspends the calling coroutine until the state of `room` is newer than `seen`, until `until`, until the house's clock shows
  // `next`, or for half a second: whoever waits looks again then, at its connection too. Only from the thread's own io_context.
  template <class Token>
  auto change(std::string_view room, std::uint64_t seen, Clock::time_point until, std::optional<base::Time> next, Token&& token) {
    return boost::asio::async_initiate<Token, void()>(
        [this, room, seen, until, next](auto handler) {
          auto one = std::make_unique<Of<decltype(handler)>>(std::move(handler));
          static_cast<Waiting&>(*one) = {room, seen, std::min(until, Clock::now() + kLongest), next};
          waiting_.push_back(std::move(one));
          if (waiting_.size() == 1) tick();
        },
        token);
  }

 private:
  static constexpr auto kTick = std::chrono::milliseconds(20), kSoon = std::chrono::milliseconds(2), kLongest = std::chrono::milliseconds(500);
  struct Waiting {
    std::string_view room;
    std::uint64_t seen = 0;
    Clock::time_point until;
    std::optional<base::Time> next;
  };
  struct Node : Waiting {
    virtual ~Node() = default;
    virtual void resume() = 0;
  };
  template <class Handler> struct Of final : Node {
    explicit Of(Handler h) : handler(std::move(h)) {}
    void resume() override { std::move(handler)(); }
    Handler handler;
  };

  void tick() {
    timer_.expires_after(someone_is_soon() ? kSoon : kTick);
    timer_.async_wait([this](const boost::system::error_code& error) { if (!error) look(); });
  }
  // A function that has just begun may well be through before the next tick.
  bool someone_is_soon() const {
    const base::Time next{house_.clock.now().ms + kTick.count()};
    return std::any_of(waiting_.begin(), waiting_.end(), [&](auto& w) { return w->next && *w->next <= next; });
  }
  void look() {
    const auto now = Clock::now();
    const base::Time time = house_.clock.now();
    auto stays = [&](const std::unique_ptr<Node>& w) {
      return house_.store.touched(w->room) == w->seen && now < w->until && !(w->next && *w->next <= time);
    };
    auto gone = std::stable_partition(waiting_.begin(), waiting_.end(), stays);
    std::vector<std::unique_ptr<Node>> ready(std::make_move_iterator(gone), std::make_move_iterator(waiting_.end()));
    waiting_.erase(gone, waiting_.end());
    if (!waiting_.empty()) tick();
    for (auto& w : ready) w->resume();       // which may come back to wait
  }

  service::House& house_;
  boost::asio::steady_timer timer_;
  std::vector<std::unique_ptr<Node>> waiting_;
};

}  // namespace gateway
