#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <vector>

#include "services/lambda/runtime/inside/inside.h"
#include "services/lambda/runtime/inside/memory.h"
#include "services/lambda/runtime/protocol.h"

namespace lambda::inside {
namespace {

using runtime::kControl;
using runtime::Report;
using runtime::Word;

struct Plan {
  std::int64_t memory_kb = 0, largest_file = 0;
  std::uint16_t port = 0;
  std::vector<char*> programs, arguments, environment;
  std::string bytes;                               // what the others point into
};

void read_exactly(void* to, std::size_t n) {
  for (char* at = static_cast<char*>(to); n > 0;) {
    ssize_t got = ::read(kControl, at, n);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) ::_exit(0);                      // the host has gone
    at += got;
    n -= std::size_t(got);
  }
}

Plan read_plan() {
  Plan plan;
  std::uint32_t length = 0;
  read_exactly(&length, sizeof length);
  if (length > runtime::kMaxPlan) fail("the plan", E2BIG);
  plan.bytes.resize(length);
  read_exactly(plan.bytes.data(), length);
  char* at = plan.bytes.data();
  char* end = at + length;
  auto text = [&] {
    char* found = at;
    at = static_cast<char*>(std::memchr(at, 0, std::size_t(end - at)));
    if (!at) fail("the plan", EINVAL);
    ++at;
    return found;
  };
  auto list = [&](std::vector<char*>& into) {
    for (long n = std::atol(text()); n > 0; --n) into.push_back(text());
  };
  plan.memory_kb = std::atoll(text());
  plan.largest_file = std::atoll(text());
  plan.port = std::uint16_t(std::atoi(text()));
  list(plan.programs);
  list(plan.arguments);
  while (at < end) plan.environment.push_back(text());
  plan.arguments.push_back(nullptr);
  plan.environment.push_back(nullptr);
  return plan;
}

void say(Word word, std::int64_t value) {
  Report report{word, std::int32_t(std::min<std::int64_t>(value, INT32_MAX))};
  while (::write(kControl, &report, sizeof report) < 0 && errno == EINTR) {}
}

int open_port(int kind, std::uint16_t port) {
  int fd = ::socket(AF_INET, kind | SOCK_CLOEXEC, 0), yes = 1;
  if (fd < 0) fail("a socket cannot be made", errno);
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) fail("a port of the sandbox cannot be had", errno);
  if (kind == SOCK_STREAM && ::listen(fd, 64) != 0) fail("a port of the sandbox cannot listen", errno);
  return fd;
}

// From here on the host answers what the function connects to: the sockets belong to the sandbox's network wherever they are held.
void hand_over_ports(std::uint16_t port) {
  const int ports[runtime::kPorts] = {open_port(SOCK_STREAM, 9001), open_port(SOCK_STREAM, 443), open_port(SOCK_STREAM, 80),
                                      open_port(SOCK_STREAM, port), open_port(SOCK_DGRAM, 53)};
  Report report{Word::ports, port};
  iovec bytes{&report, sizeof report};
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof ports)]{};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof ports);
  std::memcpy(CMSG_DATA(head), ports, sizeof ports);
  if (::sendmsg(kControl, &message, 0) < 0) ::_exit(0);
  for (int fd : ports) ::close(fd);
}

void limit(__rlimit_resource what, rlim_t most) {
  rlimit value{most, most};
  if (::setrlimit(what, &value) != 0) fail("a limit cannot be set", errno);
}

// Of a function's resources. Memory is bounded by what init measures; RLIMIT_DATA only stops what would outrun it.
void set_limits(const Plan& plan) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 1024);
  limit(RLIMIT_NPROC, 1024);
  limit(RLIMIT_FSIZE, rlim_t(plan.largest_file));
  limit(RLIMIT_DATA, rlim_t(plan.memory_kb) * 1024 * 2 + (rlim_t(2) << 30));
  limit(RLIMIT_MEMLOCK, 64 * 1024);
  limit(RLIMIT_MSGQUEUE, 0);
}

void drop_privileges() {
  __user_cap_header_struct head{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2]{};
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0 || ::syscall(SYS_capset, &head, none) != 0)
    fail("privileges cannot be dropped", errno);
}

