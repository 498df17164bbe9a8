#pragma once
// SQS API Reference: queues, their attributes, tags and permissions.
#include "shape/shape.h"

namespace sqs {

using shape::Nothing;
using Words = std::map<std::string, std::string>;
using Texts = std::vector<std::string>;

// The URL of a queue, as a room that knows its ARN's parts may write it: only account and name count.
inline std::string url_of(std::string_view region, std::string_view account, std::string_view name) {
  return "https://sqs." + std::string(region) + ".amazonaws.com/" + std::string(account) + "/" + std::string(name);
}

struct CreateQueueResult { std::string queueUrl; };
BOOST_DESCRIBE_STRUCT(CreateQueueResult, (), (queueUrl))
struct CreateQueue {
  using Result = CreateQueueResult;
  static constexpr std::string_view operation = "sqs:CreateQueue";
  std::string queueName;
  std::optional<Words> attributes, tags;
};
BOOST_DESCRIBE_STRUCT(CreateQueue, (), (queueName, attributes, tags))

struct GetQueueUrl {
  using Result = CreateQueueResult;
  static constexpr std::string_view operation = "sqs:GetQueueUrl";
  std::string queueName;
  std::optional<std::string> queueOwnerAWSAccountId;
};
BOOST_DESCRIBE_STRUCT(GetQueueUrl, (), (queueName, queueOwnerAWSAccountId))

struct ListQueuesResult { std::optional<Texts> queueUrls; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListQueuesResult, (), (queueUrls, nextToken))
struct ListQueues {
  using Result = ListQueuesResult;
  static constexpr std::string_view operation = "sqs:ListQueues";
  std::optional<std::string> queueNamePrefix, nextToken;
  std::optional<std::int64_t> maxResults;
};
BOOST_DESCRIBE_STRUCT(ListQueues, (), (queueNamePrefix, nextToken, maxResults))

struct ListDeadLetterSourceQueuesResult { Texts queueUrls; std::optional<std::string> nextToken; };
BOOST_DESCRIBE_STRUCT(ListDeadLetterSourceQueuesResult, (), (queueUrls, nextToken))
struct ListDeadLetterSourceQueues {
  using Result = ListDeadLetterSourceQueuesResult;
  static constexpr std::string_view operation = "sqs:ListDeadLetterSourceQueues";
  std::string queueUrl;
  std::optional<std::string> nextToken;
  std::optional<std::int64_t> maxResults;
};
BOOST_DESCRIBE_STRUCT(ListDeadLetterSourceQueues, (), (queueUrl, nextToken, maxResults))

struct DeleteQueue {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:DeleteQueue";
  std::string queueUrl;
};
BOOST_DESCRIBE_STRUCT(DeleteQueue, (), (queueUrl))

struct PurgeQueue {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:PurgeQueue";
  std::string queueUrl;
};
BOOST_DESCRIBE_STRUCT(PurgeQueue, (), (queueUrl))

struct GetQueueAttributesResult { std::optional<Words> attributes; };
BOOST_DESCRIBE_STRUCT(GetQueueAttributesResult, (), (attributes))
struct GetQueueAttributes {
  using Result = GetQueueAttributesResult;
  static constexpr std::string_view operation = "sqs:GetQueueAttributes";
  std::string queueUrl;
  std::optional<Texts> attributeNames;
};
BOOST_DESCRIBE_STRUCT(GetQueueAttributes, (), (queueUrl, attributeNames))

struct SetQueueAttributes {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:SetQueueAttributes";
  std::string queueUrl;
  Words attributes;
};
BOOST_DESCRIBE_STRUCT(SetQueueAttributes, (), (queueUrl, attributes))

struct AddPermission {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:AddPermission";
  std::string queueUrl, label;
  Texts aWSAccountIds, actions;
};
BOOST_DESCRIBE_STRUCT(AddPermission, (), (queueUrl, label, aWSAccountIds, actions))

struct RemovePermission {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:RemovePermission";
  std::string queueUrl, label;
};
BOOST_DESCRIBE_STRUCT(RemovePermission, (), (queueUrl, label))

struct TagQueue {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:TagQueue";
  std::string queueUrl;
  Words tags;
};
BOOST_DESCRIBE_STRUCT(TagQueue, (), (queueUrl, tags))

struct UntagQueue {
  using Result = Nothing;
  static constexpr std::string_view operation = "sqs:UntagQueue";
  std::string queueUrl;
  Texts tagKeys;
};
BOOST_DESCRIBE_STRUCT(UntagQueue, (), (queueUrl, tagKeys))

struct ListQueueTagsResult { std::optional<Words> tags; };
BOOST_DESCRIBE_STRUCT(ListQueueTagsResult, (), (tags))
struct ListQueueTags {
  using Result = ListQueueTagsResult;
  static constexpr std::string_view operation = "sqs:ListQueueTags";
  std::string queueUrl;
};
BOOST_DESCRIBE_STRUCT(ListQueueTags, (), (queueUrl))

// Query flattens every list and map and names it in the singular; JSON does neither.
inline constexpr shape::Place kAttributesPlace{.member = "attributes", .flat = true, .form = "Attribute", .key = "Name", .value = "Value"};
inline constexpr shape::Place kTagsPlace{.member = "tags", .flat = true, .form = "Tag", .key = "Key", .value = "Value"};

}  // namespace sqs

template <> inline constexpr auto shape::places<sqs::CreateQueue> = std::to_array<shape::Place>({
    sqs::kAttributesPlace, {.member = "tags", .wire = "tags", .flat = true, .form = "Tag", .key = "Key", .value = "Value"}});
template <> inline constexpr auto shape::places<sqs::ListQueuesResult> = std::to_array<shape::Place>({
    {.member = "queueUrls", .flat = true, .form = "QueueUrl"}});
template <> inline constexpr auto shape::places<sqs::ListDeadLetterSourceQueuesResult> = std::to_array<shape::Place>({
    {.member = "queueUrls", .wire = "queueUrls", .flat = true, .form = "QueueUrl"}});
template <> inline constexpr auto shape::places<sqs::GetQueueAttributesResult> = std::to_array<shape::Place>({sqs::kAttributesPlace});
template <> inline constexpr auto shape::places<sqs::GetQueueAttributes> = std::to_array<shape::Place>({
    {.member = "attributeNames", .flat = true, .form = "AttributeName"}});
template <> inline constexpr auto shape::places<sqs::SetQueueAttributes> = std::to_array<shape::Place>({sqs::kAttributesPlace});
template <> inline constexpr auto shape::places<sqs::AddPermission> = std::to_array<shape::Place>({
    {.member = "aWSAccountIds", .flat = true, .form = "AWSAccountId"}, {.member = "actions", .flat = true, .form = "ActionName"}});
template <> inline constexpr auto shape::places<sqs::TagQueue> = std::to_array<shape::Place>({sqs::kTagsPlace});
template <> inline constexpr auto shape::places<sqs::UntagQueue> = std::to_array<shape::Place>({
    {.member = "tagKeys", .flat = true, .form = "TagKey"}});
template <> inline constexpr auto shape::places<sqs::ListQueueTagsResult> = std::to_array<shape::Place>({sqs::kTagsPlace});
