#include "services/organizations/validation.h"

#include "base/json.h"
#include "record/parameters.h"
#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/effective.h"
#include "services/organizations/paging.h"

namespace organizations {

using service::House;
using store::joined;

namespace {

constexpr std::string_view kType = "BACKUP_POLICY";    // the one type that can be invalid once merged

struct Finding { std::string account, path; bool was_invalid = false; std::vector<PolicyFlaw> flaws; };

// Accounts for which it is not as it was.
std::vector<Finding> changes(store::Txn& txn, const OrganizationRow& organization) {
  std::vector<Finding> out;
  const bool on = in_force(organization, kType);
  std::string begin = within(organization.id);
  rows(txn, kMembers).each(begin, begin, [&](std::string_view key, Mark) {
    auto account = find_member(txn, organization, key.substr(begin.size()));
    if (!account) return true;
    Finding one{.account = account->id, .path = {}, .was_invalid = rows(txn, kInvalidPolicies).has(joined(organization.id, account->id, kType)), .flaws = {}};
    if (on) one.flaws = effective_policy(kType, inherited_by(txn, organization, *account, kType).levels).flaws;
    if (one.was_invalid != one.flaws.empty()) return true;
    one.path = path_to(txn, organization, account->parent) + account->id + "/";
    out.push_back(std::move(one));
    return true;
  });
  return out;
}

std::string details_of(const Finding& finding, base::Time now) {
  std::string out, time;
  record::write_date(time, now, record::Dates::comma);
  base::JsonWriter w(out);
  w.open('{').key("accountId").text(finding.account).key("policyType").text(kType).key("state").text(finding.flaws.empty() ? "VALID" : "INVALID");
  w.key("requestTimestamp").text(time);
  if (finding.flaws.empty()) {
    w.key("info").text("Previous effective policy validation error(s) resolved for this account/policyType").close('}');
    return out;
  }
  w.key("info").text("All validation errors listed").key("validationErrors").open('[');
  for (auto& flaw : finding.flaws) {
    w.open('{').key("accountPath").text(finding.path).key("evaluationTimestamp").text(time).key("errorCode").text(flaw.code);
    w.key("errorMessage").text(flaw.message).key("pathToError").text(flaw.path).key("contributingPolicies").open('[');
    for (auto& policy : flaw.policies) w.text(policy);
    w.close(']').close('}');
  }
  w.close(']').close('}');
  return out;
}

}  // namespace

// A repetition finds nothing changed: the mark and the event are of one commit.
void validate_policies(House& house, const std::string& id) {
  std::vector<Finding> found;
  std::optional<OrganizationRow> organization;
  {
    store::Txn txn = house.store.read();
    organization = find_organization(txn, id);
    if (organization) found = changes(txn, *organization);
  }
  for (auto& finding : found)
    house.announce({"organizations.amazonaws.com", "EffectivePolicyValidation", organization->management_account, "us-east-1",
                    details_of(finding, house.clock.now()), {}},
                   [&](store::Txn& txn) {
                     auto table = rows(txn, kInvalidPolicies);
                     std::string key = joined(id, finding.account, kType);
                     if (finding.flaws.empty()) table.erase(key);
                     else if (find_member(txn, *organization, finding.account)) table.put(key, {});
                   });
}

void policies_changed(store::Txn& txn, const OrganizationRow& organization, std::string_view type, base::Time now) {
  if (type == kType || (type.empty() && in_force(organization, kType))) service::put_outbox(txn, {std::string(kValidatePolicies), organization.id, now, 0});
}

}  // namespace organizations
