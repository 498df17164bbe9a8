#include "services/cloudformation/resources/live.h"
#include "services/cloudformation/template/drift.h"
#include "services/sns/api.h"
#include "services/sqs/api.h"

namespace cloudformation::resources {
namespace {

// Attributes that are not told are not set, but for those that other calls tell.
template <class Map> Value from_attributes(const Resource& r, const Map& attributes, std::initializer_list<std::string_view> others) {
  Value out = Value::map();
  for (auto& [name, value] : r.properties.members)
    if (std::find(others.begin(), others.end(), name) == others.end()) out.set(name, {});
  for (auto& [name, value] : attributes) out.set(name, value.empty() ? Value() : Value(value));
  return out;
}

Value read_topic(Acting& a, const Resource& r) {
  auto attributes = a.call(sns::GetTopicAttributes{r.physical_id}).attributes;
  Value out = from_attributes(r, attributes, {"DataProtectionPolicy", "Subscription", "Tags", "TopicName"});
  out.set("TopicName", Value(r.physical_id.substr(r.physical_id.rfind(':') + 1)));
  tell_tags(out, r, words_from(a.call(sns::ListTagsForResource{r.physical_id}).tags));
  return out;
}

Value read_subscription(Acting& a, const Resource& r) {
  return from_attributes(r, a.call(sns::GetSubscriptionAttributes{r.physical_id}).attributes, {"Region"});
}

sqs::Words queue_attributes(Acting& a, const std::string& queue) { return a.call(sqs::GetQueueAttributes{queue, sqs::Texts{"All"}}).attributes.value_or(sqs::Words{}); }

Value read_queue(Acting& a, const Resource& r) {
  Value out = from_attributes(r, queue_attributes(a, r.physical_id), {"QueueName", "Tags"});
  out.set("QueueName", Value(r.physical_id.substr(r.physical_id.rfind('/') + 1)));
  tell_tags(out, r, a.call(sqs::ListQueueTags{r.physical_id}).tags.value_or(sqs::Words{}));
  return out;
}

// One policy for several: the first that has another tells.
template <class Get> Value shared_policy(const Resource& r, const std::vector<std::string>& of, Get get) {
  Value out = Value::map();
  for (auto& each : of) {
    std::string policy = get(each);
    out.set("PolicyDocument", policy.empty() ? Value() : Value(policy));
    if (policy.empty() || !language::drift_of(r.properties, out).differences.empty()) break;
  }
  return out;
}

template <class Map> std::string policy_in(const Map& attributes) {
  auto it = attributes.find("Policy");
  return it == attributes.end() ? std::string() : std::string(it->second);
}

Value read_topic_policy(Acting& a, const Resource& r) {
  return shared_policy(r, texts_of(r, "Topics"), [&](auto& topic) { return policy_in(a.call(sns::GetTopicAttributes{topic}).attributes); });
}
Value read_queue_policy(Acting& a, const Resource& r) {
  return shared_policy(r, texts_of(r, "Queues"), [&](auto& queue) { return policy_in(queue_attributes(a, queue)); });
}

constexpr Reader kReaders[] = {{"AWS::SNS::Topic", read_topic}, {"AWS::SNS::Subscription", read_subscription}, {"AWS::SNS::TopicPolicy", read_topic_policy},
                               {"AWS::SQS::Queue", read_queue}, {"AWS::SQS::QueuePolicy", read_queue_policy}};

}  // namespace

Readers message_readers() { return kReaders; }

}  // namespace cloudformation::resources
