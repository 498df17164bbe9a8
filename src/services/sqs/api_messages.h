#pragma once
// SQS API Reference: messages. Bodies and attributes' values stay out of the records.
#include "services/sqs/api_queues.h"

namespace sqs {

struct AttributeValue {
  std::optional<shape::Hidden<std::string>> stringValue;
  std::optional<shape::Hidden<shape::Blob>> binaryValue;
  std::optional<Texts> stringListValues;                   // reserved: refused
  std::optional<std::vector<shape::Blob>> binaryListValues;
  std::string dataType;
};
BOOST_DESCRIBE_STRUCT(AttributeValue, (), (stringValue, binaryValue, stringListValues, binaryListValues, dataType))
using Attributes = std::map<std::string, AttributeValue>;

struct SendMessageResult { std::optional<std::string> mD5OfMessageBody, mD5OfMessageAttributes, mD5OfMessageSystemAttributes, messageId, sequenceNumber; };
BOOST_DESCRIBE_STRUCT(SendMessageResult, (), (mD5OfMessageBody, mD5OfMessageAttributes, mD5OfMessageSystemAttributes, messageId, sequenceNumber))
struct SendMessage {
  using Result = SendMessageResult;
  static constexpr std::string_view operation = "sqs:SendMessage";
  std::string queueUrl;
  shape::Hidden<std::string> messageBody;
  std::optional<std::int64_t> delaySeconds;
  std::optional<Attributes> messageAttributes, messageSystemAttributes;
  std::optional<std::string> messageDeduplicationId, messageGroupId;
  std::string trace{};                                     // of no wire; service/traces.h
};
BOOST_DESCRIBE_STRUCT(SendMessage, (), (queueUrl, messageBody, delaySeconds, messageAttributes, messageSystemAttributes, messageDeduplicationId, messageGroupId))

struct BatchError { std::string id; bool senderFault = true; std::string code; std::optional<std::string> message; };
BOOST_DESCRIBE_STRUCT(BatchError, (), (id, senderFault, code, message))

struct SendEntry {
  std::string id;
  shape::Hidden<std::string> messageBody;
  std::optional<std::int64_t> delaySeconds;
  std::optional<Attributes> messageAttributes, messageSystemAttributes;
  std::optional<std::string> messageDeduplicationId, messageGroupId;
};
BOOST_DESCRIBE_STRUCT(SendEntry, (), (id, messageBody, delaySeconds, messageAttributes, messageSystemAttributes, messageDeduplicationId, messageGroupId))
struct SendDone {
  std::string id, messageId, mD5OfMessageBody;
  std::optional<std::string> mD5OfMessageAttributes, mD5OfMessageSystemAttributes, sequenceNumber;
};
BOOST_DESCRIBE_STRUCT(SendDone, (), (id, messageId, mD5OfMessageBody, mD5OfMessageAttributes, mD5OfMessageSystemAttributes, sequenceNumber))
struct SendMessageBatchResult { std::vector<SendDone> successful; std::vector<BatchError> failed; };
BOOST_DESCRIBE_STRUCT(SendMessageBatchResult, (), (successful, failed))
struct SendMessageBatch {
  using Result = SendMessageBatchResult;
  static constexpr std::string_view operation = "sqs:SendMessageBatch";
  std::string queueUrl;
  std::vector<SendEntry> entries;
};
BOOST_DESCRIBE_STRUCT(SendMessageBatch, (), (queueUrl, entries))

struct Message {
  std::optional<std::string> messageId, receiptHandle, mD5OfBody, body;
  std::optional<Words> attributes;
  std::optional<std::string> mD5OfMessageAttributes;
  std::optional<Attributes> messageAttributes;
};
BOOST_DESCRIBE_STRUCT(Message, (), (messageId, receiptHandle, mD5OfBody, body, attributes, mD5OfMessageAttributes, messageAttributes))
struct ReceiveMessageResult { std::optional<std::vector<Message>> messages; };
BOOST_DESCRIBE_STRUCT(ReceiveMessageResult, (), (messages))
struct ReceiveMessage {
  using Result = ReceiveMessageResult;
  static constexpr std::string_view operation = "sqs:ReceiveMessage";
  std::string queueUrl;
  std::optional<Texts> attributeNames, messageSystemAttributeNames, messageAttributeNames;
  std::optional<std::int64_t> maxNumberOfMessages, visibilityTimeout, waitTimeSeconds;
  std::optional<std::string> receiveRequestAttemptId;
};
BOOST_DESCRIBE_STRUCT(ReceiveMessage, (), (queueUrl, attributeNames, messageSystemAttributeNames, messageAttributeNames, maxNumberOfMessages, visibilityTimeout,
                                           waitTimeSeconds, receiveRequestAttemptId))

struct DeleteMessage {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:DeleteMessage";
  std::string queueUrl, receiptHandle;
};
BOOST_DESCRIBE_STRUCT(DeleteMessage, (), (queueUrl, receiptHandle))

struct Done { std::string id; };
BOOST_DESCRIBE_STRUCT(Done, (), (id))
struct DeleteEntry { std::string id, receiptHandle; };
BOOST_DESCRIBE_STRUCT(DeleteEntry, (), (id, receiptHandle))
struct DeleteMessageBatchResult { std::vector<Done> successful; std::vector<BatchError> failed; };
BOOST_DESCRIBE_STRUCT(DeleteMessageBatchResult, (), (successful, failed))
struct DeleteMessageBatch {
  using Result = DeleteMessageBatchResult;
  static constexpr std::string_view operation = "sqs:DeleteMessageBatch";
  std::string queueUrl;
  std::vector<DeleteEntry> entries;
};
BOOST_DESCRIBE_STRUCT(DeleteMessageBatch, (), (queueUrl, entries))

struct ChangeMessageVisibility {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:ChangeMessageVisibility";
  std::string queueUrl, receiptHandle;
  std::int64_t visibilityTimeout = 0;
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibility, (), (queueUrl, receiptHandle, visibilityTimeout))

struct ChangeEntry { std::string id, receiptHandle; std::optional<std::int64_t> visibilityTimeout; };
BOOST_DESCRIBE_STRUCT(ChangeEntry, (), (id, receiptHandle, visibilityTimeout))
struct ChangeMessageVisibilityBatchResult { std::vector<Done> successful; std::vector<BatchError> failed; };
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatchResult, (), (successful, failed))
struct ChangeMessageVisibilityBatch {
  using Result = ChangeMessageVisibilityBatchResult;
  static constexpr std::string_view operation = "sqs:ChangeMessageVisibilityBatch";
  std::string queueUrl;
  std::vector<ChangeEntry> entries;
};
BOOST_DESCRIBE_STRUCT(ChangeMessageVisibilityBatch, (), (queueUrl, entries))

