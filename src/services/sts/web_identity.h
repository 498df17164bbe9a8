#pragma once
// AssumeRoleWithWebIdentity: a role for who brings an OpenID Connect provider's token. The request is not signed.
#include "service/operation.h"
#include "services/sts/api.h"

namespace sts {

std::vector<service::Access> on_web_identity(const AssumeRoleWithWebIdentity&, service::Call&);
AssumeRoleWithWebIdentityResult assume_role_with_web_identity(const AssumeRoleWithWebIdentity&, service::Call&);

// service::Vouchers. AssumeRoleWithSAML is not part of this server: it is answered so, not asked for a signature.
bool unsigned_operation(std::string_view name);
service::PrincipalPtr vouched(service::House&, std::string_view operation, const void* request);

}  // namespace sts
