#include "services/events/schedule.h"

#include <charconv>
#include <vector>

#include "base/bytes.h"

namespace events {
namespace {

constexpr int kFirstYear = 1970, kLastYear = 2199;

std::optional<int> number(std::string_view text) {
  int out = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-') return {};
  return out;
}

int days_in(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && leap);
}

// 1 is Sunday.
int weekday(int year, int month, int day) {
  auto days = base::from_civil({year, month, day, 0, 0, 0}).s() / 86'400;
  return int((days % 7 + 7 + 4) % 7) + 1;
}

// The day of the month nearest to `day` that is no Saturday or Sunday, within the month.
int nearest_weekday(int year, int month, int day) {
  int w = weekday(year, month, day), last = days_in(year, month);
  if (w == 7) return day > 1 ? day - 1 : day + 2;
  if (w == 1) return day < last ? day + 1 : day - 2;
  return day;
}

std::optional<std::int64_t> seconds_of_rate(std::string_view text) {
  auto parts = base::split(text, ' ');
  if (parts.size() != 2) return {};
  auto value = number(parts[0]);
  if (!value || *value < 1) return {};
  for (auto [unit, seconds] : {std::pair{"minute", 60}, {"hour", 3600}, {"day", 86'400}})
    if (parts[1] == (*value == 1 ? std::string(unit) : std::string(unit) + "s")) return std::int64_t(*value) * seconds;
  return {};
}

}  // namespace

// Reads the six fields of a cron expression; every reader answers whether the field is valid.
struct CronReader {
  using Names = std::vector<std::string_view>;
  struct Field { int low, high; Names names{}; int first_name = 0; };

  static std::optional<int> value(const Field& f, std::string_view text) {
    for (std::size_t i = 0; i < f.names.size(); ++i) if (base::iequals(text, f.names[i])) return int(i) + f.first_name;
    auto n = number(text);
    return n && *n >= f.low && *n <= f.high ? n : std::nullopt;
  }

  // A list of *, n, n-m, each with /step; bits are numbered from `base`.
  template <std::size_t N> static bool list(const Field& f, std::string_view text, std::bitset<N>& bits, int base) {
    for (auto item : base::split(text, ',')) {
      int step = 0, low = f.low, high = f.high;
      if (auto slash = item.find('/'); slash != item.npos) {
        auto n = number(item.substr(slash + 1));
        if (!n || *n < 1) return false;
        step = *n;
        item = item.substr(0, slash);
      }
      if (item != "*") {
        auto dash = item.find('-');
        auto a = value(f, item.substr(0, dash));
        if (!a) return false;
        low = *a;
        if (dash != item.npos) {
          auto b = value(f, item.substr(dash + 1));
          if (!b) return false;
          high = *b;
        } else if (!step) {
          high = low;
        }
      }
      if (low > high) {                  // FRI-MON goes round
        for (int i = low; i <= f.high; i += std::max(step, 1)) bits.set(std::size_t(i - base));
        low = f.low;
      }
      for (int i = low; i <= high; i += std::max(step, 1)) bits.set(std::size_t(i - base));
    }
    return true;
  }

  static bool day_of_month(Schedule& s, std::string_view text) {
    if (text == "L") return s.last_day_ = true;
    if (text == "LW") { s.nearest_ = -1; return true; }
    if (text.starts_with("L-")) {
      auto n = number(text.substr(2));
      if (!n || *n > 30) return false;
      s.last_day_ = true;
      s.before_last_ = *n;
      return true;
    }
    if (text.ends_with("W")) {
      auto n = number(text.substr(0, text.size() - 1));
      if (!n || *n < 1 || *n > 31) return false;
      s.nearest_ = *n;
      return true;
    }
    return list({1, 31}, text, s.days_, 0);
  }

  static bool day_of_week(Schedule& s, std::string_view text) {
    const Field field{1, 7, {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}, 1};
    if (auto hash = text.find('#'); hash != text.npos) {
      auto day = value(field, text.substr(0, hash)), nth = number(text.substr(hash + 1));
      if (!day || !nth || *nth < 1 || *nth > 5) return false;
      s.nth_weekday_ = *day;
      s.nth_ = *nth;
      return true;
    }
    if (text == "L") { s.weekdays_.set(7); return true; }
    if (text.ends_with("L")) {
      auto day = value(field, text.substr(0, text.size() - 1));
      if (day) s.last_weekday_ = *day;
      return day.has_value();
    }
    return list(field, text, s.weekdays_, 0);
  }

  static bool read(Schedule& s, std::string_view text) {
    std::vector<std::string_view> fields;
    for (auto f : base::split(text, ' ')) if (!f.empty()) fields.push_back(f);
    if (fields.size() != 6 || (fields[2] == "?") == (fields[4] == "?")) return false;
    s.by_weekday_ = fields[2] == "?";
    const Field month{1, 12, {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}, 1};
    return list({0, 59}, fields[0], s.minutes_, 0) && list({0, 23}, fields[1], s.hours_, 0) && list(month, fields[3], s.months_, 0) &&
           (s.by_weekday_ ? day_of_week(s, fields[4]) : day_of_month(s, fields[2])) && list({kFirstYear, kLastYear}, fields[5], s.years_, kFirstYear);
  }
};

std::optional<Schedule> Schedule::parse(std::string_view text) {
  Schedule s;
  if (!text.ends_with(")")) return {};
  if (text.starts_with("rate(")) {
    auto seconds = seconds_of_rate(text.substr(5, text.size() - 6));
    if (!seconds) return {};
    s.rate_ = *seconds;
    return s;
  }
  if (!text.starts_with("cron(") || !CronReader::read(s, text.substr(5, text.size() - 6))) return {};
  return s;
}

bool Schedule::on_day(int year, int month, int day) const {
  const int last = days_in(year, month);
  if (by_weekday_) {
    int w = weekday(year, month, day);
    if (nth_) return w == nth_weekday_ && (day - 1) / 7 + 1 == nth_;
    if (last_weekday_) return w == last_weekday_ && day + 7 > last;
    return weekdays_[std::size_t(w)];
  }
  if (nearest_) return day == nearest_weekday(year, month, nearest_ < 0 ? last : std::min(nearest_, last)) && (nearest_ < 0 || nearest_ <= last);
  if (last_day_) return day == last - before_last_;
  return days_[std::size_t(day)];
}

int Schedule::first_minute(int from) const {
  for (int m = from; m < 1440; ++m) {
    if (!hours_[std::size_t(m / 60)]) { m = m / 60 * 60 + 59; continue; }
    if (minutes_[std::size_t(m % 60)]) return m;
  }
  return 1440;
}

std::optional<base::Time> Schedule::next(base::Time last) const {
  if (rate_) return last.plus_seconds(rate_);
  auto c = base::civil(base::Time::seconds(last.s() / 60 * 60 + 60));
  int year = c.year, month = c.month, day = c.day, minute = c.hour * 60 + c.minute;
  for (; year <= kLastYear; ++year, month = 1, day = 1, minute = 0) {
    if (year < kFirstYear || !years_[std::size_t(year - kFirstYear)]) continue;
    for (; month <= 12; ++month, day = 1, minute = 0) {
      if (!months_[std::size_t(month)]) continue;
      for (; day <= days_in(year, month); ++day, minute = 0) {
        if (!on_day(year, month, day)) continue;
        if (int m = first_minute(minute); m < 1440) return base::from_civil({year, month, day, m / 60, m % 60, 0});
      }
    }
  }
  return {};
}

}  // namespace events
