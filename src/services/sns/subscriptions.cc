#include "services/sns/subscriptions.h"

#include <array>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "service/outgoing.h"
#include "services/sns/subscription_attributes.h"

namespace sns {
namespace {

constexpr std::int64_t kConfirmSeconds = 2 * 86400;      // unconfirmed subscriptions are deleted after 48 hours
constexpr std::string_view kPending = "PendingConfirmation";
constexpr std::array<std::string_view, 3> kElsewhere = {"firehose", "sms", "application"};
constexpr std::string_view kPurpose = "sns tokens";

void check_email(const std::string& endpoint) {
  auto at = endpoint.find('@');
  bool good = at != 0 && at != endpoint.npos && at + 1 < endpoint.size() && endpoint.size() <= 320 && endpoint.find_first_of(" \t\r\n", 0) == endpoint.npos;
  if (!good) throw invalid("Email address");
}

void check_queue(const std::string& endpoint, bool fifo_topic) {
  auto arn = base::parse_arn(endpoint);
  if (!arn || arn->service != "sqs" || !base::is_account_id(arn->account) || arn->region.empty() || arn->resource.empty()) throw invalid("SQS endpoint ARN");
  if (!fifo_topic && arn->resource.ends_with(".fifo"))
    throw invalid("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
}

void check_function(const std::string& endpoint) {
  auto arn = base::parse_arn(endpoint);
  if (!arn || arn->service != "lambda" || !base::is_account_id(arn->account) || arn->region.empty() || !arn->resource.starts_with("function:")) throw invalid("Lambda endpoint ARN");
}

// What cannot be delivered here is refused, rather than accepted and never done. E-mail waits for a confirmation that its
// reader could not give: it stays pending until it expires.
void check_endpoint(const Subscribe& q, bool fifo_topic) {
  const std::string endpoint = q.endpoint.value_or("");
  if (std::find(kElsewhere.begin(), kElsewhere.end(), q.protocol) != kElsewhere.end())
    throw invalid("Protocol Reason: " + q.protocol + " endpoints are not part of this server");
  if (fifo_topic && q.protocol != "sqs" && (q.protocol == "http" || q.protocol == "https" || q.protocol == "lambda" || q.protocol.starts_with("email")))
    throw invalid("Invalid protocol type: " + q.protocol);
  if (q.protocol == "sqs") return check_queue(endpoint, fifo_topic);
  if (q.protocol == "lambda") return check_function(endpoint);
  if (q.protocol == "email" || q.protocol == "email-json") return check_email(endpoint);
  if (q.protocol != "http" && q.protocol != "https") throw invalid("Does not support this protocol string: " + q.protocol);
  auto url = service::parse_url(endpoint);
  if (!url || url->tls != (q.protocol == "https") || !base::is_utf8(endpoint)) throw invalid("Endpoint must match the specified protocol");
}

// A queue's owner need not be asked whether he wants what he asks for.
bool needs_no_confirmation(const SubscriptionRecord& s) {
  if (s.protocol == "lambda") return true;       // its policy says whether it wants to hear
  if (s.protocol != "sqs") return false;
  auto arn = base::parse_arn(s.endpoint);
  return arn && arn->account == s.owner;
}

void give_token(SubscriptionRecord& s, Call& call) {
  std::string token = base::hex(base::random_bytes(96));
  s.token_hash = base::hex(base::sha256(token));
  s.sealed_token = base::seal(call.house().key_for(kPurpose), token, arn_of(s));
}

void ask_for_confirmation(const SubscriptionRecord& s, Call& call) {
  if (s.protocol.starts_with("email")) return;
  put_due(call.txn(), call.now(), {.kind = "confirm", .message = base::uuid(), .topic_arn = s.topic_arn, .subscription = s.id});
}

void await_confirmation(SubscriptionRecord& s, const TopicName& n, Call& call) {
  give_token(s, call);
  save(call.txn(), n, s);
  put_due(call.txn(), call.now().plus_seconds(kConfirmSeconds), {.kind = "expire", .message = s.token_hash, .topic_arn = s.topic_arn, .subscription = s.id});
}

std::optional<SubscriptionRecord> same_endpoint(const Subscribe& q, const TopicName& n, Call& call) {
  std::optional<SubscriptionRecord> found;
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, SubscriptionRecord s) {
    if (s.protocol == q.protocol && s.endpoint == q.endpoint.value_or("")) found = std::move(s);
    return !found;
  });
  return found;
}

Subscription shown(const SubscriptionRecord& s) {
  return {s.confirmed ? arn_of(s) : std::string(kPending), s.owner, s.protocol, shown_endpoint(s.endpoint), s.topic_arn};
}

SubscribeResult answer(const SubscriptionRecord& s, const Subscribe& q) {
  return {s.confirmed || q.returnSubscriptionArn.value_or(false) ? arn_of(s) : "pending confirmation"};
}

bool anonymous(const Call& call) { return call.caller().who == service::Who::anonymous; }

}  // namespace

std::string shown_endpoint(const std::string& endpoint) {
  auto start = endpoint.find("://"), at = endpoint.find('@', start == endpoint.npos ? 0 : start);
  if (start == endpoint.npos || at == endpoint.npos || endpoint.find_first_of("/?#", start + 3) < at) return endpoint;
  auto colon = endpoint.find(':', start + 3);
  return colon < at ? endpoint.substr(0, colon + 1) + "****" + endpoint.substr(at) : endpoint;
}

std::string token_of(const House& house, const SubscriptionRecord& s) { return base::open(house.key_for(kPurpose), s.sealed_token, arn_of(s)).value_or(""); }

