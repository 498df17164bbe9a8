#include "services/events/deliveries.h"

#include "base/log.h"
#include "service/counters.h"
#include "service/in_turn.h"
#include "services/events/transform.h"

namespace events {

using service::ApiError, service::House;

namespace {

constexpr std::size_t kMostARound = 200;
// EventBridge User Guide, "How EventBridge retries delivering events": 24 hours, 185 times.
constexpr std::int64_t kMostAttempts = 185, kMostSeconds = 86'400;

bool worth_retrying(const ApiError& e) {
  return e.status >= 500 || e.status == 429 || e.code.find("Throttl") != e.code.npos || e.code.find("OverLimit") != e.code.npos;
}

// As the attributes of dead letters name it.
std::string error_code(const ApiError& e) {
  auto has = [&](std::string_view part) { return e.code.find(part) != e.code.npos; };
  if (e.record_code == "AccessDenied" || has("AccessDenied") || has("AuthorizationError")) return "NO_PERMISSIONS";
  if (has("NonExistent") || has("NotFound") || has("DoesNotExist")) return "NO_RESOURCE";
  if (has("Throttl") || has("OverLimit") || e.status == 429) return "THROTTLING";
  if (has("Invalid")) return "INVALID_PARAMETER";
  for (auto own : {"THIRD_ACCOUNT_HOP_DETECTED", "INVALID_JSON", "ERROR_FROM_TARGET", "CONNECTION_FAILURE", "TIMEOUT"}) if (e.code == own) return own;
  return e.status >= 500 ? "INTERNAL_ERROR" : "SDK_CLIENT_ERROR";
}

// 1, 2, 4 ... seconds, at most eight minutes.
base::Time next_try(base::Time now, std::int64_t attempts) { return now.plus_seconds(std::min<std::int64_t>(480, 1LL << std::min<std::int64_t>(attempts, 9))); }

enum class End : std::uint8_t { delivered, dead_letter, dropped };
void count(House& house, End end) {
  auto& counters = house.cache<service::Counters>();
  switch (end) {
    case End::delivered: return counters.add("orgtrail_events_delivered_total", "Events delivered to targets of EventBridge rules.");
    case End::dead_letter: return counters.add("orgtrail_events_dead_letters_total", "Events that could not be delivered, sent to dead-letter queues.");
    case End::dropped: return counters.add("orgtrail_events_dropped_total", "Events that could be neither delivered nor sent to a dead-letter queue.");
  }
}

// Nothing goes out of an account that is suspended.
struct Found { RuleRecord rule; Target target; OwedEvent event; };
std::optional<Found> find(House& house, const Delivery& d) {
  store::Txn txn = house.store.read();
  auto rule = store::Bound<RuleRecord>(txn, kRules, d.account, d.region).get(rule_key(d.bus, d.rule));
  auto target = store::Bound<Target>(txn, kTargets, d.account, d.region).get(store::joined(d.bus, d.rule, d.target));
  auto event = store::Bound<OwedEvent>(txn, kOwedEvents, "", "").get(d.event);
  if (!rule || !target || !event || !house.ports().account_active(txn, d.account)) return {};
  return Found{std::move(*rule), std::move(*target), std::move(*event)};
}

ApiError http_error(const service::OutgoingAnswer& a) {
  if (a.status == 0) return {"CONNECTION_FAILURE", 503, a.fault};
  // Conflicts are tried again, as are busy and broken servers; what else is refused stays refused.
  return {"ERROR_FROM_TARGET", a.status == 409 ? 429 : a.status < 400 ? 400 : a.status, "The endpoint answered with status " + std::to_string(a.status) + "."};
}

}  // namespace

// Nothing is owed with a time much before now: what lies before the low mark is gone, and is not looked through again.
std::vector<std::pair<std::string, Delivery>> Deliveries::due_by(House& house, base::Time now, std::optional<base::Time>& next) {
  constexpr std::int64_t kSlack = 300;
  std::vector<std::pair<std::string, Delivery>> due;
  std::optional<base::Time> first;
  store::Txn txn = house.store.read();
  store::Bound<Delivery>(txn, kDeliveries, "", "").each("", low_, [&](std::string_view key, Delivery d) {
    const base::Time at = due_of(key);
    if (!first) first = at;
    if (due.size() == kMostARound) next = now;
    else if (at > now) next = at;
    else if (!http_.under_way(std::string(key))) due.emplace_back(key, std::move(d));
    return !next;
  });
  low_ = due_prefix(std::min(first.value_or(now), now).plus_seconds(-kSlack));
  return due;
}

std::optional<base::Time> Deliveries::run(House& house) {
  const base::Time now = house.clock.now();
  std::optional<base::Time> next;
  auto due = due_by(house, now, next);
  for (auto& [key, delivery] : due) make(house, key, std::move(delivery));
  if (!due.empty()) service::settle(house);      // of one round, all together
  // A delivery postponed a moment ago may be due before what was seen above.
  if (!due.empty()) return std::min(next.value_or(now.plus_seconds(1)), base::Time{now.ms + 100});
  return next;
}

// What no rule or target wants any more is not delivered.
void Deliveries::make(House& house, const std::string& key, Delivery d) {
  auto found = find(house, d);
  auto to = found ? destination(found->target.arn) : std::nullopt;
  if (!to) {
    http_.take(key);
    return service::note_in_turn(house, [&](store::Txn& txn) { settle(txn, key, d); });
  }
  Errand e{d, {d.account, d.region, d.bus}, found->target, *to, found->event.event, found->event.received, {}};
  auto input = input_of(e.target, e.event, {rule_arn(e.bus, d.rule), d.rule, e.received});
  if (!input) return failed(house, key, e, {"INVALID_JSON", 400, "The target's input is not valid JSON for this event."});
  e.input = std::move(*input);
  try {
    if (to->kind == TargetKind::api_destination) return call_endpoint(house, key, e);
    send(house, e, [&](store::Txn& txn) { settle(txn, key, d); });
    count(house, End::delivered);
  } catch (const ApiError& fault) {
    failed(house, key, e, fault);
  }
}

bool Deliveries::within_rate(const Errand& e, base::Time now, std::int64_t per_second) {
  base::Time& next = next_call_[e.target.arn];
  if (next > now) return false;
  next.ms = std::max(next.ms, now.ms - 1000) + std::max<std::int64_t>(1, 1000 / per_second);
  return true;
}

void Deliveries::call_endpoint(House& house, const std::string& key, const Errand& e) {
  if (auto answer = http_.take(key)) {
    if (answer->status < 200 || answer->status >= 300) throw http_error(*answer);
    service::note_in_turn(house, [&](store::Txn& txn) { settle(txn, key, e.delivery); });
    return count(house, End::delivered);
  }
  std::int64_t rate = 300;
  {
    store::Txn txn = house.store.read();
    if (auto d = store::Bound<DestinationRecord>(txn, kDestinations, e.bus.account, e.bus.region).get(e.to.name)) rate = std::max<std::int64_t>(1, d->rate);
  }
  if (within_rate(e, house.clock.now(), rate)) http_.start(house, key, http_request(house, e));
}

void Deliveries::failed(House& house, const std::string& key, const Errand& e, const ApiError& fault) {
  const base::Time now = house.clock.now();
  Delivery again = e.delivery;
  ++again.attempts;
  Failure failure{error_code(fault), fault.message, {}};
  if (!worth_retrying(fault)) return give_up(house, key, e, failure);
  std::int64_t attempts = kMostAttempts, seconds = kMostSeconds;
  if (e.target.retryPolicy && e.target.retryPolicy->maximumRetryAttempts) attempts = *e.target.retryPolicy->maximumRetryAttempts;
  if (e.target.retryPolicy && e.target.retryPolicy->maximumEventAgeInSeconds) seconds = *e.target.retryPolicy->maximumEventAgeInSeconds;
  base::Time due = next_try(now, e.delivery.attempts);
  if (again.attempts > attempts) failure.exhausted = "MaximumRetryAttempts";
  else if (due > e.received.plus_seconds(seconds)) failure.exhausted = "MaximumEventAgeInSeconds";
  if (!failure.exhausted.empty()) return give_up(house, key, e, failure);
  service::note_in_turn(house, [&](store::Txn& txn) { postpone(txn, key, again, due); });
}

void Deliveries::give_up(House& house, const std::string& key, const Errand& e, const Failure& failure) {
  auto ends = [&](store::Txn& txn) { settle(txn, key, e.delivery); };
  base::log_error("event of " + rule_arn(e.bus, e.delivery.rule) + " not delivered to " + e.target.arn + ": " + failure.code + ": " + failure.message);
  if (e.target.deadLetterConfig && e.target.deadLetterConfig->arn) {
    try {
      send_dead_letter(house, e, failure, ends);
      return count(house, End::dead_letter);
    } catch (const ApiError& fault) {
      base::log_error("dead letter of " + rule_arn(e.bus, e.delivery.rule) + ": " + fault.code + ": " + fault.message);
    }
  }
  service::note_in_turn(house, ends);
  count(house, End::dropped);
}

}  // namespace events
