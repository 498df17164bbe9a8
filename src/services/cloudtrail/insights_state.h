#pragma once
// What CloudTrail Insights keeps: docs/formats/insights.md. Members only ever added at the end. Minutes and hours are
// counted since 1970-01-01T00:00Z.
#include "services/cloudtrail/api_insights.h"
#include "store/table.h"

namespace cloudtrail {

// A trail's Insights selectors from a state version on.
struct InsightEpoch { std::int64_t from = 0; std::vector<InsightSelector> selectors; };
BOOST_DESCRIBE_STRUCT(InsightEpoch, (), (from, selectors))
struct InsightSettings {
  std::vector<InsightEpoch> epochs;                   // oldest first
  base::Time since;                                   // Insights have been on for so long without a break
};
BOOST_DESCRIBE_STRUCT(InsightSettings, (), (epochs, since))
inline constexpr store::Table<InsightSettings> kInsightSettings{"cloudtrail.insight_settings", store::Reach::everywhere};   // trail id

// What is counted: calls of one API, or its calls that failed with one code.
struct Series {
  std::string scope;                                  // empty: management events; a trail's id: its data events
  std::string source, name, error;                    // error empty: the call rate
};
BOOST_DESCRIBE_STRUCT(Series, (), (scope, source, name, error))

struct Counted { std::string value; std::int64_t count = 0; };
BOOST_DESCRIBE_STRUCT(Counted, (), (value, count))
struct Tally {
  std::int64_t count = 0;
  std::vector<Counted> identities, agents, errors;    // the commonest of each, most first
};
BOOST_DESCRIBE_STRUCT(Tally, (), (count, identities, agents, errors))

// One series in one hour.
struct InsightHour {
  std::vector<std::int64_t> points;                   // count * 128 + (64 when it was unusual) + minute of the hour, by minute
  std::int64_t peak = 0;                              // most calls in a minute that was not unusual
  Tally tally;
};
BOOST_DESCRIBE_STRUCT(InsightHour, (), (points, peak, tally))
inline constexpr store::Table<InsightHour> kInsightHours{"insights.hour", store::Reach::everywhere};   // account, Region, series, hour

// An unusual activity that goes on.
struct OpenInsight {
  Series series;
  std::string sharedId;
  std::int64_t start = 0, loud = 0;                   // minutes: the first and the last one above the limit
  double limit = 0;                                   // calls a minute
  Tally sum, quiet;                                   // up to the last loud minute, and after it
  Tally baseline;
  std::int64_t baselineMinutes = 0;
};
BOOST_DESCRIBE_STRUCT(OpenInsight, (), (series, sharedId, start, loud, limit, sum, quiet, baseline, baselineMinutes))

struct Idle { std::int64_t from = 0, to = 0; };       // minutes; nothing at all was recorded between
BOOST_DESCRIBE_STRUCT(Idle, (), (from, to))

// The analysis of one account's Region: how far it is and what it remembers.
struct InsightWatch {
  std::int64_t cursor = 0;                            // last record of the stream that is counted
  std::int64_t since = 0, evaluated = 0, active = 0;  // minutes: analysis began; judged up to; last one with a record
  std::vector<Idle> idle;                             // a day or longer, oldest first
  std::vector<OpenInsight> open;
  std::int64_t hour = 0, seriesInHour = 0;
  std::int64_t swept = 0;                             // day of the last expiry
};
BOOST_DESCRIBE_STRUCT(InsightWatch, (), (cursor, since, evaluated, active, idle, open, hour, seriesInHour, swept))
inline constexpr store::Table<InsightWatch> kInsightWatches{"insights.watch", store::Reach::everywhere};   // account, Region

// How far one trail's delivery of one account's Region's Insights events is.
struct InsightLane {
  std::int64_t cursor = 0;
  base::Time failingSince;
  std::int64_t givenUp = 0;                           // events that could not be delivered within thirty days
};
BOOST_DESCRIBE_STRUCT(InsightLane, (), (cursor, failingSince, givenUp))
inline constexpr store::Table<InsightLane> kInsightLanes{"insights.lane", store::Reach::everywhere};   // trail id, account, Region

std::string series_key(const Series&);
inline std::string hour_name(std::int64_t hour) {     // orders as hours do
  char text[24];
  std::snprintf(text, sizeof text, "%010lld", static_cast<long long>(hour));
  return text;
}

// Flag of a journal record: an Insights event.
inline constexpr std::uint8_t kInsight = 32;
// Insights events are records of a stream of their own beside the Region's: event history and log files never see them.
inline std::string insight_stream(std::string_view region) { return std::string(region) + "/insight"; }

}  // namespace cloudtrail
