#include "services/s3/lock.h"

#include "services/s3/content.h"
#include "services/s3/reading.h"

namespace s3 {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMostDays = 36'500, kMostYears = 100;

ApiError no_lock_configuration() { return invalid_request("Bucket is missing Object Lock Configuration"); }

ApiError nothing_locked() {
  return {"NoSuchObjectLockConfiguration", 404, "The specified object does not have a ObjectLock configuration"};
}

ApiError locked() { return {"AccessDenied", 403, "Access Denied because object protected by object lock.", "AccessDenied"}; }

bool is_mode(const Named& mode) { return mode == "GOVERNANCE" || mode == "COMPLIANCE"; }

bool retained(const std::optional<Lock>& lock, base::Time now) { return lock && !lock->mode.empty() && lock->until > now; }

const std::string* find(const Headers& headers, const char* name) {
  auto it = headers.find(name);
  return it == headers.end() ? nullptr : &it->second;
}

Bucket locking_bucket(const std::string& name, const Call& call) {
  Bucket bucket = bucket_named(name, call);
  if (!bucket.object_lock) throw no_lock_configuration();
  return bucket;
}

void check_default(const DefaultRetention& r) {
  if (!is_mode(r.mode) || r.days.has_value() == r.years.has_value()) throw malformed_xml();
  if (r.days.value_or(1) < 1 || r.years.value_or(1) < 1)
    throw invalid_argument("Default retention period must be a positive integer value.");
  if (r.days.value_or(1) > kMostDays || r.years.value_or(1) > kMostYears)
    throw invalid_argument("Default retention period too large.");
}

// Changes the lock of the version that the request names.
template <class Q, class F> Nothing changed(const Q& q, Call& call, F change) {
  Bucket bucket = locking_bucket(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  change(found.version.lock);
  versions.update(q.key, found);
  return {};
}

}  // namespace

// ---- What a lock protects from

Guard guard_of(const std::optional<Lock>& lock, base::Time now) {
  if (lock && lock->hold == "ON") return Guard::absolute;
  if (!retained(lock, now)) return Guard::none;
  return lock->mode == "GOVERNANCE" ? Guard::bypassable : Guard::absolute;
}

Guard guard_of_change(const std::optional<Lock>& lock, std::string_view mode, base::Time until, base::Time now) {
  if (!retained(lock, now) || (mode == lock->mode && until >= lock->until)) return Guard::none;
  return lock->mode == "GOVERNANCE" ? Guard::bypassable : Guard::absolute;
}

void check_removable(const Version& version, bool bypass, base::Time now) {
  Guard guard = guard_of(version.lock, now);
  if (guard == Guard::absolute || (guard == Guard::bypassable && !bypass)) throw locked();
}

// ---- What a write asks for

std::optional<Lock> lock_asked(const Headers& headers, base::Time now) {
  const std::string *mode = find(headers, "mode"), *until = find(headers, "retain-until-date"), *hold = find(headers, "legal-hold");
  if (!mode && !until && !hold) return {};
  Lock out;
  if (mode && !until)
    throw invalid_argument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                           "x-amz-object-lock-retain-until-date", "null");
  if (until && !mode)
    throw invalid_argument("x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
                           "x-amz-object-lock-mode", "null");
  if (mode) {
    if (!is_mode(*mode)) throw invalid_argument("Unknown wormMode directive.", "x-amz-object-lock-mode", *mode);
    auto time = base::parse_time(*until);
    if (!time)
      throw invalid_argument("The retain until date must be provided in ISO 8601 format", "x-amz-object-lock-retain-until-date", *until);
    if (*time <= now)
      throw invalid_argument("The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", *until);
    out.mode = *mode;
    out.until = *time;
  }
  if (hold) {
    if (*hold != "ON" && *hold != "OFF")
      throw invalid_argument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", *hold);
    out.hold = *hold;
  }
  return out;
}

std::optional<Lock> default_lock(const Bucket& bucket, base::Time now) {
  if (bucket.lock_mode.empty()) return {};
  return Lock{bucket.lock_mode, now.plus_seconds((bucket.lock_days + 365 * bucket.lock_years) * kDay), {}};
}

