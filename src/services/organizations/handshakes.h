#pragma once
// Handshakes: what all kinds have in common, and invitations.
// Source: AWS Organizations User Guide, "Inviting an AWS account to join your organization".
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/resource_policy.h"

namespace organizations {

// On the handshake's ARN, where it is known; whoever accepts one of an organization with all features must be allowed to
// make Organizations' service-linked role.
std::vector<service::Access> on_handshake(std::string_view action, const std::string& id, service::Call&);
template <class Q> std::vector<service::Access> on_handshake(const Q& q, service::Call& call) { return on_handshake(Q::operation, q.handshakeId, call); }
template <class Q> std::vector<service::Access> on_handshakes(const Q&, service::Call& call) {
  std::vector<service::Access> wanted;
  wanted.push_back({.action = Q::operation});
  lay_resource_policy(wanted, call, Q::operation == "organizations:ListHandshakesForAccount");
  return wanted;
}
std::vector<service::Access> inviting(const InviteAccountToOrganization&, service::Call&);

// REQUESTED: all features are asked for, and not every account has approved. OPEN past its time is EXPIRED.
std::string state_of(const HandshakeRow&, const service::Call&);
Handshake shown(const HandshakeRow&, const service::Call&);
service::ApiError handshake_constraint(std::string reason, std::string message);
inline constexpr std::string_view kEnableAllFeatures = "ENABLE_ALL_FEATURES", kApproveAllFeatures = "APPROVE_ALL_FEATURES";

HandshakeResult invite_account(const InviteAccountToOrganization&, service::Call&);
HandshakeResult accept_handshake(const AcceptHandshake&, service::Call&);
HandshakeResult decline_handshake(const DeclineHandshake&, service::Call&);
HandshakeResult cancel_handshake(const CancelHandshake&, service::Call&);
HandshakeResult describe_handshake(const DescribeHandshake&, service::Call&);
ListHandshakesResult list_handshakes_for_account(const ListHandshakesForAccount&, service::Call&);
ListHandshakesResult list_handshakes_for_organization(const ListHandshakesForOrganization&, service::Call&);

}  // namespace organizations
