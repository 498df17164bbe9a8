#include "services/cloudtrail/interest.h"

#include <shared_mutex>

#include "services/cloudtrail/match.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

using service::House;

namespace {

// A logging trail that selects data events, as one account meets it.
struct Watcher {
  bool everywhere = false;
  std::string region;                  // otherwise
  Selection selection;
};
using Watchers = std::vector<Watcher>;

// Watchers by account, as new as the trails and organizations they were read from.
struct Cache {
  struct Entry { std::uint64_t trails = 0, organizations = 0; std::shared_ptr<const Watchers> watchers; };
  std::shared_mutex mutex;
  std::unordered_map<std::string, Entry> by_account;
};
constexpr std::size_t kMostAccounts = 20'000;

void add(Watchers& out, const Trail& t) {
  if (!t.logging) return;
  Selection s(selectors_of(t), t.advanced);
  if (s.wants_data()) out.push_back({t.multiRegion, t.homeRegion, std::move(s)});
}

Watchers watchers_of(House& house, store::Txn& txn, const std::string& account) {
  Watchers out;
  for (auto& t : trails_of(txn, account)) add(out, t);
  auto org = house.ports().organization_of(txn, account);
  if (!org || org->management_account == account || !house.ports().had_service_access(txn, org->id, "cloudtrail.amazonaws.com", txn.version())) return out;
  for (auto& t : trails_of(txn, org->management_account)) if (t.organization) add(out, t);
  return out;
}

std::shared_ptr<const Watchers> watchers(House& house, store::Txn& txn, std::string_view account) {
  auto& cache = house.cache<Cache>();
  const std::uint64_t trails = house.store.touched(kTrailsRoom), organizations = house.store.touched("organizations");
  std::string key(account);
  {
    std::shared_lock lock(cache.mutex);
    if (auto it = cache.by_account.find(key); it != cache.by_account.end() && it->second.trails == trails && it->second.organizations == organizations)
      return it->second.watchers;
  }
  auto fresh = std::make_shared<const Watchers>(watchers_of(house, txn, key));
  if (trails > txn.version() || organizations > txn.version()) return fresh;       // older than what the cache is asked about
  std::unique_lock lock(cache.mutex);
  if (cache.by_account.size() >= kMostAccounts) cache.by_account.clear();
  cache.by_account[std::move(key)] = {trails, organizations, fresh};
  return fresh;
}

Subject subject_of(const service::DataEvents::Event& e) {
  Subject out{.data = true, .read_only = e.read_only, .source = e.source, .name = e.name, .type = "AwsApiCall", .caller_arn = e.caller_arn, .error_code = e.error_code};
  for (auto& r : *e.resources) out.resources.push_back({r.type, r.arn, {}, r.prefix});
  return out;
}

}  // namespace

bool wants_data_event(House& house, store::Txn& txn, const service::DataEvents::Event& e) {
  auto all = watchers(house, txn, e.account);
  if (all->empty()) return false;
  const Subject subject = subject_of(e);
  return std::any_of(all->begin(), all->end(), [&](const Watcher& w) { return (w.everywhere || w.region == e.region) && w.selection.wants(subject); });
}

}  // namespace cloudtrail
