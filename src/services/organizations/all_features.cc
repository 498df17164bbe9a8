#include "services/organizations/all_features.h"

#include "services/organizations/attachments.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/handshakes.h"
#include "services/organizations/paging.h"
#include "services/organizations/policies.h"
#include "services/organizations/workers.h"

namespace organizations {

using service::Call;
using store::joined;

namespace {

constexpr std::int64_t kOpenSeconds = 90 * 86400;

std::vector<HandshakeRow> handshakes_of(const std::string& organization, const Call& call) {
  std::vector<HandshakeRow> out;
  std::string begin = within(organization);
  call.in(kInvitationsBy).each(begin, begin, [&](std::string_view key, Mark) {
    if (auto row = call.in(kHandshakes).get(key.substr(begin.size()))) out.push_back(std::move(*row));
    return true;
  });
  return out;
}

bool is_pending(const HandshakeRow& row, const Call& call) {
  auto state = state_of(row, call);
  return state == "OPEN" || state == "REQUESTED";
}

void cancel(HandshakeRow row, Call& call) {
  row.state = "CANCELED";
  row.ended = call.now();
  call.in(kHandshakes).put(row.id, row);
}

HandshakeRow put(HandshakeRow row, Call& call) {
  do row.id = "h-" + base::random_text(8, base::kLowerAlnum);
  while (call.in(kHandshakes).has(row.id));
  call.in(kHandshakes).put(row.id, row);
  call.in(kInvitationsBy).put(joined(row.organization, row.id), {});
  if (!row.account.empty()) call.in(kInvitations).put(joined(row.account, row.id), {});
  return row;
}

std::vector<std::string> keys_within(auto table, const std::string& begin) {
  std::vector<std::string> out;
  table.each(begin, begin, [&](std::string_view key, auto) { return out.emplace_back(key.substr(begin.size())), true; });
  return out;
}

}  // namespace

service::ApiError invitations_disabled() {
  return handshake_constraint("INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
                              "You can't issue new invitations to join an organization while it's in the process of enabling all features.");
}

bool all_features_pending(const OrganizationRow& organization, const Call& call) {
  if (organization.feature_set == "ALL") return false;
  auto all = handshakes_of(organization.id, call);
  return std::any_of(all.begin(), all.end(), [&](auto& row) { return row.action == kEnableAllFeatures && is_pending(row, call); });
}

bool is_approved(const HandshakeRow& request, const Call& call) {
  auto organization = find_organization(call.txn(), request.organization);
  if (!organization) return false;
  for (auto& row : handshakes_of(request.organization, call))
    if (row.parent == request.id && row.state != "ACCEPTED" && find_member(call.txn(), *organization, row.account)) return false;
  return true;
}

void cancel_approvals(const HandshakeRow& request, Call& call) {
  for (auto& row : handshakes_of(request.organization, call)) if (row.parent == request.id && row.state == "OPEN") cancel(row, call);
}

HandshakeResult enable_all_features(const EnableAllFeatures&, Call& call) {
  auto organization = for_management(call);
  if (organization.feature_set == "ALL")
    throw handshake_constraint("ORGANIZATION_ALREADY_HAS_ALL_FEATURES", "The handshake request is invalid because the organization has already enabled all features.");
  if (all_features_pending(organization, call))
    throw handshake_constraint("ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
                               "The handshake request is invalid because the organization has already started the process to enable all features.");
  HandshakeRow blank{.organization = organization.id, .management_account = organization.management_account, .feature_set = "ALL", .state = "OPEN",
                     .requested = call.now(), .expires = call.now().plus_seconds(kOpenSeconds)};
  auto row = blank;
  row.action = kEnableAllFeatures;
  auto request = put(std::move(row), call);
  for (auto& id : keys_within(call.in(kMembers), within(organization.id))) {
    auto account = find_member(call.txn(), organization, id);
    if (!account || account->joined_method != "INVITED" || id == organization.management_account) continue;
    auto approval = blank;
    approval.account = id;
    approval.action = kApproveAllFeatures;
    approval.parent = request.id;
    put(std::move(approval), call);
  }
  return {shown(request, call)};
}

// Invitations that spoke of another kind of organization are void.
void turn_on_all_features(OrganizationRow organization, Call& call) {
  organization.feature_set = "ALL";
  call.in(kOrganizations).put(organization.id, organization);
  put_managed_policies(call.txn(), organization);
  for (auto& node : keys_within(call.in(kNodes), within(organization.id))) attach_defaults(call.txn(), organization, node);
  for (auto& account : keys_within(call.in(kMembers), within(organization.id))) {
    attach_defaults(call.txn(), organization, account);
    call.later(kMakeServiceLinkedRole, account);
  }
  for (auto& row : handshakes_of(organization.id, call)) if (row.action.empty() && row.state == "OPEN") cancel(row, call);
}

}  // namespace organizations
