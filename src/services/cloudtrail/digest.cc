#include "services/cloudtrail/digest.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/log.h"
#include "service/in_turn.h"
#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/insights_state.h"
#include "services/cloudtrail/keys.h"
#include "services/cloudtrail/lanes.h"
#include "services/cloudtrail/log_delivery.h"
#include "services/cloudtrail/logfile.h"
#include "services/cloudtrail/notify.h"
#include "services/cloudtrail/put.h"

namespace cloudtrail {

using service::ApiError, service::House;

namespace {

// An hour's digests of a large organization are thousands of signatures: between them, files are delivered in time.
using Deadline = std::chrono::steady_clock::time_point;
constexpr std::chrono::milliseconds kPatience{250};

// <account>_CloudTrail-Digest_<region>_<trail>_<home region>_<yyyymmddThhmmss>Z.json.gz, below its day.
std::string digest_key(const Trail& t, const Covered& c, base::Time end) {
  auto day = base::civil(end);
  char date[16];
  std::snprintf(date, sizeof date, "/%04d/%02d/%02d/", day.year, day.month, day.day);
  return folder(t, c.account, "CloudTrail-Digest", c.region) + date + c.account + "_CloudTrail-Digest_" + c.region + "_" + t.name + "_" + t.homeRegion + "_" +
         base::compact(end) + ".json.gz";
}

struct Times { base::Time newest, oldest; };
std::optional<Times> times_of(const std::vector<DeliveredFile>& files) {
  std::optional<Times> out;
  for (auto& f : files) {
    if (!out) { out = {f.newest, f.oldest}; continue; }
    out->newest = std::max(out->newest, f.newest);
    out->oldest = std::min(out->oldest, f.oldest);
  }
  return out;
}

std::string compose(const Trail& t, const Covered& c, const Lane& lane, base::Time start, base::Time end, const std::string& key, const std::string& fingerprint) {
  std::string out;
  base::JsonWriter w(out);
  auto text_or_null = [&](std::string_view name, const std::string& v) { w.key(name); if (v.empty()) w.null(); else w.text(v); };
  w.open('{').key("awsAccountId").text(c.account).key("digestStartTime").text(base::iso(start)).key("digestEndTime").text(base::iso(end));
  w.key("digestS3Bucket").text(t.bucket).key("digestS3Object").text(key).key("digestPublicKeyFingerprint").text(fingerprint);
  w.key("digestSignatureAlgorithm").text("SHA256withRSA");
  auto times = times_of(lane.files);
  w.key("newestEventTime");
  if (times) w.text(base::iso(times->newest)); else w.null();
  w.key("oldestEventTime");
  if (times) w.text(base::iso(times->oldest)); else w.null();
  text_or_null("previousDigestS3Bucket", lane.digestBucket);
  text_or_null("previousDigestS3Object", lane.digestKey);
  text_or_null("previousDigestHashValue", lane.digestHash);
  text_or_null("previousDigestHashAlgorithm", lane.digestHash.empty() ? "" : "SHA-256");
  text_or_null("previousDigestSignature", lane.digestSignature);
  w.key("logFiles").open('[');
  for (auto& f : lane.files) {
    w.open('{').key("s3Bucket").text(f.bucket).key("s3Object").text(f.key).key("hashValue").text(f.hash).key("hashAlgorithm").text("SHA-256");
    w.key("newestEventTime").text(base::iso(f.newest)).key("oldestEventTime").text(base::iso(f.oldest)).close('}');
  }
  w.close(']').close('}');
  return out;
}

// Whether the account's Region belongs to the trail today; one that left is owed a last digest for what was delivered.
bool covered_now(House& house, const Trail& t, const Covered& c) {
  if (!t.multiRegion && c.region != t.homeRegion) return false;
  if (c.account == t.account) return true;
  store::Txn txn = house.store.read();
  return t.organization && house.ports().was_member(txn, c.account, t.organizationId, house.store.version());
}

}  // namespace

std::string string_to_sign(std::string_view end, std::string_view bucket, std::string_view key, std::string_view hash, std::string_view previous) {
  std::string out(end);
  out.append("\n").append(bucket).append("/").append(key).append("\n").append(hash).append("\n").append(previous.empty() ? "null" : previous);
  return out;
}

base::Time window_end(const House& house, const Trail& t, base::Time now) {
  std::int64_t width = house.settings.digest_seconds * 1000, past = now.ms - t.digestAnchor.ms;
  return {t.digestAnchor.ms + (past / width + 1) * width};
}

namespace {

// False: the archive refused. After thirty days the last digest of a chain is given up, so that its trail can go.
bool refused(House& house, const Trail& t, const Covered& c, const ApiError& e, bool last) {
  Lane lane = lane_of(house, t, c);
  lane.digestError = e.code;
  if (lane.digestFailingSince.ms == 0) lane.digestFailingSince = house.clock.now();
  house.note([&](store::Txn& txn) { put_lane(txn, t, c, lane); });
  base::log_error("digest of " + arn_of(t) + " for " + c.account + " " + c.region + ": " + e.code + ": " + e.message);
  return last && house.clock.now() >= lane.digestFailingSince.plus_seconds(kRetrySeconds);
}

}  // namespace

bool write_digest(House& house, Signers& signers, const Trail& trail, const Covered& c, base::Time end, bool last) {
  Lane lane = lane_of(house, trail, c);
  const std::string name = lane_key(trail, c.account, c.region);
  std::vector<DeliveredFile> noted;                            // what was delivered since the window's end is the next digest's
  {
    store::Txn txn = house.store.read();
    noted = noted_files(txn, name, last ? base::Time{INT64_MAX} : end);
  }
  if (lane.digestEnd >= end) return !last || noted.empty();    // a chain that ends in the second of a digest waits for the next one
  lane.files.insert(lane.files.end(), noted.begin(), noted.end());
  const Trail t = as_delivered(trail, c.account);
  const bool belongs = covered_now(house, trail, c);
  const bool starting = lane.digestEnd.ms == 0 || (belongs && lane.digestEnd <= t.digestAnchor);      // a chain that was ended is begun anew
  if (starting) lane.digestBucket = lane.digestKey = lane.digestHash = lane.digestSignature = "";
  if (!belongs && lane.files.empty()) return true;
  if (last && starting && lane.files.empty()) return true;    // nothing to end
  const std::int64_t width = house.settings.digest_seconds;
  base::Time start = starting ? std::max(t.digestAnchor, end.plus_seconds(-width)) : lane.digestEnd;
  const Signer& signer = signers.at(c.region);
  std::string key = digest_key(t, c, end), text = compose(t, c, lane, start, end, key, signer.fingerprint), hash = base::hex(base::sha256(text));
  std::string to_sign = string_to_sign(base::iso(end), t.bucket, key, hash, lane.digestSignature), signature = signer.key.sign_sha256(to_sign);
  if (!base::rsa_verify_sha256(signer.public_der, to_sign, signature)) base::fatal("a digest's signature does not verify: this machine's memory cannot be trusted");
  Lane next = lane;
  next.files.clear();
  next.digestEnd = end;
  next.digestBucket = t.bucket;
  next.digestKey = key;
  next.digestHash = hash;
  next.digestSignature = base::hex(signature);
  next.digested = house.clock.now();
  next.digestError.clear();
  next.digestFailingSince = {};
  try {
    put_file(house, t, key, deflate_gzip(text), {{"signature", next.digestSignature}, {"signature-algorithm", "SHA256withRSA"}},
             [&](store::Txn& txn) {
               put_lane(txn, t, c, next);
               for (auto& file : noted) forget_file(txn, name, file);
             });
    return true;
  } catch (const ApiError& e) {
    return refused(house, t, c, e, last);
  }
}

namespace {

// The chain has got its last digest: the trail forgets it, and goes if it was deleted.
void end_chain(House& house, const Trail& t) {
  auto lanes = covered(house, t);
  house.note([&](store::Txn& txn) {
    if (t.deleted) {
      store::Bound<Trail>(txn, kDeleted, "", "").erase(t.id);
      for (auto& c : lanes) {
        const std::string name = lane_key(t, c.account, c.region);
        store::Bound<Lane>(txn, kLanes, "", "").erase(name);
        store::Bound<InsightLane>(txn, kInsightLanes, "", "").erase(name);
        for (auto& file : noted_files(txn, name, {INT64_MAX})) forget_file(txn, name, file);       // of a digest that was given up
        forget_notices(txn, t, c);
        forget_logs(txn, t, c);
      }
      return;
    }
    store::Bound<Trail> table(txn, kTrails, t.account, "");
    auto now = table.get(trail_key(t.homeRegion, t.name));
    if (!now || now->id != t.id || !now->closing) return;      // logging was started again meanwhile
    now->closing = false;
    now->digestAnchor = {};
    table.put(trail_key(t.homeRegion, t.name), *now);
  });
}

}  // namespace

namespace {

// The digests of a trail's window, as many as there is time for. False: some are owed still; cut: for want of time.
bool close_window(House& house, const Trail& t, base::Time end, bool in_time, Deadline deadline, bool& cut) {
  auto& memory = house.cache<LaneMemory>();
  if (in_time && memory.has_digests(t.id, end)) return true;
  Signers signers(house);
  std::atomic<bool> late{false};
  bool all = over_lanes(covered(house, t), [&](const Covered& c) {
    const std::string lane = lane_key(t, c.account, c.region);
    if (in_time && memory.has_digests(lane, end)) return true;
    if (in_time && (late || std::chrono::steady_clock::now() > deadline)) {
      late = true;
      return false;
    }
    const bool written = write_digest(house, signers, t, c, end, t.closing);
    if (in_time && written) memory.has_digests_now(lane, end);
    return written;
  });
  if (in_time && all) memory.has_digests_now(t.id, end);
  cut = cut || late;
  return all;
}

}  // namespace

bool write_digests(House& house, base::Time now, bool early) {
  const Deadline deadline = std::chrono::steady_clock::now() + kPatience;
  bool cut = false;
  for (auto& t : active_trails(house)) {
    const bool chained = t.digestAnchor.ms != 0 && (t.validation || t.closing);
    bool all = true;
    if (t.closing)                                             // nothing ends before everything it is owed has arrived
      all = over_lanes(waiting_lanes(house, t), [&](const Covered& c) { return deliver(house, t, c, slot_of(house, now)); });
    if (chained && all) {
      base::Time open_end = window_end(house, t, now);
      base::Time end = t.closing || early ? base::Time::seconds(now.s()) : base::Time{open_end.ms - house.settings.digest_seconds * 1000};
      if (end > t.digestAnchor) all = close_window(house, t, end, !t.closing && !early, deadline, cut);
    }
    if (t.closing && all) end_chain(house, t);
  }
  service::settle(house);
  return !cut;
}

}  // namespace cloudtrail
