#include "services/events/schedule.h"

#include <gtest/gtest.h>

namespace events {
namespace {

std::vector<std::string> next(std::string_view expression, std::string_view from, int n) {
  auto schedule = Schedule::parse(expression);
  std::vector<std::string> out;
  if (!schedule) return {"invalid"};
  for (auto at = base::parse_time(from); n-- > 0;) {
    at = schedule->next(*at);
    out.push_back(at ? base::iso(*at) : "never");
    if (!at) break;
  }
  return out;
}
using Times = std::vector<std::string>;

TEST(Schedule, Rates) {
  EXPECT_EQ(next("rate(1 minute)", "2026-03-02T10:05:11Z", 2), (Times{"2026-03-02T10:06:11Z", "2026-03-02T10:07:11Z"}));
  EXPECT_EQ(next("rate(5 hours)", "2026-03-02T22:00:00Z", 1), (Times{"2026-03-03T03:00:00Z"}));
  for (auto bad : {"rate(10 seconds)", "rate(10 years)", "rate(1 minutes)", "rate(1 hours)", "rate(1 days)", "rate(10 minute)", "rate(10 hour)", "rate(10 day)", "rate()",
                   "rate(10)", "rate(10 minutess)", "rate(foo minutes)", "rate(0 minutes)", "rate(-10 minutes)", "rate(10 MINUTES)", "rate( 10 minutes )",
                   " rate(10 minutes)", "", "rate(", "every(1 day)", "rate(99999999999 days)"})
    EXPECT_FALSE(Schedule::parse(bad)) << bad;
}

TEST(Schedule, CronExamplesOfTheGuide) {
  EXPECT_EQ(next("cron(0 10 * * ? *)", "2026-03-02T10:00:00Z", 2), (Times{"2026-03-03T10:00:00Z", "2026-03-04T10:00:00Z"}));
  EXPECT_EQ(next("cron(0 18 ? * MON-FRI *)", "2026-03-06T18:00:00Z", 1), (Times{"2026-03-09T18:00:00Z"}));
  EXPECT_EQ(next("cron(0 8 1 * ? *)", "2026-03-02T00:00:00Z", 1), (Times{"2026-04-01T08:00:00Z"}));
  EXPECT_EQ(next("cron(0/15 * * * ? *)", "2026-03-02T10:05:11Z", 3), (Times{"2026-03-02T10:15:00Z", "2026-03-02T10:30:00Z", "2026-03-02T10:45:00Z"}));
  EXPECT_EQ(next("cron(5,35 14 * * ? *)", "2026-03-02T14:05:00Z", 2), (Times{"2026-03-02T14:35:00Z", "2026-03-03T14:05:00Z"}));
  EXPECT_EQ(next("cron(15 10 ? * 6L 2026-2027)", "2026-03-02T00:00:00Z", 2), (Times{"2026-03-27T10:15:00Z", "2026-04-24T10:15:00Z"}));
  EXPECT_EQ(next("cron(0 2 ? * SAT#3 *)", "2026-03-02T00:00:00Z", 2), (Times{"2026-03-21T02:00:00Z", "2026-04-18T02:00:00Z"}));
  EXPECT_EQ(next("cron(0/5 8-17 ? * MON-FRI *)", "2026-03-02T17:55:00Z", 1), (Times{"2026-03-03T08:00:00Z"}));
}

TEST(Schedule, CronDaysOfTheMonth) {
  EXPECT_EQ(next("cron(0 0 L * ? *)", "2028-02-01T00:00:00Z", 2), (Times{"2028-02-29T00:00:00Z", "2028-03-31T00:00:00Z"}));
  EXPECT_EQ(next("cron(0 0 L-2 * ? *)", "2026-02-01T00:00:00Z", 1), (Times{"2026-02-26T00:00:00Z"}));
  EXPECT_EQ(next("cron(0 0 3W * ? *)", "2026-10-01T00:00:00Z", 1), (Times{"2026-10-02T00:00:00Z"}));     // the third is a Saturday
  EXPECT_EQ(next("cron(0 0 1W * ? *)", "2026-08-01T00:00:00Z", 1), (Times{"2026-08-03T00:00:00Z"}));     // never into July
  EXPECT_EQ(next("cron(0 0 31 * ? *)", "2026-04-01T00:00:00Z", 1), (Times{"2026-05-31T00:00:00Z"}));
  EXPECT_EQ(next("cron(0 0 29 2 ? *)", "2026-04-01T00:00:00Z", 1), (Times{"2028-02-29T00:00:00Z"}));
  EXPECT_EQ(next("cron(0 0 30 FEB ? *)", "2026-04-01T00:00:00Z", 1), (Times{"never"}));
  EXPECT_EQ(next("cron(0 0 1 1 ? 2020)", "2026-04-01T00:00:00Z", 1), (Times{"never"}));
}

TEST(Schedule, CronIsRefused) {
  for (auto bad : {"cron(0 1 * * * *)", "cron(7 20 * * NOT *)", "cron(INVALID)", "cron(0 dummy ? * MON-FRI *)", "cron(71 8 1 * ? *)", "cron(0 0 ? * ? *)", "cron(0 0 * * ?)",
                   "cron(0 24 * * ? *)", "cron(0 0 0 * ? *)", "cron(0 0 * 13 ? *)", "cron(0#1 0 * * ? *)", "cron(*/0 * * * ? *)", "cron(0 0 ? * 8 *)", "cron(0 0 ? * 2#6 *)",
                   "cron(0 0 * * ? 2500)", "cron(, * * * ? *)", "cron(- * * * ? *)"})
    EXPECT_FALSE(Schedule::parse(bad)) << bad;
}

}  // namespace
}  // namespace events
