#include "services/kms/key_policies.h"

#include "service/held_principals.h"

namespace kms {
namespace {

constexpr std::size_t kMostBytes = 32'768;         // KMS Developer Guide, "Resource quotas"

ApiError malformed(std::string text) { return {"MalformedPolicyDocumentException", 400, std::move(text)}; }

void check_name(const std::optional<PolicyName>& name) {
  if (name && *name != "default") throw ApiError{"NotFoundException", 400, "No such policy exists"};
}

policy::Caller caller_of(const service::Principal& p) {
  using Kind = policy::Caller::Kind;
  Kind kind = Kind::anonymous;
  switch (p.who) {
    case service::Who::root: kind = Kind::root; break;
    case service::Who::user: kind = Kind::user; break;
    case service::Who::role_session: kind = Kind::role_session; break;
    case service::Who::federated: kind = Kind::federated; break;
    case service::Who::service: kind = Kind::service; break;
    case service::Who::anonymous: break;
  }
  return {.kind = kind, .account = p.account(), .arn = p.identity.arn, .role_arn = p.role_arn, .id = p.entity_id, .service = p.service};
}

bool lets_caller_change_it(Call& call, const policy::Document& document, const std::string& arn) {
  const service::Principal& p = call.caller();
  auto guardrails = call.house().guardrails(call.txn(), p.account());
  policy::Context context;
  context.refer("kms:CallerAccount", p.account());
  context.refer("aws:PrincipalAccount", p.account());
  context.refer("aws:PrincipalArn", p.role_arn.empty() ? p.identity.arn : p.role_arn);
  context.refer("aws:PrincipalIsAWSService", "false");
  if (!guardrails->organization.empty()) context.refer("aws:PrincipalOrgID", guardrails->organization);
  policy::Request request{"kms:PutKeyPolicy", arn, context, caller_of(p)};
  auto verdict = document.judge(policy::Subject(request), true);
  return !verdict.deny && verdict.allow != policy::Naming::none;
}

}  // namespace

std::string default_policy(const House& house, const std::string& account) {
  return "{\n  \"Version\" : \"2012-10-17\",\n  \"Id\" : \"key-default-1\",\n  \"Statement\" : [ {\n    \"Sid\" : \"Enable IAM User Permissions\",\n"
         "    \"Effect\" : \"Allow\",\n    \"Principal\" : {\n      \"AWS\" : \"arn:" + house.settings.partition + ":iam::" + account +
         ":root\"\n    },\n    \"Action\" : \"kms:*\",\n    \"Resource\" : \"*\"\n  } ]\n}";
}

void check_policy(Call& call, const std::string& text, const std::string& arn, bool bypass) {
  if (text.size() > kMostBytes)
    throw ApiError{"LimitExceededException", 400, "The key policy is longer than " + std::to_string(kMostBytes) + " bytes."};
  if (auto fault = policy::fault(text, policy::Kind::resource)) throw malformed(*fault);
  auto document = policy::compile(text);
  if (!document) throw malformed("Policy contains a statement that cannot be understood.");
  if (!bypass && !lets_caller_change_it(call, *document, arn))
    throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

void set_policy(Call& call, const std::string& text, KeyRecord& record) {
  record.effective_policy = service::holding_principals(call, text, malformed("Policy contains a statement with one or more invalid principals."));
  record.policy = text;
}

Access to_get_key_policy(const GetKeyPolicy& q, Call& call) {
  return access_to(call, "kms:GetKeyPolicy", find_key_proper(call, q.keyId), Callers::own);
}
Access to_list_key_policies(const ListKeyPolicies& q, Call& call) {
  return access_to(call, "kms:ListKeyPolicies", find_key_proper(call, q.keyId), Callers::own);
}
Access to_put_key_policy(const PutKeyPolicy& q, Call& call) {
  return access_to(call, "kms:PutKeyPolicy", find_key_proper(call, q.keyId), Callers::own, nullptr,
                   {{"kms:BypassPolicyLockoutSafetyCheck", {q.bypassPolicyLockoutSafetyCheck.value_or(false) ? "true" : "false"}}});
}

GetKeyPolicyResult get_key_policy(const GetKeyPolicy& q, Call& call) {
  check_name(q.policyName);
  KeyPtr key = authorized_key(call, q.keyId);
  return {service::readable_policy(call, key->record.policy, key->record.effective_policy), "default"};
}

Done put_key_policy(const PutKeyPolicy& q, Call& call) {
  check_name(q.policyName);
  KeyPtr key = change_key(call, q.keyId, [&](const Key& k, KeyRecord& record) {
    check_policy(call, q.policy, k.arn, q.bypassPolicyLockoutSafetyCheck.value_or(false));
    set_policy(call, q.policy, record);
  });
  return {key->arn};
}

ListKeyPoliciesResult list_key_policies(const ListKeyPolicies& q, Call& call) {
  authorized_key(call, q.keyId);
  return {.policyNames = {"default"}};
}

}  // namespace kms
