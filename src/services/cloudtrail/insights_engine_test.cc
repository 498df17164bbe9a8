#include "services/cloudtrail/insights_engine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace cloudtrail {
namespace {

constexpr std::int64_t kDay = 1440, kWeek = 7 * kDay, kBegin = 28'000'000;      // a minute in 2023, on the hour

class MemoryLedger : public Ledger {
 public:
  std::optional<InsightHour> get(const std::string& series, std::int64_t hour) override {
    auto it = rows.find({series, hour});
    return it == rows.end() ? std::nullopt : std::optional(it->second);
  }
  void put(const std::string& series, std::int64_t hour, const InsightHour& h) override { rows[{series, hour}] = h; }
  void each(const std::string& series, std::int64_t from, const Visit& visit) override {
    for (auto it = rows.lower_bound({series, from}); it != rows.end() && it->first.first == series; ++it)
      if (!visit(it->first.second, it->second)) return;
  }
  std::map<std::pair<std::string, std::int64_t>, InsightHour> rows;
};

// An account's Region, whose minutes pass one by one.
class Lab {
 public:
  Lab() { watch.since = now; watch.evaluated = now - 1; }

  void calls(std::int64_t n, std::string_view name = "RunInstances", std::string_view who = "arn:aws:iam::444444444444:user/dev", std::string_view error = "null") {
    for (std::int64_t i = 0; i < n; ++i) {
      Seen seen{{"", "ec2.amazonaws.com", std::string(name), ""}, who, "aws-cli/2", error};
      analysis_.count(now, seen);
      if (error == "null") continue;
      seen.series.error = error;
      analysis_.count(now, seen);
    }
  }
  void pass() { for (auto& f : analysis_.close(now++)) findings.push_back(std::move(f)); }
  template <class Rate> void minutes(std::int64_t n, Rate rate) {
    for (std::int64_t i = 0; i < n; ++i) { calls(rate(i)); pass(); }
  }
  void jump(std::int64_t minutes) { now += minutes; }

  std::int64_t now = kBegin;
  InsightWatch watch;
  MemoryLedger ledger;
  std::vector<Finding> findings;

