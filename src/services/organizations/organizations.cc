#include "services/organizations/organizations.h"

#include "services/organizations/access.h"
#include "services/organizations/account_life.h"
#include "services/organizations/accounts.h"
#include "services/organizations/all_features.h"
#include "services/organizations/attachments.h"
#include "services/organizations/effective.h"
#include "services/organizations/handshakes.h"
#include "services/organizations/organization.h"
#include "services/organizations/policies.h"
#include "services/organizations/resource_policy.h"
#include "services/organizations/tags.h"
#include "services/organizations/transfers.h"
#include "services/organizations/trust.h"
#include "services/organizations/units.h"

namespace organizations {

using service::operation;
using enum service::Effect;

service::Service organizations() {
  service::Service s{.name = "organizations",
                     .event_source = "organizations.amazonaws.com",
                     .protocol = wire::Protocol::json11,
                     .version = "AWSOrganizationsV20161128",
                     .message_key = "Message",
                     .global = true,
                     .dates = record::Dates::plain,
                     .invalid_code = "InvalidInputException",
                     .invalid_message = "You provided a value that does not match the required pattern."};
  s.operations = {
      operation<making_an_organization, create_organization>("CreateOrganization", write),
      operation<on_anything<DescribeOrganization>, describe_organization>("DescribeOrganization", read),
      operation<on_anything<DeleteOrganization>, delete_organization>("DeleteOrganization", write),
      operation<on_anything<EnableAllFeatures>, enable_all_features>("EnableAllFeatures", write),
      operation<on_anything<ListRoots>, list_roots>("ListRoots", read),

      operation<on_these<&CreateOrganizationalUnit::parentId>, create_organizational_unit>("CreateOrganizationalUnit", write),
      operation<on_these<&DescribeOrganizationalUnit::organizationalUnitId>, describe_organizational_unit>("DescribeOrganizationalUnit", read),
      operation<on_these<&UpdateOrganizationalUnit::organizationalUnitId>, update_organizational_unit>("UpdateOrganizationalUnit", write),
      operation<on_these<&DeleteOrganizationalUnit::organizationalUnitId>, delete_organizational_unit>("DeleteOrganizationalUnit", write),
      operation<on_these<&ListOrganizationalUnitsForParent::parentId>, list_organizational_units_for_parent>("ListOrganizationalUnitsForParent", read),
      operation<on_these<&ListParents::childId>, list_parents>("ListParents", read),
      operation<on_these<&ListChildren::parentId>, list_children>("ListChildren", read),

      operation<on_anything<ListAccounts>, list_accounts>("ListAccounts", read),
      operation<on_these<&ListAccountsForParent::parentId>, list_accounts_for_parent>("ListAccountsForParent", read),
      operation<on_these<&DescribeAccount::accountId>, describe_account>("DescribeAccount", read),
      operation<on_these<&MoveAccount::accountId, &MoveAccount::sourceParentId, &MoveAccount::destinationParentId>, move_account>("MoveAccount", write),
      operation<on_anything<CreateAccount>, create_account>("CreateAccount", write),
      operation<on_anything<DescribeCreateAccountStatus>, describe_create_account_status>("DescribeCreateAccountStatus", read),
      operation<on_anything<ListCreateAccountStatus>, list_create_account_status>("ListCreateAccountStatus", read),
      operation<on_these<&CloseAccount::accountId>, close_account>("CloseAccount", write),
      operation<on_these<&RemoveAccountFromOrganization::accountId>, remove_account_from_organization>("RemoveAccountFromOrganization", write),
      operation<on_anything<LeaveOrganization>, leave_organization>("LeaveOrganization", write),

      operation<on_anything<CreateGovCloudAccount>, create_govcloud_account>("CreateGovCloudAccount", write),

      operation<inviting, invite_account>("InviteAccountToOrganization", write),
      operation<on_handshake<AcceptHandshake>, accept_handshake>("AcceptHandshake", write),
      operation<on_handshake<DeclineHandshake>, decline_handshake>("DeclineHandshake", write),
      operation<on_handshake<CancelHandshake>, cancel_handshake>("CancelHandshake", write),
      operation<on_handshake<DescribeHandshake>, describe_handshake>("DescribeHandshake", read),
      operation<on_handshakes<ListHandshakesForAccount>, list_handshakes_for_account>("ListHandshakesForAccount", read),
      operation<on_handshakes<ListHandshakesForOrganization>, list_handshakes_for_organization>("ListHandshakesForOrganization", read),

      operation<on_anything<CreatePolicy>, create_policy>("CreatePolicy", write),
      operation<on_these<&DescribePolicy::policyId>, describe_policy>("DescribePolicy", read),
      operation<on_these<&UpdatePolicy::policyId>, update_policy>("UpdatePolicy", write),
      operation<on_these<&DeletePolicy::policyId>, delete_policy>("DeletePolicy", write),
      operation<on_anything<ListPolicies>, list_policies>("ListPolicies", read),
      operation<on_these<&ListPoliciesForTarget::targetId>, list_policies_for_target>("ListPoliciesForTarget", read),
      operation<on_these<&ListTargetsForPolicy::policyId>, list_targets_for_policy>("ListTargetsForPolicy", read),
      operation<on_these<&AttachPolicy::policyId, &AttachPolicy::targetId>, attach_policy>("AttachPolicy", write),
      operation<on_these<&DetachPolicy::policyId, &DetachPolicy::targetId>, detach_policy>("DetachPolicy", write),
      operation<on_these<&EnablePolicyType::rootId>, enable_policy_type>("EnablePolicyType", write),
      operation<on_these<&DisablePolicyType::rootId>, disable_policy_type>("DisablePolicyType", write),

      operation<on_effective_policy, describe_effective_policy>("DescribeEffectivePolicy", read),
      operation<on_anything<ListAccountsWithInvalidEffectivePolicy>, list_accounts_with_invalid_effective_policy>("ListAccountsWithInvalidEffectivePolicy", read),
      operation<on_these<&ListEffectivePolicyValidationErrors::accountId>, list_effective_policy_validation_errors>("ListEffectivePolicyValidationErrors", read),

      operation<on_resource_policy<PutResourcePolicy>, put_resource_policy>("PutResourcePolicy", write),
      operation<on_resource_policy<DescribeResourcePolicy>, describe_resource_policy>("DescribeResourcePolicy", read),
      operation<on_resource_policy<DeleteResourcePolicy>, delete_resource_policy>("DeleteResourcePolicy", write),

      operation<on_transfers<InviteOrganizationToTransferResponsibility>, invite_to_transfer>("InviteOrganizationToTransferResponsibility", write),
      operation<on_transfers<DescribeResponsibilityTransfer>, describe_transfer>("DescribeResponsibilityTransfer", read),
      operation<on_transfers<UpdateResponsibilityTransfer>, update_transfer>("UpdateResponsibilityTransfer", write),
      operation<on_transfers<TerminateResponsibilityTransfer>, terminate_transfer>("TerminateResponsibilityTransfer", write),
      operation<on_transfers<ListInboundResponsibilityTransfers>, list_inbound_transfers>("ListInboundResponsibilityTransfers", read),
      operation<on_transfers<ListOutboundResponsibilityTransfers>, list_outbound_transfers>("ListOutboundResponsibilityTransfers", read),

      operation<on_anything<EnableAWSServiceAccess>, enable_aws_service_access>("EnableAWSServiceAccess", write),
      operation<on_anything<DisableAWSServiceAccess>, disable_aws_service_access>("DisableAWSServiceAccess", write),
      operation<on_anything<ListAWSServiceAccessForOrganization>, list_aws_service_access>("ListAWSServiceAccessForOrganization", read),
      operation<on_these<&RegisterDelegatedAdministrator::accountId>, register_delegated_administrator>("RegisterDelegatedAdministrator", write),
      operation<on_these<&DeregisterDelegatedAdministrator::accountId>, deregister_delegated_administrator>("DeregisterDelegatedAdministrator", write),
      operation<on_anything<ListDelegatedAdministrators>, list_delegated_administrators>("ListDelegatedAdministrators", read),
      operation<on_these<&ListDelegatedServicesForAccount::accountId>, list_delegated_services>("ListDelegatedServicesForAccount", read),

      operation<on_these<&TagResource::resourceId>, tag_resource>("TagResource", write),
      operation<on_these<&UntagResource::resourceId>, untag_resource>("UntagResource", write),
      operation<on_these<&ListTagsForResource::resourceId>, list_tags_for_resource>("ListTagsForResource", read),
  };
  return s;
}

}  // namespace organizations
