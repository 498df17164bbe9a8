#pragma once
// What a template sets on a bucket, as S3's own configurations. Throws ApiError where a template's is not one.
#include "services/cloudformation/resources/common.h"
#include "services/s3/api.h"

namespace cloudformation::resources {

s3::ServerSideEncryptionConfiguration encryption_of(const Resource&);
s3::LifecycleConfiguration lifecycle_of(const Resource&);
s3::NotificationConfiguration notifications_of(const Resource&);
std::string canned_acl(std::string_view access_control);       // LogDeliveryWrite: log-delivery-write

}  // namespace cloudformation::resources
