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

}  // namespace
}  // namespace journal
