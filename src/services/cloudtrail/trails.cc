#include "services/cloudtrail/trails.h"

#include "services/cloudtrail/destinations.h"
#include "services/iam/api.h"
#include "services/organizations/api.h"

namespace cloudtrail {

using service::Access, service::ApiError, service::Call, shape::Nothing;

namespace {

constexpr std::size_t kTrailsPerRegion = 5;

std::optional<std::string> set(const std::string& s) { return s.empty() ? std::nullopt : std::optional(s); }

TrailSettings settings_of(const Trail& t) {
  return {.name = t.name, .s3BucketName = t.bucket, .s3KeyPrefix = set(t.prefix), .includeGlobalServiceEvents = t.globalEvents, .isMultiRegionTrail = t.multiRegion,
          .trailARN = arn_of(t), .logFileValidationEnabled = t.validation, .kmsKeyId = set(t.keyArn), .isOrganizationTrail = t.organization};
}

// SNS and CloudWatch Logs are not part of this server yet: a topic or group that is not there is refused as AWS refuses it.
void check_unsupported(const std::optional<std::string>& topic, const std::optional<std::string>& group, const std::optional<std::string>& role) {
  if (topic && !topic->empty()) throw error("InsufficientSnsTopicPolicyException", "SNS Topic does not exist or the topic policy is incorrect!");
  if ((group && !group->empty()) || (role && !role->empty()))
    throw error("CloudWatchLogsDeliveryUnavailableException", "CloudTrail cannot deliver events to CloudWatch Logs in this Region.");
}

// The prerequisites of an organization's trail, in AWS's order. Answers the organization.
service::OrganizationView organization_for(Call& call) {
  auto& ports = call.house().ports();
  auto org = ports.organization_of(call.txn(), call.caller().account());
  if (!org) throw error("OrganizationsNotInUseException", "Your account is not a member of an organization.");
  if (!may_act_for(*org, call))
    throw error("NotOrganizationMasterAccountException",
                "You cannot configure or manage trails for an organization because this action requires being signed in with the management account.");
  if (!org->all_features) throw error("OrganizationNotInAllFeaturesModeException", "Your organization must be in all features mode to use organization trails.");
  if (!ports.had_service_access(call.txn(), org->id, "cloudtrail.amazonaws.com", call.txn().version()))
    throw error("CloudTrailAccessNotEnabledException",
                "The request could not be processed because your organization hasn\u2019t enabled CloudTrail service access. Enable service access for CloudTrail, and then try again.");
  if (!call.may(organizations::DescribeOrganization{}) || !call.may(organizations::ListAccounts{}) || !call.may(organizations::ListAWSServiceAccessForOrganization{}))
    throw error("InsufficientDependencyServiceAccessPermissionException", "You do not have sufficient permissions in AWS Organizations to configure an organization trail.");
  return *org;
}

// The service-linked role is made behind this call, as its own recorded one.
void want_service_linked_role(const Trail& t, Call& call) { call.later("cloudtrail.service_linked_role", t.account); }

void open_epoch(Trail& t, std::uint64_t from) {
  if (!t.epochs.empty() && t.epochs.back().from == std::int64_t(from)) t.epochs.pop_back();
  t.epochs.push_back(epoch_of(t, from));
}

void check_quota(const Trail& t, Call& call) {
  std::size_t here = 0;
  for (auto& other : trails_of(call.txn(), t.account)) here += other.multiRegion || other.homeRegion == t.homeRegion;
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

Access create_access(const CreateTrail& q, Call& c) {
  Access a{.action = "cloudtrail:CreateTrail", .resource = resource_arn(q.name, c)};
  if (q.tagsList) {
    std::vector<std::string> keys;
    for (auto& t : *q.tagsList) { keys.push_back(t.key); a.keys.push_back({"aws:RequestTag/" + t.key, {t.value.value_or("")}}); }
    a.keys.push_back({"aws:TagKeys", std::move(keys)});
  }
  return a;
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
  if (t.organization) {
    auto org = organization_for(call);
    t.organizationId = org.id;
    t.account = org.management_account;
    bool delegated = t.account != call.caller().account();
    if (delegated && !call.may(iam::CreateServiceLinkedRole{.aWSServiceName = "cloudtrail.amazonaws.com"}))
      throw error("InsufficientDependencyServiceAccessPermissionException", "You do not have sufficient permissions in IAM to configure an organization trail.");
  }
  if (call.elsewhere(kTrails, t.account).has(trail_key(t.homeRegion, t.name)))
    throw error("TrailAlreadyExistsException", "Trail " + t.name + " already exists for customer: " + t.account);
  check_quota(t, call);
  check_unsupported(q.snsTopicName, q.cloudWatchLogsLogGroupArn, q.cloudWatchLogsRoleArn);
  check_destinations(t, q.kmsKeyId && !q.kmsKeyId->empty() ? q.kmsKeyId : std::nullopt, call);
  put_trail(t, call);
  if (t.organization) want_service_linked_role(t, call);
  return settings_of(t);
}

TrailSettings update_trail(const UpdateTrail& q, Call& call) {
  Trail t = own_trail(q.name, call);
  const Trail before = t;
  if (q.isOrganizationTrail && *q.isOrganizationTrail != t.organization) {
    if (t.account != call.caller().account())
      throw error("NotOrganizationMasterAccountException",
                  "You cannot configure or manage trails for an organization because this action requires being signed in with the management account.");
    t.organization = *q.isOrganizationTrail;
    t.organizationId = t.organization ? organization_for(call).id : "";
  }
  if (q.s3BucketName) t.bucket = *q.s3BucketName;
  if (q.s3KeyPrefix) t.prefix = *q.s3KeyPrefix;
  if (q.includeGlobalServiceEvents) t.globalEvents = *q.includeGlobalServiceEvents;
  if (q.isMultiRegionTrail) t.multiRegion = *q.isMultiRegionTrail;
  if (q.enableLogFileValidation) t.validation = *q.enableLogFileValidation;
  check_global_events(t);
  check_unsupported(q.snsTopicName, q.cloudWatchLogsLogGroupArn, q.cloudWatchLogsRoleArn);
  bool destinations = t.bucket != before.bucket || t.prefix != before.prefix || t.organization != before.organization || q.kmsKeyId || t.validation != before.validation;
  if (destinations) check_destinations(t, q.kmsKeyId, call);
  if (t.validation && !before.validation && t.logging) t.digestAnchor = call.now();
  if (!t.validation && before.validation) t.closing = t.digestAnchor.ms != 0;
  open_epoch(t, call.txn().version());
  put_trail(t, call);
  if (t.organization && !before.organization) want_service_linked_role(t, call);
  return settings_of(t);
}

Nothing delete_trail(const DeleteTrail& q, Call& call) {
  Trail t = own_trail(q.name, call);
  call.elsewhere(kTrails, t.account).erase(trail_key(t.homeRegion, t.name));
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
  open_epoch(t, call.txn().version());
  put_trail(t, call);
  return {};
}

Nothing stop_logging(const StopLogging& q, Call& call) {
  Trail t = own_trail(q.name, call);
  if (!t.logging) return {};
  t.logging = false;
  t.stopped = call.now();
  t.closing = t.validation;
  open_epoch(t, call.txn().version());
  put_trail(t, call);
  return {};
}

}  // namespace cloudtrail
