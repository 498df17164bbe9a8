#include <mutex>

#include "base/crypto.h"
#include "services/iam/mfa.h"
#include "services/iam/sessions.h"
#include "services/iam/totp.h"

namespace iam {

using service::House, service::Principal, service::Who, store::joined;

namespace {

const base::Time kStarted = base::HostClock{}.now();

// Codes are used once, and guesses are few. Only the newest step of a device is remembered, in memory, since calls that make
// sessions write nothing; what was used before this process began cannot be known, so no code of that time is good any more.
class Ledger {
 public:
  // False: that code was used, or wrong ones were tried too often within one step of time.
  bool spend(const std::string& device, std::int64_t step) {
    std::lock_guard lock(mutex_);
    auto& last = used_[device];
    if (step <= last) return false;
    last = step;
    return true;
  }
  std::int64_t last(const std::string& device) {
    std::lock_guard lock(mutex_);
    auto it = used_.find(device);
    return it == used_.end() ? 0 : it->second;
  }
  bool may_try(const std::string& device, std::int64_t now) {
    std::lock_guard lock(mutex_);
    auto it = wrong_.find(device);
    return it == wrong_.end() || it->second.first != now || it->second.second < kGuesses;
  }
  void was_wrong(const std::string& device, std::int64_t now) {
    std::lock_guard lock(mutex_);
    if (wrong_.size() >= 10'000) std::erase_if(wrong_, [&](auto& w) { return w.second.first != now; });
    auto& [step, n] = wrong_[device];
    if (step != now) n = 0;
    step = now;
    ++n;
  }

 private:
  static constexpr int kGuesses = 10;                      // a step
  std::mutex mutex_;
  std::map<std::string, std::int64_t> used_;               // at most one for each device there is or was
  std::map<std::string, std::pair<std::int64_t, int>> wrong_;
};

}  // namespace

MfaAnswer check_mfa(House& house, store::Txn& txn, const Principal& p, std::string_view serial, std::string_view code, bool use) {
  if (p.who != Who::user && p.who != Who::root) return MfaAnswer::not_theirs;
  Directory dir(house, txn, p.account());
  auto place = mfa_place(dir, serial);
  auto device = place ? dir.in(state::kMfaDevices).get(*place) : std::nullopt;
  if (!device || device->owner != p.entity_id) return MfaAnswer::not_theirs;

  auto& ledger = house.cache<Ledger>();
  const std::string name = joined(p.account(), *place, std::to_string(device->created.ms));
  const std::int64_t now = totp_step(base::HostClock{}.now()), theirs = now + device->drift;
  std::int64_t before = std::max(device->last_step, ledger.last(name));
  if (device->synchronized < kStarted) before = std::max(before, totp_step(kStarted) + device->drift + 1);
  if (!ledger.may_try(name, now)) return MfaAnswer::wrong;
  std::string secret = mfa_secret(house, dir, *place, *device);
  auto step = find_totp(secret, code, std::max(theirs - 1, before + 1), theirs + 1);
  base::wipe(secret);
  if (!step) ledger.was_wrong(name, now);
  return step && (!use || ledger.spend(name, *step)) ? MfaAnswer::right : MfaAnswer::wrong;
}

}  // namespace iam
