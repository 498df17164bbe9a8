#include "services/lambda/runtime/doors.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "services/lambda/runtime/dns.h"

namespace lambda::runtime {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using tcp = asio::ip::tcp;
using udp = asio::ip::udp;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

awaitable<void> copy(tcp::socket& from, tcp::socket& to) {
  std::array<char, 16 * 1024> bytes;
  boost::system::error_code ignored;
  for (;;) {
    auto [end, n] = co_await from.async_read_some(asio::buffer(bytes), quietly);
    if (end) break;
    auto [failed, written] = co_await asio::async_write(to, asio::buffer(bytes.data(), n), quietly);
    if (failed) {
      from.close(ignored);
      break;
    }
  }
  to.shutdown(tcp::socket::shutdown_send, ignored);
}

awaitable<void> accept_loop(std::shared_ptr<tcp::acceptor> acceptor, std::shared_ptr<Doors> doors, Serve serve) {
  while (!doors->closed()) {
    auto [error, socket] = co_await acceptor->async_accept(quietly);
    if (doors->closed()) co_return;
    if (error) {                                        // out of descriptors: let some close
      asio::steady_timer pause(acceptor->get_executor(), std::chrono::milliseconds(50));
      co_await pause.async_wait(quietly);
      continue;
    }
    if (!doors->full()) asio::co_spawn(acceptor->get_executor(), serve(std::move(socket)), asio::detached);
  }
}

awaitable<void> name_loop(std::shared_ptr<udp::socket> socket, std::shared_ptr<Doors> doors) {
  std::array<char, 4096> query;
  while (!doors->closed()) {
    udp::endpoint from;
    auto [error, n] = co_await socket->async_receive_from(asio::buffer(query), from, quietly);
    if (doors->closed()) co_return;
    if (error) continue;
    boost::system::error_code ignored;
    if (auto answer = dns_answer({query.data(), n})) socket->send_to(asio::buffer(*answer), from, 0, ignored);
  }
}

}  // namespace

void Doors::close() {
  closed_ = true;
  boost::system::error_code ignored;
  for (auto* socket : open_) socket->close(ignored);
  for (auto& also : std::exchange(closers_, {})) also();
}

void accept_at(asio::io_context& io, int listening, std::shared_ptr<Doors> doors, Serve serve) {
  auto acceptor = std::make_shared<tcp::acceptor>(io, tcp::v4(), listening);
  doors->on_close([acceptor] {
    boost::system::error_code ignored;
    acceptor->close(ignored);
  });
  asio::co_spawn(io, accept_loop(acceptor, doors, std::move(serve)), asio::detached);
}

awaitable<void> forward(tcp::socket inside, std::uint16_t port, std::shared_ptr<Doors> doors) {
  using namespace asio::experimental::awaitable_operators;
  tcp::socket outside(inside.get_executor());
  Doors::Known one(doors, inside), other(doors, outside);
  auto [error] = co_await outside.async_connect({asio::ip::address_v4::loopback(), port}, quietly);
  if (error || doors->closed()) co_return;
  boost::system::error_code ignored;
  inside.set_option(tcp::no_delay(true), ignored);
  outside.set_option(tcp::no_delay(true), ignored);
  co_await (copy(inside, outside) && copy(outside, inside));
}

void answer_names_at(asio::io_context& io, int datagrams, std::shared_ptr<Doors> doors) {
  auto socket = std::make_shared<udp::socket>(io, udp::v4(), datagrams);
  socket->non_blocking(true);
  doors->on_close([socket] {
    boost::system::error_code ignored;
    socket->close(ignored);
  });
  asio::co_spawn(io, name_loop(socket, doors), asio::detached);
}

}  // namespace lambda::runtime
