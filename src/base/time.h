#pragma once
// Points in time: milliseconds since 1970-01-01T00:00:00Z. A Clock is handed in, never reached for.
#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

struct Time {
  std::int64_t ms = 0;
  static constexpr Time seconds(std::int64_t s) { return {s * 1000}; }
  constexpr std::int64_t s() const { return ms / 1000; }
  constexpr Time plus_seconds(std::int64_t n) const { return {ms + n * 1000}; }
  auto operator<=>(const Time&) const = default;
};

struct Civil { int year, month, day, hour, minute, second; };   // month 1..12, UTC
Civil civil(Time);
Time from_civil(const Civil&);

std::string iso(Time);              // 2026-03-02T10:05:11Z
void append_iso(std::string& out, Time);
std::string iso_millis(Time);       // 2026-03-02T10:05:11.123Z
std::string http_date(Time);        // Mon, 02 Mar 2026 10:05:11 GMT
std::string compact(Time);          // 20260302T100511Z
// ISO 8601 with optional fraction and offset, the compact form of SigV4, RFC 1123, or epoch seconds.
std::optional<Time> parse_time(std::string_view);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class HostClock : public Clock {
 public:
  Time now() const override;
};

// The host's clock moved by an offset: laboratories and tests let hours pass by advancing it.
class LabClock : public Clock {
 public:
  explicit LabClock(std::optional<Time> start);
  Time now() const override;
  void advance_seconds(std::int64_t n) { offset_ms_ += n * 1000; }
  std::int64_t offset_ms() const { return offset_ms_; }

 private:
  std::atomic<std::int64_t> offset_ms_{0};
};

}  // namespace base
