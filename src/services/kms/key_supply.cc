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
  auto& shelf = shelves_[std::string(spec)];
  if (!maker_.joinable()) maker_ = std::thread([this] { make(); });
  wake_.notify_all();
  if (shelf.empty()) return false;
  hand().emplace(spec, std::move(shelf.front()));
  shelf.pop_front();
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

// Of what there is least, the quickest.
const std::string* KeySupply::wanted() const {
  const std::string* out = nullptr;
  std::size_t least = kReady;
  for (auto& [spec, shelf] : shelves_)
    if (shelf.size() < least) {
      out = &spec;
      least = shelf.size();
    }
  return out;
}

void KeySupply::make() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const std::string* spec = wanted();
    if (!spec) {
      wake_.wait(lock);
      continue;
    }
    lock.unlock();
    auto pair = KeyPair::make(*spec, &stopping_);      // no shelf is ever taken down
    lock.lock();
    if (pair) shelves_.find(*spec)->second.push_back(std::move(*pair));
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
