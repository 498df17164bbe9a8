#include "services/cloudtrail/log_delivery.h"

#include "base/log.h"
#include "service/in_turn.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/insights_delivery.h"
#include "services/cloudtrail/insights_state.h"
#include "services/cloudtrail/judge.h"
#include "services/cloudtrail/lanes.h"
#include "services/logs/api.h"
#include "services/sts/api.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

constexpr std::size_t kMostEvents = 10'000, kMostBytes = 1u << 20, kOverhead = 26;         // of one PutLogEvents
constexpr std::size_t kLargest = 256u << 10;                                               // of a record that is sent
constexpr std::int64_t kHalfSpan = 12 * 3'600'000;                                         // ms: a batch spans a day at most
constexpr std::int64_t kRetry = 30, kSessionSeconds = 3300;
constexpr std::int64_t kTooOldSeconds = 14 * 86'400;                                       // Logs takes nothing older

std::optional<LogTarget> target_of(House& house, const Trail& t) {
  if (t.logGroupArn.empty()) return {};
  store::Txn txn = house.store.read();
  return store::Bound<LogTarget>(txn, kLogTargets, "", "").get(t.id);
}

LogLane lane_of(House& house, const Trail& t, const LogTarget& target, const Covered& c) {
  LogLane lane;
  {
    store::Txn txn = house.store.read();
    lane = store::Bound<LogLane>(txn, kLogLanes, "", "").get(lane_key(t, c.account, c.region)).value_or(LogLane{});
  }
  if (lane.since == target.since) return lane;
  lane.since = target.since;
  lane.cursor = std::max(lane.cursor, cursor_before(house, c, target.since));
  return lane;
}

// Insights events stand in a stream of their own beside the Region's, which is a lane of its own here.
std::vector<Covered> log_lanes(House& house, const Trail& t) {
  std::vector<Covered> out;
  for (auto& c : covered(house, t)) {
    for (auto& stream : {c.region, insight_stream(c.region)})
      if (house.journal.head(c.account, stream)) out.push_back({c.account, stream});
  }
  return out;
}

class StreamJudge {
 public:
  StreamJudge(House& house, const Trail& t, const Covered& c) {
    if (std::size_t slash = c.region.find('/'); slash == c.region.npos) records_.emplace(house, t);
    else insights_.emplace(house, t), region_ = c.region.substr(0, slash);
  }
  bool wants(const journal::RecordView& r) { return records_ ? records_->wants(r) : insights_->wants(r, region_); }

 private:
  std::optional<Judge> records_;
  std::optional<InsightJudge> insights_;
  std::string region_;
};

using Lanes = std::vector<std::pair<Covered, LogLane>>;

void put_lanes(store::Txn& txn, const Trail& t, const Lanes& lanes) {
  for (auto& [c, lane] : lanes) store::Bound<LogLane>(txn, kLogLanes, "", "").put(lane_key(t, c.account, c.region), lane);
}

// ---- what is sent at once

class Batch {
 public:
  bool fits(std::size_t bytes, base::Time time) const {
    return events_.empty() || (events_.size() < kMostEvents && bytes_ + bytes + kOverhead <= kMostBytes && std::abs(time.ms - first_.ms) < kHalfSpan);
  }
  void add(std::string_view json, base::Time time) {
    if (events_.empty()) first_ = time;
    bytes_ += json.size() + kOverhead;
    logs::InputLogEvent e;
    e.timestamp.value = time.s() * 1000;               // what the record says: whole seconds
    e.message = json;
    events_.push_back(std::move(e));
  }
  bool empty() const { return events_.empty(); }
  std::vector<logs::InputLogEvent> take() {
    std::stable_sort(events_.begin(), events_.end(), [](auto& a, auto& b) { return a.timestamp.value < b.timestamp.value; });
    return std::move(events_);
  }
  Lanes lanes;

 private:
  std::vector<logs::InputLogEvent> events_;
  std::size_t bytes_ = 0;
  base::Time first_;
};