 private:
  int ids_ = 0;
  Analysis analysis_{watch, ledger, [this] { return "shared-" + std::to_string(++ids_); }};
};

double average(const Tally& t, std::int64_t minutes) { return double(t.count) / double(minutes); }
auto steady(std::int64_t n) { return [n](std::int64_t) { return n; }; }

class Poisson {
 public:
  explicit Poisson(double mean) : draw_(mean) {}
  std::int64_t operator()(std::int64_t) { return draw_(dice_); }
 private:
  std::mt19937 dice_{7};
  std::poisson_distribution<std::int64_t> draw_;
};

TEST(Insights, SteadyTrafficRaisesNothing) {
  for (double mean : {0.05, 1.0, 8.0, 60.0}) {
    Lab lab;
    lab.minutes(kWeek + 2 * kDay, Poisson(mean));
    EXPECT_TRUE(lab.findings.empty()) << mean;
  }
}

TEST(Insights, DaysAndNightsRaiseNothing) {
  Lab lab;
  std::mt19937 dice{3};
  lab.minutes(2 * kWeek, [&](std::int64_t i) {
    double sun = std::sin(2 * 3.14159265358979 * double(i % kDay) / double(kDay));
    return std::poisson_distribution<std::int64_t>(0.2 + 40 * std::max(0.0, sun))(dice);
  });
  EXPECT_TRUE(lab.findings.empty());
}

TEST(Insights, GrowthRaisesNothing) {
  Lab lab;
  lab.minutes(2 * kDay, steady(0));
  lab.minutes(4 * 60, [](std::int64_t i) { return i / 4; });                           // from nothing to one a second in four hours
  lab.minutes(kWeek, [](std::int64_t i) { return 60 + i * 100 / kWeek; });
  EXPECT_TRUE(lab.findings.empty());
}

TEST(Insights, RegularPeaksRaiseNothingOnceTheyAreKnown) {
  Lab lab;
  lab.minutes(2 * kWeek, [](std::int64_t i) { return i % 60 == 0 ? 80 : 0; });         // on the hour, from the first day on
  EXPECT_TRUE(lab.findings.empty());
}

TEST(Insights, ABurstHasAStartAndAnEnd) {
  Lab lab;
  lab.minutes(kWeek + kDay, [](std::int64_t i) { return i % 2; });                     // 0.5 a minute
  const std::int64_t burst = lab.now;
  lab.minutes(6, [](std::int64_t i) { return i == 0 ? 90 : 80; });
  ASSERT_EQ(lab.findings.size(), 1u);                                                  // told as soon as its minute is over
  lab.minutes(30, [](std::int64_t i) { return i % 2; });
  ASSERT_EQ(lab.findings.size(), 2u);
  auto &start = lab.findings[0], &end = lab.findings[1];
  EXPECT_TRUE(start.start);
  EXPECT_EQ(start.minute, burst);
  EXPECT_EQ(start.duration, 1);
  EXPECT_EQ(start.insight.sum.count, 90);
  EXPECT_EQ(start.insight.baselineMinutes, kBaselineMinutes);
  EXPECT_DOUBLE_EQ(average(start.insight.baseline, start.insight.baselineMinutes), 0.5);
  EXPECT_FALSE(end.start);
  EXPECT_EQ(end.minute, burst + 6);
  EXPECT_EQ(end.duration, 6);
  EXPECT_DOUBLE_EQ(average(end.insight.sum, end.duration), (90 + 5 * 80) / 6.0);
  EXPECT_EQ(end.insight.sharedId, start.insight.sharedId);
  EXPECT_TRUE(lab.watch.open.empty());
}

TEST(Insights, AttributionsNameWhoDidIt) {
  Lab lab;
  lab.minutes(kWeek + kDay, [&](std::int64_t i) { if (i % 10 == 0) lab.calls(1, "RunInstances", "arn:deployer"); return 0; });
  lab.calls(60, "RunInstances", "arn:intruder", "AccessDenied");
  lab.calls(2, "RunInstances", "arn:deployer");
  lab.pass();
  ASSERT_EQ(lab.findings.size(), 2u);                                                  // the rate of the calls and that of the error
  auto& calls = lab.findings[0].insight.series.error.empty() ? lab.findings[0] : lab.findings[1];
  auto& errors = lab.findings[0].insight.series.error.empty() ? lab.findings[1] : lab.findings[0];
  EXPECT_EQ(errors.insight.series.error, "AccessDenied");
  EXPECT_EQ(errors.insight.sum.count, 60);
  ASSERT_EQ(calls.insight.sum.identities.size(), 2u);
  EXPECT_EQ(calls.insight.sum.identities[0].value, "arn:intruder");
  EXPECT_EQ(calls.insight.sum.identities[0].count, 60);
  ASSERT_EQ(calls.insight.baseline.identities.size(), 1u);
  EXPECT_EQ(calls.insight.baseline.identities[0].value, "arn:deployer");
  ASSERT_EQ(calls.insight.sum.errors.size(), 2u);
  EXPECT_EQ(calls.insight.sum.errors[0].value, "AccessDenied");
  EXPECT_EQ(calls.insight.sum.errors[1].value, "null");
  EXPECT_EQ(calls.insight.baseline.errors.at(0).count, calls.insight.baseline.count);
}

TEST(Insights, NothingIsJudgedOnTheFirstDay) {
  Lab lab;
  lab.minutes(kDay, [](std::int64_t i) { return i == 700 ? 500 : 0; });
  EXPECT_TRUE(lab.findings.empty());
  lab.minutes(10, steady(0));
  lab.minutes(1, steady(1100));                                                        // against the one day there is
  ASSERT_EQ(lab.findings.size(), 1u);
  EXPECT_EQ(lab.findings[0].insight.baselineMinutes, kDay + 10);
  EXPECT_EQ(lab.findings[0].insight.baseline.count, 500);
}

TEST(Insights, ASecondBurstIsANewPair) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  for (int i = 0; i < 3; ++i) {
    lab.minutes(3, steady(100));
    lab.minutes(60, steady(1));
  }
  ASSERT_EQ(lab.findings.size(), 6u);
  EXPECT_EQ(lab.findings[0].insight.sharedId, lab.findings[1].insight.sharedId);
  EXPECT_NE(lab.findings[0].insight.sharedId, lab.findings[2].insight.sharedId);
}

