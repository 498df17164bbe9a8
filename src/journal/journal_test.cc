#include "journal/testing.h"

#include <condition_variable>
#include <thread>

namespace journal {
namespace {

TEST(Journal, AppendReplayReopen) {
  Directory d;
  std::vector<StreamHead> heads;
  for (std::uint64_t round = 0; round < 3; ++round) {
    auto j = Journal::open(small(d.path));
    EXPECT_EQ(j->durable(), round * 100);
    for (std::uint64_t i = 1; i <= 100; ++i) {
      Sequence s = j->append(entry_of(round * 100 + i, json_of(round * 100 + i), i % 3 ? kAccount1 : kAccount2));
      EXPECT_EQ(s, round * 100 + i);
      if (i % 10 == 0) j->wait(s);
    }
    j->wait(j->appended());
    auto texts = check(*j);
    ASSERT_EQ(texts.size(), (round + 1) * 100);
    for (std::uint64_t i = 0; i < texts.size(); ++i) EXPECT_EQ(texts[i], json_of(i + 1));
    EXPECT_EQ(j->head(kAccount1, "us-east-1") + j->head(kAccount2, "us-east-1"), texts.size());
    EXPECT_EQ(j->head(kAccount1, "eu-west-1"), 0u);
  }
}

TEST(Journal, EntriesKeepWritesAndRecords) {
  auto j = Journal::open({});
  Entry e(7);
  e.write("a", "1");
  e.begin_record(kAccount1, "eu-central-1", 0x81, base::Time{-5}) += "{\"first\":1}";
  e.end_record();
  e.write("b", std::nullopt);
  e.write("", "");
  e.begin_record(kAccount2, "us-east-1", 0, base::Time{99});
  e.end_record();
  EXPECT_TRUE(e.has_writes());
  EXPECT_EQ(e.records(), 2u);
  j->append(std::move(e));
  j->append(Entry(8));
  j->wait(2);
  int seen = 0;
  j->replay(0, [&](Sequence s, std::uint64_t version, std::span<const WriteView> w, std::span<const RecordView> r) {
    EXPECT_EQ(version, 6 + s);
    if (++seen == 2) {
      EXPECT_TRUE(w.empty() && r.empty());
      return true;
    }
    EXPECT_EQ(w.size(), 3u);
    EXPECT_EQ(r.size(), 2u);
    if (w.size() != 3 || r.size() != 2) return false;
    EXPECT_EQ(w[0].key, "a");
    EXPECT_EQ(w[0].value, "1");
    EXPECT_EQ(w[1].key, "b");
    EXPECT_FALSE(w[1].value);
    EXPECT_EQ(w[2].value, "");
    EXPECT_EQ(r[0].json, "{\"first\":1}");
    EXPECT_EQ(r[0].flags, 0x81);
    EXPECT_EQ(r[0].time.ms, -5);
    EXPECT_EQ(r[0].version, 7u);
    EXPECT_EQ(r[1].json, "");
    EXPECT_EQ(r[1].account, kAccount2);
    return true;
  });
  EXPECT_EQ(seen, 2);
  EXPECT_THROW(j->append(entry_of(9, std::string(j->entry_limit() + 1, 'x'))), std::length_error);
  EXPECT_EQ(j->appended(), 2u);
}

TEST(Journal, ReplayBeginsInTheMiddleAndStops) {
  auto j = Journal::open(small());
  for (std::uint64_t i = 1; i <= 500; ++i) {
    j->append(entry_of(i, json_of(i)));
    if (i % 7 == 0) j->wait(i);
  }
  j->wait(500);
  for (Sequence from : {0, 1, 6, 7, 8, 250, 499}) {
    std::vector<Sequence> seen;
    j->replay(from, [&](Sequence s, auto, auto, auto) { seen.push_back(s); return seen.size() < 20; });
    ASSERT_EQ(seen.size(), std::min<std::size_t>(20, 500 - from));
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], from + 1 + i);
  }
  j->replay(500, [](auto...) { ADD_FAILURE(); return true; });
}

Entry entry_of_bytes(std::size_t bytes) {
  Entry probe(1);
  probe.write("k", "");
  Entry e(1);
  e.write("k", std::string(bytes - probe.bytes(), 'x'));
  return e;
}

