// What comes out of an instance's sandbox: init's reports, connections, the log.
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/bytes.h"
#include "base/log.h"
#include "services/lambda/runtime/instance.h"
#include "services/lambda/runtime/runtime_api.h"

namespace lambda::runtime {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxApiConnections = 8;

}  // namespace

awaitable<void> Instance::wait_for_end() {
  co_await process_.async_wait(asio::posix::stream_descriptor::wait_read, quietly);
  if (pid_ <= 0) co_return;
  ::waitpid(pid_, nullptr, 0);
  reaped();
}

awaitable<void> Instance::follow_init() {
  for (;;) {
    auto [error] = co_await control_.async_wait(asio::posix::stream_descriptor::wait_read, quietly);
    if (error || !control_.is_open()) co_return;
    while (hear()) {}
    char ended;
    if (::recv(control_.native_handle(), &ended, 1, MSG_PEEK | MSG_DONTWAIT) == 0) co_return;
  }
}

bool Instance::hear() {
  Report report{};
  iovec bytes{&report, sizeof report};
  int ports[kPorts];
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof ports)]{};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  if (::recvmsg(control_.native_handle(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != sizeof report) return false;
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  if (report.word == Word::ports && head && head->cmsg_type == SCM_RIGHTS && head->cmsg_len == CMSG_LEN(sizeof ports)) {
    std::memcpy(ports, CMSG_DATA(head), sizeof ports);
    open_doors(ports);
  } else {
    heed(report);
  }
  return true;
}

void Instance::open_doors(const int (&ports)[kPorts]) {
  up_ = true;
  if (phase_ == Phase::ended) {
    for (int fd : ports) ::close(fd);
    return;
  }
  auto connections = std::make_shared<std::size_t>(0);
  accept_at(shop_.io, ports[0], doors_, [self = shared_from_this(), connections](Doors::Socket socket) -> awaitable<void> {
    if (*connections >= kMaxApiConnections) co_return;
    ++*connections;
    co_await serve_runtime_api(std::move(socket), self, self->doors_);
    --*connections;
  });
  for (int gateway : {1, 2, 3})
    accept_at(shop_.io, ports[gateway], doors_, [doors = doors_, port = shop_.settings.endpoint_port](Doors::Socket socket) { return forward(std::move(socket), port, doors); });
  answer_names_at(shop_.io, ports[4], doors_);
}

void Instance::heed(const Report& report) {
  switch (report.word) {
    case Word::ports: return;
    case Word::measured:
      measuring_.cancel();
      [[fallthrough]];
    case Word::memory: memory_kb_ = std::max<std::int64_t>(memory_kb_, report.value); return;
    case Word::exceeded:
      exceeded_ = true;
      memory_kb_ = std::max<std::int64_t>(memory_kb_, report.value);
      return;
    case Word::failed:
      if (!job_) return end();
      fail("Runtime.InvalidEntrypoint", report.value == ENOENT ? "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"
                                                               : "fork/exec bootstrap: " + base::lower(std::strerror(report.value)), "error", true);
      return end();
    case Word::ended: return program_ended(report.value);
  }
}

// The log.

awaitable<void> Instance::follow_log() {
  while (log_.is_open()) {
    auto [error] = co_await log_.async_wait(asio::posix::stream_descriptor::wait_read, quietly);
    if (error || !log_.is_open()) co_return;
    char some[64 * 1024];
    ssize_t n = ::read(log_.native_handle(), some, sizeof some);
    if (n == 0) co_return;
    if (n > 0) lines_.add({some, std::size_t(n)}, now_ms());
    if (lines_.waiting() > 1 << 20) write_log();
    else if (lines_.waiting() > 0 && !flushing_) arm(flush_, 200ms, &Instance::write_log), flushing_ = true;
  }
}

// What was written before this moment. Bounded: somebody may be writing without end.
void Instance::drain_log() {
  if (!log_.is_open()) return;
  char some[64 * 1024];
  for (int i = 0; i < 32; ++i) {
    ssize_t n = ::read(log_.native_handle(), some, sizeof some);
    if (n <= 0) return;
    lines_.add({some, std::size_t(n)}, now_ms());
  }
}

void Instance::write_log() {
  flush_.cancel();
  flushing_ = false;
  auto lines = lines_.take();
  if (lines.empty()) return;
  try {
    shop_.sink(*function_, stream_, std::move(lines));
  } catch (const std::exception& e) {
    base::log_error("lines of " + function_->arn + "'s log are lost: " + e.what());
  }
}

}  // namespace lambda::runtime