std::optional<Lock> lock_of_new(std::optional<Lock> asked, const Bucket& bucket, base::Time now) {
  if (!bucket.object_lock) {
    if (asked) throw no_lock_configuration();
    return {};
  }
  auto by_default = default_lock(bucket, now);
  if (!asked || !by_default || !asked->mode.empty()) return asked ? asked : by_default;
  by_default->hold = asked->hold;
  return by_default;
}

void require_digest(const std::optional<Lock>& lock, const Headers& checksums, const Named& md5, std::string_view what, const Call& call) {
  if (!lock || !checksums.empty() || md5 || call.caller().who == service::Who::service) return;
  throw invalid_request("Content-MD5 OR x-amz-checksum- HTTP header is required for " + std::string(what) +
                        " requests with Object Lock parameters");
}

// ---- Access

ConditionKeys lock_keys(const Lock& lock, base::Time now) {
  ConditionKeys keys;
  if (!lock.mode.empty()) {
    const std::int64_t left = lock.until.ms - now.ms, day = kDay * 1000;
    keys.push_back({"s3:object-lock-mode", {lock.mode}});
    keys.push_back({"s3:object-lock-retain-until-date", {base::iso(lock.until)}});
    keys.push_back({"s3:object-lock-remaining-retention-days", {std::to_string(left > 0 ? (left + day - 1) / day : 0)}});
  }
  if (!lock.hold.empty()) keys.push_back({"s3:object-lock-legal-hold", {lock.hold}});
  return keys;
}

void add_lock_access(std::vector<Access>& out, const Door& door, const std::string& key, const Headers& headers, const ConditionKeys& keys) {
  if (headers.contains("mode") || headers.contains("retain-until-date")) out.push_back(door.object("s3:PutObjectRetention", key, keys));
  if (headers.contains("legal-hold")) out.push_back(door.object("s3:PutObjectLegalHold", key, keys));
}

void add_bypass_access(std::vector<Access>& out, const Door& door, const std::string& bucket, const std::string& key, const Named& version,
                       bool bypass, Call& call) {
  if (!bypass || !door.settings().object_lock) return;
  auto found = Versions(call, bucket, door.settings()).find(key, version);
  if (!found || guard_of(found->version.lock, call.now()) != Guard::bypassable) return;
  out.push_back(door.object("s3:BypassGovernanceRetention", key, lock_keys(*found->version.lock, call.now())));
}

Headers lock_shown(const Version& version, const std::string& bucket, const std::string& key, const Named& id, Call& call) {
  Headers out;
  if (!version.lock) return out;
  Door door(bucket, {}, call);
  const service::Service& room = *call.house().find_service("s3");
  ConditionKeys keys;
  if (id) keys.push_back({"s3:VersionId", {*id}});
  auto may_see = [&](std::string_view action) {
    try {
      call.house().authorize(room, call, door.object(action, key, keys));
      return true;
    } catch (const ApiError&) {
      return false;
    }
  };
  if (!version.lock->mode.empty() && may_see("s3:GetObjectRetention")) {
    out["mode"] = version.lock->mode;
    out["retain-until-date"] = base::iso_millis(version.lock->until);
  }
  if (!version.lock->hold.empty() && may_see("s3:GetObjectLegalHold")) out["legal-hold"] = version.lock->hold;
  return out;
}

// ---- The bucket's configuration

GetObjectLockConfigurationResult get_object_lock_configuration(const GetObjectLockConfiguration& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (!bucket.object_lock)
    throw no_configuration("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", q.bucket);
  ObjectLockConfiguration out{.objectLockEnabled = "Enabled", .rule = {}};
  if (!bucket.lock_mode.empty()) {
    DefaultRetention r{.mode = bucket.lock_mode, .days = {}, .years = {}};
    if (bucket.lock_days) r.days = bucket.lock_days;
    else r.years = bucket.lock_years;
    out.rule = ObjectLockRule{std::move(r)};
  }
  return {std::move(out)};
}

