#include "services/cloudtrail/logged.h"

#include <deque>

#include "services/cloudtrail/judge.h"

namespace cloudtrail {

using service::House;

namespace {

struct Judges {
  std::deque<Trail> trails;              // where the judges find them
  std::deque<Judge> judges;
};

}  // namespace

std::function<bool(const journal::RecordView&)> logged_by_trails(House& house, const std::string& account, const std::string& region) {
  auto all = std::make_shared<Judges>();
  store::Txn txn = house.store.read();
  auto add = [&](const std::string& owner, bool own) {
    for (auto& t : trails_of(txn, owner))
      if ((own || t.organization) && (t.multiRegion || t.homeRegion == region)) all->judges.emplace_back(house, all->trails.emplace_back(std::move(t)));
  };
  add(account, true);
  if (auto org = house.ports().organization_of(txn, account); org && org->management_account != account) add(org->management_account, false);
  if (all->judges.empty()) return {};
  return [all](const journal::RecordView& r) { return std::any_of(all->judges.begin(), all->judges.end(), [&](Judge& j) { return j.wants(r); }); };
}

}  // namespace cloudtrail
