#include "services/cloudtrail/trails.h"

#include "services/cloudtrail/destinations.h"
#include "services/cloudtrail/epochs.h"
#include "services/cloudtrail/log_group.h"
#include "services/cloudtrail/notify.h"
#include "services/cloudtrail/organization.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call, shape::Nothing;

namespace {

constexpr std::size_t kTrailsPerRegion = 5;

std::optional<std::string> set(const std::string& s) { return s.empty() ? std::nullopt : std::optional(s); }

TrailSettings settings_of(const Trail& t) {
  return {.name = t.name, .s3BucketName = t.bucket, .s3KeyPrefix = set(t.prefix), .snsTopicName = topic_name(t), .snsTopicARN = topic_arn(t), .includeGlobalServiceEvents = t.globalEvents, .isMultiRegionTrail = t.multiRegion,
          .trailARN = arn_of(t), .logFileValidationEnabled = t.validation, .cloudWatchLogsLogGroupArn = set(t.logGroupArn),
          .cloudWatchLogsRoleArn = set(t.logRoleArn), .kmsKeyId = set(t.keyArn), .isOrganizationTrail = t.organization};
}

void check_quota(const Trail& t, Call& call) {
  std::size_t here = trails_counted(call, t.account, t.homeRegion).size();
  if (here >= kTrailsPerRegion)
    throw error("MaximumNumberOfTrailsExceededException",
                "User: " + t.account + " already has " + std::to_string(here) + " trails in " + t.homeRegion + ".");
}

void check_global_events(const Trail& t) {
  if (t.multiRegion && !t.globalEvents) throw error("InvalidParameterCombinationException", "Multi-Region trail must include global service events.");
}

}  // namespace

void check_tags(const std::vector<Tag>& tags) {
  if (tags.size() > 50) throw error("TagsLimitExceededException", "Tags limit exceeded. Maximum number of tags: 50.");
  for (std::size_t i = 0; i < tags.size(); ++i) {
    if (tags[i].key.starts_with("aws:")) throw error("InvalidTagParameterException", "Tag keys cannot start with aws:.");
    for (std::size_t j = 0; j < i; ++j)
      if (tags[j].key == tags[i].key) throw error("InvalidTagParameterException", "Duplicate tag key: " + tags[i].key);
  }
}

namespace {
// Who makes a trail with tags must be allowed to tag it.
void add_tags_access(const CreateTrail& q, std::vector<Access>& out) {
  out.push_back({.action = "cloudtrail:AddTags", .resource = out.front().resource});
  std::vector<std::string> keys;
  for (auto& t : *q.tagsList) keys.push_back(t.key);
  for (auto& a : out) {
    for (auto& t : *q.tagsList) a.keys.push_back({"aws:RequestTag/" + t.key, {t.value.value_or("")}});
    a.keys.push_back({"aws:TagKeys", keys});
  }
}
}  // namespace

std::vector<Access> create_access(const CreateTrail& q, Call& c) {
  std::vector<Access> out;
  out.push_back({.action = "cloudtrail:CreateTrail", .resource = resource_arn(q.name, c)});
  if (q.tagsList && !q.tagsList->empty()) add_tags_access(q, out);
  add_pass_role(q.cloudWatchLogsRoleArn, out);
  return out;
}

std::vector<Access> update_access(const UpdateTrail& q, Call& c) {
  std::vector<Access> out;
  out.push_back(on_trail("cloudtrail:UpdateTrail", q.name, c));
  add_pass_role(q.cloudWatchLogsRoleArn, out);
  return out;
}

TrailSettings create_trail(const CreateTrail& q, Call& call) {
  check_trail_name(q.name);
  Trail t{.id = base::uuid(), .name = q.name, .account = call.caller().account(), .homeRegion = call.scope().region, .bucket = q.s3BucketName};
  t.prefix = q.s3KeyPrefix.value_or("");
  t.globalEvents = q.includeGlobalServiceEvents.value_or(true);
  t.multiRegion = q.isMultiRegionTrail.value_or(false);
  t.validation = q.enableLogFileValidation.value_or(false);
  t.organization = q.isOrganizationTrail.value_or(false);
  if (q.tagsList) { check_tags(*q.tagsList); t.tags = *q.tagsList; }
  check_global_events(t);
  std::optional<service::OrganizationView> org;
  if (t.organization) {
    org = organization_for(call);
    t.organizationId = org->id;
    t.account = org->management_account;
  }
  if (call.elsewhere(kTrails, t.account).has(trail_key(t.homeRegion, t.name)))
    throw error("TrailAlreadyExistsException", "Trail " + t.name + " already exists for customer: " + t.account);
  check_quota(t, call);
  check_destinations(t, q.kmsKeyId && !q.kmsKeyId->empty() ? q.kmsKeyId : std::nullopt, call);
  set_topic(t, q.snsTopicName, call);
  set_log_group(t, q.cloudWatchLogsLogGroupArn, q.cloudWatchLogsRoleArn, call);
  put_trail(call.txn(), t);
  want_markers(t, call);
  if (org) ensure_management_role(*org, call);
  return settings_of(t);
}

