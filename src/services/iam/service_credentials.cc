#include "services/iam/service_credentials.h"

#include "services/iam/state_certificates.h"

namespace iam {

using service::ApiError, service::Call;

namespace {

template <class Q> [[noreturn]] void none(const Q& q, const Call& call) {
  user_or_self(q.userName ? std::optional<std::string>(*q.userName) : std::nullopt, call);
  no_such_entity("No such credential " + q.serviceSpecificCredentialId + " exists");
}

}  // namespace

ServiceSpecificCredentialResult create_service_credential(const CreateServiceSpecificCredential& q, Call& call) {
  Directory(call).need(Kind::user, q.userName);
  throw ApiError{"NotSupportedService", 404, "No such service " + q.serviceName + " is supported for Service Specific Credentials"};
}

ListServiceSpecificCredentialsResult list_service_credentials(const ListServiceSpecificCredentials& q, Call& call) {
  if (q.userName) Directory(call).need(Kind::user, *q.userName);
  return {};
}

ServiceSpecificCredentialResult reset_service_credential(const ResetServiceSpecificCredential& q, Call& call) { none(q, call); }
Nothing update_service_credential(const UpdateServiceSpecificCredential& q, Call& call) { none(q, call); }
Nothing delete_service_credential(const DeleteServiceSpecificCredential& q, Call& call) { none(q, call); }

Nothing set_token_preferences(const SetSecurityTokenServicePreferences& q, Call& call) {
  Directory(call).in(state::kTokenPreferences).put("global", {q.globalEndpointTokenVersion == "v2Token" ? 2 : 1});
  return {};
}

std::int64_t token_version(const Directory& dir) {
  auto kept = dir.in(state::kTokenPreferences).get("global");
  return kept ? kept->version : 1;
}

}  // namespace iam
