#include "services/lambda/runtime/lines.h"

#include <gtest/gtest.h>

namespace lambda::runtime {
namespace {

TEST(Lines, BytesBecomeLinesWhereverTheyAreCut) {
  Lines lines;
  lines.add("one\ntw", 1);
  lines.add("o\n\nthr", 2);
  lines.say("END", 3);
  EXPECT_EQ(lines.take(), (std::vector<Lines::Stamped>{{1, "one"}, {2, "two"}, {2, ""}, {3, "thr"}, {3, "END"}}));
  EXPECT_TRUE(lines.take().empty());
  EXPECT_EQ(lines.tail(), "one\ntwo\n\nthr\nEND\n");
  lines.begin();
  lines.add("\xff\n", 4);
  EXPECT_EQ(lines.tail(), "\xef\xbf\xbd\n");
}

TEST(Lines, LinesAndLogsAreBounded) {
  Lines lines;
  lines.begin();
  const std::string much(1 << 20, 'x');
  for (int i = 0; i < 40; ++i) lines.add(much, 1);
  lines.end_line(2);
  std::size_t bytes = 0;
  auto taken = lines.take();
  for (auto& [at, line] : taken) {
    EXPECT_LE(line.size(), kMaxLine);
    bytes += line.size();
  }
  EXPECT_EQ(taken.back().second, "orgtrail: the log of one invocation ends after 16 MB; 25165824 bytes were left out");
  EXPECT_EQ(bytes, kMaxLog + taken.back().second.size());
  EXPECT_EQ(lines.tail().size(), kTail);
  lines.begin();
  lines.add("again\n", 3);
  EXPECT_EQ(lines.take().size(), 1u);
}

TEST(Lines, AReportIsAsLambdaWritesIt) {
  Measures m{12.341, 128, 35, 100.2, "", ""};
  EXPECT_EQ(report_line("id", m), "REPORT RequestId: id\tDuration: 12.34 ms\tBilled Duration: 113 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\tInit Duration: 100.20 ms\t");
  m = {3000, 128, 35, -1, "timeout", ""};
  EXPECT_EQ(report_line("id", m), "REPORT RequestId: id\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 35 MB\tStatus: timeout");
  EXPECT_EQ(how_it_ended(9), "signal: killed");
  EXPECT_EQ(how_it_ended(11), "signal: segmentation fault");
  EXPECT_EQ(how_it_ended(3 << 8), "exit status 3");
  EXPECT_EQ(how_it_ended(0), "");
}

}  // namespace
}  // namespace lambda::runtime
