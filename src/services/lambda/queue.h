#pragma once
// Events: invocations that nobody waits for. Kept until the function has run, or has failed as often as it may: at least once.
#include <mutex>
#include <set>

#include "services/lambda/names.h"
#include "services/lambda/runtime/host.h"

namespace lambda {

void enqueue(Call&, const Target&, const std::string& payload, const std::optional<Afterwards>&, const std::string& trace);

class EventQueue {
 public:
  // Begins what is due and notes what has come of it; answers when to look again.
  std::optional<base::Time> run(House&);

 private:
  struct Item { std::string key; Event event; };
  struct Outcome { Item item; std::string version; runtime::Outcome outcome; };
  struct Inbox { std::mutex mutex; std::vector<Outcome> outcomes; };

  void settle(House&, Outcome);
  void begin(House&, Item);
  void again(House&, const Item&, Event changed, base::Time due);
  void later(House&, const Item&, const Outcome&, const EventSettings&);
  void end(House&, const Item&, const Outcome&, const std::string& condition);

  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::set<std::string> under_way_;              // keys
  std::optional<std::uint64_t> seen_;
  std::optional<base::Time> next_;
};

}  // namespace lambda
