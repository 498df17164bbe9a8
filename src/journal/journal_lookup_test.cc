#include "journal/index.h"
#include "journal/testing.h"

#include <random>

namespace journal {
namespace {

// Every record's JSON is a list of its keys, so that a model can tell what a lookup has to find.
void keys_of(const RecordView& r, const std::function<void(std::string_view)>& tell) {
  for (std::string_view rest = r.json; !rest.empty();) {
    auto end = rest.find(',');
    tell(rest.substr(0, end));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
}

struct Model {
  struct Known { std::string stream, json; std::int64_t ms; std::uint64_t number; bool history; };
  std::vector<Known> records;
  std::map<std::string, std::uint64_t> heads;
  std::minstd_rand random{7};
  std::uint64_t at = 0;

  Sequence append(Journal& j) {
    ++at;
    const char* account = random() % 3 ? kAccount1 : kAccount2;
    std::string region = random() % 2 ? "us-east-1" : "eu-west-1";
    bool history = random() % 10 != 0;
    std::int64_t ms = std::int64_t(at) * 50 - std::int64_t(random() % 20000) / 1000 * 1000;      // out of order, and with ties
    std::string json = "id" + std::to_string(at) + ",name" + std::to_string(random() % 5) + ",all,all";
    Entry e(at);
    e.begin_record(account, region, history ? kHistory : 0, base::Time{ms}) += json;
    e.end_record();
    std::string stream = account + region;
    records.push_back({stream, json, ms, ++heads[stream], history});
    return j.append(std::move(e));
  }

  std::vector<std::string> expected(const std::string& stream, const std::string& key, std::int64_t from, std::int64_t to) const {
    std::vector<const Known*> found;
    for (auto& r : records) {
      RecordView view;
      view.json = r.json;
      bool matches = key.empty();
      keys_of(view, [&](std::string_view told) { matches = matches || told == key; });
      if (r.stream == stream && r.history && matches && r.ms >= from && r.ms <= to) found.push_back(&r);
    }
    std::sort(found.begin(), found.end(), [](auto* a, auto* b) { return std::tie(a->ms, a->number) > std::tie(b->ms, b->number); });
    std::vector<std::string> out;
    for (auto* r : found) out.push_back(r->json);
    return out;
  }
};

std::vector<std::string> all_pages(Journal& j, Query q, const std::function<void()>& between) {
  std::vector<std::string> out;
  for (;;) {
    Found f = j.lookup(q);
    for (auto& r : f.records) out.push_back(r.json);
    EXPECT_LE(f.records.size(), q.limit);
    if (!f.more) return out;
    EXPECT_EQ(f.records.size(), q.limit);
    auto cursor = Cursor::parse(f.next.text());
    EXPECT_TRUE(cursor);
    if (!cursor) return out;
    q.after = *cursor;
    between();
  }
}

TEST(Lookup, NewestFirstWithStablePagesWhileWritten) {
  auto medium = std::make_shared<TestMedium>();
  Options options = small();
  options.medium = medium;
  auto j = Journal::open(options, keys_of);
  Model model;
  for (int round = 0; round < 12; ++round) {
    for (int i = 0; i < 150; ++i) model.append(*j);
    if (round % 3 == 2) j->seal();
    if (round == 6) {
      j.reset();
      j = Journal::open(options, keys_of);
    }
    j->wait(j->appended());
    for (const char* key : {"", "all", "name3", "id17", "nothing"})
      for (auto [from, to] : {std::pair<std::int64_t, std::int64_t>{INT64_MIN, INT64_MAX}, {5000, 30000}, {7000, 7000}}) {
        auto expected = model.expected(std::string(kAccount1) + "us-east-1", key, from, to);
        Query q{kAccount1, "us-east-1", key, {from}, {to}, {}, 1 + model.random() % 60};
        auto got = all_pages(*j, q, [&] { j->wait(model.append(*j)); });
        ASSERT_EQ(got, expected) << key << " " << from << " " << round;
      }
  }
}

TEST(Lookup, FindsWhatIsDurableAtOnce) {
  auto j = Journal::open({}, keys_of);
  Model model;
  for (int i = 0; i < 50; ++i) {
    j->wait(model.append(*j));
    auto& last = model.records.back();
    std::string region = last.stream.substr(12), account = last.stream.substr(0, 12), key = "id" + std::to_string(i + 1);
    Found f = j->lookup({account, region, key, {INT64_MIN}, {INT64_MAX}, {}, 5});
    ASSERT_EQ(f.records.size(), last.history ? 1u : 0u);
    if (!last.history) continue;
    EXPECT_EQ(f.records[0].json, last.json);
    EXPECT_EQ(f.records[0].number, last.number);
    EXPECT_EQ(f.records[0].entry, Sequence(i + 1));
  }
}

// Built while growing, or from the segment alone: the same bytes.
TEST(Lookup, IndexIsRebuiltIdentically) {
  auto medium = std::make_shared<TestMedium>();
  Options options = small();
  options.medium = medium;
  Model model;
  {
    auto j = Journal::open(options, keys_of);
    for (int i = 0; i < 1500; ++i) {
      j->wait(model.append(*j));
      if (i % 100 == 0) j->lookup({kAccount1, "us-east-1", "all", {}, {INT64_MAX}, {}, 1});
    }
    j->seal();
    j->wait(model.append(*j));                         // else the last sealed segment, without its index, is the active one again
  }
  auto files = medium->snapshot();
  for (bool damaged : {false, true}) {
    for (auto& [name, content] : files) {
      if (!name.ends_with(".idx")) continue;
      if (damaged) medium->bytes(name)[20] ^= 1;
      else medium->remove(name);
    }
    auto j = Journal::open(options, keys_of);
    EXPECT_EQ(j->lookup({kAccount1, "us-east-1", "all", {INT64_MIN}, {INT64_MAX}, {}, 9999}).records.size(),
              model.expected(std::string(kAccount1) + "us-east-1", "all", INT64_MIN, INT64_MAX).size());
    for (auto& [name, content] : files) {
      if (!name.ends_with(".idx")) continue;
      EXPECT_EQ(medium->bytes(name), *content) << name;
    }
  }
}

// A byte that went bad anywhere in an index file changes no answer, and is put right.
TEST(Lookup, DamagedIndexIsMended) {
  auto medium = std::make_shared<TestMedium>();
  Options options = small();
  options.medium = medium;
  Model model;
  {
    auto j = Journal::open(options, keys_of);
    for (int i = 0; i < 700; ++i) model.append(*j);
    j->seal();
  }
  auto files = medium->snapshot();
  auto expected = model.expected(std::string(kAccount1) + "us-east-1", "name2", INT64_MIN, INT64_MAX);
  std::size_t size = medium->bytes("0000000001.idx").size();
  for (std::size_t at = 100; at < size; at += kBlock / 2) {
    medium->restore(files);
    medium->bytes("0000000001.idx")[at] ^= 0x10;
    auto j = Journal::open(options, keys_of);
    Query q{kAccount1, "us-east-1", "name2", {INT64_MIN}, {INT64_MAX}, {}, 20};
    EXPECT_EQ(all_pages(*j, q, [] {}), expected) << at;
    EXPECT_EQ(check(*j).size(), 700u);
    numbers(*j, kAccount1, "us-east-1", 1);
  }
  medium->restore(files);
  auto j = Journal::open(options, keys_of);
  medium->bytes("0000000001.seg")[kBlock + 800] ^= 1;   // in a record: no answer rather than a wrong one
  EXPECT_THROW(check(*j), Damage);
}

// Against another implementation of SipHash-1-3, under a key of zeros.
TEST(KeyedHash, IsSipHash13) {
  const Salt zero{};
  EXPECT_EQ(keyed_hash(zero, 0, ""), 0xbd60acb658c79e45u);
  EXPECT_EQ(keyed_hash(zero, 0, "a"), 0x0c9972277e54d711u);
  EXPECT_EQ(keyed_hash(zero, 0, "abcdefg"), 0x2f830ca1d5ec7cfau);
  EXPECT_EQ(keyed_hash(zero, 0, "0123456789abcdef"), 0xc66fbe969a794e8du);
  EXPECT_EQ(keyed_hash(zero, 0x0807060504030201, "111122223333us-east-1"), 0xfa763a4aa8fdd990u);
  Salt salt{};
  salt[15] = 1;
  EXPECT_NE(keyed_hash(salt, 0, "a"), keyed_hash(zero, 0, "a"));
}

TEST(AttributeTable, NumbersEachOnce) {
  std::mt19937_64 random(9);
  AttributeTable table;
  std::vector<std::uint64_t> hashes(50'000);
  for (auto& hash : hashes) hash = random() % 4 ? random() : random() % 1000;          // also such as share all their bits but a few
  std::map<std::uint64_t, std::uint32_t> numbers;
  for (auto hash : hashes) {
    EXPECT_EQ(table.find(hash) != nullptr, numbers.contains(hash));
    const auto number = table.number(hash);
    ASSERT_EQ(number, numbers.emplace(hash, std::uint32_t(numbers.size())).first->second);
    ASSERT_EQ(table.find(hash), &table[number]);
    ASSERT_EQ(table[number].hash, hash);
  }
  EXPECT_EQ(table.all().size(), numbers.size());
}

}  // namespace
}  // namespace journal
