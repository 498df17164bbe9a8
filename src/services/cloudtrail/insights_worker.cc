#include "services/cloudtrail/insights_worker.h"

#include "service/outbox.h"
#include "service/trace.h"
#include "services/cloudtrail/delivery.h"
#include "services/cloudtrail/insights.h"
#include "services/cloudtrail/insights_record.h"
#include "services/cloudtrail/judge.h"
#include "services/events/api.h"

namespace cloudtrail {

using service::House;

namespace {

constexpr std::int64_t kGraceMs = 1000;                       // a call that ends with its minute is recorded a little later
constexpr std::size_t kRecordsAStep = 20'000, kStepsACommit = 64, kRowsACommit = 1'000, kDayS = 86400;

// An account's Region to be analysed, and for whom.
struct DataSource { Trail trail; bool calls = false, errors = false; };
struct Watched {
  std::string account, region;
  base::Time since;                                           // of the trail that has had Insights longest
  bool calls = false, errors = false;                         // of management events
  std::vector<DataSource> data;
};

bool belongs(House& house, store::Txn& txn, const Trail& t, const std::string& account) {
  return account == t.account || (t.organization && house.ports().was_member(txn, account, t.organizationId, house.store.version()));
}

void add_trail(House& house, store::Txn& txn, const Trail& t, std::map<std::string, Watched>& out) {
  auto settings = store::Bound<InsightSettings>(txn, kInsightSettings, "", "").get(t.id);
  if (!settings || settings->epochs.empty() || settings->epochs.back().selectors.empty()) return;
  auto& selectors = settings->epochs.back().selectors;
  const base::Time since = std::max(settings->since, t.started);
  auto on = [&](std::string_view type, std::string_view category) { return selects(selectors, type, category); };
  std::string account;
  bool member = false;
  for (auto& c : covered(house, t)) {
    if (c.account != account) { account = c.account; member = belongs(house, txn, t, account); }
    if (!member || (!t.multiRegion && c.region != t.homeRegion)) continue;
    auto& w = out.try_emplace(store::joined(c.account, c.region), Watched{c.account, c.region, since, false, false, {}}).first->second;
    w.since = std::min(w.since, since);
    w.calls |= on("ApiCallRateInsight", "Management");
    w.errors |= on("ApiErrorRateInsight", "Management");
    DataSource data{t, on("ApiCallRateInsight", "Data"), on("ApiErrorRateInsight", "Data")};
    if (data.calls || data.errors) w.data.push_back(std::move(data));
  }
}

std::map<std::string, Watched> watched(House& house) {
  std::map<std::string, Watched> out;
  auto trails = active_trails(house);
  store::Txn txn = house.store.read();
  for (auto& t : trails)
    if (!t.deleted && t.logging) add_trail(house, txn, t, out);
  return out;
}

// The hours of one account's Region as the state has them, under what this step changes.
class StateLedger : public Ledger {
 public:
  StateLedger(store::Txn& txn, const std::string& stream) : table_(txn, kInsightHours, "", ""), stream_(stream + '\0') {}

  std::optional<InsightHour> get(const std::string& series, std::int64_t hour) override {
    std::string key = row(series, hour);
    if (auto it = changed.find(key); it != changed.end()) return it->second;
    return table_.get(key);
  }
  void put(const std::string& series, std::int64_t hour, const InsightHour& h) override { changed[row(series, hour)] = h; }
  void each(const std::string& series, std::int64_t from_hour, const Visit& visit) override {
    std::string begin = stream_ + series + '\0', from = begin + hour_name(from_hour);
    std::map<std::string, InsightHour> rows;
    table_.each(begin, from, [&](std::string_view key, InsightHour h) { rows.emplace(key, std::move(h)); return true; });
    for (auto it = changed.lower_bound(from); it != changed.end() && it->first.starts_with(begin); ++it) rows[it->first] = it->second;
    for (auto& [key, h] : rows)
      if (!visit(std::atoll(key.c_str() + begin.size()), h)) return;
  }
  std::map<std::string, InsightHour> changed;

