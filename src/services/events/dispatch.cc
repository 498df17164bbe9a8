#include "services/events/dispatch.h"

#include <shared_mutex>

#include "services/events/rules.h"

namespace events {

using service::House, service::Pattern;

namespace {

struct RuleCache {
  struct Kept { std::uint64_t version; LiveRules rules; };
  std::shared_mutex mutex;
  std::unordered_map<std::string, Kept> kept;
};
constexpr std::size_t kMostKept = 10'000;

LiveRules read_rules(store::Txn& txn, const BusRef& b) {
  auto out = std::make_shared<std::vector<LiveRule>>();
  for (auto& record : rules_of(txn, b)) {
    if (record.state == "DISABLED") continue;
    LiveRule rule{record, record.pattern.empty() ? nullptr : Pattern::compile(record.pattern), targets_of(txn, b, record.name)};
    if (!rule.targets.empty()) out->push_back(std::move(rule));
  }
  return out;
}

// In the order in which they were written.
std::string order_of(store::Txn& txn) {
  char order[48];
  std::snprintf(order, sizeof order, "%020llu.%08zu", static_cast<unsigned long long>(txn.version()), txn.mark());
  return order;
}

std::string debt_key(const Delivery& d) { return store::joined(d.event, d.rule, d.target); }

void put_delivery(store::Txn& txn, const Delivery& d, base::Time due) {
  store::Bound<Delivery>(txn, kDeliveries, "", "").put(due_prefix(due) + order_of(txn), d);
}

}  // namespace

LiveRules live_rules(House& house, store::Txn& txn, const BusRef& b) {
  auto& cache = house.cache<RuleCache>();
  const std::string key = store::joined(b.account, b.region, b.name);
  const auto version = house.store.touched("events");
  const bool clean = txn.mark() == 0;
  if (clean) {
    std::shared_lock lock(cache.mutex);
    if (auto it = cache.kept.find(key); it != cache.kept.end() && it->second.version == version) return it->second.rules;
  }
  auto rules = read_rules(txn, b);
  if (!clean || version > txn.version()) return rules;
  std::unique_lock lock(cache.mutex);
  if (cache.kept.size() >= kMostKept) cache.kept.clear();
  cache.kept[key] = {version, rules};
  return rules;
}

std::vector<const LiveRule*> matching(const LiveRules& rules, const std::string& event, const std::function<bool(const LiveRule&)>& skip) {
  std::vector<const LiveRule*> out;
  if (rules->empty()) return out;
  auto json = base::parse_json(event);
  if (!json) return out;
  for (auto& rule : *rules)
    if (rule.pattern && !(skip && skip(rule)) && rule.pattern->matches(*json)) out.push_back(&rule);
  return out;
}

void Dispatch::owe(const std::vector<const LiveRule*>& rules, const std::string& event) {
  if (rules.empty()) return;
  std::string key = order_of(txn_);
  store::Bound<OwedEvent>(txn_, kOwedEvents, "", "").put(key, {event, received_});
  for (auto* rule : rules)
    for (auto& target : rule->targets) {
      Delivery d{bus_.account, bus_.region, bus_.name, rule->record.name, target.id, key, 0, forwarded_};
      store::Bound<Debt>(txn_, kDebts, "", "").put(debt_key(d), {});
      put_delivery(txn_, d, received_);
    }
}

void postpone(store::Txn& txn, const std::string& key, const Delivery& d, base::Time due) {
  store::Bound<Delivery>(txn, kDeliveries, "", "").erase(key);
  put_delivery(txn, d, due);
}

void settle(store::Txn& txn, const std::string& key, const Delivery& d) {
  store::Bound<Delivery>(txn, kDeliveries, "", "").erase(key);
  store::Bound<Debt> debts(txn, kDebts, "", "");
  debts.erase(debt_key(d));
  bool more = false;
  std::string begin = d.event + '\0';
  debts.each(begin, begin, [&](std::string_view, Debt) { more = true; return false; });
  if (!more) store::Bound<OwedEvent>(txn, kOwedEvents, "", "").erase(d.event);
}

std::string due_prefix(base::Time due) {
  char at[24];
  std::snprintf(at, sizeof at, "%020lld.", static_cast<long long>(due.ms));
  return at;
}

base::Time due_of(std::string_view key) { return {std::stoll(std::string(key.substr(0, 20)))}; }

}  // namespace events
