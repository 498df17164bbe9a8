#include "services/sqs/moves.h"

#include <set>

#include "base/arn.h"
#include "base/bytes.h"
#include "services/sqs/pile.h"
#include "services/sqs/redrive.h"

namespace sqs {
namespace {

constexpr std::int64_t kMostRate = 500;
constexpr std::string_view kRunning = "RUNNING", kCancelled = "CANCELLED", kCompleted = "COMPLETED", kFailed = "FAILED";

ApiError no_such(std::string text) { return {"ResourceNotFoundException", 404, std::move(text)}; }

std::string row_of(const std::string& queue_id, const Move& m) { return store::joined(queue_id, order(m.started), m.id); }

// A handle says where its task is kept.
std::string handle_of(const Found& source, const Move& m) { return base::base64(store::joined(source.arn, order(m.started), m.id)); }

struct Located { Found source; std::string row; Move move; };
Located locate(const std::string& handle, Call& call) {
  auto plain = handle.size() <= 1024 ? base::unbase64(handle) : std::nullopt;
  auto first = plain ? plain->find('\0') : std::string::npos;
  if (first == std::string::npos) throw invalid_value(handle.substr(0, 1024), "TaskHandle", "Invalid task handle.");
  auto source = look_up_arn(call.house(), call.txn(), plain->substr(0, first));
  if (!source) throw no_such("The task does not exist.");
  std::string row = store::joined(source->queue.id, plain->substr(first + 1));
  auto move = call.elsewhere(kMoves, source->at.account, source->at.region).get(row);
  if (!move) throw no_such("The task does not exist.");
  return {std::move(*source), std::move(row), std::move(*move)};
}

Found source_named(const std::string& arn, std::string_view parameter, Call& call) {
  auto parsed = base::parse_arn(arn);
  if (!parsed || parsed->service != "sqs")
    throw invalid_value(arn.substr(0, 1024), parameter,
                        "You must use this format to specify the " + std::string(parameter) + ": arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
  auto found = look_up_arn(call.house(), call.txn(), arn);
  if (!found || found->at.region != call.scope().region)
    throw no_such("The resource that you specified for the " + std::string(parameter) + " parameter doesn't exist.");
  return std::move(*found);
}

std::vector<Move> moves_of(const Found& source, store::Txn& txn) {
  std::vector<Move> out;
  store::Bound<Move>(txn, kMoves, source.at.account, source.at.region).each(store::joined(source.queue.id, ""), "", [&](std::string_view, Move m) {
    out.push_back(std::move(m));
    return true;
  });
  std::reverse(out.begin(), out.end());       // the latest first
  return out;
}

// Queues that name this one as their dead-letter queue.
bool is_dead_letter_queue(const Found& f, store::Txn& txn) {
  bool found = false;
  store::Bound<Queue>(txn, kQueues, f.at.account, f.at.region).each("", "", [&](std::string_view, const Queue& q) {
    auto policy = redrive_policy(q);
    found = policy && policy->target == f.arn;
    return !found;
  });
  return found;
}

}  // namespace

std::vector<Access> to_start_move(const StartMessageMoveTask& q, Call& call) {
  const Found source = source_named(q.sourceArn, "SourceArn", call);
  std::vector<Access> out;
  for (auto action : {"sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"})
    out.push_back(to_queue(call, action, source, Reach::owner));
  if (q.destinationArn) out.push_back(to_queue(call, "sqs:SendMessage", source_named(*q.destinationArn, "DestinationArn", call)));
  return out;
}

StartMessageMoveTaskResult start_message_move_task(const StartMessageMoveTask& q, Call& call) {
  const Found source = source_named(q.sourceArn, "SourceArn", call);
  if (auto& rate = q.maxNumberOfMessagesPerSecond; rate && (*rate < 1 || *rate > kMostRate))
    throw invalid_value(std::to_string(*rate), "MaxNumberOfMessagesPerSecond", "Must be between 1 and 500, if provided.");
  if (!is_dead_letter_queue(source, call.txn())) throw invalid_value("Source queue must be configured as a Dead Letter Queue.");
  if (q.destinationArn) {
    const Found to = source_named(*q.destinationArn, "DestinationArn", call);
    if (to.queue.id == source.queue.id) throw invalid_value("Source queue arn and destination queue arn cannot be the same.");
    if (to.queue.fifo() != source.queue.fifo()) throw invalid_value("Source queue and destination queue must be of the same type.");
    if (to.at.account != source.at.account) throw invalid_value("Source queue and destination queue must belong to the same account.");
  }
  for (auto& m : moves_of(source, call.txn()))
    if (m.status == kRunning)
      throw ApiError{"UnsupportedOperation", 400,
                     "There is already a task running. Only one active task is allowed for a source queue arn at a given time."};
  Pile pile(call.txn(), source);
  Move m{.id = base::uuid(), .status = std::string(kRunning), .source = source.arn, .destination = q.destinationArn.value_or(""),
         .rate = q.maxNumberOfMessagesPerSecond.value_or(0), .to_move = pile.total(), .started = call.now()};
  call.elsewhere(kMoves, source.at.account, source.at.region).put(row_of(source.queue.id, m), m);
  add_errand(call.txn(), {call.now(), std::string(kMoveOn), source.at.account, source.at.region, store::joined(source.queue.name, row_of(source.queue.id, m))});
  return {handle_of(source, m)};
}

Access to_cancel_move(const CancelMessageMoveTask& q, Call& call) {
  return to_queue(call, "sqs:CancelMessageMoveTask", locate(q.taskHandle, call).source, Reach::owner);
}

CancelMessageMoveTaskResult cancel_message_move_task(const CancelMessageMoveTask& q, Call& call) {
  Located l = locate(q.taskHandle, call);
  if (l.move.status != kRunning) throw ApiError{"UnsupportedOperation", 400, "Only active tasks can be cancelled."};
  l.move.status = kCancelled;
  call.elsewhere(kMoves, l.source.at.account, l.source.at.region).put(l.row, l.move);
  return {l.move.moved};
}

Access to_list_moves(const ListMessageMoveTasks& q, Call& call) {
  return to_queue(call, "sqs:ListMessageMoveTasks", source_named(q.sourceArn, "SourceArn", call), Reach::owner);
}

ListMessageMoveTasksResult list_message_move_tasks(const ListMessageMoveTasks& q, Call& call) {
  if (q.maxResults && (*q.maxResults < 1 || *q.maxResults > 10))
    throw invalid_value(std::to_string(*q.maxResults), "MaxResults", "Must be between 1 and 10, if provided.");
  const Found source = source_named(q.sourceArn, "SourceArn", call);
  std::vector<MoveTaskEntry> out;
  for (auto& m : moves_of(source, call.txn())) {
    if (out.size() == std::size_t(q.maxResults.value_or(1))) break;
    MoveTaskEntry e{.status = m.status, .sourceArn = m.source, .approximateNumberOfMessagesMoved = m.moved, .approximateNumberOfMessagesToMove = m.to_move,
                    .startedTimestamp = m.started.ms};
    if (m.status == kRunning) e.taskHandle = handle_of(source, m);
    if (!m.destination.empty()) e.destinationArn = m.destination;
    if (m.rate) e.maxNumberOfMessagesPerSecond = m.rate;
    if (!m.reason.empty()) e.failureReason = m.reason;
    out.push_back(std::move(e));
  }
  if (out.empty()) return {};
  return {std::move(out)};
}

namespace {

// Where one message goes. Moved messages count as new: their age and their receives begin again.
std::optional<Found> destination(const Move& m, const Entry& e, House& house, store::Txn& txn) {
  return look_up_arn(house, txn, m.destination.empty() ? e.dead_letter_source : m.destination);
}

// Moves up to `most` messages that nobody holds. True: there may be more.
bool move_some(House& house, store::Txn& txn, const Found& source, Move& m, std::int64_t most) {
  const base::Time now = house.clock.now();
  Pile from(txn, source);
  std::map<std::string, std::pair<Found, std::unique_ptr<Pile>>> open;
  std::int64_t moved = 0;
  from.each_ready(now, [&](std::int64_t number, const Entry& e) {
    if (from.expired(e, now)) { from.remove(number, e); return true; }
    auto to = destination(m, e, house, txn);
    if (!to || to->queue.id == source.queue.id || to->queue.fifo() != source.queue.fifo()) {
      m.status = kFailed;
      const bool sourceless = m.destination.empty() && e.dead_letter_source.empty();
      m.reason = to ? "AWS.SimpleQueueService.UnsupportedOperation"
                    : sourceless ? "CouldNotDetermineMessageSource" : "AWS.SimpleQueueService.NonExistentQueue";
      return false;
    }
    auto [it, fresh] = open.try_emplace(to->arn);
    if (fresh) {
      it->second.first = std::move(*to);
      it->second.second = std::make_unique<Pile>(txn, it->second.first);
    }
    Entry as_new = e;
    as_new.sent = now;
    as_new.receives = 0;
    as_new.first_received = as_new.last_received = {};
    as_new.dead_letter_source.clear();
    redrive(number, e, as_new, from, *it->second.second, now);
    ++m.moved;
    return ++moved < most;
  });
  from.finish();
  for (auto& [arn, o] : open) o.second->finish();
  return moved > 0 && m.status == kRunning;
}

}  // namespace

void move_on(House& house, store::Txn& txn, const Errand& errand) {
  drop_errand(txn, errand);
  const auto nul = errand.name.find('\0');
  const std::string name = errand.name.substr(0, nul), row = errand.name.substr(nul + 1);
  auto source = look_up(house, txn, {errand.account, errand.region}, name);
  store::Bound<Move> moves(txn, kMoves, errand.account, errand.region);
  auto m = moves.get(row);
  if (!source || !m || m->status != kRunning) return;
  const bool more = move_some(house, txn, *source, *m, m->rate ? m->rate : kMostRate);
  if (!more && m->status == kRunning) m->status = kCompleted;
  moves.put(row, *m);
  if (!more) return;
  Errand next = errand;
  next.at = m->rate ? house.clock.now().plus_seconds(1) : house.clock.now();
  add_errand(txn, next);
}

}  // namespace sqs
