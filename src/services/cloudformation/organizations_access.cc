#include "services/cloudformation/organizations_access.h"

#include "services/organizations/api.h"

namespace cloudformation {
namespace {

constexpr std::string_view kMemberHost = "member.org.stacksets.cloudformation.amazonaws.com";

// What the outbox is to do in the caller's name.
struct TrustChange { bool enable = false; std::string account, region; service::KeptPrincipal principal; };
BOOST_DESCRIBE_STRUCT(TrustChange, (), (enable, account, region, principal))

// The caller needs the right to change the trust itself: Organizations' own action, as its own.
std::vector<Access> with_trust(std::string_view action, std::string_view organizations_action, Call& call) {
  Access trust{.action = organizations_action};
  trust.keys.push_back({"organizations:ServicePrincipal", {std::string(kMemberHost)}});
  std::vector<Access> out{on_sets(action, call)};
  out.push_back(std::move(trust));
  return out;
}

void order(bool enable, Call& call) {
  auto org = call.house().ports().organization_of(call.txn(), call.scope().account);
  if (!org || org->management_account != call.scope().account)
    throw ApiError{"InvalidOperationException", 400, "Organizations access can only be changed from the management account of an organization"};
  if (!org->all_features) throw ApiError{"InvalidOperationException", 400, "The organization must have all features enabled"};
  call.later(kTrust, shape::packed(TrustChange{enable, call.scope().account, call.scope().region, service::keep(call.caller())}));
}

}  // namespace

std::vector<Access> to_activate_access(const ActivateOrganizationsAccess&, Call& call) {
  return with_trust("cloudformation:ActivateOrganizationsAccess", "organizations:EnableAWSServiceAccess", call);
}
ActivateOrganizationsAccessResult activate_access(const ActivateOrganizationsAccess&, Call& call) {
  order(true, call);
  return {};
}

std::vector<Access> to_deactivate_access(const DeactivateOrganizationsAccess&, Call& call) {
  return with_trust("cloudformation:DeactivateOrganizationsAccess", "organizations:DisableAWSServiceAccess", call);
}
DeactivateOrganizationsAccessResult deactivate_access(const DeactivateOrganizationsAccess&, Call& call) {
  order(false, call);
  return {};
}

Access to_describe_access(const DescribeOrganizationsAccess&, Call& call) { return on_sets("cloudformation:DescribeOrganizationsAccess", call); }

DescribeOrganizationsAccessResult describe_access(const DescribeOrganizationsAccess& q, Call& call) {
  const Scope scope = set_scope(q.callAs, call);
  auto& ports = call.house().ports();
  auto org = ports.organization_of(call.txn(), scope.account);
  bool enabled = org && org->management_account == scope.account && ports.had_service_access(call.txn(), org->id, kMemberHost, call.txn().version());
  return {OneOf<"ENABLED", "DISABLED", "DISABLED_PERMANENTLY">(enabled ? "ENABLED" : "DISABLED")};
}

void change_trust(House& house, const std::string& payload) {
  auto change = shape::unpacked<TrustChange>(payload);
  if (!change) return;
  auto who = service::principal_of(house, change->principal);
  auto act = [&](auto request) {
    request.servicePrincipal = std::string(kMemberHost);
    using Q = decltype(request);
    house.act(Q::operation, &request, who, {change->account, change->region}, kHost);
  };
  try {
    if (change->enable) act(organizations::EnableAWSServiceAccess{});
    else act(organizations::DisableAWSServiceAccess{});
  } catch (const ApiError& e) {
    if (e.status >= 500) throw;                  // refused meanwhile: DescribeOrganizationsAccess says how it stands
  }
}

}  // namespace cloudformation
