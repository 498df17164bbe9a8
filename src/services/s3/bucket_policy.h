#pragma once
// Bucket policies, and what holds back public access.
#include "services/s3/door.h"

namespace s3 {

// The owner account's root user can always reach the policy, whatever the policy says: else nobody could mend it.
template <class Q, shape::Literal Action> Access may_policy(const Q& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call);
  Access out = door.bucket(Action.view());
  if (call.caller().who == service::Who::root && call.caller().account() == door.settings().account) out.resource_policy = nullptr;
  return out;
}

GetBucketPolicyResult get_bucket_policy(const GetBucketPolicy&, Call&);
Nothing put_bucket_policy(const PutBucketPolicy&, Call&);
Nothing delete_bucket_policy(const DeleteBucketPolicy&, Call&);
GetBucketPolicyStatusResult get_bucket_policy_status(const GetBucketPolicyStatus&, Call&);

GetPublicAccessBlockResult get_public_access_block(const GetPublicAccessBlock&, Call&);
Nothing put_public_access_block(const PutPublicAccessBlock&, Call&);
Nothing delete_public_access_block(const DeletePublicAccessBlock&, Call&);

}  // namespace s3
