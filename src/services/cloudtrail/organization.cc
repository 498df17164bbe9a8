#include "services/cloudtrail/organization.h"

#include "base/log.h"
#include "service/as_account.h"
#include "services/cloudtrail/epochs.h"
#include "services/iam/api.h"
#include "services/organizations/api.h"

namespace cloudtrail {

using service::ApiError, service::Call, service::House, service::OrganizationView;

namespace {

constexpr std::string_view kHost = "cloudtrail.amazonaws.com", kContextHost = "context.cloudtrail.amazonaws.com";
constexpr const char* kRole = "AWSServiceRoleForCloudTrail";

ApiError insufficient(std::string_view where) {
  return error("InsufficientDependencyServiceAccessPermissionException", "You do not have sufficient permissions in " + std::string(where) + " for this operation.");
}

bool trusted(const OrganizationView& org, Call& call) {
  return call.house().ports().had_service_access(call.txn(), org.id, kHost, call.txn().version());
}

ApiError not_trusted() {
  return error("CloudTrailAccessNotEnabledException",
               "The request could not be processed because your organization hasn\u2019t enabled CloudTrail service access. Enable service access for CloudTrail, and then try again.");
}

// Another service's operation as part of this call, by the same caller through CloudTrail: authorized and recorded as its
// own, kept or undone with this one. Roles and administrators are the organization's state, and known everywhere.
template <class Q> void through(Call& call, const Q& request) {
  auto found = call.house().find(Q::operation);
  service::Effects effects;
  std::string host(kHost);
  Call inner(call.house(), call.txn(), call.caller_ptr(), {call.caller().account(), "us-east-1"}, {.source_ip = host, .user_agent = host, .host = host, .via = host}, effects);
  inner.set_request_id(base::uuid());
  call.house().perform(*found.service, *found.operation, &request, inner);
}

store::Bound<RoleMade> roles_made(store::Txn& txn) { return {txn, kRolesMade, "", ""}; }

// Whether the account has the role, also where it was made by hand.
bool has_role(const std::string& account, Call& call) {
  if (roles_made(call.txn()).has(account)) return true;
  service::Effects effects;
  std::string host(kHost);
  Call inner(call.house(), call.txn(), service::service_as_account(kHost, account), {account, "us-east-1"}, {.source_ip = host, .user_agent = host, .host = host}, effects);
  try {
    inner.ask(iam::GetRole{.roleName = kRole});
    return true;
  } catch (const ApiError&) {
    return false;
  }
}

bool is_taken(const ApiError& e) { return e.message.find("has been taken") != e.message.npos; }

void ensure_role(std::string_view host, Call& call) {
  try {
    through(call, iam::CreateServiceLinkedRole{.aWSServiceName = iam::NameText<128>(std::string(host))});
  } catch (const ApiError& e) {
    if (!is_taken(e)) throw;
  }
}

// The organization of a call that only its management account may make.
OrganizationView managed(Call& call) {
  auto org = call.house().ports().organization_of(call.txn(), call.caller().account());
  if (!org) throw error("OrganizationsNotInUseException", "Your account is not a member of an organization.");
  if (org->management_account != call.caller().account())
    throw error("NotOrganizationManagementAccountException", "This action requires being signed in with the organization's management account.");
  if (!org->all_features) throw error("OrganizationNotInAllFeaturesModeException", "Your organization must be in all features mode.");
  if (!trusted(*org, call)) throw not_trusted();
  return *org;
}

// Organizations' refusal of an administrator, as CloudTrail says it.
[[noreturn]] void refused(const ApiError& e, const std::string& account) {
  if (e.code == "AccountNotFoundException") throw error(e.code, "The account " + account + " was not found in your organization.");
  if (e.code == "AccountAlreadyRegisteredException") throw error("AccountRegisteredException", "The account " + account + " is already registered as a delegated administrator.");
  if (e.code == "AccountNotRegisteredException") throw error(e.code, "The account " + account + " is not registered as a delegated administrator.");
  if (e.record_code == "AccessDenied" || e.code == "AccessDeniedException") throw insufficient("AWS Organizations");
  if (e.message.find("exceeded") != e.message.npos)
    throw error("DelegatedAdminAccountLimitExceededException", "Your organization has the maximum number of CloudTrail delegated administrators: 3.");
  throw error("InvalidParameterException", e.message);
}

}  // namespace

ApiError not_management() {
  return error("NotOrganizationMasterAccountException",
               "You cannot configure or manage trails for an organization because this action requires being signed in with the management account.");
}

OrganizationView organization_for(Call& call) {
  auto org = call.house().ports().organization_of(call.txn(), call.caller().account());
  if (!org) throw error("OrganizationsNotInUseException", "Your account is not a member of an organization.");
  if (!may_act_for(*org, call)) throw not_management();
  if (!org->all_features) throw error("OrganizationNotInAllFeaturesModeException", "Your organization must be in all features mode to use organization trails.");
  if (!trusted(*org, call)) throw not_trusted();
  if (!call.may(organizations::DescribeOrganization{}) || !call.may(organizations::ListAccounts{}) || !call.may(organizations::ListAWSServiceAccessForOrganization{}))
    throw insufficient("AWS Organizations");
  if (!call.may(iam::GetRole{.roleName = kRole}) || !call.may(iam::CreateServiceLinkedRole{.aWSServiceName = iam::NameText<128>(std::string(kHost))}))
    throw insufficient("IAM");
  if (org->management_account != call.caller().account()) require_management_role(*org, call);
  return *org;
}

void require_management_role(const OrganizationView& org, Call& call) {
  if (!has_role(org.management_account, call))
    throw error("NoManagementAccountSLRExistsException", "The management account of your organization does not have the service-linked role " + std::string(kRole) + ".");
}

void ensure_management_role(const OrganizationView& org, Call& call) {
  if (has_role(org.management_account, call)) return;
  ensure_role(kHost, call);
  roles_made(call.txn()).put(org.management_account, {org.id});
}

shape::Nothing register_administrator(const RegisterOrganizationDelegatedAdmin& q, Call& call) {
  auto org = managed(call);
  if (q.memberAccountId == org.management_account)
    throw error("CannotDelegateManagementAccountException", "The management account cannot be registered as a delegated administrator.");
  for (auto host : {kHost, kContextHost})
    if (!call.may(iam::CreateServiceLinkedRole{.aWSServiceName = iam::NameText<128>(std::string(host))}))
      throw error("InsufficientIAMAccessPermissionException", "You do not have sufficient permissions in IAM to create a service-linked role.");
  try {
    through(call, organizations::RegisterDelegatedAdministrator{.accountId = q.memberAccountId, .servicePrincipal = std::string(kHost)});
  } catch (const ApiError& e) {
    refused(e, q.memberAccountId);
  }
  ensure_management_role(org, call);
  ensure_role(kContextHost, call);
  return {};
}

shape::Nothing deregister_administrator(const DeregisterOrganizationDelegatedAdmin& q, Call& call) {
  managed(call);
  try {
    through(call, organizations::DeregisterDelegatedAdministrator{.accountId = q.delegatedAdminAccountId, .servicePrincipal = std::string(kHost)});
  } catch (const ApiError& e) {
    refused(e, q.delegatedAdminAccountId);
  }
  return {};
}

// ---- afterwards

namespace {

template <class Q> bool done_in(House& house, const std::string& account, const Q& request, std::string_view already) {
  try {
    house.act(service::service_as_account(kHost, account), {account, "us-east-1"}, request);
    return true;
  } catch (const ApiError& e) {
    if (e.code == already || is_taken(e)) return true;
    base::log_error(std::string(Q::operation) + " in " + account + ": " + e.code + ": " + e.message);
    return false;
  }
}

struct Plan {
  std::vector<std::pair<std::string, std::string>> make;      // account, organization
  std::vector<std::string> take;
  std::vector<Trail> orphaned;
};

Plan plan(House& house) {
  Plan out;
  store::Txn txn = house.store.read();
  auto& ports = house.ports();
  std::map<std::string, std::string> wanted;                  // organization by account
  for (auto& account : ports.all_accounts(txn))
    for (auto& t : trails_of(txn, account)) {
      if (!t.organization) continue;
      auto org = ports.organization_of(txn, account);
      if (!org || org->id != t.organizationId || org->management_account != account) { out.orphaned.push_back(t); continue; }
      if (!ports.had_service_access(txn, org->id, kHost, txn.version())) continue;
      for (auto& member : ports.accounts_of(txn, org->id)) if (member.status == "ACTIVE") wanted[member.id] = org->id;
    }
  for (auto& [account, organization] : wanted) {
    auto made = roles_made(txn).get(account);
    if (!made || made->organization != organization) out.make.emplace_back(account, organization);
  }
  roles_made(txn).each([&](std::string_view account, RoleMade made) {
    auto org = ports.organization_of(txn, account);
    if ((!org || org->id != made.organization) && !wanted.contains(std::string(account))) out.take.emplace_back(account);
  });
  return out;
}

void make_ordinary(House& house, const Trail& orphan) {
  house.note([&](store::Txn& txn) {
    auto t = store::Bound<Trail>(txn, kTrails, orphan.account, "").get(trail_key(orphan.homeRegion, orphan.name));
    if (!t || t->id != orphan.id || !t->organization) return;
    t->organization = false;
    t->former = {t->bucket, t->prefix, t->keyArn};
    if (t->validation && t->logging) t->digestAnchor = base::Time::seconds(house.clock.now().s());
    open_epoch(*t, txn.version());
    put_trail(txn, *t);
  });
}

}  // namespace

void follow_organizations(House& house) {
  Plan p = plan(house);
  for (auto& t : p.orphaned) make_ordinary(house, t);
  for (auto& [account, organization] : p.make)
    if (done_in(house, account, iam::CreateServiceLinkedRole{.aWSServiceName = iam::NameText<128>(std::string(kHost))}, "EntityAlreadyExists"))
      house.note([&](store::Txn& txn) { roles_made(txn).put(account, {organization}); });
  for (auto& account : p.take)
    if (done_in(house, account, iam::DeleteServiceLinkedRole{.roleName = kRole}, "NoSuchEntity"))
      house.note([&](store::Txn& txn) { roles_made(txn).erase(account); });
}

}  // namespace cloudtrail
