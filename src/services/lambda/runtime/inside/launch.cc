#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "services/lambda/runtime/inside/inside.h"
#include "services/lambda/runtime/protocol.h"

namespace lambda::inside {
namespace {

struct Piece {
  int source;
  std::string name;
  bool folder;
};

std::vector<Piece> open_pieces(int count, char** argv) {
  std::vector<Piece> pieces;
  for (int i = 0; i < count; ++i) {
    int fd = ::open(argv[2 * i], O_PATH | O_CLOEXEC);
    struct stat what {};
    if (fd < 0 || ::fstat(fd, &what) != 0) fail(argv[2 * i], errno);
    pieces.push_back({fd, std::string("/tmp/") + argv[2 * i + 1], S_ISDIR(what.st_mode)});
  }
  return pieces;
}

// In a mount namespace of its own: /tmp becomes an empty place that anybody may look into, with the pieces in it.
void set_stage(int count, char** argv) {
  if (::unshare(CLONE_NEWNS) != 0) fail("a mount namespace cannot be made", errno);
  if (::mount("none", "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) fail("mounts cannot be kept apart", errno);
  auto pieces = open_pieces(count, argv);
  if (::mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64k") != 0) fail("a tmpfs cannot be mounted", errno);
  for (auto& piece : pieces) {
    if (piece.folder) {
      if (::mkdir(piece.name.c_str(), 0755) != 0) fail(piece.name.c_str(), errno);
    } else {
      int fd = ::open(piece.name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
      if (fd < 0) fail(piece.name.c_str(), errno);
      ::close(fd);
    }
    std::string source = "/proc/self/fd/" + std::to_string(piece.source);
    if (::mount(source.c_str(), piece.name.c_str(), nullptr, MS_BIND, nullptr) != 0) fail(piece.name.c_str(), errno);
    ::close(piece.source);
  }
}

void become(unsigned uid) {
  if (::setgroups(0, nullptr) != 0 || ::setresgid(uid, uid, uid) != 0 || ::setresuid(uid, uid, uid) != 0)
    fail("the server's user cannot be left", errno);
}

}  // namespace

int launch(int argc, char** argv) {
  const int count = argc > 2 ? std::atoi(argv[1]) : -1;
  if (count < 0 || argc < 2 + 2 * count + 1) return 2;
  if (::syscall(SYS_close_range, runtime::kControl + 1, ~0u, 0) != 0) fail("descriptors cannot be closed", errno);
  if (unsigned uid = unsigned(std::strtoul(argv[0], nullptr, 10))) {
    set_stage(count, argv + 2);
    become(uid);
  }
  char** program = argv + 2 + 2 * count;
  char* nothing[] = {nullptr};
  ::execve(program[0], program, nothing);
  fail(program[0], errno);
}

}  // namespace lambda::inside
