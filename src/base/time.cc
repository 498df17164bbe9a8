#include "base/time.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace base {
namespace {

constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0); }

// Reads exactly `n` digits.
bool digits(std::string_view& in, int n, int& out) {
  if (in.size() < std::size_t(n)) return false;
  out = 0;
  for (int i = 0; i < n; ++i) {
    if (in[std::size_t(i)] < '0' || in[std::size_t(i)] > '9') return false;
    out = out * 10 + (in[std::size_t(i)] - '0');
  }
  in.remove_prefix(std::size_t(n));
  return true;
}

bool skip(std::string_view& in, char c) {
  if (in.empty() || in.front() != c) return false;
  in.remove_prefix(1);
  return true;
}

bool plausible(const Civil& c) {
  return c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31 && c.hour <= 23 && c.minute <= 59 && c.second <= 60;
}

std::optional<Time> parse_iso(std::string_view in) {
  Civil c{};
  bool dashed = in.size() > 4 && in[4] == '-';
  auto sep = [&](char s) { return !dashed || skip(in, s); };
  if (!digits(in, 4, c.year) || !sep('-') || !digits(in, 2, c.month) || !sep('-') || !digits(in, 2, c.day)) return {};
  std::int64_t ms = 0, offset = 0;
  if (!in.empty()) {
    if (!skip(in, 'T') && !skip(in, ' ')) return {};
    if (!digits(in, 2, c.hour) || !sep(':') || !digits(in, 2, c.minute)) return {};
    if ((!dashed || skip(in, ':')) && !digits(in, 2, c.second)) return {};
    if (skip(in, '.')) {
      std::int64_t unit = 100;
      bool any = false;
      for (; !in.empty() && in.front() >= '0' && in.front() <= '9'; in.remove_prefix(1), unit /= 10, any = true) ms += (in.front() - '0') * unit;
      if (!any) return {};
    }
    if (!skip(in, 'Z') && !in.empty()) {
      int sign = in.front() == '-' ? -1 : 1, hours = 0, minutes = 0;
      if (!skip(in, '+') && !skip(in, '-')) return {};
      if (!digits(in, 2, hours)) return {};
      skip(in, ':');
      if (!digits(in, 2, minutes)) return {};
      offset = sign * (hours * 60 + minutes) * 60'000LL;
    }
  }
  if (!in.empty() || !plausible(c)) return {};
  return Time{from_civil(c).ms + ms - offset};
}

std::optional<Time> parse_http(std::string_view in) {   // "Mon, 02 Mar 2026 10:05:11 GMT"
  if (in.size() != 29 || in.substr(25) != " GMT") return {};
  Civil c{};
  in.remove_prefix(5);
  if (!digits(in, 2, c.day) || !skip(in, ' ')) return {};
  for (std::size_t i = 0; i < kMonths.size(); ++i) if (in.substr(0, 3) == kMonths[i]) c.month = int(i) + 1;
  in.remove_prefix(3);
  if (!skip(in, ' ') || !digits(in, 4, c.year) || !skip(in, ' ')) return {};
  if (!digits(in, 2, c.hour) || !skip(in, ':') || !digits(in, 2, c.minute) || !skip(in, ':') || !digits(in, 2, c.second)) return {};
  if (!plausible(c)) return {};
  return from_civil(c);
}

std::optional<Time> parse_epoch(std::string_view in) {
  bool negative = skip(in, '-');
  if (in.empty() || in.size() > 18) return {};
  std::int64_t s = 0, ms = 0;
  for (; !in.empty() && in.front() != '.'; in.remove_prefix(1)) {
    if (in.front() < '0' || in.front() > '9' || s > 100'000'000'000LL) return {};
    s = s * 10 + (in.front() - '0');
  }
  if (skip(in, '.')) {
    for (std::int64_t unit = 100; !in.empty(); in.remove_prefix(1), unit /= 10) {
      if (in.front() < '0' || in.front() > '9') return {};
      ms += (in.front() - '0') * unit;
    }
  }
  return Time{(negative ? -1 : 1) * (s * 1000 + ms)};
}

}  // namespace

// Days to and from the civil calendar after Howard Hinnant's public algorithm.
Civil civil(Time t) {
  std::int64_t s = floor_div(t.ms, 1000), days = floor_div(s, 86400), rest = s - days * 86400;
  std::int64_t z = days + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
  std::int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  std::int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
  return {int(yoe + era * 400 + (month <= 2)), int(month), int(doy - (153 * mp + 2) / 5 + 1), int(rest / 3600), int(rest / 60 % 60), int(rest % 60)};
}

Time from_civil(const Civil& c) {
  std::int64_t y = c.year - (c.month <= 2), era = floor_div(y, 400), yoe = y - era * 400;
  std::int64_t doy = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1, doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return Time::seconds((era * 146097 + doe - 719468) * 86400 + c.hour * 3600 + c.minute * 60 + c.second);
}

void append_iso(std::string& out, Time t) {
  Civil c = civil(t);
  auto two = [](char* p, int v) { p[0] = char('0' + v / 10); p[1] = char('0' + v % 10); };
  char text[] = "0000-00-00T00:00:00Z";
  two(text, c.year / 100); two(text + 2, c.year % 100); two(text + 5, c.month); two(text + 8, c.day);
  two(text + 11, c.hour); two(text + 14, c.minute); two(text + 17, c.second);
  out.append(text, 20);
}

std::string iso(Time t) { std::string out; append_iso(out, t); return out; }

std::string iso_millis(Time t) {
  std::string out = iso(t);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ", int(t.ms - floor_div(t.ms, 1000) * 1000));
  out.replace(19, 1, fraction);
  return out;
}

std::string http_date(Time t) {
  Civil c = civil(t);
  auto weekday = std::size_t(((floor_div(t.ms, 86'400'000) + 4) % 7 + 7) % 7);
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[weekday], c.day, kMonths[std::size_t(c.month - 1)], c.year, c.hour, c.minute, c.second);
  return text;
}

std::string compact(Time t) {
  Civil c = civil(t);
  char text[40];
  std::snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", c.year, c.month, c.day, c.hour, c.minute, c.second);
  return text;
}

std::optional<Time> parse_time(std::string_view in) {
  if (auto t = in.size() >= 8 && (in.size() == 8 || in.find('T') != in.npos || in.find('-', 1) != in.npos) ? parse_iso(in) : std::nullopt) return t;
  if (auto t = parse_http(in)) return t;
  return parse_epoch(in);
}

Time HostClock::now() const {
  using namespace std::chrono;
  return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

LabClock::LabClock(std::optional<Time> start) {
  if (start) offset_ms_ = start->ms - HostClock{}.now().ms;
}

Time LabClock::now() const { return {HostClock{}.now().ms + offset_ms_}; }

}  // namespace base
