#pragma once
// What policies would decide. Source: IAM API Reference, SimulatePrincipalPolicy and EvaluationResult.
#include "services/iam/principal_policies.h"

namespace iam {

template <class Q> service::Access on_policy_source(const Q& q, service::Call& call) { return on_arn(Q::operation, q.policySourceArn, call); }

SimulatePolicyResult simulate_custom_policy(const SimulateCustomPolicy&, service::Call&);
SimulatePolicyResult simulate_principal_policy(const SimulatePrincipalPolicy&, service::Call&);
GetContextKeysForPolicyResult get_context_keys_for_custom_policy(const GetContextKeysForCustomPolicy&, service::Call&);
GetContextKeysForPolicyResult get_context_keys_for_principal_policy(const GetContextKeysForPrincipalPolicy&, service::Call&);

}  // namespace iam
