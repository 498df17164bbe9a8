#pragma once
// What rooms count for the metrics page, by Prometheus' rules of naming. One for each house: house.cache<Counters>().
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace service {

class Counters {
 public:
  struct Counter { std::string_view help; std::uint64_t value = 0; };

  // `help` lives for ever: a literal.
  void add(std::string_view name, std::string_view help, std::uint64_t n = 1) {
    std::lock_guard lock(mutex_);
    auto& counter = counters_[std::string(name)];
    counter.help = help;
    counter.value += n;
  }
  std::map<std::string, Counter> all() const {
    std::lock_guard lock(mutex_);
    return counters_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Counter> counters_;
};

}  // namespace service
