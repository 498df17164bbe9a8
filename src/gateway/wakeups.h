#pragma once
// Between the journal and an I/O thread: the thread writes what its turn has queued, and is woken once for all the
// answers that a batch written elsewhere has freed.
#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "journal/journal.h"

namespace gateway {

class Wakeups {
 public:
  Wakeups(boost::asio::io_context& io, journal::Journal& journal) : io_(io), journal_(journal), patience_(io) {}

  // Suspends the calling coroutine until the sequence is durable. Only from the io_context's own thread.
  template <class Token>
  auto durable(journal::Sequence sequence, Token&& token) {
    return boost::asio::async_initiate<Token, void()>(
        [this, sequence](auto handler) {
          auto* waiting = new Waiting<decltype(handler)>(*this, std::move(handler));
          journal_.notify(sequence, *waiting);
          drive_after_turn();
        },
        token);
  }

 private:
  struct Node : journal::Waiter {
    explicit Node(Wakeups& w) : wakeups(w) {}
    void durable() override { wakeups.push(this); }
    virtual void resume() = 0;                   // deletes itself
    Wakeups& wakeups;
    Node* behind = nullptr;

   protected:
    ~Node() = default;
  };
  template <class Handler> struct Waiting final : Node {
    Waiting(Wakeups& w, Handler h) : Node(w), handler(std::move(h)) {}
    void resume() override {
      Handler h = std::move(handler);
      delete this;
      std::move(h)();
    }
    Handler handler;
  };

  // Behind the requests that are ready now, so that they share the write.
  void drive_after_turn() {
    if (std::exchange(driving_, true)) return;
    boost::asio::post(io_, [this] { drive(); });
  }

  void drive() {
    driving_ = false;
    auto again = journal_.drive();
    if (!again) return;
    if (*again <= std::chrono::steady_clock::now()) return drive_after_turn();
    if (std::exchange(timed_, true)) return;
    patience_.expires_at(*again);
    patience_.async_wait([this](boost::system::error_code stopped) {
      timed_ = false;
      if (!stopped) drive();
    });
  }

  void push(Node* n) {
    Node* head = head_.load(std::memory_order_relaxed);
    do n->behind = head; while (!head_.compare_exchange_weak(head, n, std::memory_order_release, std::memory_order_relaxed));
    if (!head) boost::asio::post(io_, [this] { drain(); });
  }
  void drain() {
    Node* list = head_.exchange(nullptr, std::memory_order_acquire);
    Node* in_order = nullptr;
    while (list) { Node* next = list->behind; list->behind = in_order; in_order = list; list = next; }
    while (in_order) { Node* next = in_order->behind; in_order->resume(); in_order = next; }
  }

  boost::asio::io_context& io_;
  journal::Journal& journal_;
  boost::asio::steady_timer patience_;
  bool driving_ = false, timed_ = false;         // drive() is on its way: at once, or when patience ends
  std::atomic<Node*> head_{nullptr};
};

}  // namespace gateway