 private:
  std::string row(const std::string& series, std::int64_t hour) const { return stream_ + series + '\0' + hour_name(hour); }
  store::Bound<InsightHour> table_;
  std::string stream_;
};

// What one look at a stream changes.
struct Step {
  std::string stream;
  const Watched* of = nullptr;
  InsightWatch watch;
  std::map<std::string, InsightHour> rows;
  std::vector<Finding> findings;
  bool more = false, changed = false;
};

// The last record before a time. Times rise along a stream but for calls that overlapped.
std::int64_t last_before(House& house, const Watched& w, base::Time time) {
  std::uint64_t low = 0, high = house.journal.head(w.account, w.region);
  while (low < high) {
    std::uint64_t middle = low + (high - low) / 2;
    base::Time at{INT64_MAX};
    house.journal.read(w.account, w.region, middle + 1, [&](const journal::RecordView& r) { at = r.time; return false; });
    if (at < time) low = middle + 1;
    else high = middle;
  }
  return std::int64_t(low);
}

InsightWatch watch_of(House& house, store::Txn& txn, const std::string& stream, const Watched& w) {
  auto stored = store::Bound<InsightWatch>(txn, kInsightWatches, "", "").get(stream);
  const std::int64_t since = w.since.s() / 60;
  if (stored && stored->since >= since) return std::move(*stored);
  InsightWatch fresh{.cursor = last_before(house, w, w.since), .since = since, .evaluated = since - 1};
  if (stored) fresh.swept = stored->swept;
  return fresh;
}

// Which series a record adds to.
class Counter {
 public:
  Counter(House& house, const Watched& w, Analysis& analysis) : watched_(w), analysis_(analysis) {
    for (auto& d : w.data) judges_.push_back(std::make_unique<Judge>(house, d.trail));
  }
  void count(const journal::RecordView& r, std::int64_t minute) {
    if (r.flags & service::kData) {
      for (std::size_t i = 0; i < judges_.size(); ++i)
        if (judges_[i]->wants(r)) count(r, minute, watched_.data[i].trail.id, watched_.data[i].calls, watched_.data[i].errors);
    } else if ((r.flags & service::kHistory) && (watched_.calls || watched_.errors)) {
      count(r, minute, "", watched_.calls, watched_.errors);
    }
  }

