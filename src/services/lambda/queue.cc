#include "services/lambda/queue.h"

#include "base/crypto.h"
#include "base/log.h"
#include "service/outbox.h"
#include "service/worker.h"
#include "services/lambda/destinations.h"
#include "services/lambda/engine.h"
#include "services/lambda/invoke.h"
#include "services/lambda/lineage.h"
#include "services/lambda/settings.h"
#include "shape/pack.h"

namespace lambda {
namespace {

constexpr std::size_t kMostUnderWay = 32;
constexpr std::int64_t kRetries = 2, kAgeSeconds = 21'600;
constexpr std::int64_t kFirstRetry = 60, kLaterRetry = 120, kPendingSeconds = 1, kMostThrottled = 300;      // seconds

store::Bound<Event> events(store::Txn& txn) { return {txn, kEvents, "", ""}; }

void put_event(store::Txn& txn, const Event& e, base::Time due) {
  char key[64];
  std::snprintf(key, sizeof key, "%020lld.%020llu.%08zu", static_cast<long long>(due.ms), static_cast<unsigned long long>(txn.version()), txn.mark());
  events(txn).put(key, e);
}

base::Time due_of(std::string_view key) { return {std::strtoll(std::string(key.substr(0, 20)).c_str(), nullptr, 10)}; }

Target target_of(const Event& e) { return {{e.account, e.region}, e.name, e.qualifier}; }

std::string arn_of(const House& house, const Event& e) { return function_arn(house, {e.account, e.region}, e.name, e.qualifier); }

}  // namespace

void enqueue(Call& call, const Target& t, const std::string& payload, const std::optional<Afterwards>& afterwards, const std::string& trace) {
  Event e;
  e.account = t.at.account;
  e.region = t.at.region;
  e.name = t.name;
  e.qualifier = t.qualifier;
  e.request_id = call.request_id();
  e.payload = base::seal(call.house().key_for("lambda.events"), payload, e.request_id);
  e.received = call.now();
  e.trace = trace;
  if (afterwards) {
    e.kind = afterwards->kind;
    e.about = afterwards->about;
  }
  put_event(call.txn(), e, call.now());
}

std::optional<base::Time> EventQueue::run(House& house) {
  std::vector<Outcome> outcomes;
  {
    std::lock_guard lock(inbox_->mutex);
    outcomes.swap(inbox_->outcomes);
  }
  for (auto& o : outcomes) settle(house, std::move(o));
  const base::Time now = house.clock.now();
  if (outcomes.empty() && house.store.touched("lambda") == seen_ && !(next_ && *next_ <= now)) return next_;
  seen_ = house.store.touched("lambda");
  next_.reset();
  std::vector<Item> due;
  {
    store::Txn txn = house.store.read();
    events(txn).each("", "", [&](std::string_view key, Event e) {
      if (due_of(key) > now) { next_ = due_of(key); return false; }
      if (under_way_.contains(std::string(key))) return true;
      if (under_way_.size() + due.size() >= kMostUnderWay) return false;
      due.push_back({std::string(key), std::move(e)});
      return true;
    });
  }
  for (auto& item : due) begin(house, std::move(item));
  return next_;
}

void EventQueue::begin(House& house, Item item) {
  const Event& e = item.event;
  const base::Time now = house.clock.now();
  auto& engine = house.cache<Engine>();
  const std::string whole = function_arn(house, {e.account, e.region}, e.name);
  Version v;
  std::optional<Function> f;
  EventSettings settings;
  {
    store::Txn txn = house.store.read();
    f = store::Bound<Function>(txn, kFunctions, e.account, e.region).get(e.name);
    if (!f || !house.ports().account_active(txn, e.account)) return end(house, item, {item, {}, {}}, {});
    settings = event_settings(txn, target_of(e));
    try {
      v = chosen_version(house, txn, target_of(e));
    } catch (const ApiError& fault) {
      if (fault.status != 409) return end(house, item, {item, {}, {}}, {});
      if (now < e.received.plus_seconds(settings.age_seconds.value_or(kAgeSeconds))) return again(house, item, e, now.plus_seconds(kPendingSeconds));
      return end(house, item, {item, {}, {}}, "EventAgeExceeded");
    }
  }
  Outcome none{item, v.version, {}};
  none.outcome.function_error = true;
  if (now > e.received.plus_seconds(settings.age_seconds.value_or(kAgeSeconds))) return end(house, item, none, "EventAgeExceeded");
  if (f->reserved && *f->reserved == 0) return end(house, item, none, "ZeroReservedConcurrency");
  const Turn turn = next_turn(e.trace, whole, now);
  if (turn.count > kMostTurns && !f->may_loop) {
    base::log_error("lambda: " + whole + " runs in a recursive loop: stopped");
    return end(house, item, none, "RecursiveLoopDetected");
  }
  if (!engine.enter(whole, f->reserved)) return later(house, item, none, settings);
  auto payload = base::open(house.key_for("lambda.events"), e.payload, e.request_id);
  under_way_.insert(item.key);
  Engine::Job job{v, {e.account, e.region}, arn_of(house, e), {e.request_id, payload.value_or("{}"), {}, turn.trace}};
  engine.invoke(std::move(job), [&house, &engine, whole, inbox = inbox_, item = std::move(item), version = v.version](runtime::Outcome outcome) {
    engine.leave(whole);
    {
      std::lock_guard lock(inbox->mutex);
      inbox->outcomes.push_back({item, version, std::move(outcome)});
    }
    house.cache<service::Bell>().ring();
  });
}

void EventQueue::settle(House& house, Outcome o) {
  under_way_.erase(o.item.key);
  if (!o.outcome.function_error && !o.outcome.refused) return end(house, o.item, o, "Success");
  EventSettings settings;
  {
    store::Txn txn = house.store.read();
    settings = event_settings(txn, target_of(o.item.event));
  }
  if (o.outcome.refused) {
    base::log_error("lambda: " + arn_of(house, o.item.event) + " could not be started: " + *o.outcome.refused);
    return later(house, o.item, o, settings);
  }
  Event e = o.item.event;
  ++e.failures;
  o.item.event.failures = e.failures;
  if (e.failures > settings.retries.value_or(kRetries)) return end(house, o.item, o, "RetriesExhausted");
  const base::Time due = house.clock.now().plus_seconds(e.failures == 1 ? kFirstRetry : kLaterRetry);
  if (due > e.received.plus_seconds(settings.age_seconds.value_or(kAgeSeconds))) return end(house, o.item, o, "EventAgeExceeded");
  again(house, o.item, e, due);
}

// What is no failure of the function's: throttles and faults of Lambda itself. Tried again for as long as events live, ever more
// seldom. "Error handling for asynchronous invocations", Lambda Developer Guide.
void EventQueue::later(House& house, const Item& item, const Outcome& o, const EventSettings& settings) {
  Event e = item.event;
  const base::Time due = house.clock.now().plus_seconds(std::min<std::int64_t>(kMostThrottled, 1LL << std::min<std::int64_t>(e.throttles++, 9)));
  if (due > e.received.plus_seconds(settings.age_seconds.value_or(kAgeSeconds))) return end(house, item, o, "EventAgeExceeded");
  again(house, item, e, due);
}

void EventQueue::again(House& house, const Item& item, Event changed, base::Time due) {
  house.note([&](store::Txn& txn) {
    events(txn).erase(item.key);
    put_event(txn, changed, due);
  });
}

// The event is done with, whichever way; who wanted to know is told in the same commit. An empty condition: its function is gone.
void EventQueue::end(House& house, const Item& item, const Outcome& o, const std::string& condition) {
  const Event& e = item.event;
  auto done = [&](store::Txn& txn) {
    events(txn).erase(item.key);
    if (e.kind.empty()) return;
    InvocationEnd ended{e.about, condition == "Success" ? "" : o.outcome.error_kind, o.outcome.payload, o.outcome.refused.value_or("")};
    if (condition.empty()) ended.refused = "The function does not exist.";
    else if (condition != "Success" && ended.function_error.empty() && ended.refused.empty()) ended.refused = condition;
    service::put_outbox(txn, {e.kind, shape::packed(ended), house.clock.now(), 0});
  };
  if (condition.empty()) return house.note(done);
  auto payload = base::open(house.key_for("lambda.events"), e.payload, e.request_id).value_or("{}");
  Report report{target_of(e), arn_of(house, e), e.request_id, payload, o.version, condition, e.failures + (condition == "Success" ? 1 : 0), o.outcome,
                next_turn(e.trace, function_arn(house, {e.account, e.region}, e.name), house.clock.now()).trace};
  send_report(house, report, done);
}

}  // namespace lambda
