#pragma once
// Managed policies: the account's own, and AWS's.
#include "services/iam/access.h"
#include "services/iam/api.h"
#include "services/iam/managed_policies.h"

namespace iam {

struct FoundPolicy {
  const AwsPolicy* aws = nullptr;                      // one of the two, or neither
  std::optional<state::ManagedPolicy> own;
  explicit operator bool() const { return aws || own; }
};
FoundPolicy find_policy(const Directory&, std::string_view arn);
std::optional<std::string> policy_document(const Directory&, std::string_view arn);        // of the default version
std::string policy_name(std::string_view arn);                                             // its last part

// How many users, groups and roles have it attached, or for a boundary.
struct PolicyUse { std::int64_t attached = 0, boundary = 0; };
PolicyUse policy_use(const Directory&, std::string_view arn);

// Refuses what the grammar refuses: MalformedPolicyDocument.
void check_document(std::string_view document, policy::Kind);

Policy policy_view(const Directory&, const FoundPolicy&, std::string_view arn);
std::vector<PolicyVersion> policy_versions(const Directory&, const FoundPolicy&, bool with_documents);
state::ManagedPolicy need_own_policy(std::string_view action, const std::string& arn, const service::Call&);

service::Access on_policy(std::string_view action, const std::string& arn, const service::Call&);
template <class Q> service::Access on_policy(const Q& q, service::Call& call) {
  service::Access a = on_policy(Q::operation, q.policyArn, call);
  add_request_keys(a, q);
  return a;
}
service::Access on_policies(const ListPolicies&, service::Call&);

PolicyResult create_policy(const CreatePolicy&, service::Call&);
PolicyResult get_policy(const GetPolicy&, service::Call&);
ListPoliciesResult list_policies(const ListPolicies&, service::Call&);
Nothing delete_policy(const DeletePolicy&, service::Call&);
PolicyVersionResult create_policy_version(const CreatePolicyVersion&, service::Call&);
PolicyVersionResult get_policy_version(const GetPolicyVersion&, service::Call&);
ListPolicyVersionsResult list_policy_versions(const ListPolicyVersions&, service::Call&);
Nothing delete_policy_version(const DeletePolicyVersion&, service::Call&);
Nothing set_default_policy_version(const SetDefaultPolicyVersion&, service::Call&);
Nothing tag_policy(const TagPolicy&, service::Call&);
Nothing untag_policy(const UntagPolicy&, service::Call&);
ListTagsResult list_policy_tags(const ListPolicyTags&, service::Call&);

}  // namespace iam
