#pragma once
// The organization itself and its root.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

Root root_of(const service::Call&, const OrganizationRow&);

// Whoever makes an organization must be allowed to make its service-linked role.
std::vector<service::Access> making_an_organization(const CreateOrganization&, service::Call&);
OrganizationResult create_organization(const CreateOrganization&, service::Call&);
OrganizationResult describe_organization(const DescribeOrganization&, service::Call&);
shape::Nothing delete_organization(const DeleteOrganization&, service::Call&);
ListRootsResult list_roots(const ListRoots&, service::Call&);

}  // namespace organizations
