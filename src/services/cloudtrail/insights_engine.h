#pragma once
// The analysis behind CloudTrail Insights, pure: calls a minute go in, starts and ends of unusual activity come out. AWS does
// not disclose its statistics; this is the substitute, and it is deterministic.
//
// A minute of a series is unusual when it exceeds each of: a floor, three times the average of the seven days before it, and
// twice the most that any usual minute of those days had. The last five minutes do not count as days before; activity that
// doubles more slowly than that is growth. An activity has ended when five minutes in a row are not unusual, or after seven
// days: then it is what is usual. Nothing is judged on the first day. Days on which the account's Region was wholly idle,
// such as those a laboratory's clock jumps over, teach nothing: the usual most is sought beyond them.
#include "services/cloudtrail/insights_state.h"

namespace cloudtrail {

inline constexpr std::int64_t kBaselineMinutes = 7 * 1440, kLearningMinutes = 1440, kQuietMinutes = 5, kLagMinutes = 5, kIdleMinutes = 1440;
inline constexpr std::int64_t kLongestMinutes = kBaselineMinutes, kKeptDays = 90;
inline constexpr double kCallFloor = 10, kErrorFloor = 5, kTimesAverage = 3, kTimesPeak = 2;
inline constexpr std::size_t kSeriesAnHour = 500;     // of one account's Region: further ones are not counted in that hour

// What of one call matters.
struct Seen {
  Series series;
  std::string_view identity, agent, error;            // error: "null" for none
};

// An Insights event to be recorded.
struct Finding {
  bool start = false;
  std::int64_t minute = 0;                            // when the state changed
  OpenInsight insight;                                // sum, baseline
  std::int64_t duration = 0;                          // minutes
};

// The hours of one account's Region.
class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual std::optional<InsightHour> get(const std::string& series, std::int64_t hour) = 0;
  virtual void put(const std::string& series, std::int64_t hour, const InsightHour&) = 0;
  using Visit = std::function<bool(std::int64_t hour, const InsightHour&)>;
  virtual void each(const std::string& series, std::int64_t from_hour, const Visit&) = 0;
};

class Analysis {
 public:
  using NewId = std::function<std::string()>;
  Analysis(InsightWatch& watch, Ledger& ledger, NewId new_id) : watch_(watch), ledger_(ledger), new_id_(std::move(new_id)) {}

  // A call of that minute; one that comes after its minute has been judged counts in the next.
  void count(std::int64_t minute, const Seen&);
  // Every call up to and including that minute has been counted: judges them.
  std::vector<Finding> close(std::int64_t minute);

 private:
  struct Minute { std::map<std::string, std::pair<Series, Tally>> series; };
  void judge(std::int64_t minute, Minute&);
  void judge(std::int64_t minute, const std::string& key, const Series&, Tally&);
  bool begin(std::int64_t minute, const std::string& key, const Series&, const Tally&);
  bool go_on(OpenInsight&, std::int64_t minute, const Tally&);
  void end_quiet(std::int64_t minute);
  void end(std::size_t i, std::int64_t minute);
  std::int64_t peak_before(std::int64_t minute, const std::string& key);
  void keep(std::int64_t minute, const std::string& key, const Tally&, bool unusual);

  InsightWatch& watch_;
  Ledger& ledger_;
  NewId new_id_;
  std::map<std::int64_t, Minute> pending_;
  std::vector<Finding> findings_;
};

// The seven days before a minute (fewer when the analysis is younger): tally and minutes.
struct Baseline { Tally tally; std::int64_t minutes = 1; };
Baseline baseline_before(std::int64_t minute, std::int64_t since, const std::string& key, Ledger&);

void add(Tally& into, const Tally&, std::size_t keep);

// After so many days points are of five minutes, then of an hour, then gone: as long as ListInsightsMetricData has them.
inline constexpr std::int64_t kMinuteDays = 15, kFiveMinuteDays = 63;
void coarsen(InsightHour&, std::int64_t minutes);

}  // namespace cloudtrail
