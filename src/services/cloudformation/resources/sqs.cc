#include "services/sqs/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::SQS::Queue

constexpr auto& kQueue = properties<"ContentBasedDeduplication DeduplicationScope DelaySeconds FifoQueue! FifoThroughputLimit KmsDataKeyReusePeriodSeconds "
                                    "KmsMasterKeyId MaximumMessageSize MessageRetentionPeriod QueueName! ReceiveMessageWaitTimeSeconds RedriveAllowPolicy "
                                    "RedrivePolicy SqsManagedSseEnabled Tags VisibilityTimeout">;
// What can be set later, and what it is when nobody sets it.
struct QueueAttribute { std::string_view name, otherwise; };
constexpr QueueAttribute kQueueAttributes[] = {
    {"ContentBasedDeduplication", "false"}, {"DeduplicationScope", "queue"}, {"DelaySeconds", "0"}, {"FifoThroughputLimit", "perQueue"},
    {"KmsDataKeyReusePeriodSeconds", "300"}, {"KmsMasterKeyId", ""}, {"MaximumMessageSize", "1048576"}, {"MessageRetentionPeriod", "345600"},
    {"ReceiveMessageWaitTimeSeconds", "0"}, {"RedriveAllowPolicy", ""}, {"RedrivePolicy", ""}, {"SqsManagedSseEnabled", "true"}, {"VisibilityTimeout", "30"}};

std::string queue_name(const Resource& r) { return r.physical_id.substr(r.physical_id.rfind('/') + 1); }

void leave_queue_attributes(Acting& a, Resource& r) {
  set(r, "Arn", arn(a, "sqs", queue_name(r)));
  set(r, "QueueName", queue_name(r));
  set(r, "QueueUrl", r.physical_id);
}

void make_queue(Acting& a, const Resource& r) {
  const bool fifo = flag_of(r, "FifoQueue", false);
  sqs::CreateQueue q{.queueName = own_name(r, "QueueName", fifo ? 75 : 80), .attributes = {}, .tags = {}};
  if (fifo && !q.queueName.ends_with(".fifo")) q.queueName += ".fifo";
  sqs::Words attributes;
  for (auto& each : kQueueAttributes) if (auto value = maybe_text_of(r, each.name)) attributes[std::string(each.name)] = *value;
  if (fifo) attributes["FifoQueue"] = "true";
  q.attributes = unless_empty(std::move(attributes));
  q.tags = unless_empty(tags_of(r));
  // CreateQueue answers the queue that is there.
  if (is_given(r, "QueueName") && exists([&] { a.call(sqs::GetQueueUrl{q.queueName, {}}); })) throw already_exists(r, q.queueName);
  a.make(q, [](auto& made) { return made.queueUrl; });
}

void settle_queue(Acting& a, Resource& r) { leave_queue_attributes(a, r); }

void update_queue(Acting& a, Resource& r, const Resource& before) {
  sqs::SetQueueAttributes q{r.physical_id, {}};
  for (auto& each : kQueueAttributes) if (changed(r, before, each.name)) q.attributes[std::string(each.name)] = text_of(r, each.name, each.otherwise);
  // Of the two kinds of encryption one goes when the other comes.
  if (is_given(r, "KmsMasterKeyId") && !is_given(r, "SqsManagedSseEnabled")) q.attributes.erase("SqsManagedSseEnabled");
  if (!q.attributes.empty()) a.call(q);
  auto tags = tag_change(r, before);
  if (!tags.removed.empty()) a.call(sqs::UntagQueue{r.physical_id, tags.removed});
  if (!tags.put.empty()) a.call(sqs::TagQueue{r.physical_id, tags.put});
  leave_queue_attributes(a, r);
}

void remove_queue(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(sqs::DeleteQueue{r.physical_id}); });
}

// ---- AWS::SQS::QueuePolicy, QueueInlinePolicy

void set_queue_policy(Acting& a, const std::string& queue, const std::string& policy) { a.call(sqs::SetQueueAttributes{queue, {{"Policy", policy}}}); }
void make_queue_policy(Acting& a, const Resource& r) { a.keep(generated_name(r, 256)); }
void settle_queue_policy(Acting& a, Resource& r) {
  for (auto& queue : texts_of(r, "Queues")) set_queue_policy(a, queue, text_of(r, "PolicyDocument"));
  set(r, "Id", r.physical_id);
}
void update_queue_policy(Acting& a, Resource& r, const Resource& before) {
  settle_queue_policy(a, r);
  for (auto& queue : added(texts_of(before, "Queues"), texts_of(r, "Queues"))) unless_gone([&] { set_queue_policy(a, queue, ""); });
}
void remove_queue_policy(Acting& a, const Resource& r) {
  for (auto& queue : texts_of(r, "Queues")) unless_gone([&] { set_queue_policy(a, queue, ""); });
}

void make_inline_policy(Acting& a, const Resource& r) { a.keep(text_of(r, "Queue")); }
void settle_inline_policy(Acting& a, Resource& r) { set_queue_policy(a, r.physical_id, text_of(r, "PolicyDocument")); }
void update_inline_policy(Acting& a, Resource& r, const Resource&) { settle_inline_policy(a, r); }
void remove_inline_policy(Acting& a, const Resource& r) {
  unless_gone([&] { set_queue_policy(a, r.physical_id, ""); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::SQS::QueuePolicy", .properties = properties<"PolicyDocument* Queues*">, .attributes = names<"Id">,
     .make = make_queue_policy, .settle = settle_queue_policy, .update = update_queue_policy, .remove = remove_queue_policy},
    {.name = "AWS::SQS::QueueInlinePolicy", .properties = properties<"PolicyDocument* Queue*!">, .attributes = {},
     .make = make_inline_policy, .settle = settle_inline_policy, .update = update_inline_policy, .remove = remove_inline_policy},
    {.name = "AWS::SQS::Queue", .properties = kQueue, .attributes = names<"Arn QueueName QueueUrl">,
     .make = make_queue, .settle = settle_queue, .update = update_queue, .remove = remove_queue},
};

}  // namespace

Types sqs_types() { return kTypes; }

}  // namespace cloudformation::resources
