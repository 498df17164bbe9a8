#pragma once
// Event notifications of a bucket. Kept as they were put: members are added at the end only.
#include "services/s3/api_words.h"

namespace s3 {

struct FilterRule { Named name, value; };
BOOST_DESCRIBE_STRUCT(FilterRule, (), (name, value))

struct KeyFilter {
  std::optional<std::vector<FilterRule>> filterRules;
  static constexpr auto places = places_of(flat("filterRules", "FilterRule"));
};
BOOST_DESCRIBE_STRUCT(KeyFilter, (), (filterRules))

struct NotificationFilter {
  std::optional<KeyFilter> key;
  static constexpr auto places = places_of(named("key", "S3Key"));
};
BOOST_DESCRIBE_STRUCT(NotificationFilter, (), (key))

struct TopicConfiguration {
  Named id;
  std::string topicArn;
  std::vector<std::string> events;
  std::optional<NotificationFilter> filter;
  static constexpr auto places = places_of(named("topicArn", "Topic"), flat("events", "Event"));
};
BOOST_DESCRIBE_STRUCT(TopicConfiguration, (), (id, topicArn, events, filter))

struct QueueConfiguration {
  Named id;
  std::string queueArn;
  std::vector<std::string> events;
  std::optional<NotificationFilter> filter;
  static constexpr auto places = places_of(named("queueArn", "Queue"), flat("events", "Event"));
};
BOOST_DESCRIBE_STRUCT(QueueConfiguration, (), (id, queueArn, events, filter))

struct LambdaFunctionConfiguration {
  Named id;
  std::string lambdaFunctionArn;
  std::vector<std::string> events;
  std::optional<NotificationFilter> filter;
  static constexpr auto places = places_of(named("lambdaFunctionArn", "CloudFunction"), flat("events", "Event"));
};
BOOST_DESCRIBE_STRUCT(LambdaFunctionConfiguration, (), (id, lambdaFunctionArn, events, filter))

struct NotificationConfiguration {
  std::optional<std::vector<TopicConfiguration>> topicConfigurations;
  std::optional<std::vector<QueueConfiguration>> queueConfigurations;
  std::optional<std::vector<LambdaFunctionConfiguration>> lambdaFunctionConfigurations;
  std::optional<Nothing> eventBridgeConfiguration;
  static constexpr std::string_view root = "NotificationConfiguration";
  static constexpr auto places = places_of(flat("topicConfigurations", "TopicConfiguration"),
                                           flat("queueConfigurations", "QueueConfiguration"),
                                           flat("lambdaFunctionConfigurations", "CloudFunctionConfiguration"));
};
BOOST_DESCRIBE_STRUCT(NotificationConfiguration, (),
                      (topicConfigurations, queueConfigurations, lambdaFunctionConfigurations, eventBridgeConfiguration))

struct PutBucketNotificationConfiguration : OfBucket {
  NotificationConfiguration notificationConfiguration;
  std::optional<bool> skipDestinationValidation;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutBucketNotificationConfiguration";
  static constexpr auto places =
      all(kBucketPlaces, places_of(payload("notificationConfiguration", "NotificationConfiguration"),
                                   header("skipDestinationValidation", "x-amz-skip-destination-validation")));
};
BOOST_DESCRIBE_STRUCT(PutBucketNotificationConfiguration, (OfBucket), (notificationConfiguration, skipDestinationValidation))

using GetBucketNotificationConfiguration = About<"s3:GetBucketNotificationConfiguration", NotificationConfiguration>;

}  // namespace s3
