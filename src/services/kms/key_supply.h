#pragma once
// RSA key pairs made ahead of their use, on a thread of their own: one takes up to seconds, and event loops wait for nobody.
// One lies ready of each spec that was ever asked for. One supply for each house (House::cache).
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "service/operation.h"
#include "services/kms/key_pair.h"

namespace kms {

class KeySupply {
 public:
  KeySupply() = default;
  ~KeySupply();

  // Puts a pair into this thread's hand, for take() on the same thread. False: one will be there soon. Pairs that are not of RSA
  // always are.
  bool reach(std::string_view spec);
  // A fresh pair; nullopt: none of RSA is ready.
  std::optional<KeyPair> take(std::string_view spec);

 private:
  struct Shelf { std::optional<KeyPair> pair; std::uint64_t turn = 0; };      // turn: when it was last filled
  using Shelves = std::map<std::string, Shelf, std::less<>>;                  // by spec
  void make();
  Shelves::value_type* wanted();           // the empty one that was filled longest ago
  std::mutex mutex_;
  std::condition_variable wake_;
  Shelves shelves_;
  std::uint64_t turns_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread maker_;
};

// A pair for a handler. Throws DependencyTimeoutException where the request's patience ended before one was made.
KeyPair fresh_pair(service::House&, std::string_view spec);
// What a request that needs a fresh pair waits for; nothing: it can have one.
std::optional<service::Patience> until_made(service::Call&, std::string_view spec);

}  // namespace kms
