#include "services/organizations/events.h"

#include "base/json.h"
#include "record/parameters.h"
#include "service/house.h"

namespace organizations {

namespace {

void record_membership(store::Txn& txn, const OrganizationRow& organization, std::string_view account, std::string_view name, std::string_view prefix,
                       std::string_view method, base::Time now) {
  std::string details, time;
  record::write_date(time, now, record::Dates::plain);
  base::JsonWriter w(details);
  w.open('{').key("accountId").text(account).key("organizationId").text(organization.id);
  w.key(std::string(prefix) + "Method").text(method).key(std::string(prefix) + "Time").text(time).close('}');
  service::House::record_service_event({"organizations.amazonaws.com", name, organization.management_account, "us-east-1", std::move(details), {}}, now, txn);
}

}  // namespace

void record_joining(store::Txn& txn, const OrganizationRow& organization, std::string_view account, std::string_view method, base::Time now) {
  record_membership(txn, organization, account, "AccountJoinedOrganization", "joined", method, now);
}

void record_departing(store::Txn& txn, const OrganizationRow& organization, std::string_view account, std::string_view method, base::Time now) {
  record_membership(txn, organization, account, "AccountDepartedOrganization", "departed", method, now);
}

}  // namespace organizations
