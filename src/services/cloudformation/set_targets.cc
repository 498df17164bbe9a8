#include "services/cloudformation/set_targets.h"

#include "base/arn.h"
#include "services/cloudformation/source.h"

namespace cloudformation {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view what) { return std::find(list.begin(), list.end(), what) != list.end(); }

// Active members under one of the units, with that unit.
std::vector<Target> members_under(House& house, store::Txn& txn, const SetRecord& set, const std::vector<std::string>& units) {
  std::vector<Target> out;
  auto org = house.ports().organization_of(txn, set.account);
  if (!org) return out;
  for (auto& account : house.ports().accounts_of(txn, org->id)) {
    if (account.id == org->management_account || account.status != "ACTIVE") continue;
    const std::string& path = house.guardrails(txn, account.id)->path;
    for (auto& unit : units)
      if (path.find("/" + unit + "/") != path.npos) {
        out.push_back({account.id, unit});
        break;
      }
  }
  return out;
}

std::vector<Target> filtered(std::vector<Target> under, const Asking& a) {
  if (a.filter == "INTERSECTION") std::erase_if(under, [&](auto& t) { return !contains(a.accounts, t.account); });
  else if (a.filter == "DIFFERENCE") std::erase_if(under, [&](auto& t) { return contains(a.accounts, t.account); });
  else if (a.filter != "NONE")                   // UNION, which also is what is meant by saying nothing
    for (auto& account : a.accounts)
      if (std::none_of(under.begin(), under.end(), [&](auto& t) { return t.account == account; })) under.push_back({account, {}});
  return under;
}

// A file of account ids, parted by commas or lines.
std::vector<AccountId> accounts_in(std::string_view url, Call& call) {
  constexpr std::size_t kMost = 10 * 1024 * 1024;          // bytes
  if (!url.ends_with(".csv") && !url.ends_with(".txt")) throw invalid("AccountsUrl must name a .csv or .txt file.");
  std::vector<AccountId> out;
  std::string text = read_object(url.starts_with("s3:") ? parse_s3_uri(url) : parse_s3_address(url), kMost, call), word;
  for (char c : text + "\n") {
    if (c != ',' && c != '\n' && c != '\r' && c != ' ') {
      word += c;
      continue;
    }
    if (!word.empty() && !base::is_account_id(word)) throw invalid("The file of AccountsUrl must contain account IDs only.");
    if (!word.empty()) out.emplace_back(std::move(word));
    if (out.size() > kMostInstances) throw ApiError{"LimitExceededException", 400, "StackInstances quota has been exceeded"};
    word.clear();
  }
  return out;
}

bool narrows(const Asking& a) { return a.filter == "INTERSECTION" || a.filter == "DIFFERENCE"; }

}  // namespace

Asking asking_of(const std::optional<std::vector<AccountId>>& accounts, const std::optional<DeploymentTargets>& targets, Call& call) {
  if (accounts && targets) throw invalid("You must specify either Accounts or DeploymentTargets, but not both.");
  Asking out;
  if (accounts) add_new(out.accounts, *accounts);
  if (!targets) return out;
  if (targets->accounts && targets->accountsUrl) throw invalid("You must specify either Accounts or AccountsUrl, but not both.");
  if (targets->accounts) add_new(out.accounts, *targets->accounts);
  if (targets->accountsUrl) {
    auto read = accounts_in(*targets->accountsUrl, call);
    std::set<std::string> once(read.begin(), read.end());
    out.accounts.assign(once.begin(), once.end());
  }
  if (targets->organizationalUnitIds) add_new(out.units, *targets->organizationalUnitIds);
  if (targets->accountFilterType) out.filter = *targets->accountFilterType;
  return out;
}

std::vector<Target> targets_of(House& house, store::Txn& txn, const SetRecord& set, const Asking& a) {
  std::vector<Target> out;
  if (!set.service_managed && !a.units.empty()) throw invalid("StackSets with SELF_MANAGED permission model can only have accounts as target");
  if (!set.service_managed && !a.filter.empty()) throw invalid("AccountFilterType can be specified only for StackSets with SERVICE_MANAGED permission model");
  if (a.units.empty()) for (auto& account : a.accounts) out.push_back({account, {}});
  else out = filtered(members_under(house, txn, set, a.units), a);
  std::sort(out.begin(), out.end(), [](auto& x, auto& y) { return x.account < y.account; });
  out.erase(std::unique(out.begin(), out.end(), [](auto& x, auto& y) { return x.account == y.account; }), out.end());
  return out;
}

void check_new_targets(const SetRecord& set, const Asking& a) {
  if (!set.service_managed) return;
  if (a.units.empty()) throw invalid("StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target");
  if (!a.accounts.empty() && a.filter.empty()) throw invalid("AccountFilterType should be specified when both OrganizationalUnitIds and accounts are provided");
  if (a.filter == "UNION") throw invalid("AccountFilterType UNION is not supported for CreateStackInstances operations");
  if (a.accounts.empty() && narrows(a)) throw invalid("Accounts should be specified with AccountFilterType " + a.filter);
}

void add_targets(House& house, store::Txn& txn, SetRecord& set, const Asking& a, const std::vector<Target>& targets, const std::vector<std::string>& regions) {
  add_new(set.regions, regions);
  if (!set.service_managed) return;
  add_new(set.units, a.units);
  for (auto& unit : a.units) {
    auto it = std::find_if(set.targets.begin(), set.targets.end(), [&](auto& t) { return t.unit == unit; });
    UnitTarget& t = it == set.targets.end() ? set.targets.emplace_back(UnitTarget{unit, {}, {}}) : *it;
    add_new(t.regions, regions);
    for (auto& member : members_under(house, txn, set, {unit})) {
      std::erase(t.left_out, member.account);
      if (std::none_of(targets.begin(), targets.end(), [&](auto& x) { return x.account == member.account; })) t.left_out.push_back(member.account);
    }
  }
}

void drop_targets(SetRecord& set, const Asking& a, const std::vector<Target>& targets, const std::vector<std::string>& regions) {
  if (!set.service_managed) return;
  for (auto& t : set.targets) {
    if (!narrows(a) && contains(a.units, t.unit)) std::erase_if(t.regions, [&](auto& r) { return contains(regions, r); });
    for (auto& gone : targets) add_new(t.left_out, std::vector{gone.account});
  }
  std::erase_if(set.targets, [](auto& t) { return t.regions.empty(); });
  set.units.clear();
  set.regions.clear();
  for (auto& t : set.targets) {
    set.units.push_back(t.unit);
    add_new(set.regions, t.regions);
  }
}

std::vector<std::string> enabled_regions(const House& house, const std::vector<RegionName>& asked) {
  std::vector<std::string> out;
  for (auto& region : asked) {
    if (!contains(house.settings.regions, region)) throw invalid("Region " + std::string(region) + " is invalid or not enabled");
    if (!contains(out, region)) out.emplace_back(region);
  }
  if (out.empty()) throw invalid("You must specify at least one Region.");
  return out;
}

}  // namespace cloudformation
