#include "services/cloudtrail/insights_engine.h"

namespace cloudtrail {

namespace {

constexpr std::size_t kValuesInMinute = 64, kValuesKept = 12, kMaxValue = 512, kSeriesInMinute = 4 * kSeriesAnHour;

void tally_up(std::vector<Counted>& into, std::string_view value, std::int64_t n, std::size_t most) {
  value = value.substr(0, kMaxValue);
  for (auto& c : into) if (c.value == value) { c.count += n; return; }
  if (into.size() < most) into.push_back({std::string(value), n});
}

void merge(std::vector<Counted>& into, const std::vector<Counted>& from, std::size_t keep) {
  for (auto& c : from) tally_up(into, c.value, c.count, SIZE_MAX);
  std::sort(into.begin(), into.end(), [](auto& a, auto& b) { return a.count != b.count ? a.count > b.count : a.value < b.value; });
  if (into.size() > keep) into.resize(keep);
}

double floor_of(const Series& s) { return s.error.empty() ? kCallFloor : kErrorFloor; }

}  // namespace

std::string series_key(const Series& s) { return store::joined(store::joined(s.scope, s.source, s.name), s.error); }

void add(Tally& into, const Tally& from, std::size_t keep) {
  into.count += from.count;
  merge(into.identities, from.identities, keep);
  merge(into.agents, from.agents, keep);
  merge(into.errors, from.errors, keep);
}

void Analysis::count(std::int64_t minute, const Seen& seen) {
  auto& series = pending_[std::max(minute, watch_.evaluated + 1)].series;
  std::string key = series_key(seen.series);
  auto it = series.find(key);
  if (it == series.end()) {
    if (series.size() >= kSeriesInMinute) return;
    it = series.emplace(std::move(key), std::pair{seen.series, Tally{}}).first;
  }
  Tally& t = it->second.second;
  ++t.count;
  tally_up(t.identities, seen.identity, 1, kValuesInMinute);
  tally_up(t.agents, seen.agent, 1, kValuesInMinute);
  if (seen.series.error.empty()) tally_up(t.errors, seen.error, 1, kValuesInMinute);
}

std::vector<Finding> Analysis::close(std::int64_t minute) {
  while (!pending_.empty() && pending_.begin()->first <= minute) {
    auto [at, calls] = std::move(*pending_.begin());
    pending_.erase(pending_.begin());
    end_quiet(at - 1);
    judge(at, calls);
    watch_.evaluated = std::max(watch_.evaluated, at);
  }
  end_quiet(minute);
  return std::move(findings_);
}

void Analysis::judge(std::int64_t minute, Minute& calls) {
  if (watch_.active != 0 && minute - watch_.active > kIdleMinutes) watch_.idle.push_back({watch_.active + 1, minute});
  std::erase_if(watch_.idle, [&](auto& i) { return i.to < minute - kKeptDays * 1440; });
  if (watch_.active != 0 && minute - watch_.active > (kKeptDays - 7) * 1440) watch_.since = minute;      // what was learned is gone
  watch_.active = std::max(watch_.active, minute);
  for (auto& [key, of] : calls.series) judge(minute, key, of.first, of.second);
}

void Analysis::judge(std::int64_t minute, const std::string& key, const Series& series, Tally& tally) {
  auto open = std::find_if(watch_.open.begin(), watch_.open.end(), [&](auto& o) { return series_key(o.series) == key; });
  bool unusual = open != watch_.open.end() ? go_on(*open, minute, tally) : begin(minute, key, series, tally);
  keep(minute, key, tally, unusual);
}

bool Analysis::begin(std::int64_t minute, const std::string& key, const Series& series, const Tally& tally) {
  if (minute - watch_.since < kLearningMinutes || double(tally.count) <= floor_of(series)) return false;
  Baseline before = baseline_before(minute, watch_.since, key, ledger_);
  double limit = std::max(floor_of(series), kTimesAverage * double(before.tally.count) / double(before.minutes));
  limit = std::max(limit, kTimesPeak * double(peak_before(minute, key)));
  if (double(tally.count) <= limit) return false;
  OpenInsight o{.series = series, .sharedId = new_id_(), .start = minute, .loud = minute, .limit = limit};
  o.baseline = std::move(before.tally);
  o.baselineMinutes = before.minutes;
  cloudtrail::add(o.sum, tally, kValuesKept);
  findings_.push_back({true, minute, o, 1});
  watch_.open.push_back(std::move(o));
  return true;
}

bool Analysis::go_on(OpenInsight& o, std::int64_t minute, const Tally& tally) {
  if (double(tally.count) <= o.limit) {
    cloudtrail::add(o.quiet, tally, kValuesKept);
    return false;
  }
  cloudtrail::add(o.sum, o.quiet, kValuesKept);
  cloudtrail::add(o.sum, tally, kValuesKept);
  o.quiet = {};
  o.loud = minute;
  return true;
}

void Analysis::end_quiet(std::int64_t minute) {
  for (std::size_t i = watch_.open.size(); i-- > 0;) {
    auto& o = watch_.open[i];
    if (minute - o.loud >= kQuietMinutes) end(i, o.loud + 1);
    else if (o.loud - o.start + 1 >= kLongestMinutes) end(i, o.loud + 1);
  }
}

void Analysis::end(std::size_t i, std::int64_t minute) {
  OpenInsight o = std::move(watch_.open[i]);
  watch_.open.erase(watch_.open.begin() + std::ptrdiff_t(i));
  const std::int64_t duration = minute - o.start;
  if (duration >= kLongestMinutes) {                   // from now on it is usual
    std::string key = series_key(o.series);
    InsightHour hour = ledger_.get(key, o.loud / 60).value_or(InsightHour{});
    hour.peak = std::max(hour.peak, o.sum.count / duration);
    ledger_.put(key, o.loud / 60, hour);
  }
  findings_.push_back({false, minute, std::move(o), duration});
}

std::int64_t Analysis::peak_before(std::int64_t minute, const std::string& key) {
  std::int64_t from = minute - kBaselineMinutes;
  for (auto i = watch_.idle.rbegin(); i != watch_.idle.rend() && i->to > from; ++i) from -= i->to - i->from;
  std::int64_t peak = 0;
  ledger_.each(key, from / 60, [&](std::int64_t hour, const InsightHour& h) {
    if (hour * 60 + 59 < minute - kLagMinutes) {
      peak = std::max(peak, h.peak);
      return true;
    }
    for (auto p : h.points)
      if (!(p & 64) && hour * 60 + (p & 63) < minute - kLagMinutes) peak = std::max(peak, p / 128);
    return hour * 60 < minute;
  });
  return peak;
}

void Analysis::keep(std::int64_t minute, const std::string& key, const Tally& tally, bool unusual) {
  const std::int64_t hour = minute / 60;
  auto row = ledger_.get(key, hour);
  if (!row) {
    if (watch_.hour != hour) { watch_.hour = hour; watch_.seriesInHour = 0; }
    if (watch_.seriesInHour >= std::int64_t(kSeriesAnHour)) return;
    ++watch_.seriesInHour;
    row.emplace();
  }
  row->points.push_back(tally.count * 128 + (unusual ? 64 : 0) + minute % 60);
  if (!unusual) row->peak = std::max(row->peak, tally.count);
  add(row->tally, tally, kValuesKept);
  ledger_.put(key, hour, *row);
}

Baseline baseline_before(std::int64_t minute, std::int64_t since, const std::string& key, Ledger& ledger) {
  Baseline out;
  out.minutes = std::clamp<std::int64_t>(minute - since, 1, kBaselineMinutes);
  const std::int64_t from = minute - out.minutes;
  std::int64_t inside = 0;
  ledger.each(key, from / 60, [&](std::int64_t hour, const InsightHour& h) {
    if (hour * 60 >= minute) return false;
    for (auto p : h.points)
      if (std::int64_t at = hour * 60 + (p & 63); at >= from && at < minute) inside += p / 128;
    add(out.tally, h.tally, kValuesKept);
    return true;
  });
  // Attributions are kept by the hour: those of the window's first hour count by the share of it that is inside.
  if (out.tally.count > 0)
    for (auto* list : {&out.tally.identities, &out.tally.agents, &out.tally.errors})
      for (auto& c : *list) c.count = c.count * inside / out.tally.count;
  out.tally.count = inside;
  return out;
}

void coarsen(InsightHour& h, std::int64_t minutes) {
  std::vector<std::int64_t> points;
  for (auto p : h.points) {
    const std::int64_t at = (p & 63) / minutes * minutes;
    if (!points.empty() && (points.back() & 63) == at) points.back() = (points.back() + p / 128 * 128) | (p & 64);
    else points.push_back(p / 128 * 128 + (p & 64) + at);
  }
  h.points = std::move(points);
}

}  // namespace cloudtrail
