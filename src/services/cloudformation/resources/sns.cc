#include "services/sns/api.h"

#include "base/arn.h"
#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

// ---- AWS::SNS::Topic

constexpr auto& kTopic = properties<"ArchivePolicy ContentBasedDeduplication DataProtectionPolicy DeliveryStatusLogging DisplayName FifoThroughputScope "
                                    "FifoTopic! KmsMasterKeyId SignatureVersion Subscription Tags TopicName! TracingConfig">;
constexpr std::string_view kTopicAttributes[] = {"ArchivePolicy", "ContentBasedDeduplication", "DisplayName", "FifoThroughputScope", "KmsMasterKeyId",
                                                 "SignatureVersion", "TracingConfig"};

void leave_topic_attributes(Resource& r) {
  set(r, "TopicArn", r.physical_id);
  set(r, "TopicName", r.physical_id.substr(r.physical_id.rfind(':') + 1));
}

void make_topic(Acting& a, const Resource& r) {
  refuse(r, {"DeliveryStatusLogging"});
  const bool fifo = flag_of(r, "FifoTopic", false);
  sns::CreateTopic q{.name = own_name(r, "TopicName", fifo ? 251 : 256), .attributes = {}, .tags = {},
                     .dataProtectionPolicy = maybe_text_of(r, "DataProtectionPolicy")};
  if (fifo && !q.name.ends_with(".fifo")) q.name += ".fifo";
  sns::Attributes attributes;
  for (auto name : kTopicAttributes) if (auto value = maybe_text_of(r, name)) attributes[std::string(name)] = *value;
  if (fifo) attributes["FifoTopic"] = "true";
  q.attributes = unless_empty(std::move(attributes));
  q.tags = unless_empty(as_tags<sns::Tag>(tags_of(r, Marks::system)));
  // CreateTopic answers the topic that is there.
  std::string topic = arn(a, "sns", q.name);
  if (is_given(r, "TopicName") && exists([&] { a.call(sns::GetTopicAttributes{topic}); })) throw already_exists(r, topic);
  a.make(q, [](auto& made) { return made.topicArn; });
}

struct Listener {
  std::string endpoint, protocol;
  bool operator==(const Listener&) const = default;
};
std::vector<Listener> listeners_of(const Resource& r) {
  std::vector<Listener> out;
  for (auto& each : items_of(r, "Subscription")) out.push_back({each.text_of("Endpoint"), each.text_of("Protocol")});
  return out;
}
std::vector<Listener> without(std::vector<Listener> some, const std::vector<Listener>& others) {
  std::erase_if(some, [&](auto& each) { return std::find(others.begin(), others.end(), each) != others.end(); });
  return some;
}

void subscribe(Acting& a, const Resource& r, const std::vector<Listener>& those) {
  for (auto& each : those)
    a.call(sns::Subscribe{.topicArn = r.physical_id, .protocol = each.protocol, .endpoint = each.endpoint, .attributes = {}, .returnSubscriptionArn = {}});
}
void unsubscribe(Acting& a, const Resource& r, const std::vector<Listener>& those) {
  if (those.empty()) return;
  std::vector<std::string> arns;
  std::optional<std::string> token;
  do {
    auto page = a.call(sns::ListSubscriptionsByTopic{r.physical_id, token});
    for (auto& s : page.subscriptions)
      if (s.subscriptionArn.starts_with("arn:") && std::find(those.begin(), those.end(), Listener{s.endpoint, s.protocol}) != those.end())
        arns.push_back(s.subscriptionArn);
    token = page.nextToken;
  } while (token);
  for (auto& each : arns) unless_gone([&] { a.call(sns::Unsubscribe{each}); });
}

void settle_topic(Acting& a, Resource& r) {
  subscribe(a, r, listeners_of(r));
  leave_topic_attributes(r);
}

void update_topic(Acting& a, Resource& r, const Resource& before) {
  refuse(r, {"DeliveryStatusLogging"});
  for (auto name : kTopicAttributes)
    if (changed(r, before, name)) {
      std::string_view otherwise = name == "ContentBasedDeduplication" ? "false" : name == "SignatureVersion" ? "1" : name == "TracingConfig" ? "PassThrough" : "";
      a.call(sns::SetTopicAttributes{r.physical_id, std::string(name), text_of(r, name, otherwise)});
    }
  if (changed(r, before, "DataProtectionPolicy")) a.call(sns::PutDataProtectionPolicy{r.physical_id, text_of(r, "DataProtectionPolicy")});
  auto now = listeners_of(r), then = listeners_of(before);
  subscribe(a, r, without(now, then));
  unsubscribe(a, r, without(then, now));
  auto tags = tag_change(r, before, Marks::system);
  if (!tags.removed.empty()) a.call(sns::UntagResource{r.physical_id, as<shape::Text<1, 128>>(tags.removed)});
  if (!tags.put.empty()) a.call(sns::TagResource{r.physical_id, as_tags<sns::Tag>(tags.put)});
  leave_topic_attributes(r);
}

