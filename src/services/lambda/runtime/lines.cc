#include "services/lambda/runtime/lines.h"

#include <sys/wait.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>

#include "base/bytes.h"

namespace lambda::runtime {

void Lines::put(std::string line, std::int64_t now_ms) {
  line = base::utf8_lossy(line);
  tail_ += line;
  tail_ += '\n';
  if (tail_.size() > 4 * kTail) tail_.erase(0, tail_.size() - kTail);
  waiting_ += line.size() + 1;
  lines_.emplace_back(now_ms, std::move(line));
}

void Lines::add(std::string_view bytes, std::int64_t now_ms) {
  if (written_ + bytes.size() > kMaxLog) {
    const std::size_t room = kMaxLog - written_;
    left_out_ += bytes.size() - room;
    bytes = bytes.substr(0, room);
  }
  written_ += bytes.size();
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n'), room = kMaxLine - open_.size();
    const std::size_t n = std::min({end == bytes.npos ? bytes.size() : end, room});
    open_ += bytes.substr(0, n);
    const bool whole = n == end;
    bytes.remove_prefix(n + whole);
    if (whole || open_.size() == kMaxLine) put(std::exchange(open_, {}), now_ms);
  }
}

void Lines::end_line(std::int64_t now_ms) {
  if (!open_.empty()) put(std::exchange(open_, {}), now_ms);
  if (left_out_ > 0)
    put("orgtrail: the log of one invocation ends after " + std::to_string(kMaxLog >> 20) + " MB; " + std::to_string(left_out_) + " bytes were left out", now_ms);
  left_out_ = 0;
}

void Lines::say(std::string line, std::int64_t now_ms) {
  end_line(now_ms);
  put(std::move(line), now_ms);
}

void Lines::begin() {
  tail_.clear();
  written_ = 0;
}

std::vector<Lines::Stamped> Lines::take() {
  waiting_ = 0;
  return std::exchange(lines_, {});
}

std::string Lines::tail() const { return base::utf8_lossy(tail_.size() <= kTail ? tail_ : tail_.substr(tail_.size() - kTail)); }

std::string milliseconds(double ms) {
  char text[48];
  std::snprintf(text, sizeof text, "%.2f", ms);
  return text;
}

std::int64_t billed_ms(const Measures& m) { return std::int64_t(std::ceil(m.duration_ms + std::max(m.init_ms, 0.0))); }

std::string report_line(std::string_view request_id, const Measures& m) {
  std::string out = "REPORT RequestId: " + std::string(request_id) + "\tDuration: " + milliseconds(m.duration_ms) + " ms\tBilled Duration: " +
                    std::to_string(billed_ms(m)) + " ms\tMemory Size: " + std::to_string(m.memory_mb) + " MB\tMax Memory Used: " +
                    std::to_string(m.max_memory_mb) + " MB\t";
  if (m.init_ms >= 0) out += "Init Duration: " + milliseconds(m.init_ms) + " ms\t";
  if (!m.status.empty()) out += "Status: " + std::string(m.status);
  if (!m.error_type.empty()) out += "\tError Type: " + std::string(m.error_type);
  return out;
}

std::string how_it_ended(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0 ? "" : "exit status " + std::to_string(WEXITSTATUS(status));
  std::string name = ::strsignal(WTERMSIG(status));
  name = base::lower(name);
  return "signal: " + name;
}

}  // namespace lambda::runtime