inline constexpr shape::Place kMessageAttributesPlace{.member = "messageAttributes", .flat = true, .form = "MessageAttribute", .key = "Name", .value = "Value"};
inline constexpr shape::Place kMessageSystemAttributesPlace{
    .member = "messageSystemAttributes", .flat = true, .form = "MessageSystemAttribute", .key = "Name", .value = "Value"};
inline constexpr shape::Place kFailedPlace{.member = "failed", .flat = true, .form = "BatchResultErrorEntry"};

}  // namespace sqs

template <> inline constexpr auto shape::places<sqs::AttributeValue> = std::to_array<shape::Place>({
    {.member = "stringListValues", .flat = true, .form = "StringListValue"}, {.member = "binaryListValues", .flat = true, .form = "BinaryListValue"}});
template <> inline constexpr auto shape::places<sqs::SendMessage> = std::to_array<shape::Place>({sqs::kMessageAttributesPlace, sqs::kMessageSystemAttributesPlace});
template <> inline constexpr auto shape::places<sqs::SendEntry> = std::to_array<shape::Place>({sqs::kMessageAttributesPlace, sqs::kMessageSystemAttributesPlace});
template <> inline constexpr auto shape::places<sqs::SendMessageBatch> = std::to_array<shape::Place>({
    {.member = "entries", .flat = true, .form = "SendMessageBatchRequestEntry"}});
template <> inline constexpr auto shape::places<sqs::SendMessageBatchResult> = std::to_array<shape::Place>({
    {.member = "successful", .flat = true, .form = "SendMessageBatchResultEntry"}, sqs::kFailedPlace});
template <> inline constexpr auto shape::places<sqs::Message> = std::to_array<shape::Place>({sqs::kAttributesPlace, sqs::kMessageAttributesPlace});
template <> inline constexpr auto shape::places<sqs::ReceiveMessageResult> = std::to_array<shape::Place>({
    {.member = "messages", .flat = true, .form = "Message"}});
template <> inline constexpr auto shape::places<sqs::ReceiveMessage> = std::to_array<shape::Place>({
    {.member = "attributeNames", .flat = true, .form = "AttributeName"},
    {.member = "messageSystemAttributeNames", .flat = true, .form = "MessageSystemAttributeName"},
    {.member = "messageAttributeNames", .flat = true, .form = "MessageAttributeName"}});
template <> inline constexpr auto shape::places<sqs::DeleteMessageBatch> = std::to_array<shape::Place>({
    {.member = "entries", .flat = true, .form = "DeleteMessageBatchRequestEntry"}});
template <> inline constexpr auto shape::places<sqs::DeleteMessageBatchResult> = std::to_array<shape::Place>({
    {.member = "successful", .flat = true, .form = "DeleteMessageBatchResultEntry"}, sqs::kFailedPlace});
template <> inline constexpr auto shape::places<sqs::ChangeMessageVisibilityBatch> = std::to_array<shape::Place>({
    {.member = "entries", .flat = true, .form = "ChangeMessageVisibilityBatchRequestEntry"}});
template <> inline constexpr auto shape::places<sqs::ChangeMessageVisibilityBatchResult> = std::to_array<shape::Place>({
    {.member = "successful", .flat = true, .form = "ChangeMessageVisibilityBatchResultEntry"}, sqs::kFailedPlace});
