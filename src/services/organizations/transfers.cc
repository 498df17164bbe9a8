#include "services/organizations/transfers.h"

#include "services/organizations/directory.h"
#include "services/organizations/errors.h"
#include "services/organizations/paging.h"

namespace organizations {

using service::Call;

namespace {
service::ApiError no_transfer(const Call& call) {
  for_management(call);
  return refusal("ResponsibilityTransferNotFoundException", "We can't find a transfer that you specified.");
}
}  // namespace

HandshakeResult invite_to_transfer(const InviteOrganizationToTransferResponsibility&, Call& call) {
  for_management(call);
  throw refusal("UnsupportedAPIEndpointException", "This action isn't available in the current Region.");
}

ResponsibilityTransferResult describe_transfer(const DescribeResponsibilityTransfer&, Call& call) { throw no_transfer(call); }
ResponsibilityTransferResult update_transfer(const UpdateResponsibilityTransfer&, Call& call) { throw no_transfer(call); }
ResponsibilityTransferResult terminate_transfer(const TerminateResponsibilityTransfer&, Call& call) { throw no_transfer(call); }

ListResponsibilityTransfersResult list_inbound_transfers(const ListInboundResponsibilityTransfers& q, Call& call) {
  for_management(call);
  page_start(q.nextToken);
  if (q.id) throw no_transfer(call);
  return {};
}

ListResponsibilityTransfersResult list_outbound_transfers(const ListOutboundResponsibilityTransfers& q, Call& call) {
  for_management(call);
  page_start(q.nextToken);
  return {};
}

CreateAccountStatusResult create_govcloud_account(const CreateGovCloudAccount&, Call& call) {
  for_management(call);
  throw constraint("MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED",
                   "To complete this operation, the management account must have an associated account in the AWS GovCloud (US-West) Region.");
}

}  // namespace organizations
