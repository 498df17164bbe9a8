#pragma once
// A function's log: bytes become lines, lines are bounded, and the lines that the service itself writes. Pure.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambda::runtime {

inline constexpr std::size_t kMaxLine = 256 * 1024 - 26;          // what CloudWatch Logs takes as one event
inline constexpr std::size_t kMaxLog = 16 << 20;                  // of one invocation; what is more is counted and left out
inline constexpr std::size_t kTail = 4096;

class Lines {
 public:
  using Stamped = std::pair<std::int64_t, std::string>;
  void add(std::string_view bytes, std::int64_t now_ms);          // what a function wrote
  void end_line(std::int64_t now_ms);                             // a line without an end becomes one; says how much was left out
  void say(std::string line, std::int64_t now_ms);                // the service's own line
  void begin();                                                   // an invocation: its tail and its bound begin anew
  std::vector<Stamped> take();                                    // what has not been taken yet
  std::size_t waiting() const { return waiting_; }                // bytes to be taken
  std::string tail() const;                                       // the last 4 KB since begin()

 private:
  void put(std::string line, std::int64_t now_ms);
  std::vector<Stamped> lines_;
  std::string open_, tail_;
  std::size_t waiting_ = 0, written_ = 0, left_out_ = 0;
};

struct Measures {
  double duration_ms = 0;
  std::int64_t memory_mb = 0, max_memory_mb = 0;
  double init_ms = -1;                                            // negative: a warm start
  std::string_view status, error_type;                            // status empty: it went well; "error", "timeout"
};
std::int64_t billed_ms(const Measures&);                          // duration and init, rounded up
std::string report_line(std::string_view request_id, const Measures&);
std::string milliseconds(double);                                 // "12.34"
// "exit status 1", "signal: killed"; empty where a program ended well. `status` is what waitpid says.
std::string how_it_ended(int status);

}  // namespace lambda::runtime
