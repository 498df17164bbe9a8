#include "services/sns/topics.h"

#include "base/bytes.h"
#include "services/sns/permissions.h"
#include "services/sns/retry.h"
#include "services/sns/tags.h"

namespace sns {
namespace {

constexpr std::string_view kFifo = "FifoTopic", kPolicy = "Policy";

bool is_flag(std::string_view v) { return v == "true" || v == "false"; }

void check_name(const std::string& name, bool fifo) {
  std::string_view plain = name;
  if (fifo) {
    if (!plain.ends_with(".fifo") || name.size() > 256)
      throw invalid("Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, "
                    "and must be between 1 and 256 characters long.");
    plain.remove_suffix(5);
  }
  bool good = !plain.empty() && plain.size() <= 256 && std::all_of(plain.begin(), plain.end(), [](char c) { return std::isalnum(std::uint8_t(c)) || c == '-' || c == '_'; });
  if (!good) throw invalid("Topic Name");
}

// What an attribute but Policy may be set to. `now`: on an existing topic.
void check_attribute(const std::string& name, const std::string& value, bool fifo, bool now) {
  auto wrong = [&](const std::string& why) { return invalid("Attributes Reason: " + name + ": " + why); };
  if (name == "DisplayName") {
    if (value.size() > 100) throw wrong("must be at most 100 characters long");
    if (value.find_first_of("\r\n") != value.npos) throw wrong("must not contain line breaks");
  } else if (name == "DeliveryPolicy") {
    try {
      read_topic_delivery(value);
    } catch (const std::runtime_error& e) {
      throw invalid("DeliveryPolicy: " + std::string(e.what()));
    }
  } else if (name == "SignatureVersion") {
    if (value != "1" && value != "2") throw wrong("must be 1 or 2");
  } else if (name == "TracingConfig") {
    if (value != "PassThrough" && value != "Active") throw wrong("must be PassThrough or Active");
    if (value == "Active") throw wrong("Active needs X-Ray, which is not part of this server");
  } else if (name == kFifo) {
    if (now || !is_flag(value)) throw invalid(now ? "AttributeName" : "FifoTopic must be true or false");
  } else if (name == "ContentBasedDeduplication") {
    if (!is_flag(value)) throw wrong("must be true or false");
    if (!fifo) throw invalid("Content-based deduplication can only be set for FIFO topics");
  } else if (name == "FifoThroughputScope") {
    if (value != "Topic" && value != "MessageGroup") throw wrong("must be Topic or MessageGroup");
    if (!fifo) throw invalid("FifoThroughputScope can only be set for FIFO topics");
  } else if (name == "KmsMasterKeyId") {
    if (value.size() > 2048) throw wrong("is too long");
  } else if (name == "ArchivePolicy" || name.ends_with("FeedbackRoleArn") || name.ends_with("FeedbackSampleRate")) {
    if (!value.empty()) throw wrong("is not part of this server");
  } else {
    throw invalid("AttributeName");
  }
}

void set(TopicRecord& t, const TopicName& n, Call& call, const std::string& name, const std::string& value) {
  if (name == kPolicy) {
    if (!value.empty()) check_policy(value, topic_arn(call.house(), n));
    t.policy = value;
  } else if (value.empty() && name != "DisplayName") {
    t.attributes.erase(name);
  } else {
    t.attributes[name] = value;
  }
}

bool same(const TopicRecord& t, const TopicName& n, const CreateTopic& q, Call& call) {
  if (!q.attributes) return true;
  for (auto& [name, value] : *q.attributes) {
    auto it = t.attributes.find(name);
    std::string_view here = name == kPolicy ? "" : it == t.attributes.end() ? "" : std::string_view(it->second);
    if (name == kPolicy ? policy_of(call.house(), n, t) != value && t.policy != value : here != value && !(here.empty() && value == "false")) return false;
  }
  return true;
}

}  // namespace

Access to_create_topic(const CreateTopic& q, Call& call) {
  TopicName n{call.scope().account, call.scope().region, q.name};
  Access out{.action = "SNS:CreateTopic", .resource = topic_arn(call.house(), n)};
  if (q.tags) add_request_tags(out, *q.tags);
  return out;
}

CreateTopicResult create_topic(const CreateTopic& q, Call& call) {
  bool fifo = q.attributes && q.attributes->contains(std::string(kFifo)) && q.attributes->at(std::string(kFifo)) == "true";
  check_name(q.name, fifo);
  if (q.dataProtectionPolicy && !q.dataProtectionPolicy->empty()) throw invalid("DataProtectionPolicy Reason: message data protection is not part of this server");
  if (q.attributes) for (auto& [name, value] : *q.attributes) if (name != kPolicy) check_attribute(name, value, fifo, false);
  TopicName n{call.scope().account, call.scope().region, q.name};
  CreateTopicResult out{topic_arn(call.house(), n)};
  std::map<std::string, std::string> tags;
  if (q.tags) add_tags(tags, *q.tags, call);
  if (auto there = topics(call.txn(), n).get(n.name)) {
    if (!same(*there, n, q, call)) throw invalid("Attributes Reason: Topic already exists with different attributes");
    if (q.tags && tags != there->tags) throw invalid("Tags Reason: Topic already exists with different tags");
    return out;
  }
  TopicRecord t;
  t.name = q.name;
  t.created = call.now();
  t.tags = std::move(tags);
  if (q.attributes) for (auto& [name, value] : *q.attributes) set(t, n, call, name, value);
  topics(call.txn(), n).put(n.name, t);
  return out;
}

Access to_delete_topic(const DeleteTopic& q, Call& call) { return to_topic("SNS:DeleteTopic", q.topicArn, call); }

// Deleting what is not there is no error. What is under way to its subscriptions finds them gone.
Nothing delete_topic(const DeleteTopic& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  topics(call.txn(), n).erase(n.name);
  std::vector<SubscriptionRecord> gone;
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, SubscriptionRecord s) { gone.push_back(std::move(s)); return true; });
  for (auto& s : gone) forget(call.txn(), n, s);
  return {};
}

