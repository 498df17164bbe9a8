#pragma once
// The ports of a sandbox, answered from outside: its name server, and the way to the gateway.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <memory>
#include <set>

namespace lambda::runtime {

// The sockets of one sandbox that are open, bounded, and closed all at once when it ends.
class Doors {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  static constexpr std::size_t kMost = 128;            // connections at once: further ones are closed

  // Keeps a socket known for as long as this lives.
  class Known {
   public:
    Known(std::shared_ptr<Doors> doors, Socket& socket) : doors_(std::move(doors)), socket_(socket) { doors_->open_.insert(&socket_); }
    ~Known() { doors_->open_.erase(&socket_); }
    Known(const Known&) = delete;

   private:
    std::shared_ptr<Doors> doors_;
    Socket& socket_;
  };

  bool full() const { return open_.size() >= 2 * kMost; }
  bool closed() const { return closed_; }
  void close();
  void on_close(std::function<void()> also) { closers_.push_back(std::move(also)); }

 private:
  std::set<Socket*> open_;
  std::vector<std::function<void()>> closers_;
  bool closed_ = false;
};

// Accepts at a listening socket of the sandbox, and gives every connection to `serve`, until the doors close.
using Serve = std::function<boost::asio::awaitable<void>(Doors::Socket)>;
void accept_at(boost::asio::io_context&, int listening, std::shared_ptr<Doors>, Serve);

// Copies both ways between a connection of the sandbox and 127.0.0.1:port, until either side ends.
boost::asio::awaitable<void> forward(Doors::Socket inside, std::uint16_t port, std::shared_ptr<Doors>);

// Answers names (dns.h) at a bound datagram socket of the sandbox, until the doors close.
void answer_names_at(boost::asio::io_context&, int datagrams, std::shared_ptr<Doors>);

}  // namespace lambda::runtime
