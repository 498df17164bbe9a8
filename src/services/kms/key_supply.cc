#include "services/kms/key_supply.h"

#include "service/house.h"

namespace kms {
namespace {

using Hand = std::map<std::string, KeyPair, std::less<>>;      // one of a spec at most: what a request reached and did not take stays for the next

Hand& hand() {
  thread_local Hand out;
  return out;
}

}  // namespace

KeySupply::~KeySupply() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (maker_.joinable()) maker_.join();
}

bool KeySupply::reach(std::string_view spec) {
  if (!is_rsa(spec) || hand().count(spec)) return true;
  std::lock_guard lock(mutex_);
  Shelf& shelf = shelves_[std::string(spec)];
  if (!maker_.joinable()) maker_ = std::thread([this] { make(); });
  wake_.notify_all();
  if (!shelf.pair) return false;
  hand().emplace(spec, std::move(*shelf.pair));
  shelf.pair.reset();
  return true;
}

std::optional<KeyPair> KeySupply::take(std::string_view spec) {
  if (!is_rsa(spec)) return KeyPair::make(spec);
  if (!reach(spec)) return {};
  auto held = hand().find(spec);
  KeyPair out = std::move(held->second);
  hand().erase(held);
  return out;
}

KeySupply::Shelves::value_type* KeySupply::wanted() {
  Shelves::value_type* out = nullptr;
  for (auto& row : shelves_)
    if (!row.second.pair && (!out || row.second.turn < out->second.turn)) out = &row;
  return out;
}

void KeySupply::make() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    auto* row = wanted();                  // no shelf is ever taken down
    if (!row) {
      wake_.wait(lock);
      continue;
    }
    lock.unlock();
    auto pair = KeyPair::make(row->first, &stopping_);
    lock.lock();
    row->second = {std::move(pair), ++turns_};
  }
}

KeyPair fresh_pair(service::House& house, std::string_view spec) {
  auto pair = house.cache<KeySupply>().take(spec);
  if (!pair) throw service::ApiError{"DependencyTimeoutException", 503, "The system timed out while trying to fulfill the request. You can retry the request."};
  return std::move(*pair);
}

std::optional<service::Patience> until_made(service::Call& call, std::string_view spec) {
  constexpr std::int64_t kLongest = 30 /* seconds */, kLook = 20 /* ms */;
  if (call.house().cache<KeySupply>().reach(spec)) return {};
  return service::Patience{.seconds = kLongest, .next = base::Time{call.now().ms + kLook}};
}

}  // namespace kms
