// A fault of the disk at every operation of a life of the whole house: nothing that was answered is lost, nothing half
// done remains, and the archive ends complete, without a record twice and with unbroken digest chains.
#include <thread>

#include "evidence.h"
#include "services/iam/api.h"

namespace crash {
namespace {

// The set-up is made once; every round begins at its end.
struct Base {
  journal::TestMedium::Files files;
  World world;
  base::Time time;
};
Ground& ground() {
  static Ground g;
  return g;
}
const Base& base_state() {
  static const Base base = [] {
    Base b;
    Ledger ledger;
    {
      Life life(ground(), ledger);
      b.world = build(life);
    }
    b.files = ground().medium->snapshot();
    b.time = ground().clock.now();
    return b;
  }();
  return base;
}
void start_over() {
  ground().medium->revive();
  ground().medium->restore(base_state().files);
  ground().clock.set(base_state().time);
}

// A life that goes on where the last one ended, or as far as the medium lets it.
std::size_t live(Ledger& ledger, std::size_t done) {
  try {
    Life life(ground(), ledger);
    return run(life, base_state().world, done);
  } catch (const std::runtime_error&) {
    return done;                       // it did not even start
  }
}

// After a crash: what holds at once, and what holds once everything has been done.
void check_all(Ledger& ledger, std::size_t done) {
  const World& w = base_state().world;
  ground().medium->revive();
  Life life(ground(), ledger);
  auto all = entries(life.journal());
  check_streams(life.journal(), ledger);
  check_told(all, ledger);
  check_state(life, w, all);
  ASSERT_EQ(run(life, w, done), workload().size());
  life.drain();
  check_archive(life, w);
  all = entries(life.journal());
  check_streams(life.journal(), ledger);
  check_told(all, ledger);
  check_state(life, w, all);
  EXPECT_EQ(std::count_if(all.begin(), all.end(), [](auto& e) { return e.name == "CreateAccountResult" && !e.subject.empty(); }), 3) << "accounts were made";
}

TEST(HouseCrash, TheWorkloadDoesWhatItSays) {
  start_over();
  Ledger ledger;
  ASSERT_EQ(live(ledger, 0), workload().size());
  std::vector<std::string> refused;
  for (auto& t : ledger.told)
    if (!t.error.empty()) refused.push_back(t.operation + " " + t.error);
  EXPECT_EQ(refused, (std::vector<std::string>{"cloudtrail:StopLogging NotOrganizationMasterAccountException", "cloudtrail:StopLogging AccessDeniedException",
                                               "iam:ListUsers AccessDenied"}));
  check_all(ledger, workload().size());
}

void fault_at_every_operation(bool torn) {
  std::uint64_t operation = 1;
  for (bool reached = true; reached; ++operation) {
    SCOPED_TRACE("operation " + std::to_string(operation) + (torn ? ", torn" : ""));
    start_over();
    ground().medium->fail_at(operation, torn, std::uint32_t(operation));
    Ledger ledger;
    auto done = live(ledger, 0);
    reached = ground().medium->failed();
    ASSERT_TRUE(reached || done == workload().size());
    check_all(ledger, done);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(operation, 60u);           // the life is long enough to mean something
  testing::Test::RecordProperty("operations", int(operation - 1));
}
TEST(HouseCrash, FaultAtEveryOperation) { fault_at_every_operation(false); }
TEST(HouseCrash, TornFaultAtEveryOperation) { fault_at_every_operation(true); }

// The next life meets a fault as well: in opening what the first one left, or in going on.
TEST(HouseCrash, FaultAfterFault) {
  std::minstd_rand random(7);
  for (int round = 0; round < 30; ++round) {
    const std::uint64_t first = 1 + random() % 100, second = 1 + random() % 20;
    const bool torn = random() % 2;
    SCOPED_TRACE("operations " + std::to_string(first) + " and " + std::to_string(second) + (torn ? ", torn" : ""));
    start_over();
    Ledger ledger;
    ground().medium->fail_at(first, torn, std::uint32_t(first));
    auto done = live(ledger, 0);
    ground().medium->revive();
    ground().medium->fail_at(second, torn, std::uint32_t(second));
    done = live(ledger, done);
    check_all(ledger, done);
    if (HasFailure()) return;
  }
}

// Many callers at once, whose calls share the journal's batches, while the outbox and the delivery do theirs.
void many_callers(Life& life, const World& w, int callers) {
  std::vector<std::thread> threads;
  for (int caller = 0; caller < callers; ++caller)
    threads.emplace_back([&life, &w, caller] {
      try {
        for (int i = 0; i < 12; ++i) {
          std::string name = "user-" + std::to_string(caller) + "-" + std::to_string(i);
          life.call(life.root(w.audit), iam::CreateUser{.userName = name});
          if (i % 3 == 0) life.call(life.user(w.powerless_key), iam::DeleteUser{name});          // refused
          if (i % 4 == 0) life.call(life.root(w.audit), iam::DeleteUser{name});
        }
      } catch (const std::runtime_error&) {
        // the fault
      }
    });
  try {
    for (int i = 0; i < 3; ++i) flush(life);
  } catch (const std::runtime_error&) {
  }
  for (auto& t : threads) t.join();
}

TEST(HouseCrash, FaultAmongManyCallers) {
  std::minstd_rand random(11);
  for (int round = 0; round < 30; ++round) {
    const std::uint64_t operation = 1 + random() % 80;
    SCOPED_TRACE("operation " + std::to_string(operation));
    start_over();
    Ledger ledger;
    ground().medium->fail_at(operation, round % 2, std::uint32_t(round));
    try {
      Life life(ground(), ledger);
      many_callers(life, base_state().world, 4);
    } catch (const std::runtime_error&) {
      // it did not even start
    }
    check_all(ledger, 0);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace crash