TEST(Journal, LargestEntriesFitASegmentEach) {
  auto medium = std::make_shared<TestMedium>();
  Options options = small();
  options.medium = medium;
  {
    auto j = Journal::open(options);
    for (int i = 0; i < 5; ++i) j->append(entry_of_bytes(j->entry_limit()));
    j->append(entry_of(6, "{}"));
    j->wait(6);
  }
  auto j = Journal::open(options);
  EXPECT_EQ(j->durable(), 6u);
  std::size_t bytes = 0;
  j->replay(0, [&](auto, auto, std::span<const WriteView> writes, auto) { bytes += writes[0].value->size(); return true; });
  EXPECT_GT(bytes, 5 * (j->entry_limit() - 100));
}

struct Told : Waiter {
  std::mutex mutex;
  std::condition_variable cv;
  int times = 0;
  void durable() override {
    std::lock_guard lock(mutex);
    ++times;
    cv.notify_all();
  }
  void await() {
    std::unique_lock lock(mutex);
    cv.wait(lock, [this] { return times > 0; });
  }
};

TEST(Journal, WaitersAreToldOnce) {
  auto j = Journal::open(small());
  std::vector<std::unique_ptr<Told>> told;
  for (std::uint64_t i = 1; i <= 200; ++i) {
    Sequence s = j->append(entry_of(i, json_of(i)));
    j->notify(s, *told.emplace_back(std::make_unique<Told>()));
  }
  for (auto& t : told) t->await();
  Told late;
  j->notify(5, late);                                  // durable already: at once
  EXPECT_EQ(late.times, 1);
  j.reset();
  for (auto& t : told) EXPECT_EQ(t->times, 1);
}

TEST(Journal, ManyThreadsShareCommits) {
  Directory d;
  constexpr int kThreads = 6, kEach = 300;
  Options options = small(d.path);
  options.queue_bytes = 20000;                         // so that they wait for room, too
  {
    auto j = Journal::open(options, [](const RecordView& r, auto& tell) { tell(r.region); });
    std::vector<std::thread> threads;
    std::atomic<bool> done{false};
    std::thread reader([&] {
      while (!done) {
        std::uint64_t before = j->head(kAccount1, "region-0");
        EXPECT_GE(numbers(*j, kAccount1, "region-0", 1).size(), before);
        Query q{kAccount1, "region-1", "region-1", {}, {INT64_MAX}, {}, 1000};
        before = j->head(kAccount1, "region-1");
        EXPECT_GE(j->lookup(q).records.size(), std::min<std::size_t>(before, 1000));
        Sequence durable = j->durable(), seen = 0;
        j->replay(0, [&](Sequence s, auto, auto, auto) { seen = s; return true; });
        EXPECT_GE(seen, durable);
      }
    });
    for (int t = 0; t < kThreads; ++t)
      threads.emplace_back([&, t] {
        std::string region = "region-" + std::to_string(t % 3);
        for (int i = 0; i < kEach; ++i) {
          Sequence s = j->append(entry_of(std::uint64_t(i), json_of(std::uint64_t(i)), kAccount1, region.c_str()));
          if (i % 5 == 0) j->wait(s);
        }
      });
    for (auto& t : threads) t.join();
    j->wait(j->appended());
    done = true;
    reader.join();
  }
  auto j = Journal::open(options);
  EXPECT_EQ(check(*j).size(), std::size_t(kThreads * kEach));
  for (int r = 0; r < 3; ++r) {
    auto all = numbers(*j, kAccount1, ("region-" + std::to_string(r)).c_str(), 1);
    ASSERT_EQ(all.size(), std::size_t(kThreads / 3 * kEach));
    for (std::size_t i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], i + 1);
  }
}

TEST(Journal, StreamsAreReadFromAnyNumberAcrossSegments) {
  auto j = Journal::open(small());
  for (std::uint64_t i = 1; i <= 600; ++i) {
    j->append(entry_of(i, json_of(i), i % 2 ? kAccount1 : kAccount2));
    if (i == 100 || i == 101 || i == 350) j->seal();
  }
  j->wait(600);
  for (std::uint64_t from : {0, 1, 50, 51, 52, 175, 299, 300, 301}) {
    auto got = numbers(*j, kAccount2, "us-east-1", from);
    ASSERT_EQ(got.size(), 300 - std::min<std::uint64_t>(300, std::max<std::uint64_t>(from, 1) - 1)) << from;
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], std::max<std::uint64_t>(from, 1) + i);
  }
  EXPECT_TRUE(numbers(*j, kAccount2, "us-east-2", 1).empty());
  int seen = 0;
  j->read(kAccount1, "us-east-1", 10, [&](const RecordView&) { return ++seen < 3; });
  EXPECT_EQ(seen, 3);
}

