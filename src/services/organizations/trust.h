#pragma once
// Services trusted with the organization, and the members that administer them.
#include "service/operation.h"
#include "services/organizations/api.h"
#include "services/organizations/state.h"

namespace organizations {

// What RegisterDelegatedAdministrator and its opposite do once the caller may: also for services that have such operations
// of their own. They throw this service's errors.
void register_delegate(store::Txn&, const OrganizationRow&, const std::string& account, const std::string& service, base::Time now);
void deregister_delegate(store::Txn&, const OrganizationRow&, const std::string& account, const std::string& service);

shape::Nothing enable_aws_service_access(const EnableAWSServiceAccess&, service::Call&);
shape::Nothing disable_aws_service_access(const DisableAWSServiceAccess&, service::Call&);
ListAWSServiceAccessForOrganizationResult list_aws_service_access(const ListAWSServiceAccessForOrganization&, service::Call&);
shape::Nothing register_delegated_administrator(const RegisterDelegatedAdministrator&, service::Call&);
shape::Nothing deregister_delegated_administrator(const DeregisterDelegatedAdministrator&, service::Call&);
ListDelegatedAdministratorsResult list_delegated_administrators(const ListDelegatedAdministrators&, service::Call&);
ListDelegatedServicesForAccountResult list_delegated_services(const ListDelegatedServicesForAccount&, service::Call&);

}  // namespace organizations
