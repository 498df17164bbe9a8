#pragma once
// The CloudTrail API (2013-11-01): what callers say and what CloudTrail answers. No behaviour.
#include "shape/shape.h"

namespace cloudtrail {

using shape::Blob, shape::List, shape::Nothing, shape::OneOf, shape::Text, shape::Whole;
template <class T> using Maybe = std::optional<T>;

struct Tag { Text<1, 128> key; Maybe<Text<1, 256>> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))
using TagsList = List<Tag, 0, 200>;

// ---- trails

struct TrailSettings {            // what CreateTrail and UpdateTrail answer
  std::string name, s3BucketName;
  Maybe<std::string> s3KeyPrefix, snsTopicName, snsTopicARN;
  bool includeGlobalServiceEvents = true, isMultiRegionTrail = false;
  std::string trailARN;
  bool logFileValidationEnabled = false;
  Maybe<std::string> cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId;
  bool isOrganizationTrail = false;
};
BOOST_DESCRIBE_STRUCT(TrailSettings, (), (name, s3BucketName, s3KeyPrefix, snsTopicName, snsTopicARN, includeGlobalServiceEvents, isMultiRegionTrail, trailARN,
                                          logFileValidationEnabled, cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId, isOrganizationTrail))

struct CreateTrail {
  std::string name, s3BucketName;
  Maybe<std::string> s3KeyPrefix, snsTopicName;
  Maybe<bool> includeGlobalServiceEvents, isMultiRegionTrail, enableLogFileValidation;
  Maybe<std::string> cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId;
  Maybe<bool> isOrganizationTrail;
  Maybe<TagsList> tagsList;
  using Result = TrailSettings;
  static constexpr std::string_view operation = "cloudtrail:CreateTrail";
};
BOOST_DESCRIBE_STRUCT(CreateTrail, (), (name, s3BucketName, s3KeyPrefix, snsTopicName, includeGlobalServiceEvents, isMultiRegionTrail, enableLogFileValidation,
                                        cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId, isOrganizationTrail, tagsList))

struct UpdateTrail {
  std::string name;
  Maybe<std::string> s3BucketName, s3KeyPrefix, snsTopicName;
  Maybe<bool> includeGlobalServiceEvents, isMultiRegionTrail, enableLogFileValidation;
  Maybe<std::string> cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId;
  Maybe<bool> isOrganizationTrail;
  using Result = TrailSettings;
  static constexpr std::string_view operation = "cloudtrail:UpdateTrail";
};
BOOST_DESCRIBE_STRUCT(UpdateTrail, (), (name, s3BucketName, s3KeyPrefix, snsTopicName, includeGlobalServiceEvents, isMultiRegionTrail, enableLogFileValidation,
                                        cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId, isOrganizationTrail))

struct DeleteTrail {
  std::string name;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:DeleteTrail";
};
BOOST_DESCRIBE_STRUCT(DeleteTrail, (), (name))
struct StartLogging {
  std::string name;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StartLogging";
};
BOOST_DESCRIBE_STRUCT(StartLogging, (), (name))
struct StopLogging {
  std::string name;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:StopLogging";
};
BOOST_DESCRIBE_STRUCT(StopLogging, (), (name))

struct TrailDescription {
  std::string name, s3BucketName;
  Maybe<std::string> s3KeyPrefix, snsTopicName, snsTopicARN;
  bool includeGlobalServiceEvents = true, isMultiRegionTrail = false;
  std::string homeRegion, trailARN;
  bool logFileValidationEnabled = false;
  Maybe<std::string> cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId;
  bool hasCustomEventSelectors = false, hasInsightSelectors = false, isOrganizationTrail = false;
};
BOOST_DESCRIBE_STRUCT(TrailDescription, (), (name, s3BucketName, s3KeyPrefix, snsTopicName, snsTopicARN, includeGlobalServiceEvents, isMultiRegionTrail, homeRegion,
                                             trailARN, logFileValidationEnabled, cloudWatchLogsLogGroupArn, cloudWatchLogsRoleArn, kmsKeyId, hasCustomEventSelectors,
                                             hasInsightSelectors, isOrganizationTrail))

struct DescribeTrailsResult { std::vector<TrailDescription> trailList; };
BOOST_DESCRIBE_STRUCT(DescribeTrailsResult, (), (trailList))
struct DescribeTrails {
  Maybe<std::vector<std::string>> trailNameList;
  Maybe<bool> includeShadowTrails;
  using Result = DescribeTrailsResult;
  static constexpr std::string_view operation = "cloudtrail:DescribeTrails";
};
BOOST_DESCRIBE_STRUCT(DescribeTrails, (), (trailNameList, includeShadowTrails))

