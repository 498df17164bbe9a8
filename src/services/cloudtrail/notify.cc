#include "services/cloudtrail/notify.h"

#include "base/arn.h"
#include "base/json.h"
#include "base/log.h"
#include "service/in_turn.h"
#include "services/cloudtrail/destinations.h"
#include "services/kms/api.h"
#include "services/sns/api.h"
#include "services/sns/topic_key.h"

namespace cloudtrail {

using service::ApiError, service::Call, service::House;

namespace {

constexpr std::size_t kMostKeys = 500;         // of one notice, far below SNS's 256 KB
constexpr std::size_t kMostOwed = 10'000;      // of one lane and bucket, while its topic refuses

bool name_ok(std::string_view name) {
  return !name.empty() && name.size() <= 256 && std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(std::uint8_t(c)) || c == '_' || c == '-'; });
}

// A name is one of the caller's own topics, in the trail's home Region.
std::string resolved(const Trail& t, const std::string& given, Call& call) {
  std::string_view name = given;
  auto arn = base::parse_arn(given);
  if (given.starts_with("arn:")) {
    if (!arn || arn->service != "sns" || !base::is_account_id(arn->account) || arn->region.empty() || arn->partition != call.house().settings.partition) name = "";
    else name = arn->resource;
  }
  if (!name_ok(name)) throw error("InvalidSnsTopicNameException", "SNS topic name is not valid: " + given);
  return arn ? given : "arn:" + call.house().settings.partition + ":sns:" + t.homeRegion + ":" + call.caller().account() + ":" + given;
}

service::Scope scope_of(const std::string& topic) {
  auto arn = base::parse_arn(topic);
  return {std::string(arn->account), std::string(arn->region)};
}

// An encrypted topic's key must let CloudTrail make data keys and open them.
void check_key(const Trail& t, Call& call) {
  auto key = sns::topic_key(call, t.topicArn);
  if (!key) return;
  std::map<std::string, std::string> context = {{"aws:sns:topicArn", t.topicArn}};
  Call itself = call.as(acting_for(t)).at(scope_of(t.topicArn));
  try {
    kms::GenerateDataKey make;
    make.keyId = *key;
    make.keySpec = "AES_256";
    make.encryptionContext = context;
    auto made = itself.ask(make);
    kms::Decrypt open;
    open.ciphertextBlob = made.ciphertextBlob;
    open.encryptionContext = context;
    itself.ask(open);
  } catch (const ApiError& e) {
    if (e.code == "NotFoundException") throw error("KmsKeyNotFoundException", "KMS key " + *key + " of the SNS topic does not exist.");
    if (e.code == "DisabledException" || e.code == "KMSInvalidStateException") throw error("KmsException", e.message);
    throw error("InsufficientEncryptionPolicyException", "Insufficient permissions to access SNS topic " + t.topicArn + " or KMS key " + *key + ".");
  }
}

sns::Publish message(const std::string& topic, std::string text) {
  sns::Publish q;
  q.topicArn = topic;
  q.message = std::move(text);
  return q;
}

std::string notice(const std::string& bucket, std::vector<std::string>::const_iterator from, std::vector<std::string>::const_iterator to) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("s3Bucket").text(bucket).key("s3ObjectKey").open('[');
  for (; from != to; ++from) w.text(*from);
  w.close(']').close('}');
  return out;
}

store::Bound<OwedNotice> owed(store::Txn& txn) { return {txn, kOwedNotices, "", ""}; }
std::string owed_key(const OwedNotice& o) { return store::joined(store::joined(o.trail_id, o.account, o.region), o.bucket); }

