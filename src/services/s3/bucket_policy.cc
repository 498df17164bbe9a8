#include "services/s3/bucket_policy.h"

#include "service/held_principals.h"
#include "services/s3/policy_actions.h"
#include "services/s3/public.h"

namespace s3 {
namespace {

constexpr std::size_t kMostBytes = 20 * 1024;

Policy policy_of(const std::string& bucket, Call& call) {
  auto policy = call.in(kPolicies).get(bucket);
  if (!policy) throw no_configuration("NoSuchBucketPolicy", "The bucket policy does not exist", bucket);
  return std::move(*policy);
}

// Policies are the owner account's own affair, whoever else may have been allowed.
void require_owner(const std::string& bucket, Call& call) {
  if (call.caller().account() == bucket_named(bucket, call).account) return;
  throw ApiError{"MethodNotAllowed", 405, "The specified method is not allowed against this resource."};
}

}  // namespace

GetBucketPolicyResult get_bucket_policy(const GetBucketPolicy& q, Call& call) {
  require_owner(q.bucket, call);
  const Policy policy = policy_of(q.bucket, call);
  return {service::readable_policy(call, policy.text, policy.effective)};
}

Nothing put_bucket_policy(const PutBucketPolicy& q, Call& call) {
  require_owner(q.bucket, call);
  auto malformed = [](std::string message) { return ApiError{"MalformedPolicy", 400, std::move(message)}; };
  if (q.policy.size() > kMostBytes) throw malformed("Policy exceeds the maximum allowed document size.");
  if (auto fault = policy::fault(q.policy, policy::Kind::resource)) throw malformed(*fault);
  if (!resources_within(q.policy, q.bucket)) throw malformed("Policy has invalid resource");
  if (auto fault = action_fault(q.policy, q.bucket)) throw malformed(std::move(*fault));
  Policy policy{q.policy, is_public(q.policy), service::holding_principals(call, q.policy, malformed("Invalid principal in policy"))};
  Bucket bucket = bucket_named(q.bucket, call);
  if (policy.is_public && bucket.block && bucket.block->public_policy)
    throw ApiError{"AccessDenied", 403,
                   "User: " + call.caller().identity.arn + " is not authorized to perform: s3:PutBucketPolicy on resource: \"" +
                       bucket_arn(call, q.bucket) +
                       "\" because public policies are blocked by the BlockPublicPolicy block public access setting.",
                   "AccessDenied"};
  put_policy(call, q.bucket, policy);
  call.effects().status = 204;
  return {};
}

Nothing delete_bucket_policy(const DeleteBucketPolicy& q, Call& call) {
  require_owner(q.bucket, call);
  erase_policy(call, q.bucket);
  call.effects().status = 204;
  return {};
}

GetBucketPolicyStatusResult get_bucket_policy_status(const GetBucketPolicyStatus& q, Call& call) {
  return {{policy_of(q.bucket, call).is_public}};
}

GetPublicAccessBlockResult get_public_access_block(const GetPublicAccessBlock& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (!bucket.block)
    throw no_configuration("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
                           q.bucket);
  auto& b = *bucket.block;
  return {{.blockPublicAcls = b.public_acls,
           .ignorePublicAcls = b.ignore_acls,
           .blockPublicPolicy = b.public_policy,
           .restrictPublicBuckets = b.restrict_buckets}};
}

Nothing put_public_access_block(const PutPublicAccessBlock& q, Call& call) {
  auto& c = q.publicAccessBlockConfiguration;
  Bucket bucket = bucket_named(q.bucket, call);
  bucket.block = AccessBlock{c.blockPublicAcls.value_or(false), c.ignorePublicAcls.value_or(false),
                             c.blockPublicPolicy.value_or(false), c.restrictPublicBuckets.value_or(false)};
  put_bucket(call, q.bucket, bucket);
  return {};
}

Nothing delete_public_access_block(const DeletePublicAccessBlock& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  bucket.block.reset();
  put_bucket(call, q.bucket, bucket);
  call.effects().status = 204;
  return {};
}

}  // namespace s3
