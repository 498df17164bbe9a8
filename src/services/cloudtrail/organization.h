#pragma once
// CloudTrail in an organization: who may have a trail for it, its delegated administrators, its service-linked roles.
// CloudTrail User Guide, "Organization delegated administrator", "Prepare for creating a trail for your organization".
#include "services/cloudtrail/api_organization.h"
#include "services/cloudtrail/names.h"

namespace cloudtrail {

service::ApiError not_management();

// The prerequisites of an organization's trail, in AWS's order. Answers the organization.
service::OrganizationView organization_for(service::Call&);

// Throws NoManagementAccountSLRExistsException.
void require_management_role(const service::OrganizationView&, service::Call&);
// Makes the management account's service-linked role if it has none: part of this call, in the caller's own right. To be
// called when nothing else can fail any more.
void ensure_management_role(const service::OrganizationView&, service::Call&);

inline service::Access register_access(const RegisterOrganizationDelegatedAdmin&, service::Call&) { return {.action = "cloudtrail:RegisterOrganizationDelegatedAdmin"}; }
inline service::Access deregister_access(const DeregisterOrganizationDelegatedAdmin&, service::Call&) { return {.action = "cloudtrail:DeregisterOrganizationDelegatedAdmin"}; }
shape::Nothing register_administrator(const RegisterOrganizationDelegatedAdmin&, service::Call&);
shape::Nothing deregister_administrator(const DeregisterOrganizationDelegatedAdmin&, service::Call&);

// What happens to accounts and organizations, done after them: service-linked roles made in members that a trail covers
// and taken from accounts that left; trails whose organization is no more become ordinary ones.
void follow_organizations(service::House&);

}  // namespace cloudtrail
