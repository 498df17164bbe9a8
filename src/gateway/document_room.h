#pragma once
// Memory for bodies that are parsed whole, of all connections together: a body's signature is known when its last byte is, so
// that whoever knows an access key's id could have as many half-sent documents kept as there are connections.
#include <atomic>
#include <cstddef>

namespace gateway {

class DocumentRoom {
 public:
  static constexpr std::size_t kFree = 64u << 10;           // what each connection may gather without asking
  static constexpr std::size_t kTogether = 256u << 20;

  // False: it is full, and the request is to be refused for now.
  bool take(std::size_t bytes) {
    if (taken_.fetch_add(bytes, std::memory_order_relaxed) + bytes <= kTogether) return true;
    give(bytes);
    return false;
  }
  void give(std::size_t bytes) { taken_.fetch_sub(bytes, std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> taken_ = 0;
};

}  // namespace gateway
