#include <thread>

#include "journal/index.h"
#include "journal/packed.h"
#include "journal/streams.h"
#include "journal/testing.h"

namespace journal {
namespace {

constexpr std::string_view kPakSuffix = ".pak";

void keys_of(const RecordView& r, const std::function<void(std::string_view)>& tell) { tell("id" + std::string(r.json)); }

std::size_t packed_files(const TestMedium& medium) {
  std::size_t n = 0;
  for (auto& name : medium.list()) n += name.ends_with(kPakSuffix);
  return n;
}

// The packer works beside the journal: waits until it has nothing more to do.
void wait_packed(const TestMedium& medium, std::size_t files) {
  for (int i = 0; i < 2000; ++i) {
    bool both = false;
    auto names = medium.list();
    for (auto& name : names)
      if (name.ends_with(kPakSuffix)) both = both || std::count(names.begin(), names.end(), name.substr(0, 10) + ".seg");
    if (packed_files(medium) >= files && !both) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL() << "only " << packed_files(medium) << " files were packed";
}

Options on(std::shared_ptr<TestMedium> medium) {
  Options o;
  o.segment_bytes = 64u << 10;
  o.medium = std::move(medium);
  o.on_fault = [](std::string_view) {};
  return o;
}

std::shared_ptr<TestMedium> written(int segments, int each = 30) {
  auto medium = std::make_shared<TestMedium>();
  auto j = Journal::open(on(medium), keys_of);
  for (int s = 0; s < segments; ++s) {
    for (int i = 0; i < each; ++i) j->append(entry_of(std::uint64_t(s * each + i + 1), json_of(j->appended() + 1)));
    j->seal();
  }
  return medium;
}

void check_whole(const std::shared_ptr<TestMedium>& medium, std::size_t entries) {
  auto j = Journal::open(on(medium), keys_of);
  auto texts = check(*j);
  ASSERT_EQ(texts.size(), entries);
  for (std::size_t i = 0; i < entries; ++i) EXPECT_EQ(texts[i], json_of(i + 1));
  EXPECT_EQ(numbers(*j, kAccount1, "us-east-1", 1).size(), entries);
  for (std::size_t i : {std::size_t(1), entries / 2, entries})
    EXPECT_EQ(j->lookup({kAccount1, "us-east-1", "id" + json_of(i), {INT64_MIN}, {INT64_MAX}, {}, 5}).records.size(), 1u);
  EXPECT_EQ(j->lookup({kAccount1, "us-east-1", "idnothing", {INT64_MIN}, {INT64_MAX}, {}, 5}).records.size(), 0u);
}

TEST(Pack, HoldsTheSameBytesAtTheSameOffsets) {
  std::string plain(300'000, '\0');
  std::minstd_rand random(3);
  for (std::size_t i = 0; i < 250'000; ++i) plain[i] = char(random() % (i % 1000 < 500 ? 4 : 256));
  auto medium = std::make_shared<TestMedium>();
  medium->put("plain", plain);
  const SegmentHeader header{7, plain.size(), {}};
  const std::uint64_t end = 250'000;
  auto content = pack(*medium->open("plain"), header, end, [] { return true; });
  ASSERT_TRUE(content);
  EXPECT_LT(content->size(), end * 8 / 10);
  EXPECT_FALSE(pack(*medium->open("plain"), header, end, [] { return false; }));
  medium->put("packed", *content);
  auto file = unpacked(medium->open("packed"), 7);
  EXPECT_EQ(file->size(), plain.size());
  for (auto [at, n] : {std::pair<std::size_t, std::size_t>{0, 1}, {32'767, 2}, {100'000, 120'000}, {249'990, 20}, {299'999, 1}, {0, 300'000}, {5, 0}}) {
    std::string got(n, 'x');
    file->read(at, got.data(), n);
    EXPECT_EQ(got, plain.substr(at, n)) << at;
  }
  std::string out(10, '\0');
  EXPECT_THROW(file->read(299'995, out.data(), 10), Damage);
  EXPECT_THROW(unpacked(medium->open("packed"), 8), Damage);
  // No byte of it can go bad unnoticed, and none makes a reader fail otherwise than by Damage.
  for (std::size_t at = 0; at < content->size(); at += at < 200 ? 1 : 211) {
    medium->put("bad", *content);
    medium->bytes("bad")[at] ^= 0x20;
    std::string got(plain.size(), '\0');
    EXPECT_THROW(unpacked(medium->open("bad"), 7)->read(0, got.data(), got.size()), Damage) << at;
  }
  for (std::size_t size = 0; size < content->size(); size += 5003) {
    medium->put("short", content->substr(0, size));
    EXPECT_THROW(unpacked(medium->open("short"), 7), Damage) << size;
  }
}

TEST(Pack, OldSegmentsArePackedAndReadOn) {
  auto medium = written(10);
  {
    auto j = Journal::open(on(medium), keys_of);
    wait_packed(*medium, 6);
  }
  EXPECT_EQ(packed_files(*medium), 6u);
  EXPECT_LT(medium->bytes("0000000001.pak").size(), medium->bytes("0000000010.seg").size() / 3);
  check_whole(medium, 300);
  auto files = medium->snapshot();
  for (auto& [name, content] : files)                  // indexes made again from packed segments are the same
    if (name.ends_with(".idx")) medium->remove(name);
  check_whole(medium, 300);
  for (auto& [name, content] : files)
    if (name.ends_with(".idx") && name != "0000000010.idx") {
      EXPECT_EQ(medium->bytes(name), *content) << name;
    }
}

TEST(Pack, DamageIsNoticedAndMissingFilesToo) {
  auto medium = written(10);
  {
    auto j = Journal::open(on(medium), keys_of);
    wait_packed(*medium, 6);
  }
  auto files = medium->snapshot();
  medium->remove("0000000003.pak");
  EXPECT_THROW(Journal::open(on(medium), keys_of), Damage);
  medium->restore(files);
  std::string& bytes = medium->bytes("0000000003.pak");
  bytes[bytes.size() - 40] ^= 1;
  EXPECT_THROW(Journal::open(on(medium), keys_of)->replay(0, [](auto...) { return true; }), Damage);
  medium->restore(files);                              // the newest segments are gone: nothing goes on behind a packed one
  for (auto& [name, content] : files)
    if (name.substr(0, 10) > "0000000006") medium->remove(name);
  medium->remove("0000000006.idx");
  EXPECT_THROW(Journal::open(on(medium), keys_of), Damage);
}

// A segment holds what was written: every entry it is asked for, and no byte of them other.
TEST(Pack, ASegmentProvesItsBatches) {
  auto medium = written(3, 12);
  auto file = [&] { return medium->open("0000000002.seg"); };
  auto header = *decode_segment_header(medium->bytes("0000000002.seg"));
  const auto meta = *IndexReader::meta(*medium->open("0000000002.idx"));
  auto whole = [&] { return holds(*file(), header, meta.end, meta.first, meta.last); };
  EXPECT_EQ(meta.first, 13u);
  ASSERT_TRUE(whole());
  EXPECT_FALSE(holds(*file(), header, meta.end, meta.first + 1, meta.last));
  EXPECT_FALSE(holds(*file(), header, meta.end, meta.first, meta.last + 1));
  EXPECT_FALSE(holds(*file(), header, meta.end, meta.first, meta.last - 1));
  EXPECT_FALSE(holds(*file(), header, meta.end - kBlock, meta.first, meta.last));
  EXPECT_FALSE(holds(*file(), header, meta.end + kBlock, meta.first, meta.last));
  header.salt[9] ^= 1;
  EXPECT_FALSE(whole());
  header.salt[9] ^= 1;
  std::string& bytes = medium->bytes("0000000002.seg");
  for (std::size_t at = 0; at < meta.end; at = at == 43 ? kBlock : at + (at < 43 || at % kBlock < 60 ? 1 : 61)) {
    bytes[at] ^= 0x10;
    ASSERT_FALSE(whole()) << at;
    bytes[at] ^= 0x10;
  }
  EXPECT_TRUE(whole());
}

// What has gone bad before it was packed stays plain, where a copy of it can be laid.
TEST(Pack, WhatIsDamagedStaysPlain) {
  auto medium = written(4, 6);                         // of which none is packed yet
  const std::string good = medium->bytes("0000000002.seg");
  medium->bytes("0000000002.seg")[kBlock + 100] ^= 1;
  {
    auto j = Journal::open(on(medium), keys_of);
    for (std::uint64_t i = 25; i <= 42; ++i) {
      j->append(entry_of(i, json_of(i)));
      if (i % 6 == 0) j->seal();
    }
    for (int i = 0; i < 2000 && !medium->open("0000000003.pak"); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_TRUE(medium->open("0000000003.pak"));
  }
  EXPECT_TRUE(medium->open("0000000002.seg"));
  EXPECT_EQ(packed_files(*medium), 2u);
  medium->put("0000000002.seg", good);
  check_whole(medium, 42);
}

// Wherever packing fails or ends, everything is there, before and after the next start.
TEST(Pack, AFaultAnywhereLosesNothing) {
  const auto files = written(7)->snapshot();
  for (bool torn : {false, true}) {
    bool reached = true;
    for (std::uint64_t operation = 1; reached; ++operation) {
      auto medium = std::make_shared<TestMedium>();
      medium->restore(files);
      medium->fail_at(operation, torn, std::uint32_t(operation));
      try {
        auto j = Journal::open(on(medium), keys_of);
        for (int i = 0; i < 200 && packed_files(*medium) < 3 && !medium->failed(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      } catch (const std::exception&) {}
      reached = medium->failed();
      medium->revive();
      check_whole(medium, 210);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Pack, PackedSegmentsAreDropped) {
  auto medium = written(10);
  {
    auto j = Journal::open(on(medium), keys_of);
    wait_packed(*medium, 6);
    j->drop_before(base::Time{121 * 1000}, 1000);      // four segments of thirty entries
    EXPECT_EQ(j->first(), 121u);
    EXPECT_EQ(check(*j).size(), 180u);
  }
  for (auto& name : medium->list()) EXPECT_GE(name.substr(0, 10), "0000000005") << name;
  auto j = Journal::open(on(medium), keys_of);
  EXPECT_EQ(j->first(), 121u);
  EXPECT_EQ(check(*j).size(), 180u);
  EXPECT_EQ(numbers(*j, kAccount1, "us-east-1", 1).front(), 121u);
}

// With the heads that were written out, or without them, a start finds the same streams.
TEST(Heads, ShortenAStartAndChangeNothing) {
  auto medium = written(140, 3);
  ASSERT_TRUE(medium->open(kHeadsName));
  const auto files = medium->snapshot();
  auto state = [&] {
    auto j = Journal::open(on(medium), keys_of);
    std::string out = std::to_string(j->durable());
    for (auto& h : j->streams()) out += " " + h.account + h.region + std::to_string(h.number) + h.hash;
    return out;
  };
  const std::string with = state();
  EXPECT_EQ(with.substr(0, 4), "420 ");
  medium->restore(files);
  medium->remove(kHeadsName);
  EXPECT_EQ(state(), with);
  medium->restore(files);
  medium->bytes(kHeadsName)[30] ^= 1;
  EXPECT_EQ(state(), with);
  medium->restore(files);
  for (auto& [name, content] : files)                  // indexes too are made again
    if (name.ends_with(".idx")) medium->remove(name);
  EXPECT_EQ(state(), with);
  check_whole(medium, 420);
  medium->restore(files);                              // the newest segments are gone: noticed
  for (auto& [name, content] : files)
    if (name.substr(0, 10) > "0000000100" && name != kHeadsName) medium->remove(name);
  EXPECT_THROW(Journal::open(on(medium), keys_of), Damage);
  medium->restore(files);
  Origin other = *read_heads(*medium);
  other.first += 1;
  medium->put(kHeadsName, encode(other));
  EXPECT_THROW(Journal::open(on(medium), keys_of), Damage);
  medium->restore(files);
  {
    auto j = Journal::open(on(medium), keys_of);       // dropped beyond them
    j->drop_before(base::Time{400 * 1000}, 1000);
    EXPECT_GT(j->first(), 390u);
  }
  EXPECT_EQ(state(), with);
}

TEST(Filter, PassesWhatIsThereAndLittleElse) {
  std::mt19937_64 random(5);
  for (std::size_t n : {1u, 100u, 20'000u}) {
    Filter filter(n);
    std::vector<std::uint64_t> there(n);
    for (auto& hash : there) filter.add(hash = random());
    Filter again(filter.bytes());
    for (auto hash : there) ASSERT_TRUE(again.may_have(hash));
    int passed = 0;
    for (int i = 0; i < 20'000; ++i) passed += again.may_have(random());
    EXPECT_LT(passed, 1200) << n;                      // 6 %
  }
}

}  // namespace
}  // namespace journal