// What the trail wants of one stream behind its lane's cursor, as far as it fits; what Logs would no longer take is given
// up. False: something is left.
bool gather(House& house, const Trail& t, const Covered& c, LogLane& lane, std::uint64_t head, Batch& batch) {
  StreamJudge judge(house, t, c);
  const base::Time limit = house.clock.now().plus_seconds(-kTooOldSeconds);
  bool all = true;
  house.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
    if (r.number > head) return false;
    if (std::int64_t(r.version) >= lane.since && judge.wants(r)) {
      if (r.time < limit) ++lane.givenUp;
      else if (r.json.size() + kOverhead > kLargest) ++lane.leftOut;
      else if (batch.fits(r.json.size(), r.time)) batch.add(r.json, r.time);
      else return all = false;
    }
    lane.cursor = std::int64_t(r.number);
    return lane.cursor < std::int64_t(head);
  });
  return all;
}

// ---- under which rights

// What delivery remembers, of which nothing is lost when it is forgotten: the sessions it holds, by trail, assumed again
// every hour and after a refusal; and lanes that have been sent up to some record.
struct Memory {
  struct Held { std::string role; service::PrincipalPtr principal; base::Time until; };
  std::mutex mutex;
  std::map<std::string, Held> held;
  std::unordered_map<std::string, std::uint64_t> through;

  bool is_through(const std::string& lane, std::uint64_t head) {
    std::lock_guard lock(mutex);
    auto it = through.find(lane);
    return it != through.end() && it->second >= head;
  }
  void is_through_now(const std::string& lane, std::uint64_t head) {
    std::lock_guard lock(mutex);
    if (through.size() >= 200'000) through.clear();
    through[lane] = head;
  }
};

service::PrincipalPtr session(House& house, const Trail& t, const LogGroup& group) {
  auto& memory = house.cache<Memory>();
  std::lock_guard lock(memory.mutex);
  auto& held = memory.held[t.id];
  if (held.principal && held.role == t.logRoleArn && house.clock.now() < held.until) return held.principal;
  sts::AssumeRole assume;
  assume.roleArn = t.logRoleArn;
  assume.roleSessionName = kLogSession;
  auto made = house.act(acting_for(t), group.at, assume);
  store::Txn txn = house.store.read();
  held = {t.logRoleArn, session_of(house, txn, made.credentials.accessKeyId, made.credentials.sessionToken), house.clock.now().plus_seconds(kSessionSeconds)};
  if (!held.principal) throw ApiError{"AccessDenied", 403, "Access denied. Check the trust relationships for your role."};
  return held.principal;
}

// ---- one round of a trail

class Round {
 public:
  Round(House& house, const Trail& trail, LogTarget target) : house_(house), trail_(trail), target_(target), group_(log_group_of(trail)) {}

  void run() {
    std::map<std::string, std::vector<Covered>> accounts;
    for (auto& c : log_lanes(house_, trail_))
      if (!house_.cache<Memory>().is_through(memory_key(c), house_.journal.head(c.account, c.region))) accounts[c.account].push_back(std::move(c));
    std::vector<Covered> each;
    for (auto& [account, places] : accounts) each.push_back({account, ""});
    over_lanes(each, [&](const Covered& c) { return deliver(c.account, accounts.at(c.account)); });
    if (!each.empty()) service::settle(house_);
    if (refusal_) house_.note([&](store::Txn& txn) {
      store::Bound<LogTarget> targets(txn, kLogTargets, "", "");
      if (auto now = targets.get(trail_.id)) targets.put(trail_.id, {now->since, house_.clock.now().plus_seconds(kRetry)});
    });
  }

 private:
  std::string memory_key(const Covered& c) const { return store::joined(lane_key(trail_, c.account, c.region), std::to_string(target_.since)); }

  // What the streams hold now, and not what sending it adds to them.
  bool deliver(const std::string& account, const std::vector<Covered>& places) {
    std::map<std::string, std::uint64_t> heads;
    for (auto& c : places) heads[c.region] = house_.journal.head(c.account, c.region);
    for (bool more = true; more;) {
      Batch batch;
      more = false;
      for (auto& c : places) {
        LogLane lane = lane_of(house_, trail_, target_, c);
        if (lane.cursor >= std::int64_t(heads[c.region])) continue;
        more |= !gather(house_, trail_, c, lane, heads[c.region], batch);
        batch.lanes.emplace_back(c, std::move(lane));
      }
      if (!batch.lanes.empty() && !send(account, batch)) return false;
    }
    for (auto& c : places) house_.cache<Memory>().is_through_now(memory_key(c), heads[c.region]);
    return true;
  }

