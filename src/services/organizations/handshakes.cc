#include "services/organizations/handshakes.h"

#include "services/organizations/access.h"
#include "services/organizations/account_life.h"
#include "services/organizations/all_features.h"
#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/events.h"
#include "services/organizations/membership.h"
#include "services/organizations/paging.h"
#include "services/organizations/tags.h"
#include "services/organizations/workers.h"

namespace organizations {

using service::Access, service::ApiError, service::Call;
using store::joined;

namespace {

constexpr std::int64_t kOpenSeconds = 15 * 86400, kShownSeconds = 30 * 86400;      // how long it may be accepted, and listed afterwards

ApiError not_found() { return refusal("HandshakeNotFoundException", "We can't find a handshake with the HandshakeId that you specified."); }

bool is_gone(const HandshakeRow& row, base::Time now) {
  base::Time ended = row.state == "OPEN" ? row.expires : row.ended;
  return now > ended.plus_seconds(kShownSeconds);
}

std::string action_of(const HandshakeRow& row) { return row.action.empty() ? "INVITE" : row.action; }

std::string handshake_arn(const Call& call, const HandshakeRow& row) {
  return "arn:" + call.house().settings.partition + ":organizations::" + row.management_account + ":handshake/" + row.organization + "/" +
         base::lower(action_of(row)) + "/" + row.id;
}

}  // namespace

ApiError handshake_constraint(std::string reason, std::string message) {
  return {"HandshakeConstraintViolationException", 400, std::move(message), "", {{"Reason", std::move(reason)}}};
}

std::string state_of(const HandshakeRow& row, const Call& call) {
  if (row.state != "OPEN") return row.state;
  if (call.now() >= row.expires) return "EXPIRED";
  return row.action == kEnableAllFeatures && !is_approved(row, call) ? "REQUESTED" : "OPEN";
}

Handshake shown(const HandshakeRow& row, const Call& call) {
  Handshake out{.id = row.id, .arn = handshake_arn(call, row), .state = state_of(row, call), .requestedTimestamp = row.requested, .expirationTimestamp = row.expires,
                .action = action_of(row)};
  if (row.action == kEnableAllFeatures) {
    out.parties.push_back({row.organization, "ORGANIZATION"});
    out.resources.push_back({row.organization, "ORGANIZATION", {}});
    return out;
  }
  const std::string type = row.email.empty() ? "ACCOUNT" : "EMAIL", target = row.email.empty() ? row.account : row.email;
  out.parties.push_back({row.organization, "ORGANIZATION"});
  out.parties.push_back({target, type});
  auto management = find_account(call.txn(), row.management_account);
  std::vector<HandshakeDetail> of_organization = {{management ? management->email : "", "MASTER_EMAIL"}, {management ? management->name : "", "MASTER_NAME"},
                                                  {row.feature_set, "ORGANIZATION_FEATURE_SET"}};
  out.resources.push_back({row.organization, "ORGANIZATION", of_organization});
  out.resources.push_back({target, type, {}});
  if (!row.notes.empty()) out.resources.push_back({row.notes, "NOTES", {}});
  if (!row.parent.empty()) out.resources.push_back({row.parent, "PARENT_HANDSHAKE", {}});
  return out;
}

namespace {

// The account an invitation is to, and its e-mail address where that is what was named.
struct Invited { std::string account, email; };
Invited invited(const HandshakeParty& target, Call& call) {
  if (target.type == "ORGANIZATION") throw invalid("INVALID_PARTY_TYPE_TARGET", "You specified the wrong type of entity (account, organization, or email) as a party.");
  if (target.type == "ACCOUNT") {
    if (!is_account(target.id) || !find_account(call.txn(), target.id))
      throw invalid("INVALID_PARTY_TYPE_TARGET", "You specified an account that doesn't exist.");
    return {target.id, ""};
  }
  auto named = call.in(kEmails).get(base::lower(target.id));
  if (!named) throw invalid("INVALID_EMAIL_ADDRESS_TARGET", "You specified an invalid email address for the invited account owner.");
  return {named->id, target.id};
}

bool is_open_invitation(Call& call, const std::string& organization, const std::string& account) {
  bool found = false;
  std::string begin = within(account);
  call.in(kInvitations).each(begin, begin, [&](std::string_view key, Mark) {
    auto row = call.in(kHandshakes).get(key.substr(begin.size()));
    found = row && row->organization == organization && row->action.empty() && state_of(*row, call) == "OPEN";
    return !found;
  });
  return found;
}

// The handshake as the caller may see it: as the invited account, or as the organization's management account.
HandshakeRow of_party(const std::string& id, Call& call) {
  auto row = call.in(kHandshakes).get(id);
  if (!row || is_gone(*row, call.now())) throw not_found();
  if (row->account != call.scope().account && row->management_account != call.scope().account) throw not_found();
  return std::move(*row);
}

// Ends an open handshake; only the party whose word it is may. What no account is asked for is the management account's.
HandshakeResult end(const std::string& id, const std::string& state, bool by_invited, Call& call) {
  HandshakeRow row = of_party(id, call);
  if ((by_invited && !row.account.empty() ? row.account : row.management_account) != call.scope().account) throw no_permission_here();
  const std::string now = state_of(row, call);
  if (now == state) throw refusal("HandshakeAlreadyInStateException", "The specified handshake is already in the requested state.");
  if (now != "OPEN" && !(now == "REQUESTED" && state == "CANCELED"))
    throw refusal("InvalidHandshakeTransitionException", "You can't perform the operation on the handshake in its current state.");
  row.state = state;
  row.ended = call.now();
  call.in(kHandshakes).put(row.id, row);
  return {shown(row, call)};
}

bool wanted(const HandshakeRow& row, const std::optional<HandshakeFilter>& filter) {
  return !filter || ((!filter->actionType || *filter->actionType == action_of(row)) && (!filter->parentHandshakeId || *filter->parentHandshakeId == row.parent));
}

template <class Q> ListHandshakesResult listed(const Q& q, const store::Table<Mark>& index, const std::string& of, Call& call) {
  ListHandshakesResult out;
  out.nextToken = page(call.in(index), within(of), q, [&](std::string_view id, Mark) {
    auto row = call.in(kHandshakes).get(id);
    if (!row || is_gone(*row, call.now()) || !wanted(*row, q.filter)) return false;
    out.handshakes.push_back(shown(*row, call));
    return true;
  });
  return out;
}

}  // namespace

std::vector<Access> on_handshake(std::string_view action, const std::string& id, Call& call) {
  std::vector<Access> out;
  out.push_back({.action = action});
  auto row = call.in(kHandshakes).get(id);
  if (row) out.back().resource = handshake_arn(call, *row);
  lay_resource_policy(out, call, true);
  if (!row) return out;
  if (action == AcceptHandshake::operation && row->account == call.scope().account && row->feature_set == "ALL")
    out.push_back({.action = "iam:CreateServiceLinkedRole",
                   .resource = "arn:" + call.house().settings.partition + ":iam::" + row->account +
                               ":role/aws-service-role/organizations.amazonaws.com/AWSServiceRoleForOrganizations",
                   .keys = {{"iam:AWSServiceName", {"organizations.amazonaws.com"}}}});
  return out;
}

std::vector<Access> inviting(const InviteAccountToOrganization& q, Call& call) {
  std::vector<Access> out;
  out.push_back({.action = InviteAccountToOrganization::operation});
  detail::complete(out, q, call);
  return out;
}

HandshakeResult invite_account(const InviteAccountToOrganization& q, Call& call) {
  auto organization = for_management(call);
  if (all_features_pending(organization, call)) throw invitations_disabled();
  auto [account, email] = invited(q.target, call);
  if (find_member(call.txn(), organization, account))
    throw handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already a member of an organization.");
  if (is_open_invitation(call, organization.id, account))
    throw refusal("DuplicateHandshakeException", "A handshake with the same action and target already exists.");
  if (organization.accounts >= kMaxAccounts)
    throw handshake_constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.");
  HandshakeRow row{.organization = organization.id, .management_account = organization.management_account, .feature_set = organization.feature_set, .account = account,
                   .email = email, .notes = q.notes.value_or(""), .state = "OPEN", .requested = call.now(), .expires = call.now().plus_seconds(kOpenSeconds)};
  do row.id = "h-" + base::random_text(8, base::kLowerAlnum);
  while (call.in(kHandshakes).has(row.id));
  add_tags(row.tags, q.tags, call);
  call.in(kHandshakes).put(row.id, row);
  call.in(kInvitations).put(joined(account, row.id), {});
  call.in(kInvitationsBy).put(joined(organization.id, row.id), {});
  return {shown(row, call)};
}

HandshakeResult accept_handshake(const AcceptHandshake& q, Call& call) {
  HandshakeResult out = end(q.handshakeId, "ACCEPTED", true, call);
  HandshakeRow row = *call.in(kHandshakes).get(q.handshakeId);
  auto organization = find_organization(call.txn(), row.organization);
  if (!organization) throw not_found();
  if (row.action == kApproveAllFeatures && !find_member(call.txn(), *organization, row.account)) throw not_found();
  if (row.action == kEnableAllFeatures) turn_on_all_features(std::move(*organization), call);
  if (!row.action.empty()) return out;
  if (all_features_pending(*organization, call)) throw invitations_disabled();
  auto account = find_account(call.txn(), row.account);
  if (!account) throw not_found();
  if (!account->organization.empty())
    throw handshake_constraint("ALREADY_IN_AN_ORGANIZATION", "The account is already a member of an organization.");
  if (organization->accounts >= kMaxAccounts)
    throw handshake_constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts.");
  ++organization->accounts;
  call.in(kOrganizations).put(organization->id, *organization);
  account->tags = row.tags;
  join(call.txn(), *organization, std::move(*account), "INVITED", call.now());
  record_joining(call.txn(), *organization, row.account, "Invited", call.now());
  if (organization->feature_set == "ALL") call.later(kMakeServiceLinkedRole, row.account);
  return out;
}

HandshakeResult decline_handshake(const DeclineHandshake& q, Call& call) {
  if (of_party(q.handshakeId, call).action == kEnableAllFeatures) throw no_permission_here();
  return end(q.handshakeId, "DECLINED", true, call);
}

HandshakeResult cancel_handshake(const CancelHandshake& q, Call& call) {
  HandshakeResult out = end(q.handshakeId, "CANCELED", false, call);
  if (auto row = call.in(kHandshakes).get(q.handshakeId); row->action == kEnableAllFeatures) cancel_approvals(*row, call);
  return out;
}

HandshakeResult describe_handshake(const DescribeHandshake& q, Call& call) { return {shown(of_party(q.handshakeId, call), call)}; }

ListHandshakesResult list_handshakes_for_account(const ListHandshakesForAccount& q, Call& call) { return listed(q, kInvitations, call.scope().account, call); }
ListHandshakesResult list_handshakes_for_organization(const ListHandshakesForOrganization& q, Call& call) {
  return listed(q, kInvitationsBy, for_reader(call).id, call);
}

}  // namespace organizations
