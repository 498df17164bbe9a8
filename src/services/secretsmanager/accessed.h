#pragma once
// When secrets were last read: the day, kept in memory until a worker writes it. Reading itself writes nothing.
#include <mutex>
#include <set>

#include "services/secretsmanager/secret.h"

namespace secretsmanager {

class Accessed {
 public:
  struct Read {
    std::string account, region, name, version;
    base::Time day;
    auto operator<=>(const Read&) const = default;
  };
  void add(Read read) {
    std::lock_guard lock(mutex_);
    if (reads_.size() < kMost) reads_.insert(std::move(read));
  }
  std::set<Read> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(reads_, {});
  }

 private:
  static constexpr std::size_t kMost = 100'000;
  std::mutex mutex_;
  std::set<Read> reads_;
};

inline base::Time day_of(base::Time t) { return {t.ms - t.ms % 86'400'000}; }

}  // namespace secretsmanager
