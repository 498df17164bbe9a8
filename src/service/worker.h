#pragma once
// The background: one thread that lets each worker do what is due and sleeps until something is due again, a commit
// changes the state, or the clock is moved.
#include <condition_variable>
#include <thread>

#include "service/house.h"

namespace service {

struct Worker {
  std::string_view name;
  // Does what is due now, and answers when it wants to be called again at the latest; nothing: when the state changes.
  std::function<std::optional<base::Time>(House&)> run;
};

class Runner {
 public:
  Runner(House&, std::vector<Worker>);
  ~Runner();
  void start();
  void stop();                 // what is under way ends first
  void poke();                 // look again now
  // Runs `inside` while no worker runs: flushes, resets.
  void alone(const std::function<void()>& inside);

 private:
  void loop();
  std::optional<base::Time> round();
  House& house_;
  std::vector<Worker> workers_;
  std::mutex round_;           // held while workers run
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, poked_ = false;
  std::thread thread_;
};

}  // namespace service
