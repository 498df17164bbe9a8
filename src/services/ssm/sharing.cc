#include "services/ssm/sharing.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"

namespace ssm {
namespace {

// Policies are the owner account's own affair.
Found shared(Call& call, const std::string& text) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "ssm" || !arn->resource.starts_with("parameter/"))
    throw ApiError{"ResourcePolicyInvalidParameterException", 400, "The resource ARN is not one of a parameter: " + text};
  Found out = find(call, text);
  if (!out.selector.empty())
    throw ApiError{"ResourcePolicyInvalidParameterException", 400, "The resource ARN is not one of a parameter: " + text};
  return out;
}

Found owned(Call& call, const std::string& text) {
  Found out = shared(call, text);
  if (!out.stored || out.at.account != call.scope().account)
    throw ApiError{"ResourceNotFoundException", 400, "The specified parameter to be shared could not be found."};
  return out;
}

std::string hash_of(std::string_view text) { return base::hex(base::sha256(text)); }

void check_policy(const std::string& text) {
  auto malformed = [](std::string why) { return ApiError{"MalformedResourcePolicyDocumentException", 400, std::move(why)}; };
  if (auto fault = policy::fault(text, policy::Kind::resource)) throw malformed(*fault);
  if (!policy::compile(text)) throw malformed("The policy document contains a statement that cannot be understood.");
}

void must_be_current(const ParameterRecord& p, const std::string& id, const std::string& hash) {
  if (p.policy.empty() || p.policy_id != id)
    throw ApiError{"ResourcePolicyNotFoundException", 400, "No policies with the specified policy ID and hash could be found."};
  if (p.policy_hash != hash)
    throw ApiError{"ResourcePolicyConflictException", 400, "The hash provided in the call doesn't match the stored hash."};
}

// From other accounts nobody may, whatever the policy says.
Access to_owner(std::string_view action, const std::string& arn, Call& call) {
  Access out = to_parameter(action, shared(call, arn), call);
  if (out.owner != call.scope().account) out.resource_policy.reset();
  return out;
}

}  // namespace

Access to_put_resource_policy(const PutResourcePolicy& q, Call& call) { return to_owner("ssm:PutResourcePolicy", q.resourceArn, call); }
Access to_get_resource_policies(const GetResourcePolicies& q, Call& call) {
  return to_owner("ssm:GetResourcePolicies", q.resourceArn, call);
}
Access to_delete_resource_policy(const DeleteResourcePolicy& q, Call& call) {
  return to_owner("ssm:DeleteResourcePolicy", q.resourceArn, call);
}

PutResourcePolicyResult put_resource_policy(const PutResourcePolicy& q, Call& call) {
  Found p = owned(call, q.resourceArn);
  if (latest(call, p.at, *p.stored).tier != kAdvanced)
    throw ApiError{"ResourcePolicyInvalidParameterException", 400, "To share a parameter, it must be in the advanced parameter tier."};
  check_policy(q.policy);
  ParameterRecord after = *p.stored;
  if (q.policyId || q.policyHash) must_be_current(after, q.policyId.value_or(""), q.policyHash.value_or(""));
  else if (!after.policy.empty())
    throw ApiError{"ResourcePolicyLimitExceededException", 400, "The parameter has a resource policy already: give its PolicyId and PolicyHash to replace it."};
  if (after.policy_id.empty()) after.policy_id = base::uuid();
  after.policy = q.policy;
  after.policy_hash = hash_of(q.policy);
  save(call.txn(), p.at, &*p.stored, after);
  return {after.policy_id, after.policy_hash};
}

GetResourcePoliciesResult get_resource_policies(const GetResourcePolicies& q, Call& call) {
  Found p = owned(call, q.resourceArn);
  GetResourcePoliciesResult out;
  if (!p.stored->policy.empty()) out.policies.push_back({p.stored->policy_id, p.stored->policy_hash, p.stored->policy});
  return out;
}

shape::Nothing delete_resource_policy(const DeleteResourcePolicy& q, Call& call) {
  Found p = owned(call, q.resourceArn);
  ParameterRecord after = *p.stored;
  must_be_current(after, q.policyId, q.policyHash);
  after.policy.clear();
  after.policy_id.clear();
  after.policy_hash.clear();
  save(call.txn(), p.at, &*p.stored, after);
  return {};
}

}  // namespace ssm
