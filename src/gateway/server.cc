#include "gateway/server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "gateway/authority.h"
#include "gateway/connection.h"

namespace gateway {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

struct Worker {
  Worker(service::House& house, Metrics& metrics, asio::thread_pool& pool, DocumentRoom& room, SSL_CTX* tls, const std::vector<std::string>& names)
      : lane(io, house, metrics, pool, room, tls, names), sweep(io) {}
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Lane lane;
  asio::steady_timer sweep;
  std::thread thread;
};

void listen(tcp::acceptor& acceptor, const ServerOptions& o) {
  if (o.listener >= 0) {
    sockaddr_storage name{};
    socklen_t length = sizeof name;
    ::getsockname(o.listener, reinterpret_cast<sockaddr*>(&name), &length);
    acceptor.assign(name.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), o.listener);
    return;
  }
  tcp::endpoint at(asio::ip::make_address(o.address), o.port);
  acceptor.open(at.protocol());
  acceptor.set_option(tcp::acceptor::reuse_address(true));
  acceptor.bind(at);
  acceptor.listen(1024);
}

}  // namespace

struct Server::Parts {
  ServerOptions options;
  Metrics metrics;
  asio::thread_pool pool{2};
  DocumentRoom room;
  std::vector<std::unique_ptr<Worker>> workers;
  std::unique_ptr<tcp::acceptor> acceptor;        // on the first worker
  std::size_t turn = 0;
  bool stopped = false;

  asio::awaitable<void> accept() {
    while (acceptor->is_open()) {
      Worker& next = *workers[turn++ % workers.size()];
      auto [error, socket] = co_await acceptor->async_accept(next.io, quietly);
      if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
      if (error) {                                // out of descriptors: let some close
        asio::steady_timer pause(workers.front()->io, std::chrono::milliseconds(50));
        co_await pause.async_wait(quietly);
        continue;
      }
      metrics.connections_total.fetch_add(1, std::memory_order_relaxed);
      if (metrics.connections.load(std::memory_order_relaxed) >= options.max_connections) {
        metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
        continue;
      }
      asio::post(next.io, [&next, s = std::make_shared<tcp::socket>(std::move(socket))]() mutable {
        asio::co_spawn(next.io, serve_connection(std::move(*s), next.lane), asio::detached);
      });
    }
  }

  // Closes connections that have been silent, or have taken their time, too long.
  asio::awaitable<void> sweep(Worker& w) {
    for (;;) {
      w.sweep.expires_after(std::chrono::seconds(5));
      if (auto [error] = co_await w.sweep.async_wait(quietly); error) co_return;
      auto now = std::chrono::steady_clock::now();
      for (auto& open : w.lane.open) {
        auto limit = std::chrono::seconds(open.busy ? options.request_seconds : options.idle_seconds);
        boost::system::error_code ignored;
        if (now - open.last > limit || now > open.until) open.socket->close(ignored);
      }
    }
  }
};

Server::Server(ServerOptions options, service::House& house, CertificateAuthority& authority) : parts_(std::make_unique<Parts>()) {
  parts_->options = std::move(options);
  auto& o = parts_->options;
  unsigned n = o.threads ? o.threads : std::max(1u, std::thread::hardware_concurrency() / 2);
  for (unsigned i = 0; i < n; ++i)
    parts_->workers.push_back(std::make_unique<Worker>(house, parts_->metrics, parts_->pool, parts_->room, authority.context(), o.local_names));
  parts_->acceptor = std::make_unique<tcp::acceptor>(parts_->workers.front()->io);
  listen(*parts_->acceptor, o);
  asio::co_spawn(parts_->workers.front()->io, parts_->accept(), asio::detached);
  for (auto& w : parts_->workers) {
    asio::co_spawn(w->io, parts_->sweep(*w), asio::detached);
    w->thread = std::thread([&io = w->io] { io.run(); });
  }
}

std::uint16_t Server::port() const { return parts_->acceptor->local_endpoint().port(); }

void Server::stop(int seconds) {
  if (std::exchange(parts_->stopped, true)) return;
  asio::post(parts_->workers.front()->io, [this] { boost::system::error_code ignored; parts_->acceptor->close(ignored); });
  for (auto& w : parts_->workers)
    asio::post(w->io, [&w] {
      w->lane.stopping = true;
      w->sweep.cancel();
      boost::system::error_code ignored;
      for (auto& open : w->lane.open) if (!open.busy) open.socket->close(ignored);
    });
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (parts_->metrics.connections > 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  for (auto& w : parts_->workers) {
    asio::post(w->io, [&w] { boost::system::error_code ignored; for (auto& open : w->lane.open) open.socket->close(ignored); });
    w->work.reset();
  }
  auto last = std::chrono::steady_clock::now() + std::chrono::seconds(2);
  while (parts_->metrics.connections > 0 && std::chrono::steady_clock::now() < last) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (auto& w : parts_->workers) { w->io.stop(); w->thread.join(); }
  parts_->pool.join();
}

Server::~Server() { stop(2); }

}  // namespace gateway
