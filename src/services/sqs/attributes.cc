#include "services/sqs/attributes.h"

#include <array>
#include <charconv>

#include "services/sqs/pile.h"
#include "services/sqs/redrive.h"

namespace sqs {
namespace {

constexpr std::size_t kMostPolicyBytes = 262'144;

enum class Sort : std::uint8_t { whole, boolean, fifo_boolean, fifo_word, other, derived };
struct Rule { std::string_view name; Sort sort; std::int64_t least = 0, most = 0; };
constexpr auto kRules = std::to_array<Rule>({
    {"DelaySeconds", Sort::whole, 0, 900},
    {"MaximumMessageSize", Sort::whole, 1024, 1'048'576},
    {"MessageRetentionPeriod", Sort::whole, 60, 1'209'600},
    {"ReceiveMessageWaitTimeSeconds", Sort::whole, 0, 20},
    {"VisibilityTimeout", Sort::whole, 0, 43'200},
    {"KmsDataKeyReusePeriodSeconds", Sort::whole, 60, 86'400},
    {"SqsManagedSseEnabled", Sort::boolean},
    {"FifoQueue", Sort::fifo_boolean},
    {"ContentBasedDeduplication", Sort::fifo_boolean},
    {"DeduplicationScope", Sort::fifo_word},
    {"FifoThroughputLimit", Sort::fifo_word},
    {"Policy", Sort::other},
    {"RedrivePolicy", Sort::other},
    {"RedriveAllowPolicy", Sort::other},
    {"KmsMasterKeyId", Sort::other},
    {"QueueArn", Sort::derived},
    {"CreatedTimestamp", Sort::derived},
    {"LastModifiedTimestamp", Sort::derived},
    {"ApproximateNumberOfMessages", Sort::derived},
    {"ApproximateNumberOfMessagesNotVisible", Sort::derived},
    {"ApproximateNumberOfMessagesDelayed", Sort::derived},
});

const Rule* rule_of(std::string_view name) {
  for (auto& r : kRules) if (r.name == name) return &r;
  return nullptr;
}

std::string checked_whole(const Rule& rule, const std::string& text) {
  std::int64_t n = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || n < rule.least || n > rule.most) throw invalid_attribute(rule.name);
  return std::to_string(n);
}

std::string checked_boolean(const Rule& rule, const std::string& text) {
  if (text != "true" && text != "false") throw invalid_attribute(rule.name);
  return text;
}

std::string checked_word(const Rule& rule, const std::string& text) {
  const bool scope = rule.name == "DeduplicationScope";
  if (text != (scope ? "messageGroup" : "perMessageGroupId") && text != (scope ? "queue" : "perQueue")) throw invalid_attribute(rule.name);
  return text;
}

std::string checked_other(std::string_view name, const std::string& text, const Found& f, Call& call) {
  if (name == "RedrivePolicy") return checked_redrive_policy(text, f, call);
  if (name == "RedriveAllowPolicy") return checked_redrive_allow_policy(text);
  if (name == "KmsMasterKeyId" && text.size() > 2048) throw invalid_attribute(name);
  if (name == "Policy" && !text.empty() && (text.size() > kMostPolicyBytes || policy::fault(text, policy::Kind::resource))) throw invalid_attribute(name);
  return text;
}

// One kind of server-side encryption at a time; naming a key turns the other one off, and the other way round.
void settle_encryption(const Words& given, Words& kept) {
  auto key = given.find("KmsMasterKeyId"), managed = given.find("SqsManagedSseEnabled");
  const bool has_key = key != given.end() && !key->second.empty(), on = managed != given.end() && managed->second == "true";
  if (has_key && on)
    throw ApiError{"InvalidAttributeValue", 400, "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."};
  if (has_key) kept.erase("SqsManagedSseEnabled");
  if (on) kept.erase("KmsMasterKeyId");
}

void settle_throughput(const Queue& queue) {
  if (text(queue, "FifoThroughputLimit") == "perMessageGroupId" && text(queue, "DeduplicationScope") != "messageGroup")
    throw invalid_attribute("FifoThroughputLimit", "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup.");
}

}  // namespace

void apply(const Words& given, Found& f, Call& call) {
  for (auto& [name, value] : given) {
    const Rule* rule = rule_of(name);
    const bool of_fifo = rule && (rule->sort == Sort::fifo_boolean || rule->sort == Sort::fifo_word);
    if (!rule || rule->sort == Sort::derived || (of_fifo && !f.queue.fifo())) throw unknown_attribute(name.substr(0, 128));
    std::string kept;
    switch (rule->sort) {
      case Sort::whole: kept = checked_whole(*rule, value); break;
      case Sort::boolean:
      case Sort::fifo_boolean: kept = checked_boolean(*rule, value); break;
      case Sort::fifo_word: kept = checked_word(*rule, value); break;
      default: kept = checked_other(name, value, f, call); break;
    }
    if (name == "FifoQueue" && kept != "true") throw invalid_attribute(name, "The type of a queue cannot be changed.");
    if (kept.empty()) f.queue.attributes.erase(name); else f.queue.attributes[name] = std::move(kept);
  }
  settle_encryption(given, f.queue.attributes);
  settle_throughput(f.queue);
}

bool is_queue_attribute(std::string_view name) { return rule_of(name); }

std::optional<std::string> shown(std::string_view name, const Found& f) {
  const Rule* rule = rule_of(name);
  if (!rule) return {};
  const Queue& q = f.queue;
  const bool kms = !text(q, "KmsMasterKeyId").empty();
  switch (rule->sort) {
    case Sort::whole:
      if (name == "KmsDataKeyReusePeriodSeconds" && !kms) return {};
      return std::to_string(number(q, name));
    case Sort::boolean: return kms ? "false" : q.attributes.contains("SqsManagedSseEnabled") ? text(q, name) : "true";
    case Sort::fifo_boolean:
      if (!q.fifo()) return {};
      return name == "FifoQueue" || is_true(q, name) ? "true" : "false";
    case Sort::fifo_word:
      if (!q.fifo()) return {};
      return q.attributes.contains(std::string(name)) ? text(q, name) : name == "DeduplicationScope" ? "queue" : "perQueue";
    case Sort::other:
      if (text(q, name).empty()) return {};
      return text(q, name);
    case Sort::derived: break;
  }
  if (name == "QueueArn") return f.arn;
  if (name == "CreatedTimestamp") return std::to_string(q.created.s());
  if (name == "LastModifiedTimestamp") return std::to_string(q.modified.s());
  return {};
}

Access to_get_attributes(const GetQueueAttributes& q, Call& call) { return to_queue(call, "sqs:GetQueueAttributes", q.queueUrl); }

GetQueueAttributesResult get_queue_attributes(const GetQueueAttributes& q, Call& call) {
  const Found f = find_queue(call, q.queueUrl);
  std::vector<std::string_view> names;
  for (auto& name : q.attributeNames.value_or(Texts{})) {
    if (name == "All") for (auto& r : kRules) names.push_back(r.name);
    else if (rule_of(name)) names.push_back(rule_of(name)->name);
    else throw unknown_attribute(name.substr(0, 128));
  }
  GetQueueAttributesResult out;
  if (names.empty()) return out;
  Words& words = out.attributes.emplace();
  std::optional<Pile::Counts> counts;
  for (auto name : names) {
    if (auto value = shown(name, f)) words[std::string(name)] = *value;
    if (!name.starts_with("Approximate")) continue;
    if (!counts) counts = Pile(call.txn(), f).counts(call.now());
    words[std::string(name)] = std::to_string(name.ends_with("NotVisible") ? counts->in_flight : name.ends_with("Delayed") ? counts->delayed : counts->visible);
  }
  return out;
}

Access to_set_attributes(const SetQueueAttributes& q, Call& call) { return to_queue(call, "sqs:SetQueueAttributes", q.queueUrl, Reach::owner); }

shape::Nothing set_queue_attributes(const SetQueueAttributes& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  if (q.attributes.empty()) throw missing_parameter("Attribute.Name");
  apply(q.attributes, f, call);
  f.queue.modified = call.now();
  save(call.txn(), f);
  if (q.attributes.contains("MessageRetentionPeriod")) {       // of the messages that are there, too
    Pile pile(call.txn(), f);
    pile.expire(call.now());
    pile.finish();
  }
  return {};
}

}  // namespace sqs
