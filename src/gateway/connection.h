#pragma once
// One client connection: plain or TLS (the first byte says), requests one after another, CONNECT to begin anew inside.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <list>

#include "gateway/exchange.h"
#include "gateway/metrics.h"
#include "gateway/waiting_room.h"
#include "gateway/wakeups.h"

using SSL_CTX = struct ssl_ctx_st;

namespace gateway {

// What the connections of one I/O thread share.
struct Lane {
  Lane(boost::asio::io_context& i, service::House& h, Metrics& m, boost::asio::thread_pool& p, DocumentRoom& r, SSL_CTX* t, const std::vector<std::string>& names)
      : io(i), house(h), metrics(m), pool(p), room(r), tls(t), local_names(names), wakeups(i, h.journal), waiting_room(i, h), credentials(h) {}
  boost::asio::io_context& io;
  service::House& house;
  Metrics& metrics;
  boost::asio::thread_pool& pool;              // for what waits for a disk
  DocumentRoom& room;
  SSL_CTX* tls;
  const std::vector<std::string>& local_names;
  Wakeups wakeups;
  WaitingRoom waiting_room;
  CredentialCache credentials;
  bool stopping = false;

  struct Open {
    boost::asio::ip::tcp::socket* socket;
    std::chrono::steady_clock::time_point last;  // a byte moved
    bool busy = false;                           // within a request
    std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();     // closed then, whatever moves
  };
  std::list<Open> open;
};

boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket, Lane&);

}  // namespace gateway
