#pragma once
// One sandbox: bubblewrap around our init around a function (docs/decisions/0007-lambda-sandbox.md).
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace lambda::runtime {

// A descriptor that is closed with its owner.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// What the sandboxes of one host share: made once, in the host's own folder.
struct Ground {
  std::filesystem::path inside, runtime, etc;         // our program; /var/runtime; /etc
  std::vector<std::string> system;                    // bubblewrap's arguments for /usr and what hangs on it
  bool root = false;                                  // the server is root: every sandbox gets a user of its own
};
// Writes the files. Throws std::system_error or std::filesystem::filesystem_error.
Ground prepare_ground(const std::filesystem::path& folder, const std::filesystem::path& ca_bundle);

struct SandboxPlan {
  std::size_t slot = 0;                               // < kSlots: no two that live at once have the same
  std::filesystem::path code, opt;                    // empty: an empty folder
  std::int64_t memory_mb = 128, ephemeral_mb = 512;
  std::uint16_t port = 0;                             // a further one that leads to the gateway
  std::vector<std::string> programs, arguments;       // the first program that exists is run
  std::vector<std::string> environment;               // NAME=value
};
inline constexpr std::size_t kSlots = 800;

struct Sandbox {
  pid_t pid = -1;                                     // bubblewrap's: the sandbox ends with it. To be reaped by the owner
  Fd process, control, log;                           // its pidfd; the socket of protocol.h; standard output and error, read end
  std::string error;                                  // not empty: it could not be started
};
// The plan has been sent when this returns. Takes a millisecond or two; never waits for the sandbox.
Sandbox start_sandbox(const Ground&, const SandboxPlan&);

// Makes one sandbox that runs /usr/bin/true, and waits for it. Empty: it works; otherwise why it does not.
std::string try_sandbox(const Ground&);

}  // namespace lambda::runtime
