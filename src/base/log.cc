#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "base/time.h"

namespace base {
namespace {
std::atomic<LogLevel> most{LogLevel::info};
}

void log_up_to(LogLevel level) { most.store(level, std::memory_order_relaxed); }
bool logs(LogLevel level) { return level <= most.load(std::memory_order_relaxed); }

void log(std::string_view level, std::string_view text) {
  std::string line = iso_millis(HostClock{}.now());
  line += ' ';
  line += level;
  line += ' ';
  for (char c : text) line += c == '\n' || c == '\r' ? ' ' : c;
  line += '\n';
  [[maybe_unused]] auto n = ::write(STDERR_FILENO, line.data(), line.size());
}

void fatal(std::string_view text) {
  log("fatal", text);
  ::_exit(70);
}

}  // namespace base
