#include "server/retention.h"

#include "services/cloudtrail/wanted.h"
#include "store/settled.h"

namespace server {
namespace {

constexpr std::int64_t kDay = 86400, kHistoryDays = 90;

std::int64_t day_of(base::Time t) { return t.s() / kDay; }
base::Time next_day(base::Time t) { return base::Time::seconds((day_of(t) + 1) * kDay); }

// The day that was last seen, in this life.
using Day = std::optional<std::int64_t>;

std::optional<base::Time> end_day(service::House& house, Day& day) {
  const base::Time now = house.clock.now();
  if (day && *day != day_of(now)) house.journal.seal();
  day = day_of(now);
  return next_day(now);
}

std::optional<base::Time> drop(service::House& house, Day& dropped) {
  const base::Time now = house.clock.now();
  if (dropped != day_of(now)) {
    auto settled = store::settled(house.store);
    if (!settled) return now.plus_seconds(60);
    auto wanted = cloudtrail::oldest_wanted(house);
    house.journal.drop_before(now.plus_seconds(-kHistoryDays * kDay), std::min(*settled + 1, wanted.value_or(*settled + 1)));
    dropped = day_of(now);
  }
  return next_day(now);
}

}  // namespace

service::Worker day_worker() {
  return {"day", [day = std::make_shared<Day>()](service::House& house) { return end_day(house, *day); }};
}

service::Worker retention_worker() {
  return {"retention", [day = std::make_shared<Day>()](service::House& house) { return drop(house, *day); }};
}

}  // namespace server
