#pragma once
// Credentials for the caller itself, and who it is.
#include "service/operation.h"
#include "services/sts/api.h"

namespace sts {

GetCallerIdentityResult get_caller_identity(const GetCallerIdentity&, service::Call&);
std::vector<service::Access> on_session_token(const GetSessionToken&, service::Call&);
GetSessionTokenResult get_session_token(const GetSessionToken&, service::Call&);
service::Access on_federation_token(const GetFederationToken&, service::Call&);
GetFederationTokenResult get_federation_token(const GetFederationToken&, service::Call&);
service::Access on_key_info(const GetAccessKeyInfo&, service::Call&);
GetAccessKeyInfoResult get_access_key_info(const GetAccessKeyInfo&, service::Call&);

service::Access on_decode(const DecodeAuthorizationMessage&, service::Call&);
DecodeAuthorizationMessageResult decode_authorization_message(const DecodeAuthorizationMessage&, service::Call&);

}  // namespace sts
