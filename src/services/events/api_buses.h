#pragma once
// Event buses, their policies, and tags. Source: EventBridge API Reference.
#include "services/events/api_words.h"

namespace events {

struct CreateEventBusResult {
  std::string eventBusArn;
  std::optional<std::string> description;
  std::optional<DeadLetterConfig> deadLetterConfig;
};
BOOST_DESCRIBE_STRUCT(CreateEventBusResult, (), (eventBusArn, description, deadLetterConfig))

struct CreateEventBus {
  BusName name;
  std::optional<shape::Text<1, 256, R"(aws\.partner(/[\.\-_A-Za-z0-9]+){2,})">> eventSourceName;
  std::optional<Description> description;
  std::optional<KmsKey> kmsKeyIdentifier;
  std::optional<DeadLetterConfig> deadLetterConfig;
  std::optional<LogConfig> logConfig;
  std::optional<Tags> tags;
  using Result = CreateEventBusResult;
  static constexpr std::string_view operation = "events:CreateEventBus";
};
BOOST_DESCRIBE_STRUCT(CreateEventBus, (), (name, eventSourceName, description, kmsKeyIdentifier, deadLetterConfig, logConfig, tags))

struct UpdateEventBusResult {
  std::string arn, name;
  std::optional<std::string> description;
  std::optional<DeadLetterConfig> deadLetterConfig;
};
BOOST_DESCRIBE_STRUCT(UpdateEventBusResult, (), (arn, name, description, deadLetterConfig))

struct UpdateEventBus {
  std::optional<BusName> name;
  std::optional<KmsKey> kmsKeyIdentifier;
  std::optional<Description> description;
  std::optional<DeadLetterConfig> deadLetterConfig;
  std::optional<LogConfig> logConfig;
  using Result = UpdateEventBusResult;
  static constexpr std::string_view operation = "events:UpdateEventBus";
};
BOOST_DESCRIBE_STRUCT(UpdateEventBus, (), (name, kmsKeyIdentifier, description, deadLetterConfig, logConfig))

struct DeleteEventBus {
  BusName name;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:DeleteEventBus";
};
BOOST_DESCRIBE_STRUCT(DeleteEventBus, (), (name))

struct DescribeEventBusResult {
  std::string name, arn;
  std::optional<std::string> description;
  std::optional<DeadLetterConfig> deadLetterConfig;
  std::optional<std::string> policy;
  std::optional<base::Time> creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(DescribeEventBusResult, (), (name, arn, description, deadLetterConfig, policy, creationTime, lastModifiedTime))

struct DescribeEventBus {
  std::optional<BusNameOrArn> name;
  using Result = DescribeEventBusResult;
  static constexpr std::string_view operation = "events:DescribeEventBus";
};
BOOST_DESCRIBE_STRUCT(DescribeEventBus, (), (name))

struct EventBus {
  std::string name, arn;
  std::optional<std::string> description, policy;
  std::optional<base::Time> creationTime, lastModifiedTime;
};
BOOST_DESCRIBE_STRUCT(EventBus, (), (name, arn, description, policy, creationTime, lastModifiedTime))

struct ListEventBusesResult {
  std::vector<EventBus> eventBuses;
  std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(ListEventBusesResult, (), (eventBuses, nextToken))

struct ListEventBuses {
  std::optional<BusName> namePrefix;
  std::optional<NextToken> nextToken;
  std::optional<PageSize> limit;
  using Result = ListEventBusesResult;
  static constexpr std::string_view operation = "events:ListEventBuses";
};
BOOST_DESCRIBE_STRUCT(ListEventBuses, (), (namePrefix, nextToken, limit))

struct Condition { std::string type, key, value; };
BOOST_DESCRIBE_STRUCT(Condition, (), (type, key, value))

struct PutPermission {
  std::optional<OwnBusName> eventBusName;
  std::optional<shape::Text<1, 64, "events:[a-zA-Z]+">> action;
  std::optional<shape::Text<1, 12, R"((\d{12}|\*))">> principal;
  std::optional<shape::Text<1, 64, "[a-zA-Z0-9-_]+">> statementId;
  std::optional<Condition> condition;
  std::optional<std::string> policy;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:PutPermission";
};
BOOST_DESCRIBE_STRUCT(PutPermission, (), (eventBusName, action, principal, statementId, condition, policy))

struct RemovePermission {
  std::optional<shape::Text<1, 64, "[a-zA-Z0-9-_]+">> statementId;
  std::optional<bool> removeAllPermissions;
  std::optional<OwnBusName> eventBusName;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:RemovePermission";
};
BOOST_DESCRIBE_STRUCT(RemovePermission, (), (statementId, removeAllPermissions, eventBusName))

struct TagResource {
  LongArn resourceARN;
  Tags tags;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resourceARN, tags))

struct UntagResource {
  LongArn resourceARN;
  std::vector<shape::Text<1, 128>> tagKeys;
  using Result = shape::Nothing;
  static constexpr std::string_view operation = "events:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resourceARN, tagKeys))

struct ListTagsForResourceResult { Tags tags; };
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResult, (), (tags))

struct ListTagsForResource {
  LongArn resourceARN;
  using Result = ListTagsForResourceResult;
  static constexpr std::string_view operation = "events:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceARN))

}  // namespace events
