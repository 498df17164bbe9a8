#include "services/cloudformation/set_operations.h"
#include "services/cloudformation/set_worker.h"

namespace cloudformation {
namespace {

// When the accounts were last looked at, by the machine's clock: memberships change seldom, the state always.
struct LastLook { std::chrono::steady_clock::time_point at; std::uint64_t version = 0; };
constexpr std::chrono::milliseconds kBetweenLooks{500};

// What a set lacks, and has too much of, in the accounts of its units.
struct Difference { std::vector<ItemRecord> missing, surplus; };

Difference compare(House& house, store::Txn& txn, const SetRecord& set) {
  Difference out;
  Asking asking;
  asking.units = set.units;
  auto members = set.units.empty() ? std::vector<Target>() : targets_of(house, txn, set, asking);
  std::set<std::pair<std::string, std::string>> there;
  each_of(txn, kInstances, place_of(set), "", [&](std::string_view, InstanceRecord i) {
    there.emplace(i.account, i.region);
    const bool member = std::any_of(members.begin(), members.end(), [&](auto& t) { return t.account == i.account; });
    const bool active = house.ports().account_active(txn, i.account);
    if (!member && active && !i.unit.empty()) out.surplus.push_back({i.account, i.region, i.unit});
    return true;
  });
  for (auto& region : set.regions)
    for (auto& t : members)
      if (!there.contains({t.account, region})) out.missing.push_back({t.account, region, t.unit});
  return out;
}

bool busy(store::Txn& txn, const SetRecord& s) {
  bool found = false;
  const std::string prefix = store::joined(store::joined(s.account, s.region, s.id), "");
  store::Bound<UnderWay>{txn, kUnderWay, "", ""}.each(prefix, prefix, [&](std::string_view, UnderWay) { return !(found = true); });
  return found;
}

void deploy(House& house, store::Txn& txn, const SetRecord& set, const std::string& action, const std::vector<ItemRecord>& items) {
  StackSetOperationPreferences all;
  all.regionConcurrencyType = "PARALLEL";
  all.failureTolerancePercentage = {100};
  all.maxConcurrentPercentage = {100};
  SetStart begin{.action = action, .targets = {}, .regions = set.regions, .preferences = &all, .retain_stacks = set.retain_on_removal};
  std::string id = start(house, txn, set, std::move(begin), items, house.clock.now());
  if (action != "CREATE") return;
  for (auto& i : items)
    at(txn, kInstances, place_of(set)).put(store::joined(set.id, i.account, i.region), {.account = i.account, .region = i.region, .unit = i.unit, .operation = id});
}

}  // namespace

std::optional<base::Time> follow_organizations(House& house) {
  auto& last = house.cache<LastLook>();
  const auto now = std::chrono::steady_clock::now();
  if (last.version == house.store.version()) return {};
  if (now - last.at < kBetweenLooks) return house.clock.now().plus_seconds(1);
  std::vector<SetRecord> differing;
  {
    store::Txn txn = house.store.read();
    last = {now, txn.version()};
    std::vector<Follower> followers;
    store::Bound<Follower>{txn, kFollowers, "", ""}.each([&](std::string_view, Follower f) { followers.push_back(std::move(f)); });
    for (auto& f : followers) {
      auto set = at(txn, kSets, SetPlace{f.account, f.region, f.set}).get(f.set);
      if (!set || !set->auto_deployment || busy(txn, *set)) continue;
      auto d = compare(house, txn, *set);
      if (!d.missing.empty() || !d.surplus.empty()) differing.push_back(std::move(*set));
    }
  }
  for (auto& set : differing)
    house.note([&](store::Txn& txn) {
      if (busy(txn, set)) return;
      auto d = compare(house, txn, set);
      if (!d.missing.empty()) deploy(house, txn, set, "CREATE", d.missing);
      else if (!d.surplus.empty()) deploy(house, txn, set, "DELETE", d.surplus);
    });
  return {};
}

}  // namespace cloudformation
