#include "services/sns/names.h"

#include "base/bytes.h"
#include "base/ids.h"

namespace sns {
namespace {

bool name_ok(std::string_view name) {
  if (name.ends_with(".fifo")) name.remove_suffix(5);
  return !name.empty() && name.size() <= 256 && std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(std::uint8_t(c)) || c == '-' || c == '_'; });
}

std::string number(std::uint64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*llu", width, static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::optional<TopicName> parse_topic(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "sns" || !base::is_account_id(arn->account) || arn->region.empty() || !name_ok(arn->resource)) return {};
  return TopicName{std::string(arn->account), std::string(arn->region), std::string(arn->resource)};
}

TopicName topic_name(std::string_view text, const Call& call, std::string_view parameter) {
  auto parts = 1 + std::count(text.begin(), text.end(), ':');
  if (parts < 6) throw invalid(std::string(parameter) + " Reason: An ARN must have at least 6 elements, not " + std::to_string(parts));
  auto name = parse_topic(text);
  if (!name || name->region != call.scope().region) throw invalid(std::string(parameter));
  return *name;
}

std::string topic_arn(const House& house, const TopicName& n) {
  return "arn:" + house.settings.partition + ":sns:" + n.region + ":" + n.account + ":" + n.name;
}

SubscriptionName subscription_name(std::string_view text, const Call& call) {
  auto parts = 1 + std::count(text.begin(), text.end(), ':');
  if (parts < 6) throw invalid("SubscriptionArn Reason: An ARN must have at least 6 elements, not " + std::to_string(parts));
  auto colon = text.rfind(':');
  auto topic = parse_topic(text.substr(0, colon));
  if (parts != 7 || !topic || topic->region != call.scope().region) throw invalid("SubscriptionArn");
  return {*topic, std::string(text.substr(colon + 1))};
}

TopicRecord existing_topic(const TopicName& n, Call& call) {
  auto topic = topics(call.txn(), n).get(n.name);
  if (!topic) throw no_topic();
  return std::move(*topic);
}

SubscriptionRecord existing_subscription(const SubscriptionName& n, Call& call) {
  auto found = subscriptions(call.txn(), n.topic).get(subscription_key(n.topic.name, n.id));
  if (!found) throw no_subscription();
  return std::move(*found);
}

bool is_fifo(const TopicRecord& t) { return t.name.ends_with(".fifo"); }

// What the owner's account may do by SNS's own default. AWS:SourceOwner is known only of the few services that still send it.
std::string policy_of(const House& house, const TopicName& n, const TopicRecord& t) {
  if (!t.policy.empty()) return t.policy;
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Version").text("2008-10-17").key("Id").text("__default_policy_ID").key("Statement").open('[').open('{');
  w.key("Sid").text("__default_statement_ID").key("Effect").text("Allow").key("Principal").open('{').key("AWS").text("*").close('}').key("Action").open('[');
  for (auto action : {"GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic", "Subscribe", "ListSubscriptionsByTopic", "Publish"})
    w.text(std::string("SNS:") + action);
  w.close(']').key("Resource").text(topic_arn(house, n));
  w.key("Condition").open('{').key("StringEquals").open('{').key("AWS:SourceOwner").text(n.account).close('}').close('}').close('}').close(']').close('}');
  return out;
}

Access to_topic(std::string_view action, const TopicName& n, Call& call) {
  Access out{.action = action, .resource = topic_arn(call.house(), n), .owner = n.account};
  auto topic = topics(call.txn(), n).get(n.name);
  if (!topic) return out;
  out.resource_policy = call.house().compiled(policy_of(call.house(), n, *topic));
  for (auto& [key, value] : topic->tags) out.keys.push_back({"aws:ResourceTag/" + key, {value}});
  return out;
}

Access to_topic(std::string_view action, std::string_view arn, Call& call) { return to_topic(action, topic_name(arn, call), call); }

void save(store::Txn& txn, const TopicName& n, const SubscriptionRecord& s) {
  subscriptions(txn, n).put(subscription_key(n.name, s.id), s);
  store::Bound<OwnedRecord>(txn, kOwned, s.owner, n.region).put(arn_of(s), {s.topic_arn, s.id});
}

void forget(store::Txn& txn, const TopicName& n, const SubscriptionRecord& s) {
  subscriptions(txn, n).erase(subscription_key(n.name, s.id));
  store::Bound<OwnedRecord>(txn, kOwned, s.owner, n.region).erase(arn_of(s));
}

std::string due_key(store::Txn& txn, base::Time at) {
  thread_local std::uint64_t serial = 0;       // within one commit the order of putting is kept
  return store::joined(number(std::uint64_t(at.ms), 20), number(txn.version(), 20) + number(++serial, 20)) + base::random_text(4, base::kHexDigits);
}

void put_due(store::Txn& txn, base::Time at, const DueRecord& item) { store::Bound<DueRecord>(txn, kDue, "", "").put(due_key(txn, at), item); }

std::string page_start(const std::optional<std::string>& token) {
  if (!token || token->empty()) return "";
  auto start = base::unbase64url(*token);
  if (!start) throw invalid("NextToken Reason: the token is not one of a previous answer");
  return *start;
}

}  // namespace sns
