#pragma once
// S3's calls as CloudTrail shows them: the HTTP request's own names instead of the API's members.
// Source: S3 User Guide, "Amazon S3 CloudTrail events", and real records.
#include "service/operation.h"
#include "services/s3/state.h"

namespace s3 {

using service::Call, service::Operation;

// {"bucketName", "Host", "key", query parameters and markers, x-amz-* options, the body's document under its root's name}
void record_parameters(Call&, const Operation&, const void* request, std::string& json);
// The x-amz-* headers of the answer, but for checksums; nothing where there are none.
void record_response(Call&, const Operation&, const void* result, std::string& json);
// How it was signed and encrypted, and how much was sent.
void record_additional(Call&, const Operation&, const void* request, const void* result, std::string& json);

// The record of one key's deletion within a DeleteObjects: a data event of type AwsServiceEvent, in the accounts of the caller
// and of the bucket's owner.
void record_deletion(Call&, const std::string& bucket, const Bucket&, const std::string& key,
                     const std::optional<std::string>& version);

// What a lifecycle rule did, as a service event of the bucket's owner: data, of no use to the management history.
// `operation`: as S3's server access logs name it.
struct LifecycleEvent { std::string_view name, operation; std::string key; std::optional<std::string> version; std::string rule, storage_class{}; };
void record_lifecycle(Call&, const std::string& bucket, const Bucket&, const LifecycleEvent&);

}  // namespace s3
