#pragma once
// The background: lanes of workers, each lane a thread that lets its workers do what is due and sleeps until something is
// due again, a commit changes the state, or the clock is moved. A long round of one lane does not hold up another.
#include <condition_variable>
#include <deque>
#include <thread>

#include "service/house.h"

namespace service {

struct Worker {
  std::string_view name;
  // Does what is due now, and answers when it wants to be called again at the latest; nothing: when the state changes.
  std::function<std::optional<base::Time>(House&)> run;
};

class Runner;

// For what ends outside of any commit (House::cache<Bell>): the workers of this house look at once. From any thread.
class Bell {
 public:
  void ring();

 private:
  friend class Runner;
  std::mutex mutex_;
  Runner* runner_ = nullptr;   // while it runs
};

// Workers that never run beside each other.
using Lane = std::vector<Worker>;

class Runner {
 public:
  Runner(House&, std::vector<Lane>);
  ~Runner();
  void start();
  void stop();                 // what is under way ends first
  void poke();                 // look again now
  // Runs `inside` while no worker runs: flushes, resets.
  void alone(const std::function<void()>& inside);

 private:
  struct Track {
    Lane lane;
    std::mutex round;          // held while its workers run
    bool poked = false;
    std::thread thread;
  };
  void hang_bell(Runner*);
  void loop(Track&);
  std::optional<base::Time> round(Track&);
  House& house_;
  std::deque<Track> tracks_;
  std::mutex mutex_;           // of what the tracks wait for
  std::condition_variable wake_;
  bool stopping_ = false;
};

}  // namespace service
