#pragma once
// Buckets come, go, and are found.
#include "services/s3/door.h"

namespace s3 {

std::vector<Access> may_create(const CreateBucket&, Call&);
CreateBucketResult create_bucket(const CreateBucket&, Call&);
Nothing delete_bucket(const DeleteBucket&, Call&);
std::vector<Access> may_head(const HeadBucket&, Call&);
HeadBucketResult head_bucket(const HeadBucket&, Call&);
Access may_locate(const GetBucketLocation&, Call&);
GetBucketLocationResult get_bucket_location(const GetBucketLocation&, Call&);
std::vector<Access> may_list_buckets(const ListBuckets&, Call&);
ListBucketsResult list_buckets(const ListBuckets&, Call&);

}  // namespace s3