TEST(Insights, AShortLullDoesNotEndIt) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  lab.minutes(20, [](std::int64_t i) { return i % 5 == 4 ? 0 : 100; });
  lab.minutes(10, steady(1));
  ASSERT_EQ(lab.findings.size(), 2u);
  EXPECT_EQ(lab.findings[1].duration, 19);
  EXPECT_EQ(lab.findings[1].insight.sum.count, 16 * 100);
}

TEST(Insights, WhatLastsAWeekIsUsual) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  lab.minutes(2 * kWeek, steady(20));
  ASSERT_EQ(lab.findings.size(), 2u);
  EXPECT_EQ(lab.findings[1].duration, kLongestMinutes);
  EXPECT_DOUBLE_EQ(average(lab.findings[1].insight.sum, lab.findings[1].duration), 20);
}

TEST(Insights, AJumpOfTheClockIsNoSignal) {
  for (std::int64_t weeks : {1, 2, 5, 11, 20}) {
    Lab lab;
    lab.minutes(2 * kDay, steady(30));
    lab.jump(weeks * kWeek);
    lab.minutes(2 * kDay, steady(30));
    EXPECT_TRUE(lab.findings.empty()) << weeks;
  }
}

TEST(Insights, AJumpEndsWhatWasGoingOn) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  const std::int64_t burst = lab.now;
  lab.minutes(4, steady(100));
  lab.jump(2 * kWeek);
  lab.minutes(1, steady(1));
  ASSERT_EQ(lab.findings.size(), 2u);
  EXPECT_EQ(lab.findings[1].minute, burst + 4);
  EXPECT_EQ(lab.findings[1].duration, 4);
}

TEST(Insights, ABurstAfterAJumpIsOne) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(10));
  lab.jump(3 * kWeek);
  lab.minutes(2, steady(200));
  lab.minutes(20, steady(10));
  ASSERT_EQ(lab.findings.size(), 2u);
  EXPECT_EQ(lab.findings[0].insight.baseline.count, 0);                                // the seven days before, as they were
  EXPECT_EQ(lab.findings[1].duration, 2);
}

TEST(Insights, ALateCallCountsInTheNextMinute) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  --lab.now;
  lab.calls(50);                                                                       // of a minute that has been judged
  ++lab.now;
  lab.pass();
  ASSERT_EQ(lab.findings.size(), 1u);
  EXPECT_EQ(lab.findings[0].minute, lab.now - 1);
}

TEST(Insights, AFloodOfNamesIsBounded) {
  Lab lab;
  for (int i = 0; i < 20'000; ++i) lab.calls(1, "Name" + std::to_string(i));
  lab.pass();
  EXPECT_LE(lab.ledger.rows.size(), kSeriesAnHour);
}

TEST(Insights, WhatIsStoredIsEnoughToGoOn) {
  Lab lab;
  lab.minutes(kWeek + kDay, steady(1));
  lab.minutes(2, steady(100));
  auto watch = shape::unpacked<InsightWatch>(shape::packed(lab.watch));                // a restart
  ASSERT_TRUE(watch);
  Analysis again(*watch, lab.ledger, [] { return std::string("never"); });
  auto findings = again.close(lab.now + 20);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].insight.sharedId, lab.findings[0].insight.sharedId);
  EXPECT_EQ(findings[0].duration, 2);
}

TEST(Insights, HoursGrowCoarser) {
  InsightHour h{.points = {3 * 128 + 1, 4 * 128 + 64 + 4, 5 * 128 + 5, 1 * 128 + 59}};
  coarsen(h, 5);
  EXPECT_EQ(h.points, (std::vector<std::int64_t>{7 * 128 + 64 + 0, 5 * 128 + 5, 1 * 128 + 55}));
  coarsen(h, 60);
  EXPECT_EQ(h.points, (std::vector<std::int64_t>{13 * 128 + 64}));
}

}  // namespace
}  // namespace cloudtrail
