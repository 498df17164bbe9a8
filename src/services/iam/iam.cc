#include "services/iam/iam.h"

#include "services/iam/access_keys.h"
#include "services/iam/account.h"
#include "services/iam/attachments.h"
#include "services/iam/authorization_details.h"
#include "services/iam/certificates.h"
#include "services/iam/credential_report.h"
#include "services/iam/groups.h"
#include "services/iam/inline_policies.h"
#include "services/iam/instance_profiles.h"
#include "services/iam/last_accessed.h"
#include "services/iam/last_used.h"
#include "services/iam/login_profiles.h"
#include "services/iam/mfa.h"
#include "services/iam/organization_report.h"
#include "services/iam/policies.h"
#include "services/iam/providers.h"
#include "services/iam/public_keys.h"
#include "services/iam/roles.h"
#include "services/iam/server_certificates.h"
#include "services/iam/service_credentials.h"
#include "services/iam/service_linked_roles.h"
#include "services/iam/simulation.h"
#include "services/iam/tags.h"
#include "services/iam/users.h"

namespace iam {

using service::Effect, service::operation;

static std::vector<service::Operation> operations() {
  return {
      // users
      operation<on_new<CreateUser, Kind::user, &CreateUser::userName>, create_user>("CreateUser", Effect::write),
      operation<on_get_user, get_user>("GetUser", Effect::read),
      operation<on_listing<ListUsers, Kind::user>, list_users>("ListUsers", Effect::read),
      operation<on_update_user, update_user>("UpdateUser", Effect::write),
      operation<on_entity<DeleteUser>, delete_user>("DeleteUser", Effect::write),
      // groups
      operation<on_new<CreateGroup, Kind::group, &CreateGroup::groupName>, create_group>("CreateGroup", Effect::write),
      operation<on_entity<GetGroup>, get_group>("GetGroup", Effect::read),
      operation<on_listing<ListGroups, Kind::group>, list_groups>("ListGroups", Effect::read),
      operation<on_entity<ListGroupsForUser>, list_groups_for_user>("ListGroupsForUser", Effect::read),
      operation<on_update_group, update_group>("UpdateGroup", Effect::write),
      operation<on_entity<DeleteGroup>, delete_group>("DeleteGroup", Effect::write),
      operation<on_entity<AddUserToGroup>, add_user_to_group>("AddUserToGroup", Effect::write),
      operation<on_entity<RemoveUserFromGroup>, remove_user_from_group>("RemoveUserFromGroup", Effect::write),
      // access keys and passwords
      operation<on_user_or_self<CreateAccessKey>, create_access_key>("CreateAccessKey", Effect::write),
      operation<on_user_or_self<ListAccessKeys>, list_access_keys>("ListAccessKeys", Effect::read),
      operation<on_user_or_self<UpdateAccessKey>, update_access_key>("UpdateAccessKey", Effect::write),
      operation<on_user_or_self<DeleteAccessKey>, delete_access_key>("DeleteAccessKey", Effect::write),
      operation<on_user_or_self<CreateLoginProfile>, create_login_profile>("CreateLoginProfile", Effect::write),
      operation<on_user_or_self<GetLoginProfile>, get_login_profile>("GetLoginProfile", Effect::read),
      operation<on_entity<UpdateLoginProfile>, update_login_profile>("UpdateLoginProfile", Effect::write),
      operation<on_user_or_self<DeleteLoginProfile>, delete_login_profile>("DeleteLoginProfile", Effect::write),
      operation<on_change_password, change_password>("ChangePassword", Effect::write),
      // what users and the account upload
      operation<on_entity<UploadSSHPublicKey>, upload_ssh_public_key>("UploadSSHPublicKey", Effect::write),
      operation<on_entity<GetSSHPublicKey>, get_ssh_public_key>("GetSSHPublicKey", Effect::read),
      operation<on_user_or_self<ListSSHPublicKeys>, list_ssh_public_keys>("ListSSHPublicKeys", Effect::read),
      operation<on_entity<UpdateSSHPublicKey>, update_ssh_public_key>("UpdateSSHPublicKey", Effect::write),
      operation<on_entity<DeleteSSHPublicKey>, delete_ssh_public_key>("DeleteSSHPublicKey", Effect::write),
      operation<on_user_or_self<UploadSigningCertificate>, upload_signing_certificate>("UploadSigningCertificate", Effect::write),
      operation<on_user_or_self<ListSigningCertificates>, list_signing_certificates>("ListSigningCertificates", Effect::read),
      operation<on_user_or_self<UpdateSigningCertificate>, update_signing_certificate>("UpdateSigningCertificate", Effect::write),
      operation<on_user_or_self<DeleteSigningCertificate>, delete_signing_certificate>("DeleteSigningCertificate", Effect::write),
      operation<on_new_server_certificate, upload_server_certificate>("UploadServerCertificate", Effect::write),
      operation<on_server_certificate<GetServerCertificate>, get_server_certificate>("GetServerCertificate", Effect::read),
      operation<on_server_certificates, list_server_certificates>("ListServerCertificates", Effect::read),
      operation<on_update_server_certificate, update_server_certificate>("UpdateServerCertificate", Effect::write),
      operation<on_server_certificate<DeleteServerCertificate>, delete_server_certificate>("DeleteServerCertificate", Effect::write),
      operation<on_server_certificate<TagServerCertificate>, tag_server_certificate>("TagServerCertificate", Effect::write),
      operation<on_server_certificate<UntagServerCertificate>, untag_server_certificate>("UntagServerCertificate", Effect::write),
      operation<on_server_certificate<ListServerCertificateTags>, list_server_certificate_tags>("ListServerCertificateTags", Effect::read),
      operation<on_entity<CreateServiceSpecificCredential>, create_service_credential>("CreateServiceSpecificCredential", Effect::write),
      operation<on_user_or_self<ListServiceSpecificCredentials>, list_service_credentials>("ListServiceSpecificCredentials", Effect::read),
      operation<on_user_or_self<ResetServiceSpecificCredential>, reset_service_credential>("ResetServiceSpecificCredential", Effect::write),
      operation<on_user_or_self<UpdateServiceSpecificCredential>, update_service_credential>("UpdateServiceSpecificCredential", Effect::write),
      operation<on_user_or_self<DeleteServiceSpecificCredential>, delete_service_credential>("DeleteServiceSpecificCredential", Effect::write),
      operation<on_account<SetSecurityTokenServicePreferences>, set_token_preferences>("SetSecurityTokenServicePreferences", Effect::write),
      // MFA devices
      operation<on_create_mfa, create_virtual_mfa_device>("CreateVirtualMFADevice", Effect::write),
      operation<on_mfa_device<DeleteVirtualMFADevice>, delete_virtual_mfa_device>("DeleteVirtualMFADevice", Effect::write),
      operation<on_mfa_owner<EnableMFADevice>, enable_mfa_device>("EnableMFADevice", Effect::write),
      operation<on_mfa_owner<ResyncMFADevice>, resync_mfa_device>("ResyncMFADevice", Effect::write),
      operation<on_user_or_self<DeactivateMFADevice>, deactivate_mfa_device>("DeactivateMFADevice", Effect::write),
      operation<on_user_or_self<GetMFADevice>, get_mfa_device>("GetMFADevice", Effect::read),
      operation<on_user_or_self<ListMFADevices>, list_mfa_devices>("ListMFADevices", Effect::read),
      operation<on_account<ListVirtualMFADevices>, list_virtual_mfa_devices>("ListVirtualMFADevices", Effect::read),
      operation<on_mfa_device<TagMFADevice>, tag_mfa_device>("TagMFADevice", Effect::write),
      operation<on_mfa_device<UntagMFADevice>, untag_mfa_device>("UntagMFADevice", Effect::write),
      operation<on_mfa_device<ListMFADeviceTags>, list_mfa_device_tags>("ListMFADeviceTags", Effect::read),
      // identity providers
      operation<on_new_oidc, create_oidc_provider>("CreateOpenIDConnectProvider", Effect::write),
      operation<on_provider<GetOpenIDConnectProvider>, get_oidc_provider>("GetOpenIDConnectProvider", Effect::read),
      operation<on_account<ListOpenIDConnectProviders>, list_oidc_providers>("ListOpenIDConnectProviders", Effect::read),
      operation<on_provider<DeleteOpenIDConnectProvider>, delete_oidc_provider>("DeleteOpenIDConnectProvider", Effect::write),
      operation<on_provider<AddClientIDToOpenIDConnectProvider>, add_client_id>("AddClientIDToOpenIDConnectProvider", Effect::write),
      operation<on_provider<RemoveClientIDFromOpenIDConnectProvider>, remove_client_id>("RemoveClientIDFromOpenIDConnectProvider", Effect::write),
      operation<on_provider<UpdateOpenIDConnectProviderThumbprint>, update_thumbprints>("UpdateOpenIDConnectProviderThumbprint", Effect::write),
      operation<on_provider<TagOpenIDConnectProvider>, tag_provider<TagOpenIDConnectProvider>>("TagOpenIDConnectProvider", Effect::write),
      operation<on_provider<UntagOpenIDConnectProvider>, untag_provider<UntagOpenIDConnectProvider>>("UntagOpenIDConnectProvider", Effect::write),
      operation<on_provider<ListOpenIDConnectProviderTags>, list_provider_tags<ListOpenIDConnectProviderTags>>("ListOpenIDConnectProviderTags", Effect::read),
      operation<on_new_saml, create_saml_provider>("CreateSAMLProvider", Effect::write),
      operation<on_provider<GetSAMLProvider>, get_saml_provider>("GetSAMLProvider", Effect::read),
      operation<on_account<ListSAMLProviders>, list_saml_providers>("ListSAMLProviders", Effect::read),
      operation<on_provider<UpdateSAMLProvider>, update_saml_provider>("UpdateSAMLProvider", Effect::write),
      operation<on_provider<DeleteSAMLProvider>, delete_saml_provider>("DeleteSAMLProvider", Effect::write),
      operation<on_provider<TagSAMLProvider>, tag_provider<TagSAMLProvider>>("TagSAMLProvider", Effect::write),
      operation<on_provider<UntagSAMLProvider>, untag_provider<UntagSAMLProvider>>("UntagSAMLProvider", Effect::write),
      operation<on_provider<ListSAMLProviderTags>, list_provider_tags<ListSAMLProviderTags>>("ListSAMLProviderTags", Effect::read),
      // roles
      operation<on_new<CreateRole, Kind::role, &CreateRole::roleName>, create_role>("CreateRole", Effect::write),
      operation<on_entity<GetRole>, get_role>("GetRole", Effect::read),
      operation<on_listing<ListRoles, Kind::role>, list_roles>("ListRoles", Effect::read),
      operation<on_entity<UpdateRole>, update_role>("UpdateRole", Effect::write),
      operation<on_entity<UpdateRoleDescription>, update_role_description>("UpdateRoleDescription", Effect::write),
      operation<on_entity<UpdateAssumeRolePolicy>, update_assume_role_policy>("UpdateAssumeRolePolicy", Effect::write),
      operation<on_entity<DeleteRole>, delete_role>("DeleteRole", Effect::write),
      operation<on_create_linked, create_service_linked_role>("CreateServiceLinkedRole", Effect::write),
      operation<on_delete_linked, delete_service_linked_role>("DeleteServiceLinkedRole", Effect::write),
      operation<on_deletion_status, get_service_linked_role_deletion_status>("GetServiceLinkedRoleDeletionStatus", Effect::read),
      // instance profiles
      operation<on_new<CreateInstanceProfile, Kind::profile, &CreateInstanceProfile::instanceProfileName>, create_instance_profile>(
          "CreateInstanceProfile", Effect::write),
      operation<on_profile<GetInstanceProfile>, get_instance_profile>("GetInstanceProfile", Effect::read),
      operation<on_listing<ListInstanceProfiles, Kind::profile>, list_instance_profiles>("ListInstanceProfiles", Effect::read),
      operation<on_entity<ListInstanceProfilesForRole>, list_instance_profiles_for_role>(
          "ListInstanceProfilesForRole", Effect::read),
      operation<on_profile<DeleteInstanceProfile>, delete_instance_profile>("DeleteInstanceProfile", Effect::write),
      operation<on_add_role, add_role_to_instance_profile>("AddRoleToInstanceProfile", Effect::write),
      operation<on_profile<RemoveRoleFromInstanceProfile>, remove_role_from_instance_profile>(
          "RemoveRoleFromInstanceProfile", Effect::write),
      // managed policies
      operation<on_new<CreatePolicy, Kind::policy, &CreatePolicy::policyName>, create_policy>("CreatePolicy", Effect::write),
      operation<on_policy<GetPolicy>, get_policy>("GetPolicy", Effect::read),
      operation<on_policies, list_policies>("ListPolicies", Effect::read),
      operation<on_policy<DeletePolicy>, delete_policy>("DeletePolicy", Effect::write),
      operation<on_policy<CreatePolicyVersion>, create_policy_version>("CreatePolicyVersion", Effect::write),
      operation<on_policy<GetPolicyVersion>, get_policy_version>("GetPolicyVersion", Effect::read),
      operation<on_policy<ListPolicyVersions>, list_policy_versions>("ListPolicyVersions", Effect::read),
      operation<on_policy<DeletePolicyVersion>, delete_policy_version>("DeletePolicyVersion", Effect::write),
      operation<on_policy<SetDefaultPolicyVersion>, set_default_policy_version>("SetDefaultPolicyVersion", Effect::write),
      operation<on_policy<ListEntitiesForPolicy>, list_entities_for_policy>("ListEntitiesForPolicy", Effect::read),
      operation<on_entity<AttachUserPolicy>, attach_policy<AttachUserPolicy>>("AttachUserPolicy", Effect::write),
      operation<on_entity<DetachUserPolicy>, detach_policy<DetachUserPolicy>>("DetachUserPolicy", Effect::write),
      operation<on_entity<ListAttachedUserPolicies>, list_attached_policies<ListAttachedUserPolicies>>(
          "ListAttachedUserPolicies", Effect::read),
      operation<on_entity<AttachGroupPolicy>, attach_policy<AttachGroupPolicy>>("AttachGroupPolicy", Effect::write),
      operation<on_entity<DetachGroupPolicy>, detach_policy<DetachGroupPolicy>>("DetachGroupPolicy", Effect::write),
      operation<on_entity<ListAttachedGroupPolicies>, list_attached_policies<ListAttachedGroupPolicies>>(
          "ListAttachedGroupPolicies", Effect::read),
      operation<on_entity<AttachRolePolicy>, attach_policy<AttachRolePolicy>>("AttachRolePolicy", Effect::write),
      operation<on_entity<DetachRolePolicy>, detach_policy<DetachRolePolicy>>("DetachRolePolicy", Effect::write),
      operation<on_entity<ListAttachedRolePolicies>, list_attached_policies<ListAttachedRolePolicies>>(
          "ListAttachedRolePolicies", Effect::read),
      // inline policies
      operation<on_entity<PutUserPolicy>, put_policy<PutUserPolicy>>("PutUserPolicy", Effect::write),
      operation<on_entity<GetUserPolicy>, get_inline_policy<GetUserPolicy>>("GetUserPolicy", Effect::read),
      operation<on_entity<DeleteUserPolicy>, delete_inline_policy<DeleteUserPolicy>>("DeleteUserPolicy", Effect::write),
      operation<on_entity<ListUserPolicies>, list_inline_policies<ListUserPolicies>>("ListUserPolicies", Effect::read),
      operation<on_entity<PutGroupPolicy>, put_policy<PutGroupPolicy>>("PutGroupPolicy", Effect::write),
      operation<on_entity<GetGroupPolicy>, get_inline_policy<GetGroupPolicy>>("GetGroupPolicy", Effect::read),
      operation<on_entity<DeleteGroupPolicy>, delete_inline_policy<DeleteGroupPolicy>>("DeleteGroupPolicy", Effect::write),
      operation<on_entity<ListGroupPolicies>, list_inline_policies<ListGroupPolicies>>("ListGroupPolicies", Effect::read),
      operation<on_entity<PutRolePolicy>, put_policy<PutRolePolicy>>("PutRolePolicy", Effect::write),
      operation<on_entity<GetRolePolicy>, get_inline_policy<GetRolePolicy>>("GetRolePolicy", Effect::read),
      operation<on_entity<DeleteRolePolicy>, delete_inline_policy<DeleteRolePolicy>>("DeleteRolePolicy", Effect::write),
      operation<on_entity<ListRolePolicies>, list_inline_policies<ListRolePolicies>>("ListRolePolicies", Effect::read),
      // permissions boundaries
      operation<on_entity<PutUserPermissionsBoundary>, put_boundary<PutUserPermissionsBoundary>>(
          "PutUserPermissionsBoundary", Effect::write),
      operation<on_entity<DeleteUserPermissionsBoundary>, delete_boundary<DeleteUserPermissionsBoundary>>(
          "DeleteUserPermissionsBoundary", Effect::write),
      operation<on_entity<PutRolePermissionsBoundary>, put_boundary<PutRolePermissionsBoundary>>(
          "PutRolePermissionsBoundary", Effect::write),
      operation<on_entity<DeleteRolePermissionsBoundary>, delete_boundary<DeleteRolePermissionsBoundary>>(
          "DeleteRolePermissionsBoundary", Effect::write),
      // tags
      operation<on_entity<TagUser>, tag_entity<TagUser>>("TagUser", Effect::write),
      operation<on_entity<UntagUser>, untag_entity<UntagUser>>("UntagUser", Effect::write),
      operation<on_entity<ListUserTags>, list_entity_tags<ListUserTags>>("ListUserTags", Effect::read),
      operation<on_entity<TagRole>, tag_entity<TagRole>>("TagRole", Effect::write),
      operation<on_entity<UntagRole>, untag_entity<UntagRole>>("UntagRole", Effect::write),
      operation<on_entity<ListRoleTags>, list_entity_tags<ListRoleTags>>("ListRoleTags", Effect::read),
      operation<on_policy<TagPolicy>, tag_policy>("TagPolicy", Effect::write),
      operation<on_policy<UntagPolicy>, untag_policy>("UntagPolicy", Effect::write),
      operation<on_policy<ListPolicyTags>, list_policy_tags>("ListPolicyTags", Effect::read),
      operation<on_profile<TagInstanceProfile>, tag_instance_profile>("TagInstanceProfile", Effect::write),
      operation<on_profile<UntagInstanceProfile>, untag_instance_profile>("UntagInstanceProfile", Effect::write),
      operation<on_profile<ListInstanceProfileTags>, list_instance_profile_tags>("ListInstanceProfileTags", Effect::read),
      // the account
      operation<on_account<CreateAccountAlias>, create_account_alias>("CreateAccountAlias", Effect::write),
      operation<on_account<DeleteAccountAlias>, delete_account_alias>("DeleteAccountAlias", Effect::write),
      operation<on_account<ListAccountAliases>, list_account_aliases>("ListAccountAliases", Effect::read),
      operation<on_account<GetAccountSummary>, get_account_summary>("GetAccountSummary", Effect::read),
      operation<on_account<GetAccountPasswordPolicy>, get_account_password_policy>("GetAccountPasswordPolicy", Effect::read),
      operation<on_account<UpdateAccountPasswordPolicy>, update_account_password_policy>(
          "UpdateAccountPasswordPolicy", Effect::write),
      operation<on_account<DeleteAccountPasswordPolicy>, delete_account_password_policy>(
          "DeleteAccountPasswordPolicy", Effect::write),
      operation<on_account<GetAccountAuthorizationDetails>, get_account_authorization_details>(
          "GetAccountAuthorizationDetails", Effect::read),
      // reports
      operation<on_key_last_used, get_access_key_last_used>("GetAccessKeyLastUsed", Effect::read),
      operation<on_subject<GenerateServiceLastAccessedDetails>, generate_service_last_accessed_details>(
          "GenerateServiceLastAccessedDetails", Effect::write, {.read_only = true}),
      operation<on_account<GetServiceLastAccessedDetails>, get_service_last_accessed_details>("GetServiceLastAccessedDetails", Effect::read),
      operation<on_account<GetServiceLastAccessedDetailsWithEntities>, get_service_last_accessed_details_with_entities>(
          "GetServiceLastAccessedDetailsWithEntities", Effect::read),
      operation<on_subject<ListPoliciesGrantingServiceAccess>, list_policies_granting_service_access>(
          "ListPoliciesGrantingServiceAccess", Effect::read),
      operation<on_organization_report, generate_organization_report>("GenerateOrganizationsAccessReport", Effect::write, {.read_only = true}),
      operation<on_account<GetOrganizationsAccessReport>, get_organization_report>("GetOrganizationsAccessReport", Effect::read),
      operation<on_account<GenerateCredentialReport>, generate_credential_report>(
          "GenerateCredentialReport", Effect::write, {.read_only = true}),
      operation<on_account<GetCredentialReport>, get_credential_report>("GetCredentialReport", Effect::read),
      operation<on_account<SimulateCustomPolicy>, simulate_custom_policy>("SimulateCustomPolicy", Effect::read),
      operation<on_policy_source<SimulatePrincipalPolicy>, simulate_principal_policy>("SimulatePrincipalPolicy", Effect::read),
      operation<on_account<GetContextKeysForCustomPolicy>, get_context_keys_for_custom_policy>("GetContextKeysForCustomPolicy", Effect::read),
      operation<on_policy_source<GetContextKeysForPrincipalPolicy>, get_context_keys_for_principal_policy>(
          "GetContextKeysForPrincipalPolicy", Effect::read),
  };
}

service::Service iam() {
  return {.name = "iam",
          .event_source = "iam.amazonaws.com",
          .protocol = wire::Protocol::query,
          .version = "2010-05-08",
          .xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/",
          .global = true,
          .dates = record::Dates::plain,
          .denied_code = "AccessDenied",
          .denied_status = 403,
          .record_error_suffix = "Exception",
          .operations = operations()};
}

}  // namespace iam