Access to_subscribe(const Subscribe& q, Call& call) {
  Access out = to_topic("SNS:Subscribe", q.topicArn, call);
  out.keys.push_back({"sns:Protocol", {q.protocol}});
  if (q.endpoint) out.keys.push_back({"sns:Endpoint", {*q.endpoint}});
  return out;
}

SubscribeResult subscribe(const Subscribe& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  check_endpoint(q, is_fifo(t));
  SubscriptionRecord s;
  s.topic_arn = q.topicArn;
  s.owner = call.scope().account;
  s.principal = call.caller().identity.arn;
  s.protocol = q.protocol;
  s.endpoint = *q.endpoint;
  if (q.attributes) {
    if (auto scope = q.attributes->find("FilterPolicyScope"); scope != q.attributes->end()) s.attributes["FilterPolicyScope"] = scope->second;
    for (auto& [name, value] : *q.attributes) check_attribute(s, n, name, value, call);
    for (auto& [name, value] : *q.attributes) set_attribute(s, name, value);
  }
  if (auto there = same_endpoint(q, n, call)) {
    if (q.attributes && s.attributes != there->attributes) throw invalid("Attributes Reason: Subscription already exists with different attributes");
    if (!there->confirmed) ask_for_confirmation(*there, call);
    return answer(*there, q);
  }
  s.id = base::uuid();
  s.created = call.now();
  s.confirmed = s.authenticated = needs_no_confirmation(s);
  if (s.confirmed) {
    save(call.txn(), n, s);
  } else {
    await_confirmation(s, n, call);
    ask_for_confirmation(s, call);
  }
  return answer(s, q);
}

// The token is what authorizes. Who signs the request needs his own account's leave as for any other.
std::vector<Access> to_confirm_subscription(const ConfirmSubscription& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  if (anonymous(call)) return {also_for(n)};
  return {{.action = "SNS:ConfirmSubscription", .resource = q.topicArn}, also_for(n)};
}

SubscribeResult confirm_subscription(const ConfirmSubscription& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  existing_topic(n, call);
  const bool authenticate = base::iequals(q.authenticateOnUnsubscribe.value_or("false"), "true");
  if (authenticate && anonymous(call)) throw ApiError{"AuthorizationError", 403, "AuthenticateOnUnsubscribe needs a signed request", "AccessDenied"};
  std::optional<SubscriptionRecord> found;
  const std::string hash = base::hex(base::sha256(q.token));
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, SubscriptionRecord s) {
    if (base::equal_in_constant_time(s.token_hash, hash)) found = std::move(s);
    return !found;
  });
  if (!found) throw invalid("Token");
  if (!found->confirmed) {
    found->confirmed = true;
    found->authenticated = !anonymous(call);
    found->authenticate_unsubscribe = authenticate;
    found->sealed_token.clear();
    save(call.txn(), n, *found);
  }
  return {arn_of(*found)};
}

std::vector<Access> to_unsubscribe(const Unsubscribe& q, Call& call) {
  auto name = subscription_name(q.subscriptionArn, call);
  if (anonymous(call)) return {also_for(name.topic)};
  return {{.action = "SNS:Unsubscribe", .resource = q.subscriptionArn}, also_for(name.topic)};
}

// Whoever has the URL in a message may end the subscription, unless it was confirmed to need a signature; the endpoint is
// then told, and may take it back.
Nothing unsubscribe(const Unsubscribe& q, Call& call) {
  auto name = subscription_name(q.subscriptionArn, call);
  auto s = subscriptions(call.txn(), name.topic).get(subscription_key(name.topic.name, name.id));
  if (!s) return {};
  const bool unknown = anonymous(call) && !s->authenticate_unsubscribe;
  if (!unknown) require_owner(*s, name.topic, "SNS:Unsubscribe", call);
  if (auto t = topics(call.txn(), name.topic).get(name.topic.name)) {
    ++t->deleted;
    topics(call.txn(), name.topic).put(name.topic.name, *t);
  }
  if (!unknown || !s->confirmed) {
    forget(call.txn(), name.topic, *s);
    return {};
  }
  s->confirmed = s->authenticated = false;
  await_confirmation(*s, name.topic, call);
  put_due(call.txn(), call.now(), {.kind = "farewell", .message = base::uuid(), .topic_arn = s->topic_arn, .subscription = s->id});
  return {};
}

Access to_list_subscriptions(const ListSubscriptions&, Call&) { return {.action = "SNS:ListSubscriptions"}; }

ListSubscriptionsResult list_subscriptions(const ListSubscriptions& q, Call& call) {
  ListSubscriptionsResult out;
  call.in(kOwned).each("", page_start(q.nextToken), [&](std::string_view key, const OwnedRecord& owned) {
    if (out.subscriptions.size() == kPage) { out.nextToken = base::base64url(key); return false; }
    auto n = parse_topic(owned.topic_arn);
    if (auto s = n ? subscriptions(call.txn(), *n).get(subscription_key(n->name, owned.id)) : std::nullopt) out.subscriptions.push_back(shown(*s));
    return true;
  });
  return out;
}

Access to_list_subscriptions_by_topic(const ListSubscriptionsByTopic& q, Call& call) { return to_topic("SNS:ListSubscriptionsByTopic", q.topicArn, call); }

ListSubscriptionsResult list_subscriptions_by_topic(const ListSubscriptionsByTopic& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  existing_topic(n, call);
  ListSubscriptionsResult out;
  const std::string begin = store::joined(n.name, "");
  subscriptions(call.txn(), n).each(begin, begin + page_start(q.nextToken), [&](std::string_view, const SubscriptionRecord& s) {
    if (out.subscriptions.size() == kPage) { out.nextToken = base::base64url(s.id); return false; }
    out.subscriptions.push_back(shown(s));
    return true;
  });
  return out;
}

}  // namespace sns
