#pragma once
// What a room has read and made ready, kept for as long as the tables it was read from stay as they are. Bounded; one for
// the life of the house: House::cache<Kept<T>>().
#include <functional>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/txn.h"

namespace service {

// Texts as keys are looked up without a copy.
struct TextHash : std::hash<std::string_view> { using is_transparent = void; };

template <class T, std::size_t kMost = 4096>
class Kept {
 public:
  using Value = std::shared_ptr<const T>;

  // `version`: of the last write to the rooms it is read from, of several the highest (Store::touched), asked for before
  // this call. What `read` answers is kept until that changes, but nullptr is not, nor what was read by a call whose view
  // may be older than that write, or that has written itself: such a call reads for itself alone.
  template <class Read>
  Value get(std::string_view key, std::uint64_t version, const store::Txn& txn, Read read) {
    const bool clean = txn.mark() == 0;
    if (clean) {
      std::shared_lock lock(mutex_);
      if (auto it = kept_.find(key); it != kept_.end() && it->second.version == version) return it->second.value;
    }
    Value value = read();
    if (!value || !clean || version > txn.version()) return value;
    std::unique_lock lock(mutex_);
    if (kept_.size() >= kMost) kept_.clear();
    kept_.insert_or_assign(std::string(key), Entry{version, value});
    return value;
  }

 private:
  struct Entry { std::uint64_t version; Value value; };
  std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> kept_;
};

}  // namespace service
