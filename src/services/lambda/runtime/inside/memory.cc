#include "services/lambda/runtime/inside/memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lambda::inside {
namespace {

bool read_file(const char* pid, const char* name, char* text, std::size_t room) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
  int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t n = ::read(fd, text, room - 1);
  ::close(fd);
  text[n < 0 ? 0 : n] = 0;
  return n > 0;
}

std::int64_t field(const char* text, const char* name) {
  const char* at = std::strstr(text, name);
  return at ? std::atoll(at + std::strlen(name)) : 0;
}

std::int64_t resident(const char* pid) {
  char text[4096];
  if (!read_file(pid, "status", text, sizeof text)) return 0;
  return field(text, "\nRssAnon:") + field(text, "\nRssShmem:");
}

// Its share by the kernel's own count; what it holds where it does not let itself be looked at.
std::int64_t share(const char* pid) {
  char text[4096];
  if (!read_file(pid, "smaps_rollup", text, sizeof text)) return resident(pid);
  return field(text, "\nPss_Anon:") + field(text, "\nPss_Shmem:");
}

template <class F>
std::int64_t sum(F&& of) {
  static DIR* proc = ::opendir("/proc");
  if (!proc) return 0;
  ::rewinddir(proc);
  std::int64_t total = 0;
  while (dirent* entry = ::readdir(proc))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && std::strcmp(entry->d_name, "1") != 0) total += of(entry->d_name);
  return total;
}

}  // namespace

std::int64_t memory_in_use_kb(std::int64_t limit_kb) {
  std::int64_t total = sum(resident);
  return total > limit_kb ? sum(share) : total;
}

}  // namespace lambda::inside