Access to_list_topics(const ListTopics&, Call&) { return {.action = "SNS:ListTopics"}; }

ListTopicsResult list_topics(const ListTopics& q, Call& call) {
  ListTopicsResult out;
  TopicName n{call.scope().account, call.scope().region, ""};
  call.in(kTopics).each("", page_start(q.nextToken), [&](std::string_view key, const TopicRecord&) {
    if (out.topics.size() == kPage) { out.nextToken = base::base64url(key); return false; }
    n.name = key;
    out.topics.push_back({topic_arn(call.house(), n)});
    return true;
  });
  return out;
}

Access to_get_topic_attributes(const GetTopicAttributes& q, Call& call) { return to_topic("SNS:GetTopicAttributes", q.topicArn, call); }

AttributesResult get_topic_attributes(const GetTopicAttributes& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  std::int64_t confirmed = 0, pending = 0;
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, const SubscriptionRecord& s) { ++(s.confirmed ? confirmed : pending); return true; });
  Attributes out = t.attributes;
  if (is_fifo(t)) {
    out.try_emplace("FifoTopic", "true");
    out.try_emplace("ContentBasedDeduplication", "false");
  } else {
    out.erase("FifoTopic");
  }
  out.try_emplace("DisplayName", "");
  out["TopicArn"] = q.topicArn;
  out["Owner"] = n.account;
  out["Policy"] = policy_of(call.house(), n, t);
  out["SubscriptionsConfirmed"] = std::to_string(confirmed);
  out["SubscriptionsPending"] = std::to_string(pending);
  out["SubscriptionsDeleted"] = std::to_string(t.deleted);
  auto delivery = t.attributes.find("DeliveryPolicy");
  out["EffectiveDeliveryPolicy"] = effective_topic_delivery(read_topic_delivery(delivery == t.attributes.end() ? "" : delivery->second));
  return {std::move(out)};
}

Access to_set_topic_attributes(const SetTopicAttributes& q, Call& call) { return to_topic("SNS:SetTopicAttributes", q.topicArn, call); }

Nothing set_topic_attributes(const SetTopicAttributes& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  const std::string value = q.attributeValue.value_or("");
  if (q.attributeName != kPolicy && !(value.empty() && q.attributeName != kFifo && q.attributeName != "DisplayName" && t.attributes.contains(q.attributeName)))
    check_attribute(q.attributeName, value, is_fifo(t), true);
  set(t, n, call, q.attributeName, value);
  topics(call.txn(), n).put(n.name, t);
  return {};
}

Access to_get_data_protection_policy(const GetDataProtectionPolicy& q, Call& call) {
  return to_topic("SNS:GetDataProtectionPolicy", topic_name(q.resourceArn, call, "ResourceArn"), call);
}

// No topic has one: an empty answer, as AWS gives it.
GetDataProtectionPolicyResult get_data_protection_policy(const GetDataProtectionPolicy& q, Call& call) {
  existing_topic(topic_name(q.resourceArn, call, "ResourceArn"), call);
  return {};
}

Access to_put_data_protection_policy(const PutDataProtectionPolicy& q, Call& call) {
  return to_topic("SNS:PutDataProtectionPolicy", topic_name(q.resourceArn, call, "ResourceArn"), call);
}

Nothing put_data_protection_policy(const PutDataProtectionPolicy& q, Call& call) {
  existing_topic(topic_name(q.resourceArn, call, "ResourceArn"), call);
  if (q.dataProtectionPolicy.empty()) return {};
  throw invalid("DataProtectionPolicy Reason: message data protection is not part of this server");
}

}  // namespace sns
