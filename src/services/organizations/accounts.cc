#include "services/organizations/accounts.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"
#include "services/organizations/validation.h"

namespace organizations {

using service::Call;
using store::joined;

Account shown(const Call& call, const OrganizationRow& organization, const AccountRow& account) {
  return {.id = account.id,
          .arn = arn(call, organization, "account", account.id),
          .email = account.email,
          .name = account.name,
          .status = account.status,
          .state = account.status == "SUSPENDED" ? "CLOSED" : account.status,
          .paths = {path_to(call.txn(), organization, account.parent) + account.id + "/"},
          .joinedMethod = account.joined_method,
          .joinedTimestamp = account.joined};
}

namespace {

template <class Request>
ListAccountsResult listed(Call& call, const OrganizationRow& organization, const store::Table<Mark>& table, const std::string& begin, const Request& q) {
  ListAccountsResult out;
  out.nextToken = page(call.in(table), begin, q, [&](std::string_view id, Mark) {
    if (auto account = find_member(call.txn(), organization, id)) out.accounts.push_back(shown(call, organization, *account));
    return true;
  });
  return out;
}

}  // namespace

ListAccountsResult list_accounts(const ListAccounts& q, Call& call) {
  auto organization = for_reader(call);
  return listed(call, organization, kMembers, within(organization.id), q);
}

ListAccountsResult list_accounts_for_parent(const ListAccountsForParent& q, Call& call) {
  auto organization = for_reader(call);
  if (!find_node(call.txn(), organization, q.parentId)) throw no_parent();
  return listed(call, organization, kAccountsIn, within(organization.id, q.parentId), q);
}

DescribeAccountResult describe_account(const DescribeAccount& q, Call& call) {
  auto organization = for_reader(call);
  auto account = find_member(call.txn(), organization, q.accountId);
  if (!account) throw no_account();
  return {shown(call, organization, *account)};
}

// An account that is not where the caller says it is does not exist there.
shape::Nothing move_account(const MoveAccount& q, Call& call) {
  auto organization = for_management(call);
  auto account = find_member(call.txn(), organization, q.accountId);
  if (!account) throw no_account();
  if (!find_node(call.txn(), organization, q.sourceParentId))
    throw refusal("SourceParentNotFoundException", "You specified a source parent that doesn't exist.");
  if (!find_node(call.txn(), organization, q.destinationParentId))
    throw refusal("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.");
  if (account->parent != q.sourceParentId) throw no_account();
  if (account->parent == q.destinationParentId)
    throw refusal("DuplicateAccountException", "That account is already present in the specified destination.");
  call.in(kAccountsIn).erase(joined(organization.id, account->parent, account->id));
  account->parent = q.destinationParentId;
  call.in(kAccountsIn).put(joined(organization.id, account->parent, account->id), {});
  call.in(kAccounts).put(account->id, *account);
  policies_changed(call.txn(), organization, "", call.now());
  return {};
}

}  // namespace organizations