  bool send(const std::string& account, Batch& batch) {
    if (batch.empty()) {
      service::note_in_turn(house_, [&](store::Txn& txn) { put_lanes(txn, trail_, batch.lanes); });
      return true;
    }
    for (auto& [c, lane] : batch.lanes) {
      lane.delivered = house_.clock.now();
      lane.error.clear();
      lane.failingSince = {};
    }
    try {
      if (auto earlier = refusal()) throw *earlier;    // of this round: another account would fare no better
      logs::PutLogEvents put;
      put.logGroupName = group_.name;
      put.logStreamName = log_stream_name(trail_, account);
      put.logEvents = batch.take();
      put_events(put, [&](store::Txn& txn) { put_lanes(txn, trail_, batch.lanes); });
      return true;
    } catch (const ApiError& e) {
      refused(batch.lanes, e);
      return false;
    }
  }

  void put_events(const logs::PutLogEvents& put, const House::Beside& beside) {
    auto who = session(house_, trail_, group_);
    try {
      service::act_in_turn(house_, who, group_.at, put, beside);
    } catch (const ApiError& e) {
      if (e.code != "ResourceNotFoundException" || e.message.find("log stream") == std::string::npos) throw;
      logs::CreateLogStream make;
      make.logGroupName = put.logGroupName;
      make.logStreamName = put.logStreamName;
      house_.act(who, group_.at, make);
      service::act_in_turn(house_, who, group_.at, put, beside);
    }
  }

  // Their cursors stay; records that Logs would no longer take are given up.
  void refused(const Lanes& lanes, const ApiError& e) {
    note_refusal(e);
    const base::Time now = house_.clock.now(), limit = now.plus_seconds(-kTooOldSeconds);
    Lanes failed;
    for (auto& [c, tried] : lanes) {
      LogLane lane = lane_of(house_, trail_, target_, c);
      lane.error = text_of(e);
      if (lane.failingSince.ms == 0) lane.failingSince = now;
      StreamJudge judge(house_, trail_, c);
      house_.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
        if (r.time >= limit) return false;
        lane.givenUp += std::int64_t(r.version) >= lane.since && judge.wants(r);
        lane.cursor = std::int64_t(r.number);
        return true;
      });
      failed.emplace_back(c, std::move(lane));
    }
    service::note_in_turn(house_, [&](store::Txn& txn) { put_lanes(txn, trail_, failed); });
  }

  std::optional<ApiError> refusal() {
    std::lock_guard lock(mutex_);
    return refusal_;
  }
  void note_refusal(const ApiError& e) {
    std::lock_guard lock(mutex_);
    if (!refusal_) base::log_error("delivery of " + arn_of(trail_) + " to CloudWatch Logs: " + e.code + ": " + e.message);
    refusal_ = e;
    auto& memory = house_.cache<Memory>();
    std::lock_guard sessions(memory.mutex);
    memory.held.erase(trail_.id);
  }

  static std::string text_of(const ApiError& e) {
    if (e.code == "AccessDenied" || e.code == "AccessDeniedException") return "Access denied. Check the permissions and trust relationships for your role.";
    return e.message;
  }

  House& house_;
  const Trail& trail_;
  const LogTarget target_;
  const LogGroup group_;
  std::mutex mutex_;
  std::optional<ApiError> refusal_;
};

}  // namespace

void deliver_logs(House& house, const Trail& trail) {
  auto target = target_of(house, trail);
  if (target && target->retry <= house.clock.now()) Round(house, trail, *target).run();
}

void forget_logs(store::Txn& txn, const Trail& trail, const Covered& c) {
  store::Bound<LogTarget>(txn, kLogTargets, "", "").erase(trail.id);
  for (auto& stream : {c.region, insight_stream(c.region)}) store::Bound<LogLane>(txn, kLogLanes, "", "").erase(lane_key(trail, c.account, stream));
}

void each_owed_log(House& house, const Trail& trail, const std::function<void(const journal::RecordView&)>& visit) {
  auto target = target_of(house, trail);
  if (!target) return;
  for (auto& c : log_lanes(house, trail)) {
    LogLane lane = lane_of(house, trail, *target, c);
    house.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) { return visit(r), false; });
  }
}

}  // namespace cloudtrail
