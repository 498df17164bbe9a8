#pragma once
// Invitations. AWS Organizations User Guide, "Inviting an AWS account to join your organization".
#include "service/operation.h"
#include "services/organizations/api.h"

namespace organizations {

// On the handshake's ARN, where it is known; whoever accepts one of an organization with all features must be allowed to
// make Organizations' service-linked role.
std::vector<service::Access> on_handshake(std::string_view action, const std::string& id, service::Call&);
template <class Q> std::vector<service::Access> on_handshake(const Q& q, service::Call& call) { return on_handshake(Q::operation, q.handshakeId, call); }
template <class Q> service::Access on_handshakes(const Q&, service::Call&) { return {.action = Q::operation}; }
std::vector<service::Access> inviting(const InviteAccountToOrganization&, service::Call&);

HandshakeResult invite_account(const InviteAccountToOrganization&, service::Call&);
HandshakeResult accept_handshake(const AcceptHandshake&, service::Call&);
HandshakeResult decline_handshake(const DeclineHandshake&, service::Call&);
HandshakeResult cancel_handshake(const CancelHandshake&, service::Call&);
HandshakeResult describe_handshake(const DescribeHandshake&, service::Call&);
ListHandshakesResult list_handshakes_for_account(const ListHandshakesForAccount&, service::Call&);
ListHandshakesResult list_handshakes_for_organization(const ListHandshakesForOrganization&, service::Call&);

}  // namespace organizations
