#include "services/sts/tokens.h"

#include "services/iam/sessions.h"
#include "services/sts/session_policies.h"

namespace sts {

using service::Access, service::ApiError, service::Call, service::Who;

namespace {

constexpr std::int64_t kDefaultSeconds = 43200, kRootSeconds = 3600;

// Only long-term credentials of users and root users get further credentials for themselves.
void refuse_sessions(std::string_view operation, const Call& call) {
  auto& p = call.caller();
  if (p.temporary || (p.who != Who::user && p.who != Who::root))
    throw ApiError{"AccessDenied", 403, "Cannot call " + std::string(operation) + " with session credentials", "AccessDenied"};
}

// Root users' last an hour at most, whatever is asked.
template <class Seconds> std::int64_t duration(const std::optional<Seconds>& asked, const Call& call) {
  std::int64_t seconds = asked ? std::int64_t(*asked) : kDefaultSeconds;
  return call.caller().who == Who::root ? std::min(seconds, kRootSeconds) : seconds;
}

std::string federated_arn(const Call& call, std::string_view name) {
  return "arn:" + call.house().settings.partition + ":sts::" + call.caller().account() + ":federated-user/" + std::string(name);
}

}  // namespace

GetCallerIdentityResult get_caller_identity(const GetCallerIdentity&, Call& call) {
  auto& identity = call.caller().identity;
  return {identity.principal_id, identity.account, identity.arn};
}

// "No permissions are required for users to perform this operation."
std::vector<Access> on_session_token(const GetSessionToken&, Call& call) {
  refuse_sessions("GetSessionToken", call);
  return {};
}

GetSessionTokenResult get_session_token(const GetSessionToken& q, Call& call) {
  auto& p = call.caller();
  iam::Session session{.kind = p.who == Who::root ? "root" : "user", .account = p.account(), .issuer = p.entity_id, .issued = call.now(),
                       .expires = iam::session_clock().plus_seconds(duration(q.durationSeconds, call))};
  session.mfa = with_mfa(call, q.serialNumber, q.tokenCode, true);
  return {credentials(call.house(), session)};
}

Access on_federation_token(const GetFederationToken& q, Call& call) {
  refuse_sessions("GetFederationToken", call);
  Access a{.action = GetFederationToken::operation, .resource = federated_arn(call, q.name)};
  if (q.tags) add_tag_keys(a, *q.tags);
  return a;
}

// Without session policies a federated user may do nothing but what resource policies allow it by name.
GetFederationTokenResult get_federation_token(const GetFederationToken& q, Call& call) {
  auto& p = call.caller();
  iam::Session session{.kind = "federated", .account = p.account(), .issuer = p.entity_id, .name = q.name, .issued = call.now(),
                       .expires = iam::session_clock().plus_seconds(duration(q.durationSeconds, call)), .restricted = true};
  add_policies(session, call, q);
  if (q.tags) add_tags(session, *q.tags);
  GetFederationTokenResult out;
  out.packedPolicySize = packed_size(session);
  out.credentials = credentials(call.house(), session);
  out.federatedUser = {p.account() + ":" + q.name, federated_arn(call, q.name)};
  return out;
}

Access on_key_info(const GetAccessKeyInfo&, Call&) { return {.action = GetAccessKeyInfo::operation}; }

GetAccessKeyInfoResult get_access_key_info(const GetAccessKeyInfo& q, Call& call) {
  auto account = iam::account_of_key(call.house(), call.txn(), q.accessKeyId);
  if (!account) throw ApiError{"ValidationError", 400, "Access key " + q.accessKeyId + " is invalid"};
  return {*account};
}

Access on_decode(const DecodeAuthorizationMessage&, Call&) { return {.action = DecodeAuthorizationMessage::operation}; }

// No service here answers with an encoded message: whatever comes is none of ours.
DecodeAuthorizationMessageResult decode_authorization_message(const DecodeAuthorizationMessage&, Call&) {
  throw ApiError{"InvalidAuthorizationMessageException", 400, "Message is not valid"};
}

}  // namespace sts
