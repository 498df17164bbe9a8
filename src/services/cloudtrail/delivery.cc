#include "services/cloudtrail/delivery.h"

#include "base/log.h"
#include "service/in_turn.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/epochs.h"
#include "services/cloudtrail/insights_delivery.h"
#include "services/cloudtrail/judge.h"
#include "services/cloudtrail/log_delivery.h"
#include "services/cloudtrail/lanes.h"
#include "services/cloudtrail/logfile.h"
#include "services/cloudtrail/notify.h"
#include "services/cloudtrail/put.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

// <account>_CloudTrail_<region>_<yyyymmddThhmm>Z_<16 characters>.json.gz, below the day of the slot.
std::string file_key(const Trail& t, const Covered& c, base::Time slot) {
  auto day = base::civil(slot);
  char date[16];
  std::snprintf(date, sizeof date, "/%04d/%02d/%02d/", day.year, day.month, day.day);
  return folder(t, c.account, "CloudTrail", c.region) + date + c.account + "_CloudTrail_" + c.region + "_" + base::compact(slot).substr(0, 13) + "Z_" +
         base::random_text(16, base::kAlnum) + ".json.gz";
}

// Where a lane begins that has not been before: shortly before the first record of the trail's first epoch.
std::int64_t first_cursor(House& house, const Trail& t, const Covered& c) {
  if (t.epochs.empty()) return std::int64_t(house.journal.head(c.account, c.region));
  return cursor_before(house, c, t.epochs.front().from);
}

}  // namespace

// Versions rise along a stream but for calls that overlapped, so the search steps back a little. It begins at the end:
// what is sought mostly lies there, and what is far back lies in segments that have to be opened.
std::int64_t cursor_before(House& house, const Covered& c, std::int64_t from) {
  auto is_before = [&](std::uint64_t number) {
    std::uint64_t version = 0;
    house.journal.read(c.account, c.region, number, [&](const journal::RecordView& r) { version = r.version; return false; });
    return std::int64_t(version) < from;
  };
  std::uint64_t low = 0, high = house.journal.head(c.account, c.region);
  for (std::uint64_t step = 1; low < high; step *= 2) {
    std::uint64_t probe = high > step ? high - step : 0;
    if (is_before(probe + 1)) low = probe + 1;
    else high = probe;
    if (low > 0) break;
  }
  while (low < high) {
    std::uint64_t middle = low + (high - low) / 2;
    if (is_before(middle + 1)) low = middle + 1;
    else high = middle;
  }
  return std::int64_t(low > 1000 ? low - 1000 : 0);
}

std::string lane_key(const Trail& t, std::string_view account, std::string_view region) { return store::joined(t.id, account, region); }

Lane lane_of(House& house, const Trail& t, const Covered& c) {
  std::optional<Lane> lane;
  {
    store::Txn txn = house.store.read();
    lane = store::Bound<Lane>(txn, kLanes, "", "").get(lane_key(t, c.account, c.region));
  }
  if (lane) return std::move(*lane);
  Lane fresh;
  fresh.cursor = first_cursor(house, t, c);
  return fresh;
}

void put_lane(store::Txn& txn, const Trail& t, const Covered& c, const Lane& lane) {
  store::Bound<Lane>(txn, kLanes, "", "").put(lane_key(t, c.account, c.region), lane);
}

std::vector<Covered> covered(House& house, const Trail& t) {
  std::vector<Covered> out;
  std::vector<std::string> accounts = {t.account};
  store::Txn txn = house.store.read();
  bool organization = t.organization || std::any_of(t.epochs.begin(), t.epochs.end(), [](auto& e) { return e.organization; });
  bool everywhere = t.multiRegion || std::any_of(t.epochs.begin(), t.epochs.end(), [](auto& e) { return e.multiRegion; });
  if (organization)
    for (auto& id : house.ports().all_accounts(txn)) if (id != t.account) accounts.push_back(id);
  for (auto& account : accounts) {
    if (!everywhere) { out.push_back({account, t.homeRegion}); continue; }
    for (auto& region : house.settings.regions) out.push_back({account, region});
  }
  return out;
}

std::vector<Trail> active_trails(House& house) {
  std::vector<Trail> out;
  store::Txn txn = house.store.read();
  for (auto& account : house.ports().all_accounts(txn))
    for (auto& t : trails_of(txn, account))
      if (!t.epochs.empty()) out.push_back(std::move(t));
  store::Bound<Trail>(txn, kDeleted, "", "").each([&](std::string_view, Trail t) { out.push_back(std::move(t)); });
  return out;
}

