#pragma once
// Passwords for CodeCommit, Keyspaces and Bedrock. None of them is part of this server, so no password is made for them.
#include "services/iam/access.h"
#include "services/iam/api_certificates.h"

namespace iam {

ServiceSpecificCredentialResult create_service_credential(const CreateServiceSpecificCredential&, service::Call&);
ListServiceSpecificCredentialsResult list_service_credentials(const ListServiceSpecificCredentials&, service::Call&);
ServiceSpecificCredentialResult reset_service_credential(const ResetServiceSpecificCredential&, service::Call&);
Nothing update_service_credential(const UpdateServiceSpecificCredential&, service::Call&);
Nothing delete_service_credential(const DeleteServiceSpecificCredential&, service::Call&);

// Which kind of token the global endpoint of STS gives out: it shows in the account's summary. Here the tokens of both kinds are
// good in every Region.
Nothing set_token_preferences(const SetSecurityTokenServicePreferences&, service::Call&);
std::int64_t token_version(const Directory&);

}  // namespace iam
