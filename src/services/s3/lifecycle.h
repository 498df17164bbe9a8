#pragma once
// Lifecycle configurations, and the worker that follows them.
#include "service/worker.h"
#include "services/s3/door.h"
#include "services/s3/lifecycle_rules.h"

namespace s3 {

GetBucketLifecycleConfigurationResult get_bucket_lifecycle(const GetBucketLifecycleConfiguration&, Call&);
PutBucketLifecycleConfigurationResult put_bucket_lifecycle(const PutBucketLifecycleConfiguration&, Call&);
Nothing delete_bucket_lifecycle(const DeleteBucketLifecycle&, Call&);

// Throws S3's refusals. Gives rules without an id one.
void check_rules(std::vector<LifecycleRule>&);

// x-amz-expiration of an object's current version; nothing where no rule expires it.
Named expiration_shown(const std::string& bucket, const Bucket&, const std::string& key, const Version&, const Words& tags, const Call&);
// When an upload begun now is aborted.
std::optional<Due> abort_shown(const std::string& bucket, const Bucket&, const std::string& key, base::Time initiated, const Call&);

// At midnight UTC, a batch a turn: S3 itself acts, and each deed is in the journal as a service event of the bucket's
// owner, of the kind of data events.
service::Worker lifecycle_worker();

}  // namespace s3
