#pragma once
// Organizational units, and who stands below whom.
#include "service/operation.h"
#include "services/organizations/api.h"

namespace organizations {

OrganizationalUnitResult create_organizational_unit(const CreateOrganizationalUnit&, service::Call&);
OrganizationalUnitResult describe_organizational_unit(const DescribeOrganizationalUnit&, service::Call&);
OrganizationalUnitResult update_organizational_unit(const UpdateOrganizationalUnit&, service::Call&);
shape::Nothing delete_organizational_unit(const DeleteOrganizationalUnit&, service::Call&);
ListOrganizationalUnitsForParentResult list_organizational_units_for_parent(const ListOrganizationalUnitsForParent&, service::Call&);
ListParentsResult list_parents(const ListParents&, service::Call&);
ListChildrenResult list_children(const ListChildren&, service::Call&);

}  // namespace organizations