base::Time slot_of(const House& house, base::Time now) {
  std::int64_t width = house.settings.delivery_seconds;
  return base::Time::seconds(now.s() / width * width);
}

namespace {

// What the trail wants of the stream behind the cursor, up to one file's worth. Answers the last record looked at; where
// there is none below the head, the journal has dropped them all.
std::int64_t gather(House& house, const Trail& trail, const Covered& c, const std::int64_t cursor, std::int64_t head, LogFile& file) {
  Judge judge(house, trail);
  std::int64_t seen = cursor;
  house.journal.read(c.account, c.region, std::uint64_t(cursor) + 1, [&](const journal::RecordView& r) {
    if (judge.wants(r)) file.add(r.json, r.time);
    seen = std::int64_t(r.number);
    return seen < head && !file.full();
  });
  return seen == cursor ? head : seen;
}

// What has been refused for thirty days is given up: records that are older than that.
void give_up(House& house, const Trail& trail, const Covered& c, Lane& lane) {
  const base::Time since = house.clock.now().plus_seconds(-kRetrySeconds);
  if (lane.failingSince > since) return;
  Judge judge(house, trail);
  const auto before = lane.givenUp;
  house.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
    if (r.time >= since) return false;
    lane.givenUp += judge.wants(r);
    lane.cursor = std::int64_t(r.number);
    return true;
  });
  if (lane.givenUp > before)
    base::log_error("delivery of " + arn_of(trail) + " for " + c.account + " " + c.region + ": " + std::to_string(lane.givenUp - before) + " records given up after thirty days");
}

void refused(House& house, const Trail& trail, const Covered& c, const ApiError& e) {
  Lane lane = lane_of(house, trail, c);
  lane.attempted = house.clock.now();
  lane.deliveryError = e.code;
  if (lane.failingSince.ms == 0) lane.failingSince = house.clock.now();
  give_up(house, trail, c, lane);
  service::note_in_turn(house, [&](store::Txn& txn) { put_lane(txn, trail, c, lane); });
  base::log_error("delivery of " + arn_of(trail) + " for " + c.account + " " + c.region + ": " + e.code + ": " + e.message);
}

bool deliver_records(House& house, const Trail& trail, const Covered& c, base::Time slot) {
  const auto head = std::int64_t(house.journal.head(c.account, c.region));
  if (head == 0) return true;
  Lane lane = lane_of(house, trail, c);
  if (lane.cursor >= head) return true;
  const Trail at = as_delivered(trail, c.account);
  while (lane.cursor < head) {
    LogFile file;
    lane.cursor = gather(house, trail, c, lane.cursor, head, file);
    if (file.empty()) {
      service::note_in_turn(house, [&](store::Txn& txn) { put_lane(txn, trail, c, lane); });
      continue;
    }
    auto done = file.finish();
    DeliveredFile entry{at.bucket, file_key(at, c, slot), done.sha256_hex, file.newest(), file.oldest(), slot};
    Lane next = lane;
    next.delivered = next.attempted = house.clock.now();
    next.deliveryError.clear();
    next.failingSince = {};
    try {
      put_file(house, at, entry.key, done.gzip, {}, [&](store::Txn& txn) {
        put_lane(txn, trail, c, next);
        if (trail.validation || trail.closing) note_file(txn, lane_key(trail, c.account, c.region), entry);
        owe_notice(txn, at, c, entry.key);
      });
      lane = std::move(next);
    } catch (const ApiError& e) {
      refused(house, trail, c, e);
      return false;
    }
  }
  return true;
}

}  // namespace

bool deliver(House& house, const Trail& trail, const Covered& c, base::Time slot) {
  const Heads heads = heads_of(house, c);
  const bool insights = deliver_insights(house, trail, c, slot);
  if (!deliver_records(house, trail, c, slot) || !insights) return false;
  house.cache<LaneMemory>().is_through_now(lane_key(trail, c.account, c.region), heads);
  return true;
}

void deliver_all(House& house, base::Time slot) {
  const auto trails = active_trails(house);
  for (auto& trail : trails)
    over_lanes(waiting_lanes(house, trail), [&](const Covered& c) { return deliver(house, trail, c, slot); });
  service::settle(house);
  publish_notices(house, trails);
  for (auto& trail : trails) deliver_logs(house, trail);
  for (auto& trail : trails) compact_epochs(house, trail);
}

}  // namespace cloudtrail
