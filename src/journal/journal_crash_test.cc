#include "journal/testing.h"

#include <signal.h>
#include <sys/wait.h>

#include <fstream>

namespace journal {
namespace {

Options on(std::shared_ptr<TestMedium> medium, std::string* fault = nullptr) {
  Options o;
  o.segment_bytes = 16u << 10;
  o.medium = std::move(medium);
  o.on_fault = [fault](std::string_view text) { if (fault) *fault = text; };
  return o;
}

// Some batches in a segment; the last of three entries.
std::shared_ptr<TestMedium> written(std::uint64_t batches) {
  auto medium = std::make_shared<TestMedium>();
  auto j = Journal::open(on(medium));
  for (std::uint64_t i = 1; i <= batches; ++i) j->wait(j->append(entry_of(i, "{\"n\":" + std::to_string(i) + "}")));
  return medium;
}

TEST(Crash, TornTailAtEveryByteIsCut) {
  auto medium = written(2);
  auto files = medium->snapshot();
  std::string& segment = *files["0000000001.seg"];
  auto header = decode_segment_header(segment);
  ASSERT_TRUE(header);
  auto last = decode_batch_header(std::string_view(segment).substr(2 * kBlock), header->salt);
  ASSERT_TRUE(last);
  for (std::size_t cut = 0; cut <= last->bytes; ++cut) {
    auto torn = std::make_shared<TestMedium>();
    torn->restore(files);
    std::string& bytes = torn->bytes("0000000001.seg");
    std::fill(bytes.begin() + std::ptrdiff_t(2 * kBlock + cut), bytes.end(), '\0');
    bool whole = cut == last->bytes || bytes == segment;           // what was cut off may have been zeros
    {
      auto j = Journal::open(on(torn));
      ASSERT_EQ(j->durable(), whole ? 2u : 1u) << cut;
      j->wait(j->append(entry_of(9, "{\"after\":1}")));
    }
    auto texts = check(*Journal::open(on(torn)));
    ASSERT_EQ(texts.size(), whole ? 3u : 2u);
    EXPECT_EQ(texts.back(), "{\"after\":1}");
  }
}

// In a batch that others follow a flipped bit is damage; in the last one it is a torn tail; nothing else ever comes out.
TEST(Crash, FlippedBitsAreNoticed) {
  auto files = written(2)->snapshot();
  for (std::size_t at = 0; at < 3 * kBlock; ++at) {
    if (at >= 44 && at < kBlock) continue;             // nothing is kept in the rest of the header's block
    auto flipped = std::make_shared<TestMedium>();
    flipped->restore(files);
    flipped->bytes("0000000001.seg")[at] ^= char(1 << at % 8);
    if (at < 2 * kBlock) {
      EXPECT_THROW(Journal::open(on(flipped)), Damage) << at;
    } else {
      EXPECT_EQ(Journal::open(on(flipped))->durable(), 1u) << at;
    }
  }
}

TEST(Crash, MissingOrForeignFilesAreNoticed) {
  auto medium = std::make_shared<TestMedium>();
  {
    auto j = Journal::open(on(medium));
    for (std::uint64_t i = 1; i <= 60; ++i) {
      j->append(entry_of(i, json_of(i)));
      if (i % 20 == 0) j->seal();
    }
  }
  auto files = medium->snapshot();
  auto refuses = [&](const std::function<void(TestMedium&)>& spoil) {
    auto spoiled = std::make_shared<TestMedium>();
    spoiled->restore(files);
    spoil(*spoiled);
    EXPECT_THROW(Journal::open(on(spoiled)), Damage);
  };
  refuses([](TestMedium& m) { m.remove("0000000001.seg"); });
  refuses([](TestMedium& m) { m.remove("0000000001.seg"); m.remove("0000000001.idx"); });
  refuses([](TestMedium& m) { m.remove("0000000002.seg"); });
  refuses([](TestMedium& m) { m.bytes("0000000002.seg").resize(3 * kBlock); });
  refuses([](TestMedium& m) { m.bytes("0000000002.seg") = m.bytes("0000000001.seg"); });
  refuses([](TestMedium& m) {                          // a sealed segment, to be indexed again, without its last batch
    m.remove("0000000002.idx");
    std::string& s = m.bytes("0000000002.seg");
    auto header = *decode_segment_header(s);
    Scan scan = scan_segment(s, header, [](const RecordView&) {});
    s[scan.batches.back().at.offset] ^= 1;
  });
}

// Everything acknowledged is there, in order, and the chains hold; the journal goes on.
void check_after_crash(const std::shared_ptr<TestMedium>& medium, Sequence acknowledged, Sequence appended, const std::string& where) {
  medium->revive();
  std::size_t kept = 0;
  {
    auto j = Journal::open(on(medium));
    ASSERT_GE(j->durable(), acknowledged) << where;
    ASSERT_LE(j->durable(), appended) << where;
    auto texts = check(*j);
    kept = texts.size();
    for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(texts[i], json_of(j->first() + i)) << where;
    Found f = j->lookup({kAccount1, "us-east-1", "", {INT64_MIN}, {INT64_MAX}, {}, 10000});
    ASSERT_EQ(f.records.size(), kept) << where;
    for (int i = 0; i < 30; ++i) j->append(entry_of(1000, json_of(j->appended() + 1)));
    j->wait(j->appended());
  }
  ASSERT_EQ(check(*Journal::open(on(medium))).size(), kept + 30) << where;
}

// A fault at every writing operation of a life with appending, rolling, sealing and dropping.
TEST(Crash, FaultAtEveryOperation) {
  for (bool torn : {false, true}) {
    bool reached = true;
    std::uint64_t operation = 1;
    for (; reached; ++operation) {
      auto medium = std::make_shared<TestMedium>();
      medium->fail_at(operation, torn, std::uint32_t(operation));
      std::string fault;
      Sequence acknowledged = 0, appended = 0;
      try {
        auto j = Journal::open(on(medium, &fault));
        for (std::uint64_t i = 1; i <= 90; ++i) {
          appended = j->append(entry_of(i, json_of(i)));
          if (i % 4 != 0) continue;
          j->wait(appended);
          acknowledged = appended;
          if (i % 24 == 0) j->seal();
          if (i == 60) j->drop_before(base::Time{25 * 1000}, 1000);
        }
        j->wait(appended);
      } catch (const std::exception&) {
        // the fault: from open, or from a call after the hook was told
      }
      reached = medium->failed();
      check_after_crash(medium, acknowledged, 90, "operation " + std::to_string(operation) + (torn ? " torn" : ""));
      if (HasFatalFailure()) return;
    }
    EXPECT_GT(operation, 40u);                         // the life is long enough to mean something
  }
}

TEST(Crash, AFaultIsReportedAndNothingIsPromisedAfterIt) {
  auto medium = std::make_shared<TestMedium>();
  std::string fault;
  auto j = Journal::open(on(medium, &fault));
  j->wait(j->append(entry_of(1, "{}")));
  medium->fail_at(1, false);
  Sequence s = j->append(entry_of(2, "{}"));
  EXPECT_THROW(j->wait(s), std::runtime_error);
  EXPECT_EQ(j->durable(), 1u);
  EXPECT_THROW(j->append(entry_of(3, "{}")), std::runtime_error);
  EXPECT_THROW(j->seal(), std::runtime_error);
  j.reset();
  EXPECT_NE(fault.find("journal"), std::string::npos);
}

TEST(Crash, KilledProcessKeepsWhatItAcknowledged) {
  Directory d;
  Options options;
  options.directory = d.path;
  options.segment_bytes = 64u << 10;
  for (int round = 0; round < 4; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto j = Journal::open(options);
      for (;;) {
        Sequence s = 0;
        for (int i = 0; i < 5; ++i) s = j->append(entry_of(1, json_of(j->appended() + 1)));
        j->wait(s);
        if (::write(pipe[1], &s, sizeof s) != sizeof s) ::_exit(0);
      }
    }
    ::close(pipe[1]);
    Sequence acknowledged = 0;
    for (int i = 0; i < 100 + round * 37 && ::read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged; ++i) {}
    ::kill(child, SIGKILL);
    Sequence more;
    while (::read(pipe[0], &more, sizeof more) == sizeof more) acknowledged = more;
    ::close(pipe[0]);
    int status;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    auto j = Journal::open(options);
    EXPECT_GE(j->durable(), acknowledged);
    EXPECT_GE(acknowledged, 500u);
    auto texts = check(*j);
    for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(texts[i], json_of(i + 1));
  }
}

}  // namespace
}  // namespace journal
