#pragma once
// rate(...) and cron(...): when a rule's next event is due, in UTC. Source: EventBridge User Guide, "Setting a schedule
// pattern for scheduled rules (legacy)".
#include <bitset>
#include <optional>
#include <string_view>

#include "base/time.h"

namespace events {

class Schedule {
 public:
  // nullopt for what AWS refuses with "Parameter ScheduleExpression is not valid."
  static std::optional<Schedule> parse(std::string_view text);

  // The first time after `last`, which for a rate is the time before or the rule's making; nullopt: never again.
  std::optional<base::Time> next(base::Time last) const;

 private:
  bool on_day(int year, int month, int day) const;
  int first_minute(int from) const;      // of a day, at or after `from`; 1440: none

  std::int64_t rate_ = 0;                // seconds; 0: cron
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<13> months_;
  std::bitset<230> years_;               // from 1970
  bool by_weekday_ = false;              // which of the two day fields counts; the other is ?
  std::bitset<32> days_;
  bool last_day_ = false;                // L
  int before_last_ = 0;                  // L-3: days before the last one
  int nearest_ = 0;                      // 15W: the weekday nearest that day; -1: LW
  std::bitset<8> weekdays_;              // 1 is Sunday
  int last_weekday_ = 0;                 // 6L: the month's last Friday
  int nth_weekday_ = 0, nth_ = 0;        // 6#3: the month's third Friday
  friend struct CronReader;
};

}  // namespace events
