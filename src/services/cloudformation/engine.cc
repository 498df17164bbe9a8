#include "services/cloudformation/engine.h"

#include "base/log.h"
#include "services/cloudformation/run.h"
#include "services/cloudformation/starts.h"

namespace cloudformation {
namespace {

// Of each stack under way. Only the background's thread looks here.
struct Runs {
  std::map<std::string, std::unique_ptr<Run>> of;
  std::string last;                              // whose turn it was when the time was up: the next one's comes first
};

// Others wait for the background's one thread too: so much of its time at once, of one stack and of all.
constexpr auto kOneStack = std::chrono::milliseconds(40), kAll = std::chrono::milliseconds(120);

std::vector<std::pair<std::string, OperationRecord>> under_way(House& house) {
  std::vector<std::pair<std::string, OperationRecord>> out;
  store::Txn txn = house.store.read();
  operations(txn).each([&](std::string_view key, OperationRecord o) { out.emplace_back(key, std::move(o)); });
  return out;
}

// One stack that cannot be taken on holds up no other: it is tried again later, from its rows.
Run::Round advance(House& house, std::unique_ptr<Run>& run, const OperationRecord& operation, Run::Deadline deadline) {
  constexpr std::int64_t kLater = 5;             // seconds
  std::string fault;
  try {
    if (!run || !run->fits(operation)) run = std::make_unique<Run>(house, operation);
    return run->advance(operation, deadline);
  } catch (const ApiError& e) {
    fault = e.code + ": " + e.message;
  } catch (const language::Fault& f) {
    fault = f.message;
  } catch (const std::exception& e) {
    fault = e.what();
  }
  base::log_error("operation " + operation.id + " of stack " + operation.stack + ": " + fault);
  run.reset();
  return {.over = false, .more = false, .again = house.clock.now().plus_seconds(kLater)};
}

}  // namespace

std::optional<base::Time> carry_out(House& house) {
  auto& [runs, last] = house.cache<Runs>();
  const auto begun = std::chrono::steady_clock::now();
  std::optional<base::Time> next = prune(house);
  auto all = under_way(house);
  std::erase_if(runs, [&](auto& r) { return std::none_of(all.begin(), all.end(), [&](auto& o) { return o.first == r.first; }); });
  std::rotate(all.begin(), std::find_if(all.begin(), all.end(), [&](auto& o) { return o.first > last; }), all.end());
  for (auto& [key, operation] : all) {
    const auto now = std::chrono::steady_clock::now();
    if (now - begun >= kAll) return house.clock.now();
    last = key;
    auto& run = runs[key];
    Run::Round round = advance(house, run, operation, now + kOneStack);
    if (round.over) run.reset();
    if (round.over || round.more) next = house.clock.now();
    else if (round.again && (!next || *round.again < *next)) next = round.again;
  }
  std::erase_if(runs, [](auto& r) { return !r.second; });
  return next;
}

}  // namespace cloudformation
