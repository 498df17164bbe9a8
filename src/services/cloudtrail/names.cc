#include "services/cloudtrail/names.h"

#include <re2/re2.h>

#include "base/arn.h"
#include "services/cloudtrail/organization.h"

namespace cloudtrail {

using service::ApiError, service::Call;

namespace {

bool alnum(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

ApiError bad_name(std::string text) { return error("InvalidTrailNameException", std::move(text)); }

std::optional<service::OrganizationView> organization(Call& c) { return c.house().ports().organization_of(c.txn(), c.caller().account()); }

}  // namespace

ApiError error(std::string_view code, std::string message) { return {std::string(code), 400, std::move(message)}; }

std::string trail_arn(std::string_view region, std::string_view account, std::string_view name) {
  std::string out = "arn:aws:cloudtrail:";
  out.append(region).append(":").append(account).append(":trail/").append(name);
  return out;
}

void check_trail_name(std::string_view name) {
  if (name.empty()) throw bad_name("Trail name or ARN can not be blank.");
  auto sized = [&](std::string text) { return bad_name(text + " Specified name length: " + std::to_string(name.size()) + " characters."); };
  if (name.size() < 3) throw sized("Trail name too short. Minimum allowed length: 3 characters.");
  if (name.size() > 128) throw sized("Trail name too long. Maximum allowed length: 128 characters.");
  if (!alnum(name.front())) throw bad_name("Trail name must starts with a letter or number.");
  if (!alnum(name.back())) throw bad_name("Trail name must ends with a letter or number.");
  for (std::size_t i = 0; i < name.size(); ++i) {
    bool mark = name[i] == '.' || name[i] == '-' || name[i] == '_';
    if (!alnum(name[i]) && !mark)
      throw bad_name("Trail name or ARN can contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).");
    if (mark && !alnum(name[i - 1])) throw bad_name("Trail name can not contain two adjacent periods, hyphens or underscores.");
  }
  static const RE2 address(R"(\d{1,3}(\.\d{1,3}){3})");
  if (RE2::FullMatch(re2::StringPiece(name.data(), name.size()), address)) throw bad_name("Trail name can not be formatted as an IP address.");
}

Named named(std::string_view text, const Call& c) {
  if (!text.starts_with("arn:")) {
    check_trail_name(text);
    return {c.caller().account(), c.scope().region, std::string(text)};
  }
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "cloudtrail" || !base::is_account_id(arn->account) || arn->region.empty() || !arn->resource.starts_with("trail/"))
    throw error("CloudTrailARNInvalidException", "Invalid trail ARN: " + std::string(text));
  auto name = arn->resource.substr(6);
  check_trail_name(name);
  return {std::string(arn->account), std::string(arn->region), std::string(name), true};
}

std::string resource_arn(std::string_view text, const Call& c) {
  return text.starts_with("arn:") ? std::string(text) : trail_arn(c.scope().region, c.caller().account(), text);
}

ApiError unknown_trail(const Named& n, const Call& c) {
  return error("TrailNotFoundException", "Unknown trail: " + trail_arn(n.region, n.account, n.name) + " for the user: " + c.caller().account());
}

namespace {
// Whatever table it stands in: the trail of that ARN that this caller may know of.
std::optional<Trail> find(const Named& n, Call& c) {
  auto trail = c.elsewhere(kTrails, n.account).get(trail_key(n.region, n.name));
  if (n.account == c.caller().account()) return trail;
  auto org = organization(c);
  if (!org || org->management_account != n.account)
    throw error("CloudTrailARNInvalidException", "AccountID in ARN is wrong, you can only access resources with AccountID " + c.caller().account() + ".");
  if (trail && !trail->organization) trail.reset();
  return trail;
}
}  // namespace

Trail visible_trail(std::string_view text, Call& c) {
  Named n = named(text, c);
  auto trail = find(n, c);
  if (!trail || (!trail->multiRegion && trail->homeRegion != c.scope().region && !n.by_arn)) throw unknown_trail(n, c);
  return std::move(*trail);
}

Trail own_trail(std::string_view text, Call& c) {
  Named n = named(text, c);
  auto trail = find(n, c);
  if (!trail) throw unknown_trail(n, c);
  if (n.account != c.caller().account()) {
    auto org = organization(c);
    if (!org || !may_act_for(*org, c)) throw not_management();
    require_management_role(*org, c);
  }
  if (trail->homeRegion != c.scope().region)
    throw error("InvalidHomeRegionException", "Trail " + arn_of(*trail) + " home region is " + trail->homeRegion + ".");
  return std::move(*trail);
}

void put_trail(store::Txn& txn, const Trail& t) {
  store::Bound<Trail>(txn, kTrails, t.account, "").put(trail_key(t.homeRegion, t.name), t);
  store::Bound<Change>(txn, kChanges, "", "").put("last", {});
}

void erase_trail(store::Txn& txn, const Trail& t) {
  store::Bound<Trail>(txn, kTrails, t.account, "").erase(trail_key(t.homeRegion, t.name));
  store::Bound<Change>(txn, kChanges, "", "").put("last", {});
}

std::vector<Trail> trails_of(store::Txn& txn, std::string_view account) {
  std::vector<Trail> out;
  store::Bound<Trail>(txn, kTrails, account, "").each([&](std::string_view, Trail t) { out.push_back(std::move(t)); });
  return out;
}

std::vector<Trail> trails_counted(Call& c, const std::string& account, std::string_view region) {
  std::vector<Trail> out;
  auto add = [&](std::string_view owner) {
    for (auto& t : trails_of(c.txn(), owner))
      if ((owner == account || t.organization) && (t.multiRegion || t.homeRegion == region)) out.push_back(std::move(t));
  };
  add(account);
  if (auto org = c.house().ports().organization_of(c.txn(), account); org && org->management_account != account) add(org->management_account);
  return out;
}

bool may_act_for(const service::OrganizationView& org, Call& c) {
  return org.management_account == c.caller().account() ||
         c.house().ports().is_delegated_administrator(c.txn(), org.id, c.caller().account(), "cloudtrail.amazonaws.com");
}

std::vector<EventSelector> default_selectors() {
  EventSelector all;
  all.readWriteType = "All";
  all.includeManagementEvents = true;
  all.dataResources.emplace();
  all.excludeManagementEventSources.emplace();
  return {all};
}

}  // namespace cloudtrail