void remove_topic(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(sns::DeleteTopic{r.physical_id}); });
}

// ---- AWS::SNS::Subscription

constexpr auto& kSubscription = properties<"DeliveryPolicy Endpoint! FilterPolicy FilterPolicyScope Protocol*! RawMessageDelivery RedrivePolicy Region! "
                                           "ReplayPolicy SubscriptionRoleArn TopicArn*!">;
constexpr std::string_view kSubscriptionAttributes[] = {"DeliveryPolicy", "FilterPolicyScope", "FilterPolicy", "RawMessageDelivery", "RedrivePolicy",
                                                        "ReplayPolicy", "SubscriptionRoleArn"};

// A subscription is where its topic is.
std::string region_of(const std::string& arn) {
  auto parsed = base::parse_arn(arn);
  return parsed ? std::string(parsed->region) : std::string();
}

void make_subscription(Acting& a, const Resource& r) {
  sns::Subscribe q{.topicArn = text_of(r, "TopicArn"), .protocol = text_of(r, "Protocol"), .endpoint = maybe_text_of(r, "Endpoint"), .attributes = {},
                   .returnSubscriptionArn = true};
  sns::Attributes attributes;
  for (auto name : kSubscriptionAttributes) if (auto value = maybe_text_of(r, name)) attributes[std::string(name)] = *value;
  q.attributes = unless_empty(std::move(attributes));
  a.make(q, [](auto& made) { return made.subscriptionArn; }, region_of(q.topicArn));
}
void settle_subscription(Acting&, Resource& r) { set(r, "Arn", r.physical_id); }
void update_subscription(Acting& a, Resource& r, const Resource& before) {
  for (auto name : kSubscriptionAttributes)
    if (changed(r, before, name)) {
      std::string_view otherwise = name == "RawMessageDelivery" ? "false" : name == "FilterPolicyScope" ? "MessageAttributes" : name == "FilterPolicy" ? "{}" : "";
      a.call(sns::SetSubscriptionAttributes{r.physical_id, std::string(name), text_of(r, name, otherwise)}, region_of(r.physical_id));
    }
  settle_subscription(a, r);
}
void remove_subscription(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(sns::Unsubscribe{r.physical_id}, region_of(r.physical_id)); });
}

// ---- AWS::SNS::TopicPolicy, TopicInlinePolicy: without one a topic has its default policy again

void set_topic_policy(Acting& a, const std::string& topic, const std::string& policy) {
  a.call(sns::SetTopicAttributes{topic, "Policy", policy}, region_of(topic));
}
void make_topic_policy(Acting& a, const Resource& r) { a.keep(generated_name(r, 256)); }
void settle_topic_policy(Acting& a, Resource& r) {
  for (auto& topic : texts_of(r, "Topics")) set_topic_policy(a, topic, text_of(r, "PolicyDocument"));
  set(r, "Id", r.physical_id);
}
void update_topic_policy(Acting& a, Resource& r, const Resource& before) {
  settle_topic_policy(a, r);
  for (auto& topic : added(texts_of(before, "Topics"), texts_of(r, "Topics"))) unless_gone([&] { set_topic_policy(a, topic, ""); });
}
void remove_topic_policy(Acting& a, const Resource& r) {
  for (auto& topic : texts_of(r, "Topics")) unless_gone([&] { set_topic_policy(a, topic, ""); });
}

void make_inline_policy(Acting& a, const Resource& r) { a.keep(text_of(r, "TopicArn")); }
void settle_inline_policy(Acting& a, Resource& r) { set_topic_policy(a, r.physical_id, text_of(r, "PolicyDocument")); }
void update_inline_policy(Acting& a, Resource& r, const Resource&) { settle_inline_policy(a, r); }
void remove_inline_policy(Acting& a, const Resource& r) {
  unless_gone([&] { set_topic_policy(a, r.physical_id, ""); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::SNS::Subscription", .properties = kSubscription, .attributes = names<"Arn">,
     .make = make_subscription, .settle = settle_subscription, .update = update_subscription, .remove = remove_subscription},
    {.name = "AWS::SNS::TopicPolicy", .properties = properties<"PolicyDocument* Topics*">, .attributes = names<"Id">,
     .make = make_topic_policy, .settle = settle_topic_policy, .update = update_topic_policy, .remove = remove_topic_policy},
    {.name = "AWS::SNS::TopicInlinePolicy", .properties = properties<"PolicyDocument* TopicArn*!">, .attributes = {},
     .make = make_inline_policy, .settle = settle_inline_policy, .update = update_inline_policy, .remove = remove_inline_policy},
    {.name = "AWS::SNS::Topic", .properties = kTopic, .attributes = names<"TopicArn TopicName">,
     .make = make_topic, .settle = settle_topic, .update = update_topic, .remove = remove_topic},
};

}  // namespace

Types sns_types() { return kTypes; }

}  // namespace cloudformation::resources
