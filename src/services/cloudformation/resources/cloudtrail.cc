#include "services/cloudtrail/api.h"

#include "services/cloudformation/resources/common.h"
#include "services/cloudtrail/api_insights.h"
#include "services/cloudtrail/api_organization.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::CloudTrail::Trail

constexpr auto& kTrail = properties<"AdvancedEventSelectors AggregationConfigurations CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn EnableLogFileValidation "
                                    "EventSelectors IncludeGlobalServiceEvents InsightSelectors IsLogging* IsMultiRegionTrail IsOrganizationTrail KMSKeyId "
                                    "S3BucketName* S3KeyPrefix SnsTopicName Tags TrailName!">;

void leave_trail_attributes(Acting& a, Resource& r) {
  set(r, "Arn", arn(a, "cloudtrail", "trail/" + r.physical_id));
  if (is_given(r, "SnsTopicName")) set(r, "SnsTopicArn", a.call(cloudtrail::GetTrail{r.physical_id}).trail.snsTopicARN.value_or(""));
}

void make_trail(Acting& a, const Resource& r) {
  auto q = request<cloudtrail::CreateTrail>(r);
  q.name = own_name(r, "TrailName", 128);
  if (auto tags = tags_of(r); !tags.empty()) {
    q.tagsList.emplace();
    for (auto& [key, value] : tags) q.tagsList->push_back({key, value});
  }
  a.make(q, [](auto& made) { return made.name; });
}

// Without any of its own a trail has all management events.
void put_selectors(Acting& a, const Resource& r) {
  cloudtrail::PutEventSelectors q{r.physical_id, filled<std::vector<cloudtrail::EventSelector>>(r, "EventSelectors"),
                                  filled<std::vector<cloudtrail::AdvancedEventSelector>>(r, "AdvancedEventSelectors")};
  if (q.eventSelectors && q.eventSelectors->empty()) q.eventSelectors.reset();
  if (q.advancedEventSelectors && q.advancedEventSelectors->empty()) q.advancedEventSelectors.reset();
  if (!q.eventSelectors && !q.advancedEventSelectors)
    q.eventSelectors = {{.readWriteType = "All", .includeManagementEvents = true, .dataResources = {}, .excludeManagementEventSources = {}}};
  a.call(q);
}
void put_insights(Acting& a, const Resource& r) {
  using All = std::vector<cloudtrail::InsightSelector>;
  a.call(cloudtrail::PutInsightSelectors{.trailName = r.physical_id, .insightSelectors = filled<All>(r, "InsightSelectors").value_or(All{}),
                                         .eventDataStore = {}, .insightsDestination = {}});
}
void put_aggregation(Acting& a, const Resource& r) {
  using All = shape::List<cloudtrail::AggregationConfiguration, 0, 1>;
  a.call(cloudtrail::PutEventConfiguration{.trailName = r.physical_id, .eventDataStore = {}, .maxEventSize = {}, .contextKeySelectors = {},
                                           .aggregationConfigurations = filled<All>(r, "AggregationConfigurations").value_or(All{})});
}
void put_logging(Acting& a, const Resource& r) {
  if (flag_of(r, "IsLogging", true)) a.call(cloudtrail::StartLogging{r.physical_id});
  else a.call(cloudtrail::StopLogging{r.physical_id});
}

bool has_some(const Resource& r, std::string_view property) { return !items_of(r, property).empty(); }

void settle_trail(Acting& a, Resource& r) {
  if (has_some(r, "EventSelectors") || has_some(r, "AdvancedEventSelectors")) put_selectors(a, r);
  if (has_some(r, "InsightSelectors")) put_insights(a, r);
  if (has_some(r, "AggregationConfigurations")) put_aggregation(a, r);
  if (flag_of(r, "IsLogging", true)) put_logging(a, r);
  leave_trail_attributes(a, r);
}

// What a template no longer says is taken away: text by being empty, the rest by CreateTrail's defaults.
void update_settings(Acting& a, const Resource& r, const Resource& before) {
  if (!any_changed(r, before, {"S3BucketName", "S3KeyPrefix", "SnsTopicName", "IncludeGlobalServiceEvents", "IsMultiRegionTrail", "EnableLogFileValidation",
                               "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KMSKeyId", "IsOrganizationTrail"}))
    return;
  auto q = request<cloudtrail::UpdateTrail>(r);
  q.name = r.physical_id;
  auto empty_where_gone = [&](auto& member, std::string_view property) { if (!member && is_given(before, property)) member.emplace(); };
  empty_where_gone(q.s3KeyPrefix, "S3KeyPrefix");
  empty_where_gone(q.snsTopicName, "SnsTopicName");
  empty_where_gone(q.cloudWatchLogsLogGroupArn, "CloudWatchLogsLogGroupArn");
  empty_where_gone(q.cloudWatchLogsRoleArn, "CloudWatchLogsRoleArn");
  empty_where_gone(q.kmsKeyId, "KMSKeyId");
  empty_where_gone(q.isMultiRegionTrail, "IsMultiRegionTrail");
  empty_where_gone(q.enableLogFileValidation, "EnableLogFileValidation");
  empty_where_gone(q.isOrganizationTrail, "IsOrganizationTrail");
  if (!q.includeGlobalServiceEvents && is_given(before, "IncludeGlobalServiceEvents")) q.includeGlobalServiceEvents = true;
  a.call(q);
}

void update_trail(Acting& a, Resource& r, const Resource& before) {
  update_settings(a, r, before);
  if (any_changed(r, before, {"EventSelectors", "AdvancedEventSelectors"})) put_selectors(a, r);
  if (changed(r, before, "InsightSelectors")) put_insights(a, r);
  if (changed(r, before, "AggregationConfigurations")) put_aggregation(a, r);
  if (changed(r, before, "IsLogging")) put_logging(a, r);
  leave_trail_attributes(a, r);
  auto tags = tag_change(r, before);
  cloudtrail::TagsList gone, put;
  for (auto& key : tags.removed) gone.push_back({key, {}});
  for (auto& [key, value] : tags.put) put.push_back({key, value});
  const std::string self = r.attributes.text_of("Arn");
  if (!gone.empty()) a.call(cloudtrail::RemoveTags{self, gone});
  if (!put.empty()) a.call(cloudtrail::AddTags{self, put});
}

void remove_trail(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(cloudtrail::DeleteTrail{r.physical_id}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::CloudTrail::Trail", .properties = kTrail, .attributes = names<"Arn SnsTopicArn">,
     .make = make_trail, .settle = settle_trail, .update = update_trail, .remove = remove_trail},
};

}  // namespace

Types cloudtrail_types() { return kTypes; }

}  // namespace cloudformation::resources