struct GetTrailResult { TrailDescription trail; };
BOOST_DESCRIBE_STRUCT(GetTrailResult, (), (trail))
struct GetTrail {
  std::string name;
  using Result = GetTrailResult;
  static constexpr std::string_view operation = "cloudtrail:GetTrail";
};
BOOST_DESCRIBE_STRUCT(GetTrail, (), (name))

struct TrailInfo { std::string trailARN, name, homeRegion; };
BOOST_DESCRIBE_STRUCT(TrailInfo, (), (trailARN, name, homeRegion))
struct ListTrailsResult { std::vector<TrailInfo> trails; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTrailsResult, (), (trails, nextToken))
struct ListTrails {
  Maybe<std::string> nextToken;
  using Result = ListTrailsResult;
  static constexpr std::string_view operation = "cloudtrail:ListTrails";
};
BOOST_DESCRIBE_STRUCT(ListTrails, (), (nextToken))

struct GetTrailStatusResult {
  bool isLogging = false;
  Maybe<std::string> latestDeliveryError, latestNotificationError;
  Maybe<base::Time> latestDeliveryTime, latestNotificationTime, startLoggingTime, stopLoggingTime;
  Maybe<std::string> latestCloudWatchLogsDeliveryError;
  Maybe<base::Time> latestCloudWatchLogsDeliveryTime, latestDigestDeliveryTime;
  Maybe<std::string> latestDigestDeliveryError;
  std::string latestDeliveryAttemptTime, latestNotificationAttemptTime, latestNotificationAttemptSucceeded, latestDeliveryAttemptSucceeded;
  std::string timeLoggingStarted, timeLoggingStopped;
};
BOOST_DESCRIBE_STRUCT(GetTrailStatusResult, (), (isLogging, latestDeliveryError, latestNotificationError, latestDeliveryTime, latestNotificationTime, startLoggingTime,
                                                 stopLoggingTime, latestCloudWatchLogsDeliveryError, latestCloudWatchLogsDeliveryTime, latestDigestDeliveryTime,
                                                 latestDigestDeliveryError, latestDeliveryAttemptTime, latestNotificationAttemptTime, latestNotificationAttemptSucceeded,
                                                 latestDeliveryAttemptSucceeded, timeLoggingStarted, timeLoggingStopped))
struct GetTrailStatus {
  std::string name;
  using Result = GetTrailStatusResult;
  static constexpr std::string_view operation = "cloudtrail:GetTrailStatus";
};
BOOST_DESCRIBE_STRUCT(GetTrailStatus, (), (name))

// ---- selectors

struct DataResource { Maybe<std::string> type; Maybe<std::vector<std::string>> values; };
BOOST_DESCRIBE_STRUCT(DataResource, (), (type, values))
struct EventSelector {
  Maybe<OneOf<"ReadOnly", "WriteOnly", "All">> readWriteType;
  Maybe<bool> includeManagementEvents;
  Maybe<std::vector<DataResource>> dataResources;
  Maybe<std::vector<std::string>> excludeManagementEventSources;
};
BOOST_DESCRIBE_STRUCT(EventSelector, (), (readWriteType, includeManagementEvents, dataResources, excludeManagementEventSources))

using Operator = List<Text<1, 2048, ".+">, 1>;
struct AdvancedFieldSelector { Text<1, 1000, R"([\w|\d|\.|_]+)"> field; Maybe<Operator> equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith; };
BOOST_DESCRIBE_STRUCT(AdvancedFieldSelector, (), (field, equals, startsWith, endsWith, notEquals, notStartsWith, notEndsWith))
struct AdvancedEventSelector { Maybe<Text<0, 1000>> name; List<AdvancedFieldSelector, 1> fieldSelectors; };
BOOST_DESCRIBE_STRUCT(AdvancedEventSelector, (), (name, fieldSelectors))

