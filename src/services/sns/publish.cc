#include "services/sns/publish.h"

#include <set>

#include "base/crypto.h"
#include "base/ids.h"
#include "service/traces.h"
#include "services/kms/api.h"
#include "services/sns/filter.h"
#include "services/sns/message.h"
#include "services/sns/subscription_attributes.h"
#include "services/sns/topic_key.h"
#include "shape/pack.h"

namespace sns {
namespace {

constexpr std::int64_t kSeenSeconds = 300;         // FIFO: how long a deduplication id counts
constexpr std::string_view kPurpose = "sns messages";
constexpr std::size_t kMostEntries = 10;

ApiError kms_error(const ApiError& e) {
  auto as = [&](const char* code) { return ApiError{code, 400, e.message}; };
  if (e.code == "NotFoundException") return as("KMSNotFound");
  if (e.code == "DisabledException") return as("KMSDisabled");
  if (e.code == "KMSInvalidStateException" || e.code == "InvalidKeyUsageException") return as("KMSInvalidState");
  return as("KMSAccessDenied");
}

// A key named without its account is one of the topic's.
std::string key_arn(const std::string& key, const TopicName& n, const House& house) {
  if (key.starts_with("arn:")) return key;
  return "arn:" + house.settings.partition + ":kms:" + n.region + ":" + n.account + ":" + (key.starts_with("alias/") ? "" : "key/") + key;
}

struct DataKey { std::string plain, ciphertext; };

// As the publisher, through SNS, who must be allowed both: a key to write with and to read with again.
DataKey data_key(const TopicRecord& t, const TopicName& n, Call& call) {
  auto key = t.attributes.find("KmsMasterKeyId");
  if (key == t.attributes.end()) return {base::random_bytes(32), ""};
  std::map<std::string, std::string> context = {{"aws:sns:topicArn", topic_arn(call.house(), n)}};
  Call itself = call.via("sns.amazonaws.com");
  try {
    kms::GenerateDataKey ask;
    ask.keyId = key_arn(key->second, n, call.house());
    ask.keySpec = "AES_256";
    ask.encryptionContext = context;
    auto made = itself.ask(ask);
    kms::Decrypt open;
    open.ciphertextBlob = made.ciphertextBlob;
    open.encryptionContext = context;
    return {itself.ask(open).plaintext.bytes, made.ciphertextBlob.bytes};
  } catch (const ApiError& e) {
    throw kms_error(e);
  }
}

MessageRecord sealed(const Content& content, const DataKey& key, Call& call) {
  MessageRecord m;
  m.id = base::uuid();
  m.published = call.now();
  m.sealed = base::seal(key.plain, shape::packed(content), m.id);
  m.sealed_key = base::seal(call.house().key_for(kPurpose), key.plain, m.id);
  m.data_key = key.ciphertext;
  return m;
}

std::string sequence_number(std::int64_t n) { return std::to_string(10'000'000'000'000'000'000ULL + std::uint64_t(n) * 256); }

bool takes(const SubscriptionRecord& s, const Content& content) {
  if (!s.confirmed || s.protocol.starts_with("email")) return false;
  const std::string policy = attribute(s, "FilterPolicy");
  if (policy.empty()) return true;
  const bool of_body = attribute(s, "FilterPolicyScope") == kOfBody;
  auto pattern = compile_filter(policy, of_body);
  auto text = content.texts.find(s.protocol);
  return !pattern || accepts(*pattern, of_body, text == content.texts.end() ? content.texts.at("default") : text->second, content.attributes);
}

// FIFO: forgets a few of the ids whose time is over, so that they cannot pile up.
void forget_seen(Call& call) {
  auto by_time = call.elsewhere(kSeenByTime, "");
  std::vector<std::pair<std::string, std::string>> over;
  char now[24];
  std::snprintf(now, sizeof now, "%020lld", static_cast<long long>(call.now().ms));
  by_time.each("", "", [&](std::string_view key, Mark seen) {
    if (key >= std::string_view(now) || over.size() == 4) return false;
    over.emplace_back(key, std::move(seen.value));
    return true;
  });
  for (auto& [key, seen] : over) {
    by_time.erase(key);
    auto row = call.elsewhere(kSeen, "").get(seen);
    if (row && row->at.plus_seconds(kSeenSeconds) <= call.now()) call.elsewhere(kSeen, "").erase(seen);
  }
}

std::string seen_key(const TopicName& n, const TopicRecord& t, const Content& c) {
  auto scope = t.attributes.find("FifoThroughputScope");
  return store::joined(n.account + n.region, n.name, scope != t.attributes.end() && scope->second == "MessageGroup" ? store::joined(c.group, c.deduplication) : c.deduplication);
}

void remember(const std::string& key, const PublishResult& done, Call& call) {
  call.elsewhere(kSeen, "").put(key, {done.messageId, done.sequenceNumber.value_or(""), call.now()});
  char until[24];
  std::snprintf(until, sizeof until, "%020lld", static_cast<long long>(call.now().plus_seconds(kSeenSeconds).ms));
  call.elsewhere(kSeenByTime, "").put(store::joined(until, key), {key});
}

// One message into the topic: its own record, and a delivery for every subscription that takes it.
PublishResult take_in(Content content, TopicRecord& t, const TopicName& n, const DataKey& key, Call& call) {
  std::string seen;
  if (is_fifo(t)) {
    forget_seen(call);
    seen = seen_key(n, t, content);
    if (auto before = call.elsewhere(kSeen, "").get(seen); before && before->at.plus_seconds(kSeenSeconds) > call.now()) return {before->message, before->sequence};
    content.sequence = sequence_number(++t.sequence);
    topics(call.txn(), n).put(n.name, t);
  }
  MessageRecord m = sealed(content, key, call);
  m.topic_arn = topic_arn(call.house(), n);
  PublishResult out{m.id, content.sequence.empty() ? std::nullopt : std::optional(content.sequence)};
  if (!seen.empty()) remember(seen, out, call);
  std::vector<DueRecord> due;
  subscriptions(call.txn(), n).each(store::joined(n.name, ""), "", [&](std::string_view, const SubscriptionRecord& s) {
    if (takes(s, content)) due.push_back({.kind = "message", .message = m.id, .topic_arn = m.topic_arn, .subscription = s.id});
    return true;
  });
  for (auto& d : due) {
    if (is_fifo(t)) {
      d.order = store::joined(d.subscription, content.group, content.sequence);
      call.elsewhere(kOrder, "").put(d.order, {});
    }
    put_due(call.txn(), call.now(), d);
  }
  m.remaining = std::int64_t(due.size());
  if (m.remaining > 0) call.elsewhere(kMessages, "").put(m.id, m);
  return out;
}

// The topic a message is for. Phones and apps are not reached from here.
const std::string& target(const Publish& q) {
  if (q.topicArn.has_value() + q.targetArn.has_value() + q.phoneNumber.has_value() != 1) {
    if (!q.topicArn && !q.targetArn && !q.phoneNumber) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
    throw invalid("TopicArn or TargetArn Reason: only one of TopicArn, TargetArn and PhoneNumber may be given");
  }
  if (q.phoneNumber) throw invalid("PhoneNumber Reason: text messages are not part of this server");
  const std::string& arn = q.topicArn ? *q.topicArn : *q.targetArn;
  if (q.targetArn && arn.find(":endpoint/") != arn.npos) throw invalid("TargetArn Reason: platform endpoints are not part of this server");
  return arn;
}

Access access(const TopicName& n, Call& call) {
  Access out = to_topic("SNS:Publish", n, call);
  out.type = "AWS::SNS::Topic";
  return out;
}

bool entry_id_ok(const std::string& id) {
  return !id.empty() && id.size() <= 80 && std::all_of(id.begin(), id.end(), [](char c) { return std::isalnum(std::uint8_t(c)) || c == '-' || c == '_'; });
}

void check_batch(const PublishBatch& q) {
  if (q.publishBatchRequestEntries.empty()) throw ApiError{"EmptyBatchRequest", 400, "The batch request doesn't contain any entries."};
  if (q.publishBatchRequestEntries.size() > kMostEntries) throw ApiError{"TooManyEntriesInBatchRequest", 400, "The batch request contains more entries than permissible."};
  std::set<std::string> ids;
  std::size_t bytes = 0;
  for (auto& e : q.publishBatchRequestEntries) {
    if (!entry_id_ok(e.id)) throw ApiError{"InvalidBatchEntryId", 400, "The Id of a batch entry in a batch request doesn't abide by the specification."};
    if (!ids.insert(e.id).second) throw ApiError{"BatchEntryIdsNotDistinct", 400, "Two or more batch entries in the request have the same Id."};
    bytes += size_of(draft_of(e));
  }
  if (bytes > kMostBytes) throw ApiError{"BatchRequestTooLong", 400, "The length of all the batch messages put together is more than the limit."};
}

}  // namespace

std::optional<std::string> topic_key(const Call& call, std::string_view arn) {
  auto n = parse_topic(arn);
  auto t = n ? topics(call.txn(), *n).get(n->name) : std::nullopt;
  if (!t || !t->attributes.contains("KmsMasterKeyId")) return {};
  return key_arn(t->attributes.at("KmsMasterKeyId"), *n, call.house());
}

std::optional<Content> opened(const House& house, const MessageRecord& m) {
  auto key = base::open(house.key_for(kPurpose), m.sealed_key, m.id);
  if (!key) return {};
  auto plain = base::open(*key, m.sealed, m.id);
  base::wipe(*key);
  return plain ? shape::unpacked<Content>(*plain) : std::nullopt;
}

Access to_publish(const Publish& q, Call& call) { return access(topic_name(target(q), call, q.topicArn ? "TopicArn" : "TargetArn"), call); }

PublishResult publish(const Publish& q, Call& call) {
  TopicName n = topic_name(target(q), call);
  TopicRecord t = existing_topic(n, call);
  Content content = content_of(draft_of(q), t);
  content.trace = service::trace_of(q.trace, call);
  return take_in(std::move(content), t, n, data_key(t, n, call), call);
}

Access to_publish_batch(const PublishBatch& q, Call& call) { return access(topic_name(q.topicArn, call), call); }

PublishBatchResult publish_batch(const PublishBatch& q, Call& call) {
  check_batch(q);
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  DataKey key = data_key(t, n, call);
  PublishBatchResult out;
  for (auto& e : q.publishBatchRequestEntries) {
    try {
      Content content = content_of(draft_of(e), t);
      content.trace = service::trace_of({}, call);
      auto done = take_in(std::move(content), t, n, key, call);
      out.successful.push_back({e.id, done.messageId, done.sequenceNumber});
    } catch (const ApiError& fault) {
      out.failed.push_back({e.id, fault.code, fault.message, true});
    }
  }
  return out;
}

}  // namespace sns
