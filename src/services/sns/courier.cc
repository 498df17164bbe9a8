#include "services/sns/courier.h"

#include "base/bytes.h"
#include "base/log.h"
#include "service/in_turn.h"
#include "service/signer.h"
#include "service/worker.h"
#include "services/lambda/api.h"
#include "services/sns/publish.h"
#include "services/sns/subscription_attributes.h"
#include "services/sns/subscriptions.h"
#include "services/sqs/api.h"

namespace sns {
namespace {

constexpr std::size_t kRound = 200;              // items looked at before others get their turn
constexpr std::string_view kService = "sns.amazonaws.com";

store::Bound<DueRecord> due_table(store::Txn& txn) { return {txn, kDue, "", ""}; }

base::Time time_of(std::string_view key) { return {std::strtoll(std::string(key.substr(0, 20)).c_str(), nullptr, 10)}; }

std::string host(const TopicName& n) { return "https://sns." + n.region + ".amazonaws.com/"; }

// The item is done with, whichever way: what it held is let go.
void finish(store::Txn& txn, const std::string& key, const DueRecord& due) {
  due_table(txn).erase(key);
  if (!due.order.empty()) store::Bound<Mark>(txn, kOrder, "", "").erase(due.order);
  if (due.kind != "message") return;
  store::Bound<MessageRecord> messages(txn, kMessages, "", "");
  auto m = messages.get(due.message);
  if (!m) return;
  if (--m->remaining > 0) messages.put(m->id, *m);
  else messages.erase(m->id);
}

void expire(store::Txn& txn, const DueRecord& due) {
  auto n = parse_topic(due.topic_arn);
  auto s = n ? subscriptions(txn, *n).get(subscription_key(n->name, due.subscription)) : std::nullopt;
  if (s && !s->confirmed && s->token_hash == due.message) forget(txn, *n, *s);
}

bool raw(const SubscriptionRecord& s) { return attribute(s, "RawMessageDelivery") == "true"; }

std::string topic_attribute(const TopicRecord& t, const char* name) {
  auto it = t.attributes.find(name);
  return it == t.attributes.end() ? "" : it->second;
}

DeliveryPolicy delivery_of(const TopicRecord& t, const SubscriptionRecord& s) {
  return read_subscription_delivery(attribute(s, "DeliveryPolicy"), read_topic_delivery(topic_attribute(t, "DeliveryPolicy")));
}

std::optional<base::Arn> dead_letter_queue(const SubscriptionRecord& s, std::string& held) {
  auto json = base::parse_json(attribute(s, "RedrivePolicy"));
  std::string_view target;
  if (!json || (*json)["deadLetterTargetArn"].get(target)) return {};
  held = target;
  return base::parse_arn(held);
}

sqs::Attributes queue_attributes(const MessageAttributes& from) {
  sqs::Attributes out;
  for (auto& [name, a] : from) {
    sqs::AttributeValue v;
    v.dataType = a.dataType;
    if (a.stringValue) v.stringValue = *a.stringValue;
    if (a.binaryValue) v.binaryValue = *a.binaryValue;
    out.emplace(name, std::move(v));
  }
  return out;
}

}  // namespace

std::optional<base::Time> Courier::run(House& house) {
  settle_outcomes(house);
  const base::Time now = house.clock.now();
  if (house.store.touched("sns") == seen_ && !(next_ && *next_ <= now)) return next_;
  seen_ = house.store.touched("sns");
  next_.reset();
  auto items = due_items(house, now);
  for (auto& item : items) handle(house, item, now);
  postpone(house);
  if (!items.empty()) service::settle(house);      // of one round, all together
  return next_;
}

// In the order of their times; sets next_ to when there is more to do.
std::vector<Courier::Item> Courier::due_items(House& house, base::Time now) {
  std::vector<Item> out;
  store::Txn txn = house.store.read();
  due_table(txn).each("", "", [&](std::string_view key, DueRecord due) {
    if (time_of(key) > now || out.size() == kRound) { next_ = std::max(time_of(key), now); return false; }
    if (!under_way_.contains(std::string(key))) out.push_back({std::string(key), std::move(due)});
    return true;
  });
  return out;
}

std::optional<Courier::Parcel> Courier::parcel(House& house, const Item& item) {
  store::Txn txn = house.store.read();
  auto n = parse_topic(item.due.topic_arn);
  if (!n) return {};
  auto t = topics(txn, *n).get(n->name);
  auto s = subscriptions(txn, *n).get(subscription_key(n->name, item.due.subscription));
  if (!t || !s) return {};
  Parcel out{std::move(*n), std::move(*t), std::move(*s), {}, {}};
  if (item.due.kind != "message") return out.subscription.confirmed ? std::nullopt : std::optional(std::move(out));
  auto m = store::Bound<MessageRecord>(txn, kMessages, "", "").get(item.due.message);
  auto content = m ? opened(house, *m) : std::nullopt;
  if (!content || !out.subscription.confirmed) return {};
  out.message = std::move(*m);
  out.content = std::move(*content);
  return out;
}

// FIFO: whether nothing of its group goes before it.
bool Courier::is_turn(House& house, const Item& item) {
  if (item.due.order.empty()) return true;
  bool first = false;
  store::Txn txn = house.store.read();
  const std::string group = item.due.order.substr(0, item.due.order.rfind('\0') + 1);
  store::Bound<Mark>(txn, kOrder, "", "").each(group, group, [&](std::string_view key, const Mark&) {
    first = key == item.due.order;
    return false;
  });
  return first;
}

void Courier::handle(House& house, const Item& item, base::Time now) {
  auto done = [&] { service::note_in_turn(house, [&](store::Txn& txn) { finish(txn, item.key, item.due); }); };
  if (item.due.kind == "expire") {
    service::note_in_turn(house, [&](store::Txn& txn) { expire(txn, item.due); finish(txn, item.key, item.due); });
    return;
  }
  auto p = parcel(house, item);
  if (!p) return done();                         // deleted meanwhile
  if (!is_turn(house, item)) { later_.emplace_back(item, now.plus_seconds(5)); return; }
  if (p->subscription.protocol == "sqs") send_to_queue(house, item, *p);
  else if (p->subscription.protocol == "lambda" && item.due.kind == "message") send_to_function(house, item, *p);
  else if (p->subscription.protocol == "http" || p->subscription.protocol == "https") send_to_endpoint(house, item, *p, now);
  else done();                                   // e-mail is not sent; functions get messages only
}

std::string Courier::text_for(const Parcel& p) const {
  auto own = p.content.texts.find(p.subscription.protocol);
  return own == p.content.texts.end() ? p.content.texts.at("default") : own->second;
}

Envelope Courier::envelope(House& house, const Item& item, const Parcel& p) {
  const SubscriptionRecord& s = p.subscription;
  Envelope e;
  e.topic_arn = s.topic_arn;
  if (item.due.kind == "message") {
    e.type = "Notification";
    e.message_id = p.message.id;
    e.message = text_for(p);
    e.subject = p.content.subject;
    e.sequence = p.content.sequence;
    e.attributes = p.content.attributes;
    e.time = p.message.published;
    e.unsubscribe_url = host(p.topic) + "?Action=Unsubscribe&SubscriptionArn=" + arn_of(s);
  } else {
    bool farewell = item.due.kind == "farewell";
    e.type = farewell ? "UnsubscribeConfirmation" : "SubscriptionConfirmation";
    e.message_id = item.due.message;
    e.token = token_of(house, s);
    e.subscribe_url = host(p.topic) + "?Action=ConfirmSubscription&TopicArn=" + s.topic_arn + "&Token=" + e.token;
    e.message = farewell ? "You have chosen to deactivate subscription " + arn_of(s) + ".\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message."
                         : "You have chosen to subscribe to the topic " + s.topic_arn + ".\nTo confirm the subscription, visit the SubscribeURL included in this message.";
    e.time = time_of(item.key);
  }
  auto signer = service::signer_for(house, "sns", p.topic.region);
  e.signature_version = topic_attribute(p.record, "SignatureVersion") == "2" ? "2" : "1";
  e.certificate_url = host(p.topic) + "SimpleNotificationService-" + signer->id() + ".pem";
  std::string text = e.signature_version + text_to_sign(e);
  if (text != signed_text_) {
    using Hash = service::Signer::Hash;
    signature_ = base::base64(signer->sign(std::string_view(text).substr(1), e.signature_version == "2" ? Hash::sha256 : Hash::sha1));
    signed_text_ = std::move(text);
  }
  e.signature = signature_;
  return e;
}

void Courier::send_to_queue(House& house, const Item& item, const Parcel& p) {
  const SubscriptionRecord& s = p.subscription;
  auto arn = base::parse_arn(s.endpoint);
  if (!arn) return failed(house, item, p, true, "not a queue");
  const bool plain = raw(s) && item.due.kind == "message";
  sqs::SendMessage send;
  send.queueUrl = sqs::url_of(arn->region, arn->account, arn->resource);
  send.messageBody = plain ? text_for(p) : json(envelope(house, item, p));
  send.trace = p.content.trace;
  if (plain && !p.content.attributes.empty()) send.messageAttributes = queue_attributes(p.content.attributes);
  if (!p.content.group.empty()) send.messageGroupId = p.content.group;
  if (arn->resource.ends_with(".fifo")) send.messageDeduplicationId = p.content.deduplication;
  try {
    service::act_in_turn(house, service::service_principal(kService, s.topic_arn, p.topic.account), {std::string(arn->account), std::string(arn->region)}, send,
              [&](store::Txn& txn) { finish(txn, item.key, item.due); });
  } catch (const ApiError& e) {
    failed(house, item, p, e.status < 500, e.code);
  }
}

void Courier::send_to_function(House& house, const Item& item, const Parcel& p) {
  auto arn = base::parse_arn(p.subscription.endpoint);
  if (!arn) return failed(house, item, p, true, "not a function");
  lambda::Invoke invoke;
  invoke.functionName = p.subscription.endpoint;
  invoke.invocationType = "Event";
  invoke.payload.emplace().bytes = function_event(envelope(house, item, p), arn_of(p.subscription));
  invoke.trace = p.content.trace;
  try {
    service::act_in_turn(house, service::service_principal(kService, p.subscription.topic_arn, p.topic.account), {std::string(arn->account), std::string(arn->region)}, invoke,
              [&](store::Txn& txn) { finish(txn, item.key, item.due); });
  } catch (const ApiError& e) {
    failed(house, item, p, e.status < 500 && e.status != 429, e.code);
  }
}

void Courier::send_to_endpoint(House& house, const Item& item, const Parcel& p, base::Time now) {
  const SubscriptionRecord& s = p.subscription;
  auto policy = delivery_of(p.record, s);
  if (policy.per_second) {
    auto& next = paced_[s.id];
    if (next > now) { later_.emplace_back(item, next); return; }
    next = base::Time{now.ms + std::max<std::int64_t>(1, 1000 / *policy.per_second)};
    if (paced_.size() > 10'000) paced_.clear();
  }
  Envelope e = envelope(house, item, p);
  const bool plain = raw(s) && e.type == "Notification";
  service::OutgoingRequest post{.url = s.endpoint};
  post.headers = {{"x-amz-sns-message-type", e.type}, {"x-amz-sns-message-id", e.message_id}, {"x-amz-sns-topic-arn", e.topic_arn}};
  if (item.due.kind != "confirm") post.headers.emplace_back("x-amz-sns-subscription-arn", arn_of(s));
  if (plain) post.headers.emplace_back("x-amz-sns-rawdelivery", "true");
  post.headers.emplace_back("Content-Type", policy.content_type);
  post.headers.emplace_back("User-Agent", "Amazon Simple Notification Service Agent");
  post.body = plain ? e.message : json(e);
  bool taken = pool_.submit(std::move(post), [inbox = inbox_, item, &bell = house.cache<service::Bell>()](service::OutgoingAnswer answer) {
    {
      std::lock_guard lock(inbox->mutex);
      inbox->outcomes.push_back({item, std::move(answer)});
    }
    bell.ring();
  });
  if (taken) under_way_.insert(item.key);
  else later_.emplace_back(item, base::Time{now.ms + 500});
}

void Courier::settle_outcomes(House& house) {
  std::vector<Outcome> outcomes;
  {
    std::lock_guard lock(inbox_->mutex);
    outcomes.swap(inbox_->outcomes);
  }
  for (auto& [item, answer] : outcomes) {
    under_way_.erase(item.key);
    auto p = answer.status >= 200 && answer.status < 300 ? std::nullopt : parcel(house, item);
    if (!p) service::note_in_turn(house, [&](store::Txn& txn) { finish(txn, item.key, item.due); });
    else failed(house, item, *p, answer.status > 0 && answer.status < 500 && answer.status != 429, answer.status ? std::to_string(answer.status) : answer.fault);
  }
}

// What the other side refuses is not tried again; what it could not do now, is.
void Courier::failed(House& house, const Item& item, const Parcel& p, bool for_good, const std::string& why) {
  auto retry = p.subscription.protocol == "sqs" || p.subscription.protocol == "lambda" ? managed_endpoints() : delivery_of(p.record, p.subscription).retry;
  auto delay = for_good ? std::nullopt : retry.delay(item.due.attempts + 1);
  if (!delay) {
    base::log_error("sns: gave up on " + arn_of(p.subscription) + ": " + why);
    return dead_letter(house, item, p);
  }
  DueRecord again = item.due;
  ++again.attempts;
  service::note_in_turn(house, [&](store::Txn& txn) {
    due_table(txn).erase(item.key);
    put_due(txn, house.clock.now().plus_seconds(*delay), again);
  });
}

void Courier::dead_letter(House& house, const Item& item, const Parcel& p) {
  std::string held;
  auto arn = item.due.kind == "message" ? dead_letter_queue(p.subscription, held) : std::nullopt;
  auto done = [&](store::Txn& txn) { finish(txn, item.key, item.due); };
  if (!arn) return service::note_in_turn(house, done);
  const bool plain = raw(p.subscription);
  sqs::SendMessage send;
  send.queueUrl = sqs::url_of(arn->region, arn->account, arn->resource);
  send.messageBody = plain ? text_for(p) : json(envelope(house, item, p));
  send.trace = p.content.trace;
  if (plain && !p.content.attributes.empty()) send.messageAttributes = queue_attributes(p.content.attributes);
  if (arn->resource.ends_with(".fifo")) {
    send.messageGroupId = p.content.group;
    send.messageDeduplicationId = p.content.deduplication;
  }
  try {
    service::act_in_turn(house, service::service_principal(kService, p.subscription.topic_arn, p.topic.account), {std::string(arn->account), std::string(arn->region)}, send, done);
  } catch (const ApiError& e) {
    if (e.status >= 500) { later_.emplace_back(item, house.clock.now().plus_seconds(20)); return; }
    base::log_error("sns: the dead-letter queue of " + arn_of(p.subscription) + " refused: " + e.code);
    service::note_in_turn(house, done);
  }
}

void Courier::postpone(House& house) {
  if (later_.empty()) return;
  service::note_in_turn(house, [&](store::Txn& txn) {
    for (auto& [item, when] : later_) {
      due_table(txn).erase(item.key);
      put_due(txn, when, item.due);
    }
  });
  for (auto& [item, when] : later_) next_ = std::min(next_.value_or(when), when);
  later_.clear();
}

}  // namespace sns
