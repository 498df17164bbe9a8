#include "services/cloudtrail/describe.h"

#include "service/kept.h"
#include "services/cloudtrail/insights.h"
#include "services/cloudtrail/log_group.h"
#include "services/cloudtrail/notify.h"

namespace cloudtrail {

using service::ApiError, service::Call;

namespace {

std::optional<std::string> set(const std::string& s) { return s.empty() ? std::nullopt : std::optional(s); }
std::optional<base::Time> set(base::Time t) { return t.ms == 0 ? std::nullopt : std::optional(t); }
std::string text(base::Time t) { return t.ms == 0 ? "" : base::iso(t); }

TrailDescription description(const Trail& t, Call& call) {
  return {.name = t.name, .s3BucketName = t.bucket, .s3KeyPrefix = set(t.prefix), .snsTopicName = topic_name(t), .snsTopicARN = topic_arn(t), .includeGlobalServiceEvents = t.globalEvents, .isMultiRegionTrail = t.multiRegion,
          .homeRegion = t.homeRegion, .trailARN = arn_of(t), .logFileValidationEnabled = t.validation, .cloudWatchLogsLogGroupArn = set(t.logGroupArn),
          .cloudWatchLogsRoleArn = set(t.logRoleArn), .kmsKeyId = set(t.keyArn),
          .hasCustomEventSelectors = !t.selectors.empty() || !t.advanced.empty(), .hasInsightSelectors = !insight_selectors(call.txn(), t.id).empty(), .isOrganizationTrail = t.organization};
}

// The trails an account owns, as they are described: whatever of them can change is written with kChanges.
struct Described { std::vector<TrailDescription> trails; };

std::shared_ptr<const Described> described(Call& call, const std::string& account) {
  auto& house = call.house();
  return house.cache<service::Kept<Described>>().get(account, house.store.touched(kTrailsRoom), call.txn(), [&] {
    auto out = std::make_shared<Described>();
    for (auto& t : trails_of(call.txn(), account)) out->trails.push_back(description(t, call));
    return out;
  });
}

// The trails of every home Region that the caller's account knows: its own, and behind them its organization's.
template <class F> void each_known(Call& call, F visit) {
  const std::string& account = call.caller().account();
  const auto own = described(call, account);
  for (auto& t : own->trails) visit(t, true);
  const auto over = call.house().guardrails(call.txn(), account);
  if (over->management_account.empty() || over->management_account == account) return;
  const auto theirs = described(call, over->management_account);
  for (auto& t : theirs->trails) if (t.isOrganizationTrail) visit(t, false);
}

}  // namespace

DescribeTrailsResult describe_trails(const DescribeTrails& q, Call& call) {
  DescribeTrailsResult out;
  bool shadows = q.includeShadowTrails.value_or(true);
  if (!q.trailNameList || q.trailNameList->empty()) {
    each_known(call, [&](const TrailDescription& t, bool own) {
      const bool here = t.homeRegion == call.scope().region, shadow = !own || !here;
      if ((t.isMultiRegionTrail || here) && (!shadow || shadows)) out.trailList.push_back(t);
    });
    return out;
  }
  for (auto& name : *q.trailNameList) {
    Named n = named(name, call);
    try {
      Trail t = visible_trail(name, call);
      out.trailList.push_back(description(t, call));
    } catch (const ApiError& e) {
      if (e.code != "TrailNotFoundException") throw;     // names that are not there are passed over
    }
  }
  return out;
}

ListTrailsResult list_trails(const ListTrails&, Call& call) {
  ListTrailsResult out;
  each_known(call, [&](const TrailDescription& t, bool) { out.trails.push_back({t.trailARN, t.name, t.homeRegion}); });
  return out;
}

GetTrailResult get_trail(const GetTrail& q, Call& call) { return {description(visible_trail(q.name, call), call)}; }

GetTrailStatusResult get_trail_status(const GetTrailStatus& q, Call& call) {
  Trail t = visible_trail(q.name, call);
  Lane lane = call.elsewhere(kLanes, "").get(store::joined(t.id, call.caller().account(), call.scope().region)).value_or(Lane{});
  GetTrailStatusResult out;
  out.isLogging = t.logging;
  out.startLoggingTime = set(t.started);
  out.stopLoggingTime = set(t.stopped);
  out.timeLoggingStarted = text(t.started);
  out.timeLoggingStopped = text(t.stopped);
  out.latestDeliveryTime = set(lane.delivered);
  out.latestDeliveryError = set(lane.deliveryError);
  out.latestDeliveryAttemptTime = text(lane.attempted);
  out.latestDeliveryAttemptSucceeded = text(lane.delivered);
  Notified notices = call.elsewhere(kNotified, "").get(store::joined(t.id, call.caller().account(), call.scope().region)).value_or(Notified{});
  out.latestNotificationTime = set(notices.notified);
  out.latestNotificationError = set(notices.error);
  out.latestNotificationAttemptTime = text(notices.attempted);
  out.latestNotificationAttemptSucceeded = text(notices.notified);
  LogLane logs = call.elsewhere(kLogLanes, "").get(store::joined(t.id, call.caller().account(), call.scope().region)).value_or(LogLane{});
  out.latestCloudWatchLogsDeliveryTime = set(logs.delivered);
  out.latestCloudWatchLogsDeliveryError = set(logs.error);
  out.latestDigestDeliveryTime = set(lane.digested);
  out.latestDigestDeliveryError = set(lane.digestError);
  return out;
}

}  // namespace cloudtrail
