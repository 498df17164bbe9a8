#include "services/sqs/receiving.h"

#include <set>

#include "services/sqs/attributes.h"
#include "services/sqs/content.h"
#include "services/sqs/fingerprint.h"
#include "services/sqs/letter.h"
#include "services/sqs/memory.h"
#include "services/sqs/receipts.h"
#include "services/sqs/redrive.h"

namespace sqs {
namespace {

std::int64_t within(const std::optional<std::int64_t>& given, std::int64_t otherwise, std::int64_t least, std::int64_t most, std::string_view name,
                    std::string_view rule) {
  if (given && (*given < least || *given > most)) throw invalid_value(std::to_string(*given), name, rule);
  return given.value_or(otherwise);
}

std::int64_t wait_seconds(const ReceiveMessage& q, const Queue& queue) {
  return within(q.waitTimeSeconds, number(queue, "ReceiveMessageWaitTimeSeconds"), 0, 20, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.");
}

std::set<std::string> system_names(const ReceiveMessage& q) {
  static const std::set<std::string> known = {"All", "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
                                              "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn"};
  std::set<std::string> out;
  for (auto* names : {&q.attributeNames, &q.messageSystemAttributeNames})
    if (*names)
      for (auto& name : **names) {
        if (!known.contains(name) && !is_queue_attribute(name)) throw unknown_attribute(name.substr(0, 128));
        out.insert(name);
      }
  return out;
}

bool wanted(const Texts& patterns, const std::string& name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) {
    return p == "All" || p == ".*" || p == name || (p.ends_with(".*") && name.starts_with(p.substr(0, p.size() - 2)));
  });
}

class Receiver {
 public:
  Receiver(const ReceiveMessage& q, Found queue, Call& call)
      : q_(q), queue_(std::move(queue)), call_(call), now_(call.now()), names_(system_names(q)), pile_(call.txn(), queue_),
        most_(within(q.maxNumberOfMessages, 1, 1, 10, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")),
        hidden_(within(q.visibilityTimeout, number(queue_.queue, "VisibilityTimeout"), 0, 43'200, "VisibilityTimeout",
                       "Must be between 0 and 43200, if provided.")) {
    wait_seconds(q, queue_.queue);
    if (!q.receiveRequestAttemptId) return;
    if (!queue_.queue.fifo())
      throw invalid_value(q.receiveRequestAttemptId->substr(0, 128), "ReceiveRequestAttemptId",
                          "The request include parameter that is not valid for this queue type.");
    check_id(*q.receiveRequestAttemptId, "ReceiveRequestAttemptId");
    attempt_ = Memory::of_attempt(*q.receiveRequestAttemptId);
  }

  ReceiveMessageResult run() {
    if (attempt_.empty() || !again()) take();
    pile_.finish();
    if (dead_letters_) dead_letters_->finish();
    ReceiveMessageResult out;
    if (!messages_.empty()) out.messages = std::move(messages_);
    return out;
  }

 private:
  void take() {
    if (pile_.full_flight(now_)) {
      if (queue_.queue.fifo()) return;
      throw ApiError{"OverLimit", 403, "The maximum number of in flight messages is reached."};
    }
    find_dead_letter_queue();
    Remembered attempt{.at = now_, .pile = queue_.queue.pile, .visible = now_.plus_seconds(hidden_)};
    for (bool more = true; more && std::int64_t(messages_.size()) < most_;) {
      more = false;
      pile_.each_ready(now_, [&](std::int64_t number, const Entry& e) {
        if (pile_.expired(e, now_)) { pile_.remove(number, e); more = true; return true; }
        if (dead_letters_ && e.here >= policy_->most) {
          bury(number, e);
          return more = true;
        }
        if (!taken_.insert(number).second) return true;       // visible again at once
        Entry after = hand_out(number, e);
        attempt.numbers.push_back(number);
        attempt.receives.push_back(after.here);
        return std::int64_t(messages_.size()) < most_;
      });
      if (++rounds_ == kMostRounds) break;
    }
    if (!attempt_.empty() && !attempt.numbers.empty()) Memory(call_.txn(), queue_).remember(attempt_, attempt);
  }

  // A retried attempt gets the same messages and handles, as long as none of them has changed.
  bool again() {
    Memory memory(call_.txn(), queue_);
    auto before = memory.recall(attempt_, now_);
    if (!before || before->pile != queue_.queue.pile || before->numbers.size() != before->receives.size()) return false;
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < before->numbers.size(); ++i) {
      auto e = pile_.find(before->numbers[i]);
      if (!e || e->here != before->receives[i] || e->visible <= now_ || e->visible != before->visible) return false;
      entries.push_back(std::move(*e));
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      Entry after = entries[i];
      after.visible = now_.plus_seconds(hidden_);
      pile_.change(before->numbers[i], entries[i], after);
      show(before->numbers[i], after);
    }
    before->visible = now_.plus_seconds(hidden_);
    memory.keep(attempt_, *before);
    return true;
  }

  // A standard queue's message keeps the time it was sent, which its retention counts from; a FIFO queue's starts anew.
  void bury(std::int64_t number, const Entry& e) {
    Entry dead = e;
    dead.dead_letter_source = queue_.arn;
    if (queue_.queue.fifo()) dead.sent = now_;
    redrive(number, e, std::move(dead), pile_, *dead_letters_, now_);
  }

  Entry hand_out(std::int64_t number, const Entry& e) {
    Entry after = e;
    ++after.receives;
    ++after.here;
    after.last_received = now_;
    if (!after.first_received.ms) after.first_received = now_;
    after.visible = now_.plus_seconds(hidden_);
    pile_.change(number, e, after);
    show(number, after);
    return after;
  }

  void show(std::int64_t number, const Entry& e) {
    Letter letter = opened(*pile_.content(number), e.id, queue_, call_);
    Message m{.messageId = e.id, .receiptHandle = handle_of({queue_.queue.pile, number, e.here}, queue_, call_.house()), .mD5OfBody = letter.md5};
    m.attributes = system_attributes(e, letter);
    if (q_.messageAttributeNames) {
      std::erase_if(letter.attributes, [&](auto& a) { return !wanted(*q_.messageAttributeNames, a.first); });
      if (!letter.attributes.empty()) m.mD5OfMessageAttributes = attributes_md5(letter.attributes);
      for (auto& [name, a] : letter.attributes) {
        auto& out = (m.messageAttributes ? *m.messageAttributes : m.messageAttributes.emplace())[name];
        out.dataType = a.type;
        if (a.binary) out.binaryValue = shape::Blob{a.value}; else out.stringValue = a.value;
      }
    }
    m.body = std::move(letter.body);
    messages_.push_back(std::move(m));
  }

  std::optional<Words> system_attributes(const Entry& e, const Letter& letter) const {
    Words out;
    auto add = [&](const char* name, std::string value) {
      if (!value.empty() && (names_.contains("All") || names_.contains(name))) out[name] = std::move(value);
    };
    add("SenderId", e.sender);
    add("SentTimestamp", std::to_string(e.sent.ms));
    add("ApproximateReceiveCount", std::to_string(e.receives));
    add("ApproximateFirstReceiveTimestamp", std::to_string(e.first_received.ms));
    add("SequenceNumber", e.sequence);
    add("MessageDeduplicationId", e.dedup);
    add("MessageGroupId", e.group);
    add("AWSTraceHeader", letter.trace);
    add("DeadLetterQueueSourceArn", e.dead_letter_source);
    if (out.empty()) return {};
    return out;
  }

  void find_dead_letter_queue() {
    policy_ = redrive_policy(queue_.queue);
    if (!policy_) return;
    auto target = look_up_arn(call_.house(), call_.txn(), policy_->target);
    if (target && target->queue.fifo() == queue_.queue.fifo()) dead_letters_.emplace(call_.txn(), *target);
  }

  static constexpr int kMostRounds = 20;       // of messages that are due only to be taken away
  const ReceiveMessage& q_;
  Found queue_;
  Call& call_;
  const base::Time now_;
  const std::set<std::string> names_;
  Pile pile_;
  std::optional<Pile> dead_letters_;
  std::optional<RedrivePolicy> policy_;
  const std::int64_t most_, hidden_;
  std::string attempt_;
  std::set<std::int64_t> taken_;
  std::vector<Message> messages_;
  int rounds_ = 0;
};

}  // namespace

Access to_receive(const ReceiveMessage& q, Call& call) { return to_queue(call, "sqs:ReceiveMessage", q.queueUrl); }

std::optional<service::Patience> patience(const ReceiveMessage& q, Call& call) {
  const Found queue = find_queue(call, q.queueUrl);
  const std::int64_t seconds = wait_seconds(q, queue.queue);
  if (seconds == 0) return {};
  auto next = Pile(call.txn(), queue).next_ready();
  if (next && *next <= call.now()) return {};
  return service::Patience{seconds, next};
}

ReceiveMessageResult receive_message(const ReceiveMessage& q, Call& call) { return Receiver(q, find_queue(call, q.queueUrl), call).run(); }

}  // namespace sqs
