#include "services/organizations/organization.h"

#include "service/house.h"
#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/membership.h"
#include "services/organizations/paging.h"
#include "services/organizations/policies.h"
#include "services/organizations/workers.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

OrganizationResult shown(Call& call, const OrganizationRow& organization) {
  auto management = find_account(call.txn(), organization.management_account);
  Organization out{.id = organization.id,
                   .arn = organization_arn(call, organization),
                   .featureSet = organization.feature_set,
                   .masterAccountArn = arn(call, organization, "account", organization.management_account),
                   .masterAccountId = organization.management_account,
                   .masterAccountEmail = management ? management->email : ""};
  // AWS names this one alone, and calls the member deprecated.
  if (organization.feature_set == "ALL") out.availablePolicyTypes.push_back({"SERVICE_CONTROL_POLICY", "ENABLED"});
  return {out};
}

template <class R> void erase_all(Call& call, const store::Table<R>& table, const std::string& organization) {
  std::vector<std::string> keys;
  std::string begin = within(organization);
  call.in(table).each(begin, begin, [&](std::string_view key, R) { return keys.emplace_back(key), true; });
  for (auto& key : keys) call.in(table).erase(key);
}

// Invitations to an organization that is no more are nobody's.
void forget_invitations(Call& call, const std::string& organization) {
  std::vector<std::string> ids;
  std::string begin = within(organization);
  call.in(kInvitationsBy).each(begin, begin, [&](std::string_view key, Mark) { return ids.emplace_back(key.substr(begin.size())), true; });
  for (auto& id : ids) {
    if (auto row = call.in(kHandshakes).get(id)) call.in(kInvitations).erase(joined(row->account, id));
    call.in(kHandshakes).erase(id);
  }
  erase_all(call, kInvitationsBy, organization);
}

}  // namespace

std::vector<service::Access> making_an_organization(const CreateOrganization& q, Call& call) {
  std::vector<service::Access> wanted;
  wanted.push_back({CreateOrganization::operation});
  if (q.featureSet.value_or("ALL") == "ALL")
    wanted.push_back({.action = "iam:CreateServiceLinkedRole",
                      .resource = "arn:" + call.house().settings.partition + ":iam::" + call.scope().account +
                                  ":role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations",
                      .keys = {{"iam:AWSServiceName", {"organizations.amazonaws.com"}}}});
  return wanted;
}

OrganizationResult create_organization(const CreateOrganization& q, Call& call) {
  auto account = find_account(call.txn(), call.scope().account);
  if (!account) throw service::ApiError{"ServiceException", 500, "The account " + call.scope().account + " is not registered."};
  if (!account->organization.empty())
    throw refusal("AlreadyInOrganizationException", "The AWS account is already a member of an organization.");

  OrganizationRow organization{.management_account = account->id, .feature_set = q.featureSet.value_or("ALL"), .created = call.now(), .accounts = 1};
  do organization.id = "o-" + base::random_text(10, base::kLowerAlnum);
  while (find_organization(call.txn(), organization.id));
  organization.root = "r-" + base::random_text(4, base::kLowerAlnum);
  call.in(kOrganizations).put(organization.id, organization);
  call.in(kNodes).put(joined(organization.id, organization.root), {organization.root, "Root", "", {}});
  put_managed_policies(call.txn(), organization);
  attach_defaults(call.txn(), organization, organization.root);
  join(call.txn(), organization, std::move(*account), "INVITED", call.now());
  if (organization.feature_set == "ALL") call.later(kMakeServiceLinkedRole, call.scope().account);
  return shown(call, organization);
}

OrganizationResult describe_organization(const DescribeOrganization&, Call& call) { return shown(call, for_member(call)); }

// What is kept is the history: who was a member and which services were trusted, up to and including this call.
shape::Nothing delete_organization(const DeleteOrganization&, Call& call) {
  auto organization = for_management(call);
  if (organization.accounts > 1)
    throw refusal("OrganizationNotEmptyException", "To delete an organization you must first remove all member accounts (except the master).");
  std::vector<std::string> trusted;
  std::string begin = within(organization.id);
  call.in(kTrusted).each(begin, begin, [&](std::string_view key, TrustRow) { return trusted.emplace_back(key.substr(begin.size())), true; });
  for (auto& service : trusted) set_trust(call.txn(), organization.id, service, false, call.now());
  if (auto account = find_account(call.txn(), organization.management_account)) leave(call.txn(), organization, std::move(*account));
  erase_all(call, kNodes, organization.id);
  erase_all(call, kMembers, organization.id);
  erase_all(call, kAccountsIn, organization.id);
  erase_all(call, kUnitsIn, organization.id);
  erase_all(call, kPolicies, organization.id);
  erase_all(call, kPolicyNames, organization.id);
  erase_all(call, kAttachments, organization.id);
  erase_all(call, kTargets, organization.id);
  erase_all(call, kCreations, organization.id);
  erase_all(call, kDelegates, organization.id);
  erase_all(call, kInvalidPolicies, organization.id);
  call.in(kResourcePolicies).erase(organization.id);
  forget_invitations(call, organization.id);
  call.in(kOrganizations).erase(organization.id);
  return {};
}

Root root_of(const Call& call, const OrganizationRow& organization) {
  auto node = find_node(call.txn(), organization, organization.root);
  Root out{organization.root, arn(call, organization, "root", organization.root), node ? node->name : "", {}};
  for (auto& type : organization.enabled_types) out.policyTypes.push_back({type, "ENABLED"});
  return out;
}

// There is one root.
ListRootsResult list_roots(const ListRoots&, Call& call) { return {{root_of(call, for_reader(call))}, {}}; }

}  // namespace organizations