Nothing put_object_lock_configuration(const PutObjectLockConfiguration& q, Call& call) {
  const auto& c = q.objectLockConfiguration;
  if (!c || c->objectLockEnabled != "Enabled") throw malformed_xml();
  if (c->rule && !c->rule->defaultRetention) throw malformed_xml();
  if (c->rule) check_default(*c->rule->defaultRetention);
  Bucket bucket = bucket_named(q.bucket, call);
  if (bucket.versioning != "Enabled")
    throw ApiError{"InvalidBucketState", 409, "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"};
  bucket.object_lock = true;
  const DefaultRetention by_default = c->rule ? *c->rule->defaultRetention : DefaultRetention{};
  bucket.lock_mode = by_default.mode.value_or("");
  bucket.lock_days = by_default.days.value_or(0);
  bucket.lock_years = by_default.years.value_or(0);
  put_bucket(call, q.bucket, bucket);
  return {};
}

// ---- A version's retention

GetObjectRetentionResult get_object_retention(const GetObjectRetention& q, Call& call) {
  Bucket bucket = locking_bucket(q.bucket, call);
  auto lock = found_object(Versions(call, q.bucket, bucket), q.key, q.versionId).version.lock;
  if (!lock || lock->mode.empty()) throw nothing_locked();
  return {{.mode = lock->mode, .retainUntilDate = lock->until}};
}

std::vector<Access> may_retain(const PutObjectRetention& q, Call& call) {
  check_key(q.key);
  Door door(q.bucket, q.expectedBucketOwner, call);
  auto out = existing_object(door, q.bucket, q.key, q.versionId, "s3:PutObjectRetention", call);
  if (q.retention && q.retention->mode && q.retention->retainUntilDate)
    for (auto& key : lock_keys({*q.retention->mode, *q.retention->retainUntilDate, {}}, call.now())) out.front().keys.push_back(std::move(key));
  add_bypass_access(out, door, q.bucket, q.key, q.versionId, q.bypassGovernanceRetention == true, call);
  return out;
}

Nothing put_object_retention(const PutObjectRetention& q, Call& call) {
  ObjectLockRetention wanted = q.retention.value_or(ObjectLockRetention{});
  if (wanted.mode.has_value() != wanted.retainUntilDate.has_value() || (wanted.mode && !is_mode(wanted.mode))) throw malformed_xml();
  const base::Time now = call.now(), until = wanted.retainUntilDate.value_or(base::Time{});
  const std::string mode = wanted.mode.value_or("");
  locking_bucket(q.bucket, call);
  if (!mode.empty() && until <= now)
    throw invalid_argument("The retain until date must be in the future!", "RetainUntilDate", base::iso(until));
  return changed(q, call, [&](std::optional<Lock>& lock) {
    Guard guard = guard_of_change(lock, mode, until, now);
    if (guard == Guard::absolute || (guard == Guard::bypassable && q.bypassGovernanceRetention != true)) throw locked();
    if (!lock) lock.emplace();
    lock->mode = mode;
    lock->until = until;
    if (lock->mode.empty() && lock->hold.empty()) lock.reset();
  });
}

// ---- A version's legal hold

GetObjectLegalHoldResult get_object_legal_hold(const GetObjectLegalHold& q, Call& call) {
  Bucket bucket = locking_bucket(q.bucket, call);
  auto lock = found_object(Versions(call, q.bucket, bucket), q.key, q.versionId).version.lock;
  if (!lock || lock->hold.empty()) throw nothing_locked();
  return {{lock->hold}};
}

std::vector<Access> may_hold(const PutObjectLegalHold& q, Call& call) {
  check_key(q.key);
  auto out = existing_object(Door(q.bucket, q.expectedBucketOwner, call), q.bucket, q.key, q.versionId, "s3:PutObjectLegalHold", call);
  if (q.legalHold && q.legalHold->status) out.front().keys.push_back({"s3:object-lock-legal-hold", {*q.legalHold->status}});
  return out;
}

Nothing put_object_legal_hold(const PutObjectLegalHold& q, Call& call) {
  if (!q.legalHold || (q.legalHold->status != "ON" && q.legalHold->status != "OFF")) throw malformed_xml();
  return changed(q, call, [&](std::optional<Lock>& lock) {
    if (!lock) lock.emplace();
    lock->hold = *q.legalHold->status;
  });
}

}  // namespace s3
