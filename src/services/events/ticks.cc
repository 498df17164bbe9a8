#include "services/events/ticks.h"

#include <deque>

#include "base/ids.h"
#include "service/due.h"
#include "services/events/dispatch.h"
#include "services/events/envelope.h"
#include "services/events/rules.h"
#include "services/events/schedule.h"

namespace events {

using service::House;

namespace {

// After a long sleep (the server's, or a clock that was set far ahead) the last so many missed events are made up for.
constexpr std::size_t kMostMissed = 1000;

void fire(House& house, store::Txn& txn, const std::string& key, const DueRule& row) {
  const base::Time now = house.clock.now();
  BusRef b{row.account, row.region, std::string(kDefaultBus)};
  auto rule = store::Bound<RuleRecord>(txn, kRules, b.account, b.region).get(rule_key(b.name, row.rule));
  auto schedule = rule ? Schedule::parse(rule->schedule) : std::nullopt;
  if (!schedule || rule->due != row.at) return store::Bound<DueRule>(txn, kDueRules, "", "").erase(key);
  std::deque<base::Time> times;
  std::optional<base::Time> next = rule->due;
  for (; next && *next <= now; next = schedule->next(*next)) {
    times.push_back(*next);
    if (times.size() > kMostMissed) times.pop_front();
  }
  RuleRecord after = *rule;
  after.due = next.value_or(base::Time{});
  LiveRule live{after, nullptr, targets_of(txn, b, rule->name)};
  std::vector<std::string> resources = {rule_arn(b, rule->name)};
  Dispatch out(txn, b, now);
  if (!live.targets.empty())
    for (auto at : times) {
      std::string id = base::uuid();
      out.owe({&live}, envelope({.id = id, .detail_type = "Scheduled Event", .source = "aws.events", .account = b.account, .region = b.region, .time = at,
                                 .resources = &resources, .detail = "{}"}));
    }
  put_rule_record(house, txn, b, *rule, after);
}

}  // namespace

std::optional<base::Time> fire_schedules(House& house) {
  return service::keep_up(house, kDueRules, [&](store::Txn& txn, auto& key, const DueRule& row) { fire(house, txn, key, row); });
}

}  // namespace events
