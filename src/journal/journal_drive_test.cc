#include <future>
#include <thread>

#include "journal/testing.h"

namespace journal {
namespace {

// Callers that write for each other leave nobody waiting: not the one who comes while another finds nothing to do.
TEST(JournalDrive, NobodyIsLeftWaiting) {
  auto all = std::make_shared<std::promise<void>>();
  auto done = all->get_future();
  std::thread([all] {
    auto j = Journal::open(small());
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; ++caller)
      callers.emplace_back([&j] {
        for (std::uint64_t i = 0; i < 20'000; ++i) j->wait(j->append(entry_of(i, "{}"), Journal::Writer::caller));
      });
    for (auto& c : callers) c.join();
    EXPECT_EQ(j->durable(), 80'000u);
    j.reset();
    all->set_value();
  }).detach();
  ASSERT_EQ(done.wait_for(std::chrono::seconds(60)), std::future_status::ready) << "a caller waits for an entry that nobody writes";
}

struct Told : Waiter {
  Told(Journal& j, Sequence sequence) { j.notify(sequence, *this); }
  void durable() override { by.set_value(std::this_thread::get_id()); }
  std::optional<std::thread::id> thread() {
    auto future = by.get_future();
    return future.wait_for(std::chrono::seconds(30)) == std::future_status::ready ? std::optional(future.get()) : std::nullopt;
  }
  std::promise<std::thread::id> by;
};

// A caller that drives until it need not leaves nothing behind, however its entries fall into batches.
TEST(JournalDrive, TellsWhenToLookAgain) {
  auto j = Journal::open(small());
  std::uint64_t version = 0;
  for (std::size_t burst : {4, 1, 3, 4, 2, 16, 1}) {
    Sequence last = 0;
    for (std::size_t i = 0; i < burst; ++i) last = j->append(entry_of(version++, "{}"), Journal::Writer::caller);
    Told told(*j, last);
    while (auto again = j->drive()) std::this_thread::sleep_until(*again);
    ASSERT_TRUE(told.thread()) << "nobody writes the last of " << burst;
  }
}

// What is more than a few the journal's own thread writes.
TEST(JournalDrive, LeavesALargeBatchToTheJournal) {
  auto j = Journal::open(small());
  Sequence last = 0;
  for (std::uint64_t i = 0; i < 200; ++i) last = j->append(entry_of(i, "{}"), Journal::Writer::caller);
  Told told(*j, last);
  EXPECT_FALSE(j->drive());
  auto by = told.thread();
  ASSERT_TRUE(by);
  EXPECT_NE(*by, std::this_thread::get_id());
}

}  // namespace
}  // namespace journal