 private:
  void count(const journal::RecordView& r, std::int64_t minute, const std::string& scope, bool calls, bool errors) {
    auto c = contribution(r);
    Seen seen{{scope, std::string(c.source), std::string(c.name), ""}, c.identity, c.agent, c.code};
    if (calls && c.call) analysis_.count(minute, seen);
    seen.series.error = c.code;
    if (errors && c.error) analysis_.count(minute, seen);
  }
  const Watched& watched_;
  Analysis& analysis_;
  std::vector<std::unique_ptr<Judge>> judges_;
};

std::optional<Step> look(House& house, const std::string& stream, const Watched& w, std::int64_t closed) {
  const auto head = std::int64_t(house.journal.head(w.account, w.region));
  if (head == 0) return {};
  store::Txn txn = house.store.read();
  Step step{.stream = stream, .of = &w, .watch = watch_of(house, txn, stream, w)};
  if (step.watch.cursor >= head && step.watch.open.empty() && step.watch.swept != 0) return {};
  step.changed = step.watch.swept == 0;
  if (step.changed) step.watch.swept = house.clock.now().s() / std::int64_t(kDayS);
  StateLedger ledger(txn, stream);
  Analysis analysis(step.watch, ledger, [] { return base::uuid(); });
  Counter counter(house, w, analysis);
  std::size_t read = 0;
  std::int64_t last = 0;
  if (step.watch.cursor < head)
    house.journal.read(w.account, w.region, std::uint64_t(step.watch.cursor) + 1, [&](const journal::RecordView& r) {
      const std::int64_t minute = r.time.s() / 60;
      if (minute > closed) return false;
      if (++read > kRecordsAStep && minute > last) { step.more = true; return false; }
      last = std::max(last, minute);
      counter.count(r, minute);
      step.watch.cursor = std::int64_t(r.number);
      return step.watch.cursor < head;
    });
  step.findings = analysis.close(step.more ? last : closed);
  step.rows = std::move(ledger.changed);
  step.changed |= read > 0 || !step.findings.empty();
  return step;
}

// The record of each, and the event that EventBridge is told.
void record(store::Txn& txn, base::Time now, const Step& step) {
  for (auto& f : step.findings) {
    std::string trail, json;
    for (auto& d : step.of->data) if (d.trail.id == f.insight.series.scope) trail = arn_of(d.trail);
    const auto time = base::Time::seconds(f.minute * 60);
    const std::string id = base::uuid();
    write_insight(f, step.of->account, step.of->region, trail, id, json);
    txn.entry().begin_record(step.of->account, insight_stream(step.of->region), service::kHistory | kInsight, time) += json;
    txn.entry().end_record();
    events::ServiceEvent told{step.of->account, step.of->region, "aws.cloudtrail", "AWS Insight via CloudTrail", {}, std::move(json), time, id};
    service::put_outbox(txn, {std::string(events::kServiceEvent), shape::packed(told), now, 0});
  }
}

void commit(House& house, std::vector<Step>& steps) {
  if (steps.empty()) return;
  house.note([&](store::Txn& txn) {
    store::Bound<InsightWatch> watches(txn, kInsightWatches, "", "");
    store::Bound<InsightHour> hours(txn, kInsightHours, "", "");
    for (auto& step : steps) {
      record(txn, house.clock.now(), step);
      watches.put(step.stream, step.watch);
      for (auto& [key, row] : step.rows) hours.put(key, row);
    }
  });
  steps.clear();
}

// One account's Region: hours grow coarser with age, and go. Answers how many are left.
std::size_t expire(House& house, const std::string& stream, std::int64_t now_s) {
  std::vector<std::pair<std::string, std::optional<InsightHour>>> changes;
  std::size_t left = 0;
  {
    store::Txn txn = house.store.read();
    store::Bound<InsightHour>(txn, kInsightHours, "", "").each(stream + '\0', "", [&](std::string_view key, InsightHour h) {
      const std::int64_t days = (now_s - std::atoll(std::string(key.substr(key.size() - 10)).c_str()) * 3600) / std::int64_t(kDayS);
      const std::size_t points = h.points.size();
      if (days > kKeptDays) { changes.emplace_back(key, std::nullopt); return true; }
      ++left;
      if (days > kFiveMinuteDays) coarsen(h, 60);
      else if (days > kMinuteDays) coarsen(h, 5);
      if (h.points.size() != points) changes.emplace_back(key, std::move(h));
      return true;
    });
  }
  for (std::size_t i = 0; i < changes.size(); i += kRowsACommit)
    house.note([&](store::Txn& txn) {
      store::Bound<InsightHour> hours(txn, kInsightHours, "", "");
      for (std::size_t j = i; j < std::min(i + kRowsACommit, changes.size()); ++j)
        if (changes[j].second) hours.put(changes[j].first, *changes[j].second);
        else hours.erase(changes[j].first);
    });
  return left;
}

void forget_settings(House& house) {
  std::set<std::string> known;
  std::vector<std::string> gone;
  {
    store::Txn txn = house.store.read();
    for (auto& account : house.ports().all_accounts(txn))
      for (auto& t : trails_of(txn, account)) known.insert(t.id);
    store::Bound<Trail>(txn, kDeleted, "", "").each([&](std::string_view, const Trail& t) { known.insert(t.id); });
    store::Bound<InsightSettings>(txn, kInsightSettings, "", "").each([&](std::string_view id, const InsightSettings&) {
      if (!known.contains(std::string(id))) gone.emplace_back(id);
    });
  }
  if (gone.empty()) return;
  house.note([&](store::Txn& txn) {
    store::Bound<InsightSettings> table(txn, kInsightSettings, "", "");
    for (auto& id : gone) table.erase(id);
  });
}

// Once a day, also of streams that nobody has analysed any more. True: something is kept.
bool sweep(House& house, const std::map<std::string, Watched>& wanted) {
  const std::int64_t now = house.clock.now().s(), today = now / std::int64_t(kDayS);
  std::vector<std::pair<std::string, InsightWatch>> watches;
  {
    store::Txn txn = house.store.read();
    store::Bound<InsightWatch>(txn, kInsightWatches, "", "").each([&](std::string_view stream, InsightWatch w) { watches.emplace_back(stream, std::move(w)); });
  }
  bool kept = false;
  for (auto& [stream, watch] : watches) {
    if (watch.swept == today) { kept = true; continue; }
    const bool gone = expire(house, stream, now) == 0 && !wanted.contains(stream);
    kept |= !gone;
    watch.swept = today;
    house.note([&](store::Txn& txn) {
      store::Bound<InsightWatch> table(txn, kInsightWatches, "", "");
      if (gone) table.erase(stream);
      else table.put(stream, watch);
    });
  }
  forget_settings(house);
  return kept;
}

class Minutes {
 public:
  std::optional<base::Time> run(House& house) {
    const base::Time now = house.clock.now();
    const auto configuration = house.store.touched(kTrailsRoom);
    if (configuration == seen_ && (!next_ || now < *next_)) return next_;
    if (now.s() / std::int64_t(kDayS) != swept_day_ || configuration != seen_) {
      wanted_ = watched(house);
      if (now.s() / std::int64_t(kDayS) != swept_day_) kept_ = sweep(house, wanted_);
      swept_day_ = now.s() / std::int64_t(kDayS);
    }
    seen_ = configuration;
    if (wanted_.empty()) {
      rests_.clear();
      return next_ = kept_ ? std::optional(base::Time::seconds((now.s() / std::int64_t(kDayS) + 1) * std::int64_t(kDayS))) : std::nullopt;
    }
    wanted_ = watched(house);                       // accounts come and go without a word to us
    bool more = follow(house, now);
    kept_ = true;
    return next_ = more ? now : base::Time{((now.ms - kGraceMs) / 60'000 + 1) * 60'000 + kGraceMs};
  }

 private:
  bool follow(House& house, base::Time now) {
    const std::int64_t closed = (now.ms - kGraceMs) / 60'000 - 1;
    std::vector<Step> steps;
    std::size_t rows = 0;
    bool more = false;
    for (auto& [stream, w] : wanted_) {
      const auto head = std::int64_t(house.journal.head(w.account, w.region));
      if (head == 0) continue;
      if (auto it = rests_.find(stream); it != rests_.end() && it->second == std::pair{head, w.since.ms}) continue;
      auto step = look(house, stream, w, closed);
      if (!step) { rests_[stream] = {head, w.since.ms}; continue; }
      if (step->watch.cursor >= head && step->watch.open.empty()) rests_[stream] = {head, w.since.ms};
      more |= step->more;
      if (!step->changed) continue;
      rows += step->rows.size();
      steps.push_back(std::move(*step));
      if (steps.size() >= kStepsACommit || rows >= kRowsACommit) { commit(house, steps); rows = 0; }
    }
    commit(house, steps);
    return more;
  }

  std::map<std::string, Watched> wanted_;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> rests_;      // stream -> head and beginning it is done with
  std::optional<base::Time> next_ = base::Time{0};
  std::uint64_t seen_ = UINT64_MAX;
  std::int64_t swept_day_ = -1;
  bool kept_ = true;
};

}  // namespace

service::Worker insights_worker() {
  auto minutes = std::make_shared<Minutes>();
  return {"cloudtrail insights", [minutes](House& house) { return minutes->run(house); }};
}

void analyse(House& house) { while (auto next = Minutes().run(house)) if (*next > house.clock.now()) return; }

}  // namespace cloudtrail
