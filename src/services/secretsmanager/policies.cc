#include "services/secretsmanager/policies.h"

#include "services/secretsmanager/public.h"

namespace secretsmanager {
namespace {

std::optional<std::string> syntax_fault(const std::string& text) {
  if (auto fault = policy::fault(text, policy::Kind::resource)) return "This resource policy contains a syntax error. " + *fault;
  if (!policy::compile(text)) return "This resource policy contains a syntax error.";
  return {};
}

// Whether the policy itself would keep the caller from changing it again.
bool locks_out(Call& call, const std::string& text, const std::string& arn) {
  auto& p = call.caller();
  policy::Context context;
  context.refer("aws:PrincipalAccount", p.account());
  context.refer("aws:PrincipalArn", p.role_arn.empty() ? p.identity.arn : p.role_arn);
  context.refer("aws:PrincipalIsAWSService", "false");
  auto guardrails = call.house().guardrails(call.txn(), p.account());
  if (!guardrails->organization.empty()) context.refer("aws:PrincipalOrgID", guardrails->organization);
  using Kind = policy::Caller::Kind;
  const Kind kind = p.who == service::Who::root ? Kind::root : p.who == service::Who::user ? Kind::user : Kind::role_session;
  policy::Request request{"secretsmanager:PutResourcePolicy", arn, context, {.kind = kind, .account = p.account(), .arn = p.identity.arn, .role_arn = p.role_arn, .id = p.entity_id, .service = {}}};
  return call.house().compiled(text)->judge(policy::Subject(request), true).deny;
}

}  // namespace

Access to_put_resource_policy(const PutResourcePolicy& q, Call& call) {
  ConditionKeys keys;
  if (q.blockPublicPolicy) keys.push_back({"secretsmanager:BlockPublicPolicy", {*q.blockPublicPolicy ? "true" : "false"}});
  return to_secret("secretsmanager:PutResourcePolicy", q.secretId, call, std::move(keys));
}
Access to_get_resource_policy(const GetResourcePolicy& q, Call& call) {
  return to_secret("secretsmanager:GetResourcePolicy", q.secretId, call);
}
Access to_delete_resource_policy(const DeleteResourcePolicy& q, Call& call) {
  return to_secret("secretsmanager:DeleteResourcePolicy", q.secretId, call);
}

std::vector<Access> to_validate_resource_policy(const ValidateResourcePolicy& q, Call& call) {
  std::vector<Access> out;
  for (std::string_view action : {"secretsmanager:ValidateResourcePolicy", "secretsmanager:PutResourcePolicy"})
    out.push_back(q.secretId ? to_secret(action, *q.secretId, call) : Access{.action = action});
  return out;
}

Named put_resource_policy(const PutResourcePolicy& q, Call& call) {
  Found s = changeable(call, q.secretId);
  if (auto fault = syntax_fault(q.resourcePolicy)) throw ApiError{"MalformedPolicyDocumentException", 400, *fault};
  if (q.blockPublicPolicy.value_or(false) && is_public(q.resourcePolicy, s.arn))
    throw ApiError{"PublicPolicyException", 400, "You can't attach this resource policy because it grants broad access to the secret and BlockPublicPolicy is set."};
  s.record.policy = q.resourcePolicy;
  put(call, s);
  return {s.arn, s.record.name};
}

GetResourcePolicyResult get_resource_policy(const GetResourcePolicy& q, Call& call) {
  Found s = usable(call, q.secretId);
  GetResourcePolicyResult out{s.arn, s.record.name, {}};
  if (!s.record.policy.empty()) out.resourcePolicy = s.record.policy;
  return out;
}

Named delete_resource_policy(const DeleteResourcePolicy& q, Call& call) {
  Found s = changeable(call, q.secretId);
  s.record.policy.clear();
  put(call, s);
  return {s.arn, s.record.name};
}

ValidateResourcePolicyResult validate_resource_policy(const ValidateResourcePolicy& q, Call& call) {
  std::string arn = q.secretId ? existing(call, *q.secretId).arn : secret_arn(call.house(), call.scope(), "any", "AbCdEf");
  ValidateResourcePolicyResult out;
  if (auto fault = syntax_fault(q.resourcePolicy)) {
    out.validationErrors.push_back({"SYNTAX_CHECK", *fault});
    return out;
  }
  if (is_public(q.resourcePolicy, arn)) out.validationErrors.push_back({"BLOCK_PUBLIC_POLICY", "The resource policy grants broad access to the secret."});
  if (locks_out(call, q.resourcePolicy, arn)) out.validationErrors.push_back({"LOCKOUT_CHECK", "The resource policy would prevent you from changing it in the future."});
  out.policyValidationPassed = out.validationErrors.empty();
  return out;
}

}  // namespace secretsmanager
