#include "services/organizations/trust.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/membership.h"
#include "services/organizations/paging.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

// Names of services are not looked up in a list: new ones appear, and a service this house lacks does no harm.
void must_be_service(std::string_view principal) {
  if (!principal.ends_with(".amazonaws.com") || principal.size() == std::string_view(".amazonaws.com").size())
    throw invalid("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified a service principal that isn't recognized.");
}

bool is_trusted(store::Txn& txn, const OrganizationRow& organization, std::string_view service) {
  auto row = rows(txn, kTrusted).get(joined(organization.id, service));
  return row && row->enabled;
}

std::size_t count_delegates(store::Txn& txn, const OrganizationRow& organization, const std::string& service) {
  std::size_t n = 0;
  std::string begin = within(organization.id);
  rows(txn, kDelegates).each(begin, begin, [&](std::string_view, DelegateRow row) { return n += row.services.contains(service), true; });
  return n;
}

// CloudTrail User Guide, "Organization delegated administrator". Other services' limits are not ours to know.
std::size_t most_delegates(std::string_view service) { return service == "cloudtrail.amazonaws.com" ? 3 : SIZE_MAX; }

OrganizationRow for_trusting(const Call& call) {
  auto organization = for_management(call);
  if (organization.feature_set != "ALL") throw needs_all_features();
  return organization;
}

service::ApiError not_registered() {
  return refusal("AccountNotRegisteredException", "The provided account is not a registered delegated administrator for your organization.");
}

}  // namespace

shape::Nothing enable_aws_service_access(const EnableAWSServiceAccess& q, Call& call) {
  auto organization = for_trusting(call);
  must_be_service(q.servicePrincipal);
  set_trust(call.txn(), organization.id, q.servicePrincipal, true, call.now());
  return {};
}

shape::Nothing disable_aws_service_access(const DisableAWSServiceAccess& q, Call& call) {
  auto organization = for_trusting(call);
  must_be_service(q.servicePrincipal);
  if (count_delegates(call.txn(), organization, q.servicePrincipal) > 0)
    throw constraint("DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE",
                     "You must deregister all delegated administrators for this service before you can disable its access.");
  set_trust(call.txn(), organization.id, q.servicePrincipal, false, call.now());
  return {};
}

ListAWSServiceAccessForOrganizationResult list_aws_service_access(const ListAWSServiceAccessForOrganization& q, Call& call) {
  auto organization = for_reader(call);
  ListAWSServiceAccessForOrganizationResult out;
  out.nextToken = page(call.in(kTrusted), within(organization.id), q, [&](std::string_view service, TrustRow row) {
    if (row.enabled) out.enabledServicePrincipals.push_back({std::string(service), row.since});
    return row.enabled;
  });
  return out;
}

void register_delegate(store::Txn& txn, const OrganizationRow& organization, const std::string& account, const std::string& service, base::Time now) {
  if (account == organization.management_account)
    throw constraint("CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                     "You cannot register the management account as a delegated administrator for your organization.");
  auto member = find_member(txn, organization, account);
  if (!member) throw no_account();
  if (member->status != "ACTIVE")
    throw constraint("CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR", "You cannot register a suspended account as a delegated administrator.");
  if (!is_trusted(txn, organization, service))
    throw constraint("SERVICE_ACCESS_NOT_ENABLED", "You must enable service access for this service before you register a delegated administrator.");
  auto table = rows(txn, kDelegates);
  auto row = table.get(joined(organization.id, account)).value_or(DelegateRow{});
  if (row.services.contains(service))
    throw refusal("AccountAlreadyRegisteredException", "The provided account is already a delegated administrator for your organization.");
  if (count_delegates(txn, organization, service) >= most_delegates(service))
    throw constraint("MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED",
                     "You have exceeded the allowed number of delegated administrators for the delegated service.");
  row.services[service] = now;
  table.put(joined(organization.id, account), row);
}

void deregister_delegate(store::Txn& txn, const OrganizationRow& organization, const std::string& account, const std::string& service) {
  if (!find_member(txn, organization, account)) throw no_account();
  auto table = rows(txn, kDelegates);
  auto row = table.get(joined(organization.id, account));
  if (!row || row->services.erase(service) == 0) throw not_registered();
  if (row->services.empty()) table.erase(joined(organization.id, account));
  else table.put(joined(organization.id, account), *row);
}

shape::Nothing register_delegated_administrator(const RegisterDelegatedAdministrator& q, Call& call) {
  auto organization = for_trusting(call);
  must_be_service(q.servicePrincipal);
  register_delegate(call.txn(), organization, q.accountId, q.servicePrincipal, call.now());
  return {};
}

shape::Nothing deregister_delegated_administrator(const DeregisterDelegatedAdministrator& q, Call& call) {
  auto organization = for_trusting(call);
  must_be_service(q.servicePrincipal);
  deregister_delegate(call.txn(), organization, q.accountId, q.servicePrincipal);
  return {};
}

ListDelegatedAdministratorsResult list_delegated_administrators(const ListDelegatedAdministrators& q, Call& call) {
  auto organization = for_reader(call);
  ListDelegatedAdministratorsResult out;
  out.nextToken = page(call.in(kDelegates), within(organization.id), q, [&](std::string_view id, DelegateRow row) {
    auto account = find_member(call.txn(), organization, id);
    if (!account || (q.servicePrincipal && !row.services.contains(*q.servicePrincipal))) return false;
    base::Time since = q.servicePrincipal ? row.services[*q.servicePrincipal] : row.services.begin()->second;
    if (!q.servicePrincipal) for (auto& [service, when] : row.services) since = std::min(since, when);
    out.delegatedAdministrators.push_back({.id = account->id,
                                           .arn = arn(call, organization, "account", account->id),
                                           .email = account->email,
                                           .name = account->name,
                                           .status = account->status,
                                           .state = account->status == "SUSPENDED" ? "CLOSED" : account->status,
                                           .joinedMethod = account->joined_method,
                                           .joinedTimestamp = account->joined,
                                           .delegationEnabledDate = since});
    return true;
  });
  return out;
}

ListDelegatedServicesForAccountResult list_delegated_services(const ListDelegatedServicesForAccount& q, Call& call) {
  auto organization = for_reader(call);
  if (!find_member(call.txn(), organization, q.accountId)) throw no_account();
  auto row = call.in(kDelegates).get(joined(organization.id, q.accountId));
  if (!row) throw not_registered();
  ListDelegatedServicesForAccountResult out;
  auto it = row->services.lower_bound(page_start(q.nextToken));
  for (std::size_t n = page_size(q.maxResults); it != row->services.end() && n > 0; ++it, --n) out.delegatedServices.push_back({it->first, it->second});
  if (it != row->services.end()) out.nextToken = base::base64url(it->first);
  return out;
}

}  // namespace organizations
