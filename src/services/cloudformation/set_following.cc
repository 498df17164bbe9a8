#include "services/cloudformation/set_operations.h"
#include "services/cloudformation/set_worker.h"

namespace cloudformation {
namespace {

// When the accounts were last looked at, by the machine's clock: memberships change seldom, the state always.
struct LastLook { std::chrono::steady_clock::time_point at; std::uint64_t version = 0; };
constexpr std::chrono::milliseconds kBetweenLooks{500};

// What a set lacks, and has too much of, in the accounts of its units.
struct Difference {
  std::vector<ItemRecord> missing, surplus;
  std::vector<UnitTarget> targets;               // without those who were left out and have gone
  bool forgets = false;
  bool any() const { return forgets || !missing.empty() || !surplus.empty(); }
};

bool holds(const std::vector<Target>& members, const std::string& account) {
  return std::any_of(members.begin(), members.end(), [&](auto& t) { return t.account == account; });
}

std::vector<Target> members_of(House& house, store::Txn& txn, const SetRecord& set, const std::vector<std::string>& units) {
  if (units.empty()) return {};
  Asking asking;
  asking.units = units;
  return targets_of(house, txn, set, asking);
}

Difference compare(House& house, store::Txn& txn, const SetRecord& set) {
  Difference out{{}, {}, set.targets, false};
  auto members = members_of(house, txn, set, set.units);
  std::set<std::pair<std::string, std::string>> there;
  each_of(txn, kInstances, place_of(set), "", [&](std::string_view, InstanceRecord i) {
    there.emplace(i.account, i.region);
    const bool active = house.ports().account_active(txn, i.account);
    if (!holds(members, i.account) && active && !i.unit.empty()) out.surplus.push_back({i.account, i.region, i.unit});
    return true;
  });
  for (auto& target : out.targets) {
    auto in_unit = members_of(house, txn, set, {target.unit});
    out.forgets |= std::erase_if(target.left_out, [&](auto& account) { return !holds(in_unit, account); }) > 0;
    std::erase_if(in_unit, [&](auto& t) { return std::find(target.left_out.begin(), target.left_out.end(), t.account) != target.left_out.end(); });
    for (auto& region : target.regions)
      for (auto& t : in_unit)
        if (there.emplace(t.account, region).second) out.missing.push_back({t.account, region, t.unit});
  }
  return out;
}

std::vector<SetRecord> dependents_of(store::Txn& txn, const SetRecord& set) {
  std::vector<SetRecord> out;
  store::Bound<SetRecord>{txn, kSets, set.account, set.region}.each([&](std::string_view, SetRecord s) {
    if (s.status == "ACTIVE" && std::find(s.depends_on.begin(), s.depends_on.end(), set.arn) != s.depends_on.end()) out.push_back(std::move(s));
  });
  return out;
}

std::set<std::string> accounts_of(store::Txn& txn, const SetRecord& set, const std::function<bool(const InstanceRecord&)>& which) {
  std::set<std::string> out;
  each_of(txn, kInstances, place_of(set), "", [&](std::string_view, InstanceRecord i) {
    if (which(i)) out.insert(i.account);
    return true;
  });
  return out;
}

// The sets that this one depends on are made before it, and go after it.
void hold_back(House& house, store::Txn& txn, const SetRecord& set, Difference& d) {
  for (auto& arn : set.depends_on) {
    auto first = d.missing.empty() ? std::nullopt : find_set(txn, {set.account, set.region}, arn);
    if (!first || first->status != "ACTIVE") continue;
    auto unready = accounts_of(txn, *first, [](auto& i) { return i.status != "CURRENT"; });
    for (auto& i : compare(house, txn, *first).missing) unready.insert(i.account);
    std::erase_if(d.missing, [&](auto& i) { return unready.contains(i.account); });
  }
  if (d.surplus.empty()) return;
  for (auto& dependent : dependents_of(txn, set)) {
    auto there = accounts_of(txn, dependent, [](auto&) { return true; });
    std::erase_if(d.surplus, [&](auto& i) { return there.contains(i.account); });
  }
}

Difference differences(House& house, store::Txn& txn, const SetRecord& set) {
  Difference out = compare(house, txn, set);
  hold_back(house, txn, set, out);
  return out;
}

void deploy(House& house, store::Txn& txn, const SetRecord& set, const std::string& action, const std::vector<ItemRecord>& items) {
  StackSetOperationPreferences all;
  all.regionConcurrencyType = "PARALLEL";
  all.failureTolerancePercentage = {100};
  all.maxConcurrentPercentage = {100};
  SetStart begin{.action = action, .targets = {}, .regions = {}, .preferences = &all, .retain_stacks = set.retain_on_removal};
  for (auto& i : items) add_new(begin.regions, std::vector{i.region});
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
      if (!set || !set->auto_deployment || under_way(txn, *set)) continue;
      if (differences(house, txn, *set).any()) differing.push_back(std::move(*set));
    }
  }
  for (auto& set : differing)
    house.note([&](store::Txn& txn) {
      if (under_way(txn, set)) return;
      auto d = differences(house, txn, set);
      if (d.forgets) {
        set.targets = d.targets;
        at(txn, kSets, place_of(set)).put(set.id, set);
      }
      if (!d.missing.empty()) deploy(house, txn, set, "CREATE", d.missing);
      else if (!d.surplus.empty()) deploy(house, txn, set, "DELETE", d.surplus);
    });
  return {};
}

}  // namespace cloudformation
