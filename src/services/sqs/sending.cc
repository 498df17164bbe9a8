#include "services/sqs/sending.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "service/traces.h"
#include "services/sqs/batch.h"
#include "services/sqs/content.h"
#include "services/sqs/fingerprint.h"
#include "services/sqs/letter.h"
#include "services/sqs/memory.h"
#include "services/sqs/pile.h"

namespace sqs {
namespace {

std::optional<std::string> unless_empty(std::string text) { return text.empty() ? std::nullopt : std::optional(std::move(text)); }

std::string sender_of(const service::Principal& p) { return p.who == service::Who::service ? p.service : p.identity.principal_id; }

const std::string& given_trace(const SendMessage& q) { return q.trace; }
std::string given_trace(const SendEntry&) { return {}; }

// Puts messages into one queue. What is refused has written nothing.
class Sender {
 public:
  Sender(Found queue, Call& call) : queue_(std::move(queue)), call_(call), pile_(call.txn(), queue_), memory_(call.txn(), queue_) {}

  // The request of SendMessage, or an entry of a batch: they have the same members.
  template <class Q, class Sent> void send(const Q& q, Sent& out) {
    Letter letter = checked(q.messageBody, q.messageAttributes, q.messageSystemAttributes);
    const std::int64_t most = number(queue_.queue, "MaximumMessageSize");
    if (size_of(letter) > most)
      throw invalid_value("One or more parameters are invalid. Reason: Message must be shorter than " + std::to_string(most) + " bytes.");
    const bool fifo = queue_.queue.fifo();
    Entry e{.id = base::uuid(), .sent = call_.now(), .sender = sender_of(call_.caller()), .group = group(q.messageGroupId, fifo)};
    e.visible = call_.now().plus_seconds(delay(q.delaySeconds, fifo));
    e.dedup = deduplication(q.messageDeduplicationId, letter.body, fifo);
    out.mD5OfMessageBody = letter.md5;
    if (!letter.attributes.empty()) out.mD5OfMessageAttributes = attributes_md5(letter.attributes);
    out.mD5OfMessageSystemAttributes = unless_empty(trace_md5(letter));
    if (letter.trace.empty()) letter.trace = service::trace_of(given_trace(q), call_);
    const std::string what = Memory::of_message(text(queue_.queue, "DeduplicationScope") == "messageGroup" ? e.group : "", e.dedup);
    if (auto before = fifo ? memory_.recall(what, call_.now()) : std::nullopt) {
      out.messageId = before->message_id;
      out.sequenceNumber = before->sequence;
      return;
    }
    pile_.add(e, sealed(letter, e.id, queue_, call_));
    if (fifo) memory_.remember(what, {.at = call_.now(), .message_id = e.id, .sequence = e.sequence});
    out.messageId = e.id;
    out.sequenceNumber = unless_empty(e.sequence);
  }
  void finish() { pile_.finish(); }

 private:
  std::string group(const std::optional<std::string>& given, bool fifo) const {
    if (fifo && !given) throw missing_parameter("MessageGroupId");
    if (given) check_id(*given, "MessageGroupId");
    return given.value_or("");
  }
  std::int64_t delay(const std::optional<std::int64_t>& given, bool fifo) const {
    if (given && (*given < 0 || *given > 900)) throw invalid_value(std::to_string(*given), "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
    if (fifo && given && *given > 0)
      throw invalid_value(std::to_string(*given), "DelaySeconds", "The request include parameter that is not valid for this queue type.");
    return given && !fifo ? *given : number(queue_.queue, "DelaySeconds");
  }
  std::string deduplication(const std::optional<std::string>& given, std::string_view body, bool fifo) const {
    if (given && !fifo)
      throw invalid_value(given->substr(0, 128), "MessageDeduplicationId",
                          "The request include parameter that is not valid for this queue type.");
    if (given) check_id(*given, "MessageDeduplicationId");
    if (given || !fifo) return given.value_or("");
    if (!is_true(queue_.queue, "ContentBasedDeduplication"))
      throw invalid_value("The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly");
    return base::hex(base::sha256(body));
  }

  Found queue_;
  Call& call_;
  Pile pile_;
  Memory memory_;
};

}  // namespace

Access to_send(const SendMessage& q, Call& call) { return to_queue(call, "sqs:SendMessage", q.queueUrl); }

SendMessageResult send_message(const SendMessage& q, Call& call) {
  Sender sender(find_queue(call, q.queueUrl), call);
  SendMessageResult out;
  sender.send(q, out);
  sender.finish();
  return out;
}

Access to_send_batch(const SendMessageBatch& q, Call& call) { return to_queue(call, "sqs:SendMessage", q.queueUrl); }

SendMessageBatchResult send_message_batch(const SendMessageBatch& q, Call& call) {
  check_batch(q.entries, "SendMessageBatchRequestEntry");
  std::size_t bytes = 0;
  for (auto& e : q.entries) {
    bytes += e.messageBody.size();
    if (e.messageAttributes)
      for (auto& [name, a] : *e.messageAttributes)
        bytes += name.size() + a.dataType.size() + (a.stringValue ? a.stringValue->size() : 0) + (a.binaryValue ? a.binaryValue->bytes.size() : 0);
  }
  if (bytes > std::size_t(kMostBytes))
    throw ApiError{"BatchRequestTooLong", 400,
                   "Batch requests cannot be longer than " + std::to_string(kMostBytes) + " bytes. You have sent " + std::to_string(bytes) + " bytes."};
  Sender sender(find_queue(call, q.queueUrl), call);
  auto out = each_entry<SendMessageBatchResult>(q.entries, [&](const SendEntry& e) {
    SendDone done{.id = e.id};
    sender.send(e, done);
    return done;
  });
  sender.finish();
  return out;
}

}  // namespace sqs
