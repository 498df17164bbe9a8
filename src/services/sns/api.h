#pragma once
// What callers of SNS say and what it answers. Members stand in the order the records show; what a message says is hidden in them.
#include "shape/shape.h"

namespace sns {

using shape::Hidden, shape::List, shape::Nothing, shape::Text;
using Attributes = std::map<std::string, std::string>;

struct Tag { Text<1, 128> key; Text<0, 256> value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

// ---- topics

struct CreateTopicResult { std::string topicArn; };
BOOST_DESCRIBE_STRUCT(CreateTopicResult, (), (topicArn))
struct CreateTopic {
  std::string name;
  std::optional<Attributes> attributes;
  std::optional<std::vector<Tag>> tags;
  std::optional<std::string> dataProtectionPolicy;
  using Result = CreateTopicResult;
  static constexpr std::string_view operation = "sns:CreateTopic";
};
BOOST_DESCRIBE_STRUCT(CreateTopic, (), (name, attributes, tags, dataProtectionPolicy))

struct DeleteTopic {
  std::string topicArn;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:DeleteTopic";
};
BOOST_DESCRIBE_STRUCT(DeleteTopic, (), (topicArn))

struct Topic { std::string topicArn; };
BOOST_DESCRIBE_STRUCT(Topic, (), (topicArn))
struct ListTopicsResult { std::vector<Topic> topics; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListTopicsResult, (), (topics, nextToken))
struct ListTopics {
  std::optional<std::string> nextToken;
  using Result = ListTopicsResult;
  static constexpr std::string_view operation = "sns:ListTopics";
};
BOOST_DESCRIBE_STRUCT(ListTopics, (), (nextToken))

struct AttributesResult { Attributes attributes; };
BOOST_DESCRIBE_STRUCT(AttributesResult, (), (attributes))
struct GetTopicAttributes {
  std::string topicArn;
  using Result = AttributesResult;
  static constexpr std::string_view operation = "sns:GetTopicAttributes";
};
BOOST_DESCRIBE_STRUCT(GetTopicAttributes, (), (topicArn))

struct SetTopicAttributes {
  std::string topicArn, attributeName;
  std::optional<std::string> attributeValue;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:SetTopicAttributes";
};
BOOST_DESCRIBE_STRUCT(SetTopicAttributes, (), (topicArn, attributeName, attributeValue))

struct AddPermission {
  std::string topicArn, label;
  std::vector<std::string> aWSAccountId, actionName;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:AddPermission";
};
BOOST_DESCRIBE_STRUCT(AddPermission, (), (topicArn, label, aWSAccountId, actionName))

struct RemovePermission {
  std::string topicArn, label;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:RemovePermission";
};
BOOST_DESCRIBE_STRUCT(RemovePermission, (), (topicArn, label))

struct GetDataProtectionPolicyResult { std::optional<std::string> dataProtectionPolicy; };
BOOST_DESCRIBE_STRUCT(GetDataProtectionPolicyResult, (), (dataProtectionPolicy))
struct GetDataProtectionPolicy {
  std::string resourceArn;
  using Result = GetDataProtectionPolicyResult;
  static constexpr std::string_view operation = "sns:GetDataProtectionPolicy";
};
BOOST_DESCRIBE_STRUCT(GetDataProtectionPolicy, (), (resourceArn))

struct PutDataProtectionPolicy {
  std::string resourceArn, dataProtectionPolicy;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:PutDataProtectionPolicy";
};
BOOST_DESCRIBE_STRUCT(PutDataProtectionPolicy, (), (resourceArn, dataProtectionPolicy))

// ---- tags

using ResourceName = Text<1, 1011>;

// An answer without members that is there all the same: Query's clients look for its element.
struct Tagged {};
BOOST_DESCRIBE_STRUCT(Tagged, (), ())
struct TagResource {
  ResourceName resourceArn;
  std::vector<Tag> tags;
  using Result = Tagged;
  static constexpr std::string_view operation = "sns:TagResource";
};
BOOST_DESCRIBE_STRUCT(TagResource, (), (resourceArn, tags))

struct UntagResource {
  ResourceName resourceArn;
  std::vector<Text<1, 128>> tagKeys;
  using Result = Tagged;
  static constexpr std::string_view operation = "sns:UntagResource";
};
BOOST_DESCRIBE_STRUCT(UntagResource, (), (resourceArn, tagKeys))

struct ListTagsForResourceResult { std::vector<Tag> tags; };
BOOST_DESCRIBE_STRUCT(ListTagsForResourceResult, (), (tags))
struct ListTagsForResource {
  ResourceName resourceArn;
  using Result = ListTagsForResourceResult;
  static constexpr std::string_view operation = "sns:ListTagsForResource";
};
BOOST_DESCRIBE_STRUCT(ListTagsForResource, (), (resourceArn))

// ---- subscriptions

struct SubscribeResult { std::string subscriptionArn; };
BOOST_DESCRIBE_STRUCT(SubscribeResult, (), (subscriptionArn))
struct Subscribe {
  std::string topicArn, protocol;
  std::optional<std::string> endpoint;
  std::optional<Attributes> attributes;
  std::optional<bool> returnSubscriptionArn;
  using Result = SubscribeResult;
  static constexpr std::string_view operation = "sns:Subscribe";
};
BOOST_DESCRIBE_STRUCT(Subscribe, (), (topicArn, protocol, endpoint, attributes, returnSubscriptionArn))

struct ConfirmSubscription {
  std::string topicArn;
  Hidden<std::string> token;
  std::optional<std::string> authenticateOnUnsubscribe;
  using Result = SubscribeResult;
  static constexpr std::string_view operation = "sns:ConfirmSubscription";
};
BOOST_DESCRIBE_STRUCT(ConfirmSubscription, (), (topicArn, token, authenticateOnUnsubscribe))

struct Unsubscribe {
  std::string subscriptionArn;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:Unsubscribe";
};
BOOST_DESCRIBE_STRUCT(Unsubscribe, (), (subscriptionArn))

struct Subscription { std::string subscriptionArn, owner, protocol, endpoint, topicArn; };
BOOST_DESCRIBE_STRUCT(Subscription, (), (subscriptionArn, owner, protocol, endpoint, topicArn))
struct ListSubscriptionsResult { std::vector<Subscription> subscriptions; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListSubscriptionsResult, (), (subscriptions, nextToken))
struct ListSubscriptions {
  std::optional<std::string> nextToken;
  using Result = ListSubscriptionsResult;
  static constexpr std::string_view operation = "sns:ListSubscriptions";
};
BOOST_DESCRIBE_STRUCT(ListSubscriptions, (), (nextToken))
struct ListSubscriptionsByTopic {
  std::string topicArn;
  std::optional<std::string> nextToken;
  using Result = ListSubscriptionsResult;
  static constexpr std::string_view operation = "sns:ListSubscriptionsByTopic";
};
BOOST_DESCRIBE_STRUCT(ListSubscriptionsByTopic, (), (topicArn, nextToken))

struct GetSubscriptionAttributes {
  std::string subscriptionArn;
  using Result = AttributesResult;
  static constexpr std::string_view operation = "sns:GetSubscriptionAttributes";
};
BOOST_DESCRIBE_STRUCT(GetSubscriptionAttributes, (), (subscriptionArn))

struct SetSubscriptionAttributes {
  std::string subscriptionArn, attributeName;
  std::optional<std::string> attributeValue;
  using Result = Nothing;
  static constexpr std::string_view operation = "sns:SetSubscriptionAttributes";
};
BOOST_DESCRIBE_STRUCT(SetSubscriptionAttributes, (), (subscriptionArn, attributeName, attributeValue))

// ---- messages

struct MessageAttributeValue {
  std::string dataType;                          // String, Number, Binary, String.Array
  std::optional<std::string> stringValue;
  std::optional<shape::Blob> binaryValue;
};
BOOST_DESCRIBE_STRUCT(MessageAttributeValue, (), (dataType, stringValue, binaryValue))
using MessageAttributes = std::map<std::string, MessageAttributeValue>;

struct PublishResult { std::string messageId; std::optional<std::string> sequenceNumber; };
BOOST_DESCRIBE_STRUCT(PublishResult, (), (messageId, sequenceNumber))
struct Publish {
  std::optional<std::string> topicArn, targetArn;
  std::optional<Hidden<std::string>> phoneNumber;
  Hidden<std::string> message;
  std::optional<Hidden<std::string>> subject;
  std::optional<std::string> messageStructure;
  std::optional<Hidden<MessageAttributes>> messageAttributes;
  std::optional<std::string> messageDeduplicationId, messageGroupId;
  std::string trace{};                                     // of no wire; service/traces.h
  using Result = PublishResult;
  static constexpr std::string_view operation = "sns:Publish";
};
BOOST_DESCRIBE_STRUCT(Publish, (), (topicArn, targetArn, phoneNumber, message, subject, messageStructure, messageAttributes, messageDeduplicationId, messageGroupId))

struct PublishBatchRequestEntry {
  std::string id;
  Hidden<std::string> message;
  std::optional<Hidden<std::string>> subject;
  std::optional<std::string> messageStructure;
  std::optional<Hidden<MessageAttributes>> messageAttributes;
  std::optional<std::string> messageDeduplicationId, messageGroupId;
};
BOOST_DESCRIBE_STRUCT(PublishBatchRequestEntry, (), (id, message, subject, messageStructure, messageAttributes, messageDeduplicationId, messageGroupId))
struct PublishBatchResultEntry { std::string id, messageId; std::optional<std::string> sequenceNumber; };
BOOST_DESCRIBE_STRUCT(PublishBatchResultEntry, (), (id, messageId, sequenceNumber))
struct BatchResultErrorEntry { std::string id, code; std::optional<std::string> message; bool senderFault = true; };
BOOST_DESCRIBE_STRUCT(BatchResultErrorEntry, (), (id, code, message, senderFault))
struct PublishBatchResult { std::vector<PublishBatchResultEntry> successful; std::vector<BatchResultErrorEntry> failed; };
BOOST_DESCRIBE_STRUCT(PublishBatchResult, (), (successful, failed))
struct PublishBatch {
  std::string topicArn;
  std::vector<PublishBatchRequestEntry> publishBatchRequestEntries;
  using Result = PublishBatchResult;
  static constexpr std::string_view operation = "sns:PublishBatch";
};
BOOST_DESCRIBE_STRUCT(PublishBatch, (), (topicArn, publishBatchRequestEntries))

inline constexpr shape::Place kMessageAttributesPlace{.member = "messageAttributes", .key = "Name", .value = "Value"};

}  // namespace sns

template <> inline constexpr auto shape::places<sns::Publish> = std::to_array<shape::Place>({sns::kMessageAttributesPlace});
template <> inline constexpr auto shape::places<sns::PublishBatchRequestEntry> = std::to_array<shape::Place>({sns::kMessageAttributesPlace});