// In the child: becomes the function. Answers only when it cannot: the errno goes to the pipe.
[[noreturn]] void become(const Plan& plan, int failure) {
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::setsid();
  ::setpriority(PRIO_PROCESS, 0, 5);
  set_limits(plan);
  drop_privileges();
  forbid_system_calls();
  int error = ENOENT;
  for (char* program : plan.programs) {
    ::execve(program, plan.arguments.data(), plan.environment.data());
    error = errno;
    if (error != ENOENT) break;
  }
  ssize_t ignored = ::write(failure, &error, sizeof error);
  (void)ignored;
  ::_exit(126);
}

pid_t start(const Plan& plan) {
  int failure[2];
  if (::pipe2(failure, O_CLOEXEC) != 0) fail("a pipe cannot be made", errno);
  pid_t child = ::fork();
  if (child < 0) fail("the function cannot be started", errno);
  if (child == 0) become(plan, failure[1]);
  ::close(failure[1]);
  int error = 0;
  ssize_t n;
  while ((n = ::read(failure[0], &error, sizeof error)) < 0 && errno == EINTR) {}
  ::close(failure[0]);
  if (n == sizeof error) {
    say(Word::failed, error);
    ::_exit(0);
  }
  return child;
}

class Keeper {
 public:
  Keeper(const Plan& plan, pid_t function) : limit_kb_(plan.memory_kb), function_(function) {}

  // Until the function or the host has ended. What is left of the sandbox ends with this process.
  void run(int signals) {
    pollfd watched[] = {{kControl, POLLIN, 0}, {signals, POLLIN, 0}};
    for (;;) {
      int n = ::poll(watched, 2, frozen_ ? -1 : pause_ms_);
      if (n < 0 && errno != EINTR) ::_exit(1);
      if (watched[0].revents && !obey()) return;
      if (watched[1].revents && reap(signals)) return;
      if (!frozen_) measure();
    }
  }

 private:
  bool obey() {
    runtime::Order order{};
    ssize_t n = ::read(kControl, &order, 1);
    if (n < 0 && errno == EINTR) return true;
    if (n != 1) return false;
    if (order == runtime::Order::measure) {
      measure();
      say(Word::measured, said_);
      return true;
    }
    frozen_ = order == runtime::Order::freeze;
    if (frozen_) measure();
    ::kill(-1, frozen_ ? SIGSTOP : SIGCONT);
    return true;
  }

  bool reap(int signals) {
    signalfd_siginfo ignored;
    ssize_t n = ::read(signals, &ignored, sizeof ignored);
    (void)n;
    for (;;) {
      int status = 0;
      pid_t ended = ::waitpid(-1, &status, WNOHANG);
      if (ended <= 0) return false;
      if (ended != function_) continue;
      say(Word::ended, status);
      return true;
    }
  }

  void measure() {
    auto used = memory_in_use_kb(limit_kb_);
    if (used > said_) say(Word::memory, said_ = used);
    pause_ms_ = used > limit_kb_ / 2 ? 5 : 20;
    if (used <= limit_kb_ || exceeded_) return;
    exceeded_ = true;
    say(Word::exceeded, used);
    ::kill(-1, SIGKILL);
  }

  const std::int64_t limit_kb_;
  const pid_t function_;
  std::int64_t said_ = 0;
  int pause_ms_ = 20;
  bool frozen_ = false, exceeded_ = false;
};

}  // namespace

int init() {
  ::prctl(PR_SET_DUMPABLE, 0);                      // the function has the same user: it may not look into this process
  ::fcntl(kControl, F_SETFD, FD_CLOEXEC);
  Plan plan = read_plan();
  hand_over_ports(plan.port);
  sigset_t child;
  ::sigemptyset(&child);
  ::sigaddset(&child, SIGCHLD);
  ::sigprocmask(SIG_BLOCK, &child, nullptr);
  int signals = ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) fail("children cannot be watched", errno);
  Keeper keeper(plan, start(plan));
  plan.bytes.assign(plan.bytes.size(), '\0');       // the credentials in it were for the function
  keeper.run(signals);
  return 0;
}

}  // namespace lambda::inside