struct EventSelectorsResult {
  std::string trailARN;
  Maybe<std::vector<EventSelector>> eventSelectors;
  Maybe<std::vector<AdvancedEventSelector>> advancedEventSelectors;
};
BOOST_DESCRIBE_STRUCT(EventSelectorsResult, (), (trailARN, eventSelectors, advancedEventSelectors))
struct PutEventSelectors {
  std::string trailName;
  Maybe<std::vector<EventSelector>> eventSelectors;
  Maybe<std::vector<AdvancedEventSelector>> advancedEventSelectors;
  using Result = EventSelectorsResult;
  static constexpr std::string_view operation = "cloudtrail:PutEventSelectors";
};
BOOST_DESCRIBE_STRUCT(PutEventSelectors, (), (trailName, eventSelectors, advancedEventSelectors))
struct GetEventSelectors {
  std::string trailName;
  using Result = EventSelectorsResult;
  static constexpr std::string_view operation = "cloudtrail:GetEventSelectors";
};
BOOST_DESCRIBE_STRUCT(GetEventSelectors, (), (trailName))

// ---- tags, keys, history

struct AddTags {
  std::string resourceId;
  TagsList tagsList;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:AddTags";
};
BOOST_DESCRIBE_STRUCT(AddTags, (), (resourceId, tagsList))
struct RemoveTags {
  std::string resourceId;
  TagsList tagsList;
  using Result = Nothing;
  static constexpr std::string_view operation = "cloudtrail:RemoveTags";
};
BOOST_DESCRIBE_STRUCT(RemoveTags, (), (resourceId, tagsList))
struct ResourceTag { std::string resourceId; std::vector<Tag> tagsList; };
BOOST_DESCRIBE_STRUCT(ResourceTag, (), (resourceId, tagsList))
struct ListTagsResult { std::vector<ResourceTag> resourceTagList; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTagsResult, (), (resourceTagList, nextToken))
struct ListTags {
  std::vector<std::string> resourceIdList;
  Maybe<std::string> nextToken;
  using Result = ListTagsResult;
  static constexpr std::string_view operation = "cloudtrail:ListTags";
};
BOOST_DESCRIBE_STRUCT(ListTags, (), (resourceIdList, nextToken))

struct PublicKey { Blob value; base::Time validityStartTime, validityEndTime; std::string fingerprint; };
BOOST_DESCRIBE_STRUCT(PublicKey, (), (value, validityStartTime, validityEndTime, fingerprint))
struct ListPublicKeysResult { std::vector<PublicKey> publicKeyList; };
BOOST_DESCRIBE_STRUCT(ListPublicKeysResult, (), (publicKeyList))
struct ListPublicKeys {
  Maybe<base::Time> startTime, endTime;
  Maybe<std::string> nextToken;
  using Result = ListPublicKeysResult;
  static constexpr std::string_view operation = "cloudtrail:ListPublicKeys";
};
BOOST_DESCRIBE_STRUCT(ListPublicKeys, (), (startTime, endTime, nextToken))

struct LookupAttribute { std::string attributeKey, attributeValue; };
BOOST_DESCRIBE_STRUCT(LookupAttribute, (), (attributeKey, attributeValue))
struct Resource { std::string resourceType, resourceName; };
BOOST_DESCRIBE_STRUCT(Resource, (), (resourceType, resourceName))
struct Event {
  std::string eventId, eventName;
  Maybe<std::string> readOnly;
  Maybe<std::string> accessKeyId;
  base::Time eventTime;
  std::string eventSource;
  Maybe<std::string> username;
  std::vector<Resource> resources;
  std::string cloudTrailEvent;
};
BOOST_DESCRIBE_STRUCT(Event, (), (eventId, eventName, readOnly, accessKeyId, eventTime, eventSource, username, resources, cloudTrailEvent))
struct LookupEventsResult { std::vector<Event> events; Maybe<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(LookupEventsResult, (), (events, nextToken))
struct LookupEvents {
  Maybe<std::vector<LookupAttribute>> lookupAttributes;
  Maybe<base::Time> startTime, endTime;
  Maybe<std::string> eventCategory;
  Maybe<std::int64_t> maxResults;
  Maybe<std::string> nextToken;
  using Result = LookupEventsResult;
  static constexpr std::string_view operation = "cloudtrail:LookupEvents";
};
BOOST_DESCRIBE_STRUCT(LookupEvents, (), (lookupAttributes, startTime, endTime, eventCategory, maxResults, nextToken))

}  // namespace cloudtrail

template <> inline constexpr auto shape::places<cloudtrail::DescribeTrails> = std::to_array<shape::Place>(
    {{"trailNameList", shape::Where::body, "trailNameList"}, {"includeShadowTrails", shape::Where::body, "includeShadowTrails"}});
template <> inline constexpr auto shape::places<cloudtrail::DescribeTrailsResult> = std::to_array<shape::Place>({{"trailList", shape::Where::body, "trailList"}});
