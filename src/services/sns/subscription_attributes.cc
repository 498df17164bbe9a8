#include "services/sns/subscription_attributes.h"

#include "services/sns/filter.h"
#include "services/sns/retry.h"
#include "services/sns/subscriptions.h"

namespace sns {
namespace {

constexpr std::size_t kFiltersPerTopic = 200;      // SNS quotas

bool over_http(const SubscriptionRecord& s) { return s.protocol == "http" || s.protocol == "https"; }

std::string attribute_of(const TopicRecord& t, const char* name) {
  auto it = t.attributes.find(name);
  return it == t.attributes.end() ? "" : it->second;
}

void check_filter(const SubscriptionRecord& s, const TopicName& n, const std::string& policy, bool of_body, Call& call) {
  try {
    if (!compile_filter(policy, of_body)) return;
  } catch (const std::runtime_error& e) {
    throw invalid(e.what());
  }
  std::size_t others = 0;
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, const SubscriptionRecord& other) {
    others += other.id != s.id && other.attributes.contains("FilterPolicy");
    return true;
  });
  if (others >= kFiltersPerTopic) throw ApiError{"FilterPolicyLimitExceeded", 403, "Filter policy limit exceeded for this topic"};
}

// The queue must be the subscriber's own, in the topic's Region, and of the topic's kind.
void check_redrive(const SubscriptionRecord& s, const TopicName& n, const std::string& value) {
  if (value.empty()) return;
  auto json = base::parse_json(value);
  std::string_view target;
  if (!json || !json->is_object()) throw invalid("RedrivePolicy: failed to parse JSON.");
  if ((*json)["deadLetterTargetArn"].get(target)) throw invalid("RedrivePolicy: deadLetterTargetArn is required");
  auto arn = base::parse_arn(target);
  if (!arn || arn->service != "sqs" || !base::is_account_id(arn->account) || arn->resource.empty()) throw invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  if (arn->account != s.owner || arn->region != n.region)
    throw invalid("RedrivePolicy: deadLetterTargetArn must be an SQS queue of the subscription's account and Region");
  if (n.name.ends_with(".fifo") != arn->resource.ends_with(".fifo")) throw invalid("RedrivePolicy: must use a FIFO queue as DLQ for a FIFO topic, and a standard queue for a standard topic");
}

ApiError not_authorized(std::string_view action, const SubscriptionRecord& s, Call& call) {
  std::string who = call.caller().who == service::Who::anonymous ? "anonymous" : call.caller().identity.arn;
  return {"AuthorizationError", 403, "User: " + who + " is not authorized to perform: " + std::string(action) + " on resource: " + arn_of(s), "AccessDenied"};
}

}  // namespace

std::string attribute(const SubscriptionRecord& s, const std::string& name) {
  auto it = s.attributes.find(name);
  return it == s.attributes.end() ? "" : it->second;
}

void set_attribute(SubscriptionRecord& s, const std::string& name, const std::string& value) {
  if (value.empty() || (name == "FilterPolicy" && !compile_filter(value, attribute(s, "FilterPolicyScope") == kOfBody))) s.attributes.erase(name);
  else s.attributes[name] = value;
}