namespace {

// An ordinary trail becomes its organization's, or the other way: the management account's alone to do.
std::optional<service::OrganizationView> convert(Trail& t, bool organization, Call& call) {
  std::optional<service::OrganizationView> org;
  if (organization != t.organization && t.account != call.caller().account()) throw not_management();
  if (organization) {
    org = organization_for(call);
    if (org->management_account != t.account) throw not_management();
    t.organizationId = org->id;
  } else if (t.organization) {
    t.former = {t.bucket, t.prefix, t.keyArn};
  }
  t.organization = organization;
  return org;
}

// The chain of digests begins with validation and ends with it. A conversion moves the owner's files to another path,
// where a chain of its own begins.
void follow_validation(Trail& t, const Trail& before, base::Time now) {
  if (t.validation && t.logging && (!before.validation || t.organization != before.organization)) {
    t.digestAnchor = base::Time::seconds(now.s());
    t.closing = false;
  }
  if (!t.validation && before.validation) t.closing = t.digestAnchor.ms != 0;
}

}  // namespace

TrailSettings update_trail(const UpdateTrail& q, Call& call) {
  Trail t = own_trail(q.name, call);
  const Trail before = t;
  std::optional<service::OrganizationView> org;
  if (q.isOrganizationTrail) org = convert(t, *q.isOrganizationTrail, call);
  if (q.s3BucketName) t.bucket = *q.s3BucketName;
  if (q.s3KeyPrefix) t.prefix = *q.s3KeyPrefix;
  if (q.includeGlobalServiceEvents) t.globalEvents = *q.includeGlobalServiceEvents;
  if (q.isMultiRegionTrail) t.multiRegion = *q.isMultiRegionTrail;
  if (q.enableLogFileValidation) t.validation = *q.enableLogFileValidation;
  check_global_events(t);
  // What stays as it was is not tested again: a policy that came to demand encryption's headers would refuse the test.
  const bool key = q.kmsKeyId && *q.kmsKeyId != before.keyArn;
  const bool destinations = t.bucket != before.bucket || t.prefix != before.prefix || t.organization != before.organization || key || t.validation != before.validation;
  if (destinations) check_destinations(t, q.kmsKeyId, call);
  set_topic(t, q.snsTopicName, call);
  set_log_group(t, q.cloudWatchLogsLogGroupArn, q.cloudWatchLogsRoleArn, call);
  follow_validation(t, before, call.now());
  open_epoch_or_refuse(t, call.txn().version());
  put_trail(call.txn(), t);
  if (destinations) want_markers(t, call);
  if (org) ensure_management_role(*org, call);
  return settings_of(t);
}

Nothing delete_trail(const DeleteTrail& q, Call& call) {
  Trail t = own_trail(q.name, call);
  erase_trail(call.txn(), t);
  t.logging = false;
  t.deleted = t.closing = true;
  open_epoch(t, call.txn().version());
  call.elsewhere(kDeleted, "").put(t.id, t);
  return {};
}

Nothing start_logging(const StartLogging& q, Call& call) {
  Trail t = own_trail(q.name, call);
  if (t.logging) return {};
  t.logging = true;
  t.started = call.now();
  if (t.validation && (t.digestAnchor.ms == 0 || t.closing)) t.digestAnchor = base::Time::seconds(call.now().s());
  t.closing = false;
  open_epoch_or_refuse(t, call.txn().version());
  put_trail(call.txn(), t);
  return {};
}

Nothing stop_logging(const StopLogging& q, Call& call) {
  Trail t = own_trail(q.name, call);
  if (!t.logging) return {};
  t.logging = false;
  t.stopped = call.now();
  t.closing = t.validation;
  open_epoch(t, call.txn().version());
  put_trail(call.txn(), t);
  return {};
}

}  // namespace cloudtrail
