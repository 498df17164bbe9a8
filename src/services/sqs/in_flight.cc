#include "services/sqs/in_flight.h"

#include "services/sqs/batch.h"
#include "services/sqs/pile.h"
#include "services/sqs/receipts.h"

namespace sqs {
namespace {

constexpr std::int64_t kMostHidden = 43'200;

struct Held { std::int64_t number; Entry entry; bool current; };      // current: no later receive has made another handle

std::optional<Held> held(const std::string& handle, const Found& queue, const Pile& pile, const House& house) {
  const Receipt receipt = receipt_of(handle, queue, house);
  auto e = receipt.pile == queue.queue.pile ? pile.find(receipt.number) : std::nullopt;
  if (!e) return {};
  const bool current = e->here == receipt.here;
  return Held{receipt.number, std::move(*e), current};
}

// A handle that a later receive has replaced deletes nothing, and says so in FIFO queues only; so it is with AWS.
void drop(const std::string& handle, const Found& queue, Pile& pile, Call& call) {
  auto h = held(handle, queue, pile, call.house());
  if (!h) return;
  if (queue.queue.fifo() && (!h->current || h->entry.visible <= call.now()))
    throw invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.");
  if (h->current) pile.remove(h->number, h->entry);
}

void hide(const std::string& handle, std::int64_t seconds, const Found& queue, Pile& pile, Call& call) {
  if (seconds < 0 || seconds > kMostHidden)
    throw invalid_value(std::to_string(seconds), "VisibilityTimeout", "VisibilityTimeout must be an integer between 0 and 43200.");
  auto h = held(handle, queue, pile, call.house());
  if (!h) throw invalid_value(handle, "ReceiptHandle", "Message does not exist or is not available for visibility timeout change.");
  if (!h->current || h->entry.visible <= call.now()) throw ApiError{"MessageNotInflight", 400, "The specified message isn't in flight."};
  Entry after = h->entry;
  after.visible = call.now().plus_seconds(seconds);
  if (after.visible > after.last_received.plus_seconds(kMostHidden))
    throw invalid_value(std::to_string(seconds), "VisibilityTimeout", "Total VisibilityTimeout for the message is beyond the limit [43200 seconds]");
  pile.change(h->number, h->entry, after);
}

// Does something with the messages of one queue.
template <class F> auto with_pile(const std::string& url, Call& call, F use) {
  const Found queue = find_queue(call, url);
  Pile pile(call.txn(), queue);
  if constexpr (std::is_void_v<decltype(use(queue, pile))>) {
    use(queue, pile);
    pile.finish();
    return shape::Nothing{};
  } else {
    auto out = use(queue, pile);
    pile.finish();
    return out;
  }
}

}  // namespace

Access to_delete_message(const DeleteMessage& q, Call& call) { return to_queue(call, "sqs:DeleteMessage", q.queueUrl); }
Access to_delete_message_batch(const DeleteMessageBatch& q, Call& call) { return to_queue(call, "sqs:DeleteMessage", q.queueUrl); }
Access to_change_visibility(const ChangeMessageVisibility& q, Call& call) { return to_queue(call, "sqs:ChangeMessageVisibility", q.queueUrl); }
Access to_change_visibility_batch(const ChangeMessageVisibilityBatch& q, Call& call) { return to_queue(call, "sqs:ChangeMessageVisibility", q.queueUrl); }

shape::Nothing delete_message(const DeleteMessage& q, Call& call) {
  return with_pile(q.queueUrl, call, [&](const Found& queue, Pile& pile) { drop(q.receiptHandle, queue, pile, call); });
}

DeleteMessageBatchResult delete_message_batch(const DeleteMessageBatch& q, Call& call) {
  check_batch(q.entries, "DeleteMessageBatchRequestEntry");
  return with_pile(q.queueUrl, call, [&](const Found& queue, Pile& pile) {
    return each_entry<DeleteMessageBatchResult>(q.entries, [&](const DeleteEntry& e) {
      drop(e.receiptHandle, queue, pile, call);
      return Done{e.id};
    });
  });
}

shape::Nothing change_message_visibility(const ChangeMessageVisibility& q, Call& call) {
  return with_pile(q.queueUrl, call, [&](const Found& queue, Pile& pile) { hide(q.receiptHandle, q.visibilityTimeout, queue, pile, call); });
}

ChangeMessageVisibilityBatchResult change_message_visibility_batch(const ChangeMessageVisibilityBatch& q, Call& call) {
  check_batch(q.entries, "ChangeMessageVisibilityBatchRequestEntry");
  return with_pile(q.queueUrl, call, [&](const Found& queue, Pile& pile) {
    return each_entry<ChangeMessageVisibilityBatchResult>(q.entries, [&](const ChangeEntry& e) {
      if (!e.visibilityTimeout) throw missing_parameter("VisibilityTimeout");
      hide(e.receiptHandle, *e.visibilityTimeout, queue, pile, call);
      return Done{e.id};
    });
  });
}

}  // namespace sqs
