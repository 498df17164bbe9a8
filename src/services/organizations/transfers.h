#pragma once
// What has no effect where there are no bills and no AWS GovCloud (US): responsibility for another organization's bill is
// never transferred, so that no transfer is ever found, and no management account has an associated GovCloud account.
#include "service/operation.h"
#include "services/organizations/api.h"

namespace organizations {

template <class Q> service::Access on_transfers(const Q&, service::Call&) { return {.action = Q::operation}; }

HandshakeResult invite_to_transfer(const InviteOrganizationToTransferResponsibility&, service::Call&);
ResponsibilityTransferResult describe_transfer(const DescribeResponsibilityTransfer&, service::Call&);
ResponsibilityTransferResult update_transfer(const UpdateResponsibilityTransfer&, service::Call&);
ResponsibilityTransferResult terminate_transfer(const TerminateResponsibilityTransfer&, service::Call&);
ListResponsibilityTransfersResult list_inbound_transfers(const ListInboundResponsibilityTransfers&, service::Call&);
ListResponsibilityTransfersResult list_outbound_transfers(const ListOutboundResponsibilityTransfers&, service::Call&);
CreateAccountStatusResult create_govcloud_account(const CreateGovCloudAccount&, service::Call&);

}  // namespace organizations