TEST(Journal, ChainsContinueAcrossSealAndReopen) {
  auto medium = std::make_shared<TestMedium>();
  Options options = small();
  options.medium = medium;
  for (std::uint64_t round = 0; round < 6; ++round) {
    auto j = Journal::open(options);
    for (std::uint64_t i = 1; i <= 20; ++i) j->append(entry_of(round * 20 + i, json_of(i * 11), i % 2 ? kAccount1 : kAccount2));
    if (round % 2) j->seal();
    if (round == 3) j->seal();                         // of a segment without entries: nothing happens
    j->wait(j->appended());
    EXPECT_EQ(check(*j).size(), (round + 1) * 20);
  }
}

TEST(Journal, DropsWholeOldSegments) {
  Directory d;
  std::vector<StreamHead> before;
  Options options = small(d.path);
  {
    auto j = Journal::open(options);
    j->append(entry_of(1, "{\"quiet\":1}", kAccount2, "eu-west-1"));     // a stream that ends in what is dropped
    for (std::uint64_t i = 2; i <= 500; ++i) {
      j->append(entry_of(i, json_of(i)));
      if (i % 100 == 0) j->seal();
    }
    j->drop_before(base::Time{100 * 1000}, 1000);      // the first segment's newest record is not older
    EXPECT_EQ(j->first(), 1u);
    j->drop_before(base::Time{350 * 1000}, 200);       // the second one's entries are still wanted
    EXPECT_EQ(j->first(), 101u);
    j->drop_before(base::Time{350 * 1000}, 1000);
    EXPECT_EQ(j->first(), 301u);
    EXPECT_EQ(check(*j).size(), 200u);
    EXPECT_THROW(j->replay(299, [](auto...) { return true; }), std::out_of_range);
    auto kept = numbers(*j, kAccount1, "us-east-1", 5);
    ASSERT_EQ(kept.size(), 200u);
    EXPECT_EQ(kept.front(), 300u);
    EXPECT_TRUE(numbers(*j, kAccount2, "eu-west-1", 1).empty());
    before = j->streams();
  }
  auto j = Journal::open(options);
  EXPECT_FALSE(std::filesystem::exists(d.path / "0000000003.seg"));
  EXPECT_TRUE(std::filesystem::exists(d.path / "0000000004.seg"));
  auto after = j->streams();
  ASSERT_EQ(after.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(after[i].number, before[i].number);
    EXPECT_EQ(after[i].hash, before[i].hash);
  }
  EXPECT_EQ(j->head(kAccount2, "eu-west-1"), 1u);
  j->append(entry_of(501, "{\"quiet\":2}", kAccount2, "eu-west-1"));
  j->wait(501);
  EXPECT_EQ(numbers(*j, kAccount2, "eu-west-1", 1), std::vector<std::uint64_t>{2});
}

TEST(Journal, OneProcessAtATime) {
  Directory d;
  auto j = Journal::open(small(d.path));
  EXPECT_THROW(Journal::open(small(d.path)), std::runtime_error);
  j.reset();
  EXPECT_NO_THROW(Journal::open(small(d.path)));
}

TEST(Journal, InMemoryDoesTheSame) {
  auto parity = [](const RecordView& r, auto& tell) { tell("all" + std::to_string(r.number % 2)); };
  auto j = Journal::open(small(), parity);
  for (std::uint64_t i = 1; i <= 1000; ++i) j->append(entry_of(i, json_of(i)));
  j->seal();
  j->append(entry_of(1001, "{}"));
  j->wait(1001);
  EXPECT_EQ(check(*j).size(), 1001u);
  EXPECT_EQ(j->lookup({kAccount1, "us-east-1", "all1", {}, {INT64_MAX}, {}, 5000}).records.size(), 501u);
  j->drop_before(base::Time{1000 * 1000}, 1001);
  EXPECT_GT(j->first(), 1u);
}

}  // namespace
}  // namespace journal
