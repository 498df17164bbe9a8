#include "services/logs/policies.h"

namespace logs {
namespace {

constexpr std::size_t kMostPolicies = 10, kMostCharacters = 5120;

// Policies of one group (scope RESOURCE) came in 2025; here there are those of the account's Region.
void check_scope(const Maybe<std::string>& resource_arn, const Maybe<Text<1>>& revision) {
  if (resource_arn || revision) throw invalid("Resource policies of a single log group are not part of this server: resourceArn and expectedRevisionId cannot be used.");
}

std::string name_of(const Maybe<std::string>& name) {
  if (!name || name->empty()) throw invalid("Policy name must not be empty.");
  return *name;
}

ResourcePolicy shown(const KeptPolicy& p) { return {.policyName = p.name, .policyDocument = p.document, .lastUpdatedTime = p.updated.ms, .policyScope = "ACCOUNT"}; }

}  // namespace

Access to_put_resource_policy(const PutResourcePolicy&, Call&) { return {.action = "logs:PutResourcePolicy"}; }
Access to_describe_resource_policies(const DescribeResourcePolicies&, Call&) { return {.action = "logs:DescribeResourcePolicies"}; }
Access to_delete_resource_policy(const DeleteResourcePolicy&, Call&) { return {.action = "logs:DeleteResourcePolicy"}; }

PutResourcePolicyResult put_resource_policy(const PutResourcePolicy& q, Call& call) {
  check_scope(q.resourceArn, q.expectedRevisionId);
  std::string name = name_of(q.policyName);
  if (!q.policyDocument) throw invalid("Policy document must not be empty.");
  if (q.policyDocument->size() > kMostCharacters) throw invalid("Policy document is longer than " + std::to_string(kMostCharacters) + " characters.");
  if (auto fault = policy::fault(*q.policyDocument, policy::Kind::resource)) throw invalid("Invalid resource policy: " + *fault);
  auto policies = call.in(kPolicies);
  std::size_t others = 0;
  policies.each([&](std::string_view key, const KeptPolicy&) { others += key != name; });
  if (others >= kMostPolicies) throw ApiError{"LimitExceededException", 400, "Resource limit exceeded."};
  KeptPolicy p{name, *q.policyDocument, call.now()};
  policies.put(name, p);
  return {shown(p), {}};
}

DescribeResourcePoliciesResult describe_resource_policies(const DescribeResourcePolicies& q, Call& call) {
  DescribeResourcePoliciesResult out;
  if (q.resourceArn || (q.policyScope && *q.policyScope != "ACCOUNT")) return out;
  out.nextToken = page(call.in(kPolicies), "", q.nextToken, page_size(q.limit), [&](std::string_view, const KeptPolicy& p) {
    out.resourcePolicies.push_back(shown(p));
    return true;
  });
  return out;
}

Nothing delete_resource_policy(const DeleteResourcePolicy& q, Call& call) {
  check_scope(q.resourceArn, q.expectedRevisionId);
  std::string name = name_of(q.policyName);
  if (!call.in(kPolicies).has(name)) throw ApiError{"ResourceNotFoundException", 400, "Policy with name [" + name + "] does not exist."};
  call.in(kPolicies).erase(name);
  return {};
}

}  // namespace logs
