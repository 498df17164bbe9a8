#pragma once
// What is set on a bucket: versioning, default encryption, ownership, ACL, tags.
#include "services/s3/door.h"

namespace s3 {

GetBucketVersioningResult get_bucket_versioning(const GetBucketVersioning&, Call&);
Nothing put_bucket_versioning(const PutBucketVersioning&, Call&);

GetBucketEncryptionResult get_bucket_encryption(const GetBucketEncryption&, Call&);
Nothing put_bucket_encryption(const PutBucketEncryption&, Call&);
Nothing delete_bucket_encryption(const DeleteBucketEncryption&, Call&);

GetBucketOwnershipControlsResult get_bucket_ownership_controls(const GetBucketOwnershipControls&, Call&);
Nothing put_bucket_ownership_controls(const PutBucketOwnershipControls&, Call&);
Nothing delete_bucket_ownership_controls(const DeleteBucketOwnershipControls&, Call&);

AclResult get_bucket_acl(const GetBucketAcl&, Call&);
Access may_put_acl(const PutBucketAcl&, Call&);
Nothing put_bucket_acl(const PutBucketAcl&, Call&);

GetBucketTaggingResult get_bucket_tagging(const GetBucketTagging&, Call&);
Nothing put_bucket_tagging(const PutBucketTagging&, Call&);
Nothing delete_bucket_tagging(const DeleteBucketTagging&, Call&);

}  // namespace s3
