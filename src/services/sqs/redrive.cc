#include "services/sqs/redrive.h"

#include <charconv>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/json.h"
#include "services/sqs/paging.h"

namespace sqs {
namespace {

ApiError bad(const std::string& json, std::string_view reason, std::string_view attribute = "RedrivePolicy") {
  return invalid_value(json.substr(0, 1024), attribute, reason);
}

// A number, or its digits in a string: AWS takes both.
std::optional<std::int64_t> whole(const base::JsonValue& v) {
  std::int64_t n = 0;
  std::string_view digits;
  if (!v.get(n)) return n;
  if (v.get(digits)) return {};
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
  if (error != std::errc() || end != digits.data() + digits.size()) return {};
  return n;
}

bool takes_from(const Queue& target, const std::string& source_arn) {
  const std::string policy = text(target, "RedriveAllowPolicy");
  if (policy.empty()) return true;
  auto json = base::parse_json(policy);
  std::string_view permission, one;
  if (!json || (*json)["redrivePermission"].get(permission) || permission == "denyAll") return false;
  if (permission == "allowAll") return true;
  simdjson::dom::array sources;
  if ((*json)["sourceQueueArns"].get(sources)) return false;
  for (auto s : sources) if (!s.get(one) && one == source_arn) return true;
  return false;
}

}  // namespace

std::optional<RedrivePolicy> redrive_policy(const Queue& queue) {
  const std::string stored = text(queue, "RedrivePolicy");
  auto json = stored.empty() ? std::nullopt : base::parse_json(stored);
  std::string_view target;
  if (!json || (*json)["deadLetterTargetArn"].get(target)) return {};
  base::JsonValue count;
  if ((*json)["maxReceiveCount"].get(count)) return {};
  return RedrivePolicy{std::string(target), whole(count).value_or(0)};
}

std::string checked_redrive_policy(const std::string& text_given, const Found& source, Call& call) {
  if (text_given.empty()) return {};
  auto json = base::parse_json(text_given);
  simdjson::dom::object object;
  if (!json || json->get(object)) throw bad(text_given, "Redrive policy is not a valid JSON map.");
  std::string_view target_text;
  base::JsonValue count;
  if (object["deadLetterTargetArn"].get(target_text)) throw bad(text_given, "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
  if (object["maxReceiveCount"].get(count)) throw bad(text_given, "Redrive policy does not contain mandatory attribute: maxReceiveCount.");
  for (auto field : object)
    if (field.key != "deadLetterTargetArn" && field.key != "maxReceiveCount")
      throw bad(text_given, "Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].");
  auto most = whole(count);
  if (!most || *most < 1 || *most > 1000)
    throw bad(text_given,
              "Invalid value for maxReceiveCount: " + (most ? std::to_string(*most) : "null") + ", valid values are from 1 to 1000 both inclusive.");
  const std::string target(target_text);
  auto arn = base::parse_arn(target);
  if (!arn || arn->service != "sqs" || arn->resource.empty()) throw bad(text_given, "Invalid value for deadLetterTargetArn.");
  if (arn->account != source.at.account || arn->region != source.at.region)
    throw bad(text_given, "Dead-letter target must be owned by the same account and be in the same Region as the source.");
  auto found = look_up_arn(call.house(), call.txn(), target);
  if (!found) throw bad(text_given, "Dead letter target does not exist.");
  if (found->queue.name == source.queue.name) throw bad(text_given, "Dead-letter queue must not be its own source.");
  if (found->queue.fifo() != source.queue.fifo()) throw bad(text_given, "Dead-letter queue must be same type of queue as the source.");
  if (!takes_from(found->queue, source.arn)) throw bad(text_given, "Dead letter target does not allow this source queue to redrive to it.");
  std::string out;
  base::JsonWriter(out).open('{').key("deadLetterTargetArn").text(target).key("maxReceiveCount").number(*most).close('}');
  return out;
}

std::string checked_redrive_allow_policy(const std::string& text_given) {
  auto refuse = [&](std::string_view reason) { return bad(text_given, reason, "RedriveAllowPolicy"); };
  if (text_given.empty()) return {};
  auto json = base::parse_json(text_given);
  simdjson::dom::object object;
  if (!json || json->get(object)) throw refuse("Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.");
  std::string_view permission;
  if (object["redrivePermission"].get(permission)) throw refuse("Redrive allow policy does not contain mandatory attribute: redrivePermission.");
  if (permission != "allowAll" && permission != "denyAll" && permission != "byQueue") throw refuse("Invalid value for redrivePermission.");
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("redrivePermission").text(permission);
  simdjson::dom::array sources;
  const bool listed = !object["sourceQueueArns"].get(sources);
  if (listed != (permission == "byQueue")) throw refuse("sourceQueueArns must be given with redrivePermission byQueue, and only then.");
  if (listed) {
    if (sources.size() == 0 || sources.size() > 10) throw refuse("sourceQueueArns must have from 1 to 10 ARNs.");
    w.key("sourceQueueArns").open('[');
    for (auto s : sources) {
      std::string_view arn;
      auto parsed = s.get(arn) ? std::nullopt : base::parse_arn(arn);
      if (!parsed || parsed->service != "sqs") throw refuse("Invalid value in sourceQueueArns.");
      w.text(arn);
    }
    w.close(']');
  }
  w.close('}');
  return out;
}

void redrive(std::int64_t number, const Entry& e, Entry changed, Pile& from, Pile& to, base::Time now) {
  auto content = from.content(number);
  changed.visible = now;
  changed.here = 0;
  from.remove(number, e);
  to.add(changed, *content);
}

Access to_list_sources(const ListDeadLetterSourceQueues& q, Call& call) { return to_queue(call, "sqs:ListDeadLetterSourceQueues", q.queueUrl); }

ListDeadLetterSourceQueuesResult list_dead_letter_source_queues(const ListDeadLetterSourceQueues& q, Call& call) {
  const Found target = find_queue(call, q.queueUrl);
  ListDeadLetterSourceQueuesResult out;
  out.nextToken = page(call.elsewhere(kQueues, target.at.account, target.at.region), "", q.nextToken, q.maxResults, [&](const Queue& queue) {
    auto policy = redrive_policy(queue);
    if (!policy || policy->target != target.arn) return false;
    out.queueUrls.push_back(url_for(call, target.at, queue.name));
    return true;
  });
  return out;
}

}  // namespace sqs
