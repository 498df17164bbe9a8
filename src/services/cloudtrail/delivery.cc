#include "services/cloudtrail/delivery.h"

#include "base/log.h"
#include "service/trace.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/logfile.h"
#include "services/cloudtrail/put.h"
#include "services/cloudtrail/selectors.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

// The epoch a version belongs to; nullptr before the first.
const Epoch* epoch_at(const Trail& t, std::uint64_t version) {
  const Epoch* out = nullptr;
  for (auto& e : t.epochs) {
    if (e.from > std::int64_t(version)) break;
    out = &e;
  }
  return out;
}

// Whether the trail, as it was configured when the call was judged, covers the record.
class Judge {
 public:
  Judge(House& house, const Trail& trail) : trail_(trail), ports_(house.ports()), txn_(house.store.read()) {}

  // A change stands between two configurations: its own record is wanted when either wants it, so that StopLogging is
  // delivered, and what is read after it is not.
  bool wants(const journal::RecordView& r) {
    return wants(r, epoch_at(trail_, r.version)) || ((r.flags & service::kChange) && wants(r, epoch_at(trail_, r.version - 1)));
  }

 private:
  bool wants(const journal::RecordView& r, const Epoch* e) {
    if (!e || !e->logging) return false;
    if (!e->multiRegion && r.region != trail_.homeRegion) return false;
    if ((r.flags & service::kGlobalService) && !e->globalEvents) return false;
    return covers_account(*e, r) && selected(e->selectors, r);
  }

  bool covers_account(const Epoch& e, const journal::RecordView& r) {
    if (r.account == trail_.account) return true;
    return e.organization && ports_.was_member(txn_, r.account, trail_.organizationId, r.version) &&
           ports_.had_service_access(txn_, trail_.organizationId, "cloudtrail.amazonaws.com", r.version);
  }
  const Trail& trail_;
  const service::Ports& ports_;
  store::Txn txn_;
};

// <account>_CloudTrail_<region>_<yyyymmddThhmm>Z_<16 characters>.json.gz, below the day of the slot.
std::string file_key(const Trail& t, const Covered& c, base::Time slot) {
  auto day = base::civil(slot);
  char date[16];
  std::snprintf(date, sizeof date, "/%04d/%02d/%02d/", day.year, day.month, day.day);
  return folder(t, c.account, "CloudTrail", c.region) + date + c.account + "_CloudTrail_" + c.region + "_" + base::compact(slot).substr(0, 13) + "Z_" +
         base::random_text(16, base::kAlnum) + ".json.gz";
}

// Where a lane begins that has not been before: shortly before the first record of the trail's first epoch. Versions
// rise along a stream but for calls that overlapped, so the search steps back a little.
std::int64_t first_cursor(House& house, const Trail& t, const Covered& c) {
  if (t.epochs.empty()) return std::int64_t(house.journal.head(c.account, c.region));
  std::uint64_t low = 0, high = house.journal.head(c.account, c.region);
  while (low < high) {
    std::uint64_t middle = low + (high - low) / 2;
    std::uint64_t version = 0;
    house.journal.read(c.account, c.region, middle + 1, [&](const journal::RecordView& r) { version = r.version; return false; });
    if (std::int64_t(version) < t.epochs.front().from) low = middle + 1;
    else high = middle;
  }
  return std::int64_t(low > 1000 ? low - 1000 : 0);
}

}  // namespace

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
    for (auto& id : house.ports().all_accounts(txn))
      if (id != t.account && house.ports().organization_of(txn, t.account)) accounts.push_back(id);
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

bool deliver(House& house, const Trail& trail, const Covered& c, base::Time slot) {
  const auto head = std::int64_t(house.journal.head(c.account, c.region));
  if (head == 0) return true;
  Lane lane = lane_of(house, trail, c);
  while (lane.cursor < head) {
    LogFile file;
    std::int64_t seen = lane.cursor;
    Judge judge(house, trail);
    house.journal.read(c.account, c.region, std::uint64_t(lane.cursor) + 1, [&](const journal::RecordView& r) {
      if (judge.wants(r)) file.add(r.json, r.time);
      seen = std::int64_t(r.number);
      return seen < head && !file.full();
    });
    if (seen == lane.cursor) return true;
    lane.cursor = seen;
    if (file.empty()) {
      house.note([&](store::Txn& txn) { put_lane(txn, trail, c, lane); });
      continue;
    }
    auto done = file.finish();
    DeliveredFile entry{trail.bucket, file_key(trail, c, slot), done.sha256_hex, file.newest(), file.oldest()};
    Lane next = lane;
    next.delivered = next.attempted = house.clock.now();
    next.deliveryError.clear();
    next.failingSince = {};
    if (trail.validation || trail.closing) next.files.push_back(entry);
    try {
      put_file(house, trail, entry.key, done.gzip, {}, [&](store::Txn& txn) { put_lane(txn, trail, c, next); });
      lane = std::move(next);
    } catch (const ApiError& e) {
      Lane failed = lane_of(house, trail, c);
      failed.attempted = house.clock.now();
      failed.deliveryError = e.code;
      if (failed.failingSince.ms == 0) failed.failingSince = house.clock.now();
      house.note([&](store::Txn& txn) { put_lane(txn, trail, c, failed); });
      base::log_error("delivery of " + arn_of(trail) + " for " + c.account + " " + c.region + ": " + e.code + ": " + e.message);
      return false;
    }
  }
  return true;
}

void deliver_all(House& house, base::Time slot) {
  for (auto& trail : active_trails(house))
    for (auto& c : covered(house, trail)) deliver(house, trail, c, slot);
}

}  // namespace cloudtrail
