#include "server/control.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <system_error>

#include "server/config.h"

namespace server {
namespace {

constexpr std::size_t kMaxCommand = 4096;
constexpr int kCommandMs = 10'000;               // a client that says nothing for so long is left

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

// A path longer than a socket's name may be is reached through its folder.
struct Name {
  sockaddr_un address{};
  int folder = -1;
  explicit Name(const std::filesystem::path& path) {
    folder = ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) fail(path.parent_path().c_str());
    std::string name = "/proc/self/fd/" + std::to_string(folder) + "/" + path.filename().string();
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, sizeof address.sun_path - 1);
  }
  ~Name() { ::close(folder); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
};

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    text.remove_prefix(std::size_t(n));
  }
  return true;
}

}  // namespace

Control::Control(const std::filesystem::path& socket, Handler handler) : path_(socket), handler_(std::move(handler)) {
  ::unlink(path_.c_str());
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  if (listener_ < 0 || stop_ < 0) fail("control socket");
  Name name(path_);
  // bind() takes the mode from the socket. A mask would be the whole process's, and other threads are making files.
  if (::fchmod(listener_, S_IRUSR | S_IWUSR) != 0 || ::bind(listener_, name.get(), sizeof(sockaddr_un)) != 0 || ::listen(listener_, 8) != 0) fail(path_.c_str());
  thread_ = std::thread([this] { loop(); });
}

Control::~Control() {
  std::uint64_t one = 1;
  [[maybe_unused]] auto n = ::write(stop_, &one, sizeof one);
  if (thread_.joinable()) thread_.join();
  ::unlink(path_.c_str());
  ::close(listener_);
  ::close(stop_);
}

void Control::loop() {
  for (;;) {
    pollfd waits[2] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(waits, 2, -1) < 0 && errno != EINTR) return;
    if (waits[1].revents) return;
    if (!(waits[0].revents & POLLIN)) continue;
    int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    converse(client);
    ::close(client);
  }
}

void Control::converse(int client) {
  std::string line;
  char buffer[512];
  while (line.find('\n') == line.npos) {
    pollfd waits[2] = {{client, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(waits, 2, kCommandMs) <= 0 || waits[1].revents) return;
    ssize_t n = ::recv(client, buffer, sizeof buffer, 0);
    if (n <= 0 || line.size() + std::size_t(n) > kMaxCommand) return;
    line.append(buffer, std::size_t(n));
  }
  std::string answer;
  try {
    answer = "ok\n" + handler_(line.substr(0, line.find('\n')));
  } catch (const std::exception& e) {
    answer = std::string("error\n") + e.what() + "\n";
  }
  write_all(client, answer);
}

std::string ask_control(const std::filesystem::path& socket, const std::string& command) {
  int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  std::string answer;
  bool asked = false;
  try {
    Name name(socket);
    asked = ::connect(fd, name.get(), sizeof(sockaddr_un)) == 0 && write_all(fd, command + "\n");
  } catch (const std::system_error&) {}
  char buffer[4096];
  ssize_t n = 0;
  while (asked && (n = ::recv(fd, buffer, sizeof buffer, 0)) > 0) answer.append(buffer, std::size_t(n));
  ::close(fd);
  if (answer.starts_with("ok\n")) return answer.substr(3);
  if (answer.starts_with("error\n")) throw Misuse(answer.substr(6, answer.size() - 7));
  throw Misuse("no server answers at " + socket.string());
}

}  // namespace server