void check_attribute(const SubscriptionRecord& s, const TopicName& n, const std::string& name, const std::string& value, Call& call) {
  if (name == "RawMessageDelivery") {
    if (value != "true" && value != "false") throw invalid("Attributes Reason: RawMessageDelivery: Invalid value [" + value + "]. Must be true or false.");
    if (value == "true" && s.protocol != "sqs" && !over_http(s)) throw invalid("Attributes Reason: Delivery protocol [" + s.protocol + "] does not support raw message delivery.");
  } else if (name == "FilterPolicy") {
    check_filter(s, n, value, attribute(s, "FilterPolicyScope") == kOfBody, call);
  } else if (name == "FilterPolicyScope") {
    if (value != kOfBody && value != kOfAttributes) throw invalid("FilterPolicyScope: Invalid value [" + value + "]. Please use either MessageBody or MessageAttributes");
    check_filter(s, n, attribute(s, "FilterPolicy"), value == kOfBody, call);
  } else if (name == "RedrivePolicy") {
    check_redrive(s, n, value);
  } else if (name == "DeliveryPolicy") {
    if (!value.empty() && !over_http(s)) throw invalid("Attributes Reason: Delivery protocol [" + s.protocol + "] does not support a delivery policy.");
    try {
      read_subscription_delivery(value, {});
    } catch (const std::runtime_error& e) {
      throw invalid("DeliveryPolicy: " + std::string(e.what()));
    }
  } else if (name == "SubscriptionRoleArn") {
    if (!value.empty()) throw invalid("Attributes Reason: SubscriptionRoleArn: is only of Firehose subscriptions");
  } else if (name == "ReplayPolicy") {
    if (!value.empty()) throw invalid("Attributes Reason: ReplayPolicy: message archives are not part of this server");
  } else {
    throw invalid("AttributeName");
  }
}

void require_owner(const SubscriptionRecord& s, const TopicName& n, std::string_view action, Call& call) {
  if (call.caller().who == service::Who::anonymous || (call.scope().account != s.owner && call.scope().account != n.account)) throw not_authorized(action, s, call);
}

Access also_for(const TopicName& n) { return {.action = "", .owner = n.account}; }

Access to_get_subscription_attributes(const GetSubscriptionAttributes& q, Call& call) {
  subscription_name(q.subscriptionArn, call);
  return {.action = "SNS:GetSubscriptionAttributes", .resource = q.subscriptionArn};
}

AttributesResult get_subscription_attributes(const GetSubscriptionAttributes& q, Call& call) {
  auto name = subscription_name(q.subscriptionArn, call);
  auto s = existing_subscription(name, call);
  require_owner(s, name.topic, "SNS:GetSubscriptionAttributes", call);
  auto flag = [](bool b) { return b ? "true" : "false"; };
  Attributes out = s.attributes;
  out.try_emplace("RawMessageDelivery", "false");
  if (out.contains("FilterPolicy")) out.try_emplace("FilterPolicyScope", kOfAttributes);
  out["SubscriptionArn"] = q.subscriptionArn;
  out["TopicArn"] = s.topic_arn;
  out["Owner"] = s.owner;
  out["Protocol"] = s.protocol;
  out["Endpoint"] = shown_endpoint(s.endpoint);
  out["PendingConfirmation"] = flag(!s.confirmed);
  out["ConfirmationWasAuthenticated"] = flag(s.authenticated);
  if (!s.principal.empty()) out["SubscriptionPrincipal"] = s.principal;
  if (over_http(s)) {
    auto topic = read_topic_delivery(attribute_of(existing_topic(name.topic, call), "DeliveryPolicy"));
    out["EffectiveDeliveryPolicy"] = effective_subscription_delivery(read_subscription_delivery(attribute(s, "DeliveryPolicy"), topic));
  }
  return {std::move(out)};
}

std::vector<Access> to_set_subscription_attributes(const SetSubscriptionAttributes& q, Call& call) {
  auto name = subscription_name(q.subscriptionArn, call);
  return {{.action = "SNS:SetSubscriptionAttributes", .resource = q.subscriptionArn}, also_for(name.topic)};
}

Nothing set_subscription_attributes(const SetSubscriptionAttributes& q, Call& call) {
  auto name = subscription_name(q.subscriptionArn, call);
  auto s = existing_subscription(name, call);
  require_owner(s, name.topic, "SNS:SetSubscriptionAttributes", call);
  const std::string value = q.attributeValue.value_or("");
  check_attribute(s, name.topic, q.attributeName, value, call);
  set_attribute(s, q.attributeName, value);
  save(call.txn(), name.topic, s);
  return {};
}

}  // namespace sns