// As many keys of a lane as one notice holds: told, and struck off in the same commit. False: the topic refused.
bool publish_one(House& house, const Trail& t, const OwedNotice& o) {
  const auto count = std::ptrdiff_t(std::min(o.keys.size(), kMostKeys));
  const std::string lane = store::joined(o.trail_id, o.account, o.region);
  const base::Time now = house.clock.now();
  try {
    service::act_in_turn(house, acting_for(t), scope_of(t.topicArn), message(t.topicArn, notice(o.bucket, o.keys.begin(), o.keys.begin() + count)), [&](store::Txn& txn) {
      if (auto rest = owed(txn).get(owed_key(o))) {
        rest->keys.erase(rest->keys.begin(), rest->keys.begin() + count);      // files delivered meanwhile stand behind
        if (rest->keys.empty()) owed(txn).erase(owed_key(o));
        else owed(txn).put(owed_key(o), *rest);
      }
      store::Bound<Notified>(txn, kNotified, "", "").put(lane, {now, now, ""});
    });
    return true;
  } catch (const ApiError& e) {
    service::note_in_turn(house, [&](store::Txn& txn) {
      store::Bound<Notified> notified(txn, kNotified, "", "");
      Notified status = notified.get(lane).value_or(Notified{});
      status.attempted = now;
      status.error = e.code;
      notified.put(lane, status);
    });
    base::log_error("notice of " + arn_of(t) + " to " + t.topicArn + ": " + e.code + ": " + e.message);
    return false;
  }
}

}  // namespace

void set_topic(Trail& t, const std::optional<std::string>& given, Call& call) {
  if (!given) return;
  if (given->empty()) { t.topicArn.clear(); return; }
  t.topicArn = resolved(t, *given, call);
  if (auto& active = call.house().ports().account_active; !active(call.txn(), scope_of(t.topicArn).account))
    throw error("CloudTrailInvalidClientTokenIdException", "The account of SNS topic " + t.topicArn + " is suspended.");
  if (!call.as(acting_for(t)).at(scope_of(t.topicArn)).may(message(t.topicArn, "CloudTrail validation message.")))
    throw error("InsufficientSnsTopicPolicyException", "SNS Topic does not exist or the topic policy is incorrect!");
  check_key(t, call);
  call.later(kValidation, store::joined(t.topicArn, arn_of(t), t.account));
}

std::optional<std::string> topic_name(const Trail& t) {
  if (t.topicArn.empty()) return {};
  return t.topicArn.substr(t.topicArn.rfind(':') + 1);
}

// A topic that has changed since it was tested keeps its silence: the trail's status will tell.
void send_validation(House& house, const std::string& payload) {
  const auto first = payload.find('\0'), second = payload.find('\0', first + 1);
  const std::string topic = payload.substr(0, first);
  try {
    house.act(service::service_principal("cloudtrail.amazonaws.com", payload.substr(first + 1, second - first - 1), payload.substr(second + 1)), scope_of(topic),
              message(topic, "CloudTrail validation message."));
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;
    base::log_error("validation message to " + topic + ": " + e.code + ": " + e.message);
  }
}

void owe_notice(store::Txn& txn, const Trail& t, const Covered& c, const std::string& key) {
  if (t.topicArn.empty()) return;
  OwedNotice o{t.id, c.account, c.region, t.bucket, {}};
  o = owed(txn).get(owed_key(o)).value_or(o);
  o.keys.push_back(key);
  if (o.keys.size() > kMostOwed) o.keys.erase(o.keys.begin());
  owed(txn).put(owed_key(o), o);
}

void forget_notices(store::Txn& txn, const Trail& t, const Covered& c) {
  store::Bound<Notified>(txn, kNotified, "", "").erase(store::joined(t.id, c.account, c.region));
  owed(txn).erase(owed_key({t.id, c.account, c.region, t.bucket, {}}));
}

void publish_notices(House& house, const std::vector<Trail>& trails) {
  for (auto& t : trails) {
    std::vector<OwedNotice> waiting;
    {
      store::Txn txn = house.store.read();
      owed(txn).each(store::joined(t.id, ""), "", [&](std::string_view, OwedNotice o) { waiting.push_back(std::move(o)); return true; });
    }
    for (auto& o : waiting) {
      if (t.topicArn.empty()) service::note_in_turn(house, [&](store::Txn& txn) { owed(txn).erase(owed_key(o)); });
      else if (!publish_one(house, t, o)) break;      // the topic refuses: the next lane's notice would fare no better
    }
    if (!waiting.empty()) service::settle(house);
  }
}

}  // namespace cloudtrail
