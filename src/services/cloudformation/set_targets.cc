#include "services/cloudformation/set_targets.h"

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
  if (a.filter == "DIFFERENCE") std::erase_if(under, [&](auto& t) { return contains(a.accounts, t.account); });
  if (a.filter == "UNION")
    for (auto& account : a.accounts)
      if (std::none_of(under.begin(), under.end(), [&](auto& t) { return t.account == account; })) under.push_back({account, {}});
  return under;
}

}  // namespace

Asking asking_of(const std::optional<std::vector<AccountId>>& accounts, const std::optional<DeploymentTargets>& targets) {
  if (accounts && targets) throw invalid("You must specify either Accounts or DeploymentTargets, but not both.");
  Asking out;
  if (accounts) out.accounts.assign(accounts->begin(), accounts->end());
  if (!targets) return out;
  if (targets->accountsUrl) throw invalid("AccountsUrl is not supported by this server: list the accounts.");
  if (targets->accounts) out.accounts.assign(targets->accounts->begin(), targets->accounts->end());
  if (targets->organizationalUnitIds) out.units.assign(targets->organizationalUnitIds->begin(), targets->organizationalUnitIds->end());
  if (targets->accountFilterType) out.filter = *targets->accountFilterType;
  return out;
}

std::vector<Target> targets_of(House& house, store::Txn& txn, const SetRecord& set, const Asking& a) {
  std::vector<Target> out;
  if (!set.service_managed) {
    if (!a.units.empty()) throw invalid("StackSets with SELF_MANAGED permission model can only have accounts as target");
    for (auto& account : a.accounts) out.push_back({account, {}});
  } else {
    if (a.units.empty()) throw invalid("StackSets with SERVICE_MANAGED permission model can only have OrganizationalUnit as target");
    if (!a.accounts.empty() && (a.filter.empty() || a.filter == "NONE")) throw invalid("AccountFilterType should be specified when both OrganizationalUnitIds and accounts are provided");
    out = filtered(members_under(house, txn, set, a.units), a);
  }
  std::sort(out.begin(), out.end(), [](auto& x, auto& y) { return x.account < y.account; });
  out.erase(std::unique(out.begin(), out.end(), [](auto& x, auto& y) { return x.account == y.account; }), out.end());
  return out;
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
