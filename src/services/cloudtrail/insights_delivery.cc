#include "services/cloudtrail/insights_delivery.h"

#include "base/json.h"
#include "base/log.h"
#include "service/in_turn.h"
#include "service/trace.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/insights.h"
#include "services/cloudtrail/judge.h"
#include "services/cloudtrail/lanes.h"
#include "services/cloudtrail/logfile.h"
#include "services/cloudtrail/notify.h"
#include "services/cloudtrail/put.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

// <account>_CloudTrail-Insight_<region>_<yyyymmddThhmm>Z_<16 characters>.json.gz, below the day of the slot.
std::string insight_file_key(const Trail& t, const Covered& c, base::Time slot) {
  auto day = base::civil(slot);
  char date[16];
  std::snprintf(date, sizeof date, "/%04d/%02d/%02d/", day.year, day.month, day.day);
  return folder(t, c.account, "CloudTrail-Insight", c.region) + date + c.account + "_CloudTrail-Insight_" + c.region + "_" + base::compact(slot).substr(0, 13) + "Z_" +
         base::random_text(16, base::kAlnum) + ".json.gz";
}

std::string_view text_at(const base::JsonValue& v, const char* pointer) {
  std::string_view out;
  return v.at_pointer(pointer).get(out) ? std::string_view() : out;
}

}  // namespace

InsightJudge::InsightJudge(House& house, const Trail& trail) : trail_(trail), txn_(house.store.read()), judge_(house, trail) {}

// Event selectors do not filter Insights events.
bool InsightJudge::wants(journal::RecordView r, const std::string& region) {
  auto v = base::parse_json(r.json);
  if (!v) return false;
  auto source = text_at(*v, "/insightSource");
  if (!selects(insight_selectors(txn_, trail_.id, r.version), text_at(*v, "/insightDetails/insightType"), source.empty() ? "Management" : "Data")) return false;
  if (!source.empty() && source != arn_of(trail_)) return false;
  const Epoch* e = epoch_at(trail_, r.version);
  if (!source.empty()) return e && e->logging;
  r.region = region;
  r.flags = service::kHistory;
  bool writes = judge_.wants(r);
  r.flags |= service::kReadOnly;
  return writes || judge_.wants(r);
}

InsightLane insight_lane(House& house, const Trail& trail, const Covered& c) {
  store::Txn txn = house.store.read();
  return store::Bound<InsightLane>(txn, kInsightLanes, "", "").get(lane_key(trail, c.account, c.region)).value_or(InsightLane{});
}

namespace {

void put_lane(store::Txn& txn, const Trail& trail, const Covered& c, const InsightLane& lane) {
  store::Bound<InsightLane>(txn, kInsightLanes, "", "").put(lane_key(trail, c.account, c.region), lane);
}

// As with log files: what has been refused for thirty days is given up.
void refused(House& house, const Trail& trail, const Covered& c, const ApiError& e) {
  InsightLane lane = insight_lane(house, trail, c);
  const base::Time now = house.clock.now(), limit = now.plus_seconds(-kRetrySeconds);
  if (lane.failingSince.ms == 0) lane.failingSince = now;
  if (lane.failingSince <= limit) {
    InsightJudge judge(house, trail);
    house.journal.read(c.account, insight_stream(c.region), std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
      if (r.time >= limit) return false;
      lane.givenUp += judge.wants(r, c.region);
      lane.cursor = std::int64_t(r.number);
      return true;
    });
  }
  service::note_in_turn(house, [&](store::Txn& txn) { put_lane(txn, trail, c, lane); });
  base::log_error("delivery of Insights events of " + arn_of(trail) + " for " + c.account + " " + c.region + ": " + e.code + ": " + e.message);
}

}  // namespace

bool deliver_insights(House& house, const Trail& trail, const Covered& c, base::Time slot) {
  const std::string stream = insight_stream(c.region), key = lane_key(trail, c.account, c.region);
  const auto head = std::int64_t(house.journal.head(c.account, stream));
  if (head == 0) return true;
  InsightLane lane = insight_lane(house, trail, c);
  if (lane.cursor >= head) return true;
  LogFile file;
  InsightJudge judge(house, trail);
  house.journal.read(c.account, stream, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
    if (judge.wants(r, c.region)) file.add(r.json, r.time);
    lane.cursor = std::int64_t(r.number);
    return lane.cursor < head && !file.full();
  });
  lane.failingSince = {};
  auto moved = [&](store::Txn& txn) { put_lane(txn, trail, c, lane); };
  if (file.empty()) { service::note_in_turn(house, moved); return true; }
  auto done = file.finish();
  const Trail to = as_delivered(trail, c.account);
  DeliveredFile entry{to.bucket, insight_file_key(to, c, slot), done.sha256_hex, file.newest(), file.oldest(), slot};
  try {
    put_file(house, to, entry.key, done.gzip, {}, [&](store::Txn& txn) {
      moved(txn);
      if (trail.validation || trail.closing) note_file(txn, key, entry);
      owe_notice(txn, to, c, entry.key);
    });
    return true;
  } catch (const ApiError& e) {
    refused(house, trail, c, e);
    return false;
  }
}

}  // namespace cloudtrail
