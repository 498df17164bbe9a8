#pragma once
// StackSets' trusted access to the organization, which service-managed sets need.
#include "services/cloudformation/sets.h"

namespace cloudformation {

std::vector<Access> to_activate_access(const ActivateOrganizationsAccess&, Call&);
ActivateOrganizationsAccessResult activate_access(const ActivateOrganizationsAccess&, Call&);
std::vector<Access> to_deactivate_access(const DeactivateOrganizationsAccess&, Call&);
DeactivateOrganizationsAccessResult deactivate_access(const DeactivateOrganizationsAccess&, Call&);
Access to_describe_access(const DescribeOrganizationsAccess&, Call&);
DescribeOrganizationsAccessResult describe_access(const DescribeOrganizationsAccess&, Call&);

inline constexpr std::string_view kTrust = "cloudformation.trust";
void change_trust(House&, const std::string& payload);           // of the outbox

}  // namespace cloudformation
