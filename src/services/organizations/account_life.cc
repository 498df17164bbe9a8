#include "services/organizations/account_life.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/events.h"
#include "services/organizations/membership.h"
#include "services/organizations/paging.h"
#include "services/organizations/tags.h"
#include "services/organizations/workers.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

CreateAccountStatus shown(const CreationRow& row) {
  CreateAccountStatus out{.accountName = row.name, .state = row.state, .id = row.id, .requestedTimestamp = row.requested};
  if (row.completed.ms) out.completedTimestamp = row.completed;
  if (row.state == "SUCCEEDED") out.accountId = row.account;
  if (!row.failure.empty()) out.failureReason = row.failure;
  return out;
}

void depart(Call& call, OrganizationRow organization, AccountRow account, std::string_view method) {
  if (account.id == organization.management_account)
    throw refusal("MasterCannotLeaveOrganizationException",
                  "You can't remove a management account from an organization. If you want the management account to become a member account in "
                  "another organization, you must first delete the current organization of the management account.");
  if (call.in(kDelegates).has(joined(organization.id, account.id)))
    throw constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                     "You can't remove an account that is registered as a delegated administrator for a service integrated with your organization.");
  if (account.status != "ACTIVE")
    throw constraint("ACCOUNT_CANNOT_LEAVE_ORGANIZATION", "You can't remove an account that is closed or being closed.");
  --organization.accounts;
  call.in(kOrganizations).put(organization.id, organization);
  record_departing(call.txn(), organization, account.id, method, call.now());
  leave(call.txn(), organization, std::move(account));
}

}  // namespace

// The account itself is made by a worker; until then it counts as a member, so that the organization stays.
CreateAccountStatusResult create_account(const CreateAccount& q, Call& call) {
  auto organization = for_management(call);
  if (q.roleName && q.roleName->starts_with("AWSServiceRoleFor"))
    throw invalid("INVALID_ROLE_NAME", "You provided a role name that isn't valid. A role name can't begin with the reserved prefix AWSServiceRoleFor.");
  if (organization.accounts >= kMaxAccounts)
    throw constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.");
  CreationRow row{.id = "car-" + base::random_text(32, base::kHexDigits),
                  .email = q.email,
                  .name = q.accountName,
                  .role = q.roleName.value_or("OrganizationAccountAccessRole"),
                  .state = "IN_PROGRESS",
                  .requested = call.now()};
  add_tags(row.tags, q.tags, call);
  ++organization.accounts;
  call.in(kOrganizations).put(organization.id, organization);
  call.in(kCreations).put(joined(organization.id, row.id), row);
  call.later(kMakeAccount, joined(organization.id, row.id));
  return {shown(row)};
}

CreateAccountStatusResult describe_create_account_status(const DescribeCreateAccountStatus& q, Call& call) {
  auto organization = for_reader(call);
  auto row = call.in(kCreations).get(joined(organization.id, q.createAccountRequestId));
  if (!row) throw refusal("CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist.");
  return {shown(*row)};
}

ListCreateAccountStatusResult list_create_account_status(const ListCreateAccountStatus& q, Call& call) {
  auto organization = for_reader(call);
  ListCreateAccountStatusResult out;
  out.nextToken = page(call.in(kCreations), within(organization.id), q, [&](std::string_view, CreationRow row) {
    if (q.states && !q.states->empty() && std::find(q.states->begin(), q.states->end(), row.state) == q.states->end()) return false;
    out.createAccountStatuses.push_back(shown(row));
    return true;
  });
  return out;
}

shape::Nothing close_account(const CloseAccount& q, Call& call) {
  auto organization = for_management(call);
  if (organization.feature_set != "ALL") throw needs_all_features();
  auto account = find_member(call.txn(), organization, q.accountId);
  if (!account) throw no_account();
  if (account->id == organization.management_account)
    throw constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.");
  if (account->status == "SUSPENDED") throw refusal("AccountAlreadyClosedException", "The specified account is already closed.");
  if (account->status != "ACTIVE")
    throw refusal("ConflictException", "The request failed because it conflicts with the current state of the specified resource.");
  account->status = "PENDING_CLOSURE";
  account->closing = call.now();
  call.in(kAccounts).put(account->id, *account);
  call.later(kFinishClosure, account->id);
  return {};
}

shape::Nothing remove_account_from_organization(const RemoveAccountFromOrganization& q, Call& call) {
  auto organization = for_management(call);
  auto account = find_member(call.txn(), organization, q.accountId);
  if (!account) throw no_account();
  depart(call, std::move(organization), std::move(*account), "Removed");
  return {};
}

shape::Nothing leave_organization(const LeaveOrganization&, Call& call) {
  auto organization = for_member(call);
  auto account = find_member(call.txn(), organization, call.scope().account);
  if (!account) throw no_account();
  depart(call, std::move(organization), std::move(*account), "Left");
  return {};
}

}  // namespace organizations
