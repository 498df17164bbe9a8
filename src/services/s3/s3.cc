#include "services/s3/s3.h"

#include "services/s3/bucket_policy.h"
#include "services/s3/bucket_settings.h"
#include "services/s3/buckets.h"
#include "services/s3/lifecycle.h"
#include "services/s3/lists.h"
#include "services/s3/lock.h"
#include "services/s3/names.h"
#include "services/s3/notifications.h"
#include "services/s3/object_settings.h"
#include "services/s3/objects.h"
#include "services/s3/reading.h"
#include "services/s3/records.h"
#include "services/s3/unset.h"
#include "services/s3/uploads.h"

namespace s3 {
namespace {

using service::Effect, service::Operation, service::rest, service::Trace;

constexpr Effect kRead = Effect::read, kWrite = Effect::write;
constexpr Trace kData{.data_event = true};
constexpr Trace as(std::string_view event) { return {.event_name = event}; }

std::vector<Operation> bucket_operations() {
  return {
      rest<may_list_buckets, list_buckets>("ListBuckets", kRead, "GET /"),
      rest<may_create, create_bucket>("CreateBucket", kWrite, "PUT /{Bucket}"),
      rest<may<DeleteBucket, "s3:DeleteBucket">, delete_bucket>("DeleteBucket", kWrite, "DELETE /{Bucket}"),
      rest<may_head, head_bucket>("HeadBucket", kRead, "HEAD /{Bucket}", kData),
      rest<may_locate, get_bucket_location>("GetBucketLocation", kRead, "GET /{Bucket}?location"),
      rest<may_policy<GetBucketPolicy, "s3:GetBucketPolicy">, get_bucket_policy>(
          "GetBucketPolicy", kRead, "GET /{Bucket}?policy"),
      rest<may_policy<PutBucketPolicy, "s3:PutBucketPolicy">, put_bucket_policy>(
          "PutBucketPolicy", kWrite, "PUT /{Bucket}?policy"),
      rest<may_policy<DeleteBucketPolicy, "s3:DeleteBucketPolicy">, delete_bucket_policy>(
          "DeleteBucketPolicy", kWrite, "DELETE /{Bucket}?policy"),
      rest<may<GetBucketPolicyStatus, "s3:GetBucketPolicyStatus">, get_bucket_policy_status>(
          "GetBucketPolicyStatus", kRead, "GET /{Bucket}?policyStatus"),
      rest<may<GetPublicAccessBlock, "s3:GetBucketPublicAccessBlock">, get_public_access_block>(
          "GetPublicAccessBlock", kRead, "GET /{Bucket}?publicAccessBlock", as("GetBucketPublicAccessBlock")),
      rest<may<PutPublicAccessBlock, "s3:PutBucketPublicAccessBlock">, put_public_access_block>(
          "PutPublicAccessBlock", kWrite, "PUT /{Bucket}?publicAccessBlock", as("PutBucketPublicAccessBlock")),
      rest<may<DeletePublicAccessBlock, "s3:PutBucketPublicAccessBlock">, delete_public_access_block>(
          "DeletePublicAccessBlock", kWrite, "DELETE /{Bucket}?publicAccessBlock", as("DeleteBucketPublicAccessBlock")),
      rest<may<GetBucketVersioning, "s3:GetBucketVersioning">, get_bucket_versioning>(
          "GetBucketVersioning", kRead, "GET /{Bucket}?versioning"),
      rest<may<PutBucketVersioning, "s3:PutBucketVersioning">, put_bucket_versioning>(
          "PutBucketVersioning", kWrite, "PUT /{Bucket}?versioning"),
      rest<may<GetBucketEncryption, "s3:GetEncryptionConfiguration">, get_bucket_encryption>(
          "GetBucketEncryption", kRead, "GET /{Bucket}?encryption"),
      rest<may<PutBucketEncryption, "s3:PutEncryptionConfiguration">, put_bucket_encryption>(
          "PutBucketEncryption", kWrite, "PUT /{Bucket}?encryption"),
      rest<may<DeleteBucketEncryption, "s3:PutEncryptionConfiguration">, delete_bucket_encryption>(
          "DeleteBucketEncryption", kWrite, "DELETE /{Bucket}?encryption"),
      rest<may<GetBucketOwnershipControls, "s3:GetBucketOwnershipControls">, get_bucket_ownership_controls>(
          "GetBucketOwnershipControls", kRead, "GET /{Bucket}?ownershipControls"),
      rest<may<PutBucketOwnershipControls, "s3:PutBucketOwnershipControls">, put_bucket_ownership_controls>(
          "PutBucketOwnershipControls", kWrite, "PUT /{Bucket}?ownershipControls"),
      rest<may<DeleteBucketOwnershipControls, "s3:PutBucketOwnershipControls">, delete_bucket_ownership_controls>(
          "DeleteBucketOwnershipControls", kWrite, "DELETE /{Bucket}?ownershipControls"),
      rest<may<GetBucketAcl, "s3:GetBucketAcl">, get_bucket_acl>("GetBucketAcl", kRead, "GET /{Bucket}?acl"),
      rest<may_put_acl, put_bucket_acl>("PutBucketAcl", kWrite, "PUT /{Bucket}?acl"),
      rest<may<GetBucketTagging, "s3:GetBucketTagging">, get_bucket_tagging>("GetBucketTagging", kRead, "GET /{Bucket}?tagging"),
      rest<may<PutBucketTagging, "s3:PutBucketTagging">, put_bucket_tagging>("PutBucketTagging", kWrite, "PUT /{Bucket}?tagging"),
      rest<may<DeleteBucketTagging, "s3:PutBucketTagging">, delete_bucket_tagging>(
          "DeleteBucketTagging", kWrite, "DELETE /{Bucket}?tagging"),
  };
}

// The configurations that no bucket of ours has.
std::vector<Operation> unset_operations() {
  return {
      rest<may<GetBucketLogging, "s3:GetBucketLogging">, get_bucket_logging>("GetBucketLogging", kRead, "GET /{Bucket}?logging"),
      rest<may<PutBucketLogging, "s3:PutBucketLogging">, put_bucket_logging>("PutBucketLogging", kWrite, "PUT /{Bucket}?logging"),
      rest<may<GetBucketAccelerateConfiguration, "s3:GetAccelerateConfiguration">, get_bucket_accelerate>(
          "GetBucketAccelerateConfiguration", kRead, "GET /{Bucket}?accelerate", as("GetAccelerateConfiguration")),
      rest<may<PutBucketAccelerateConfiguration, "s3:PutAccelerateConfiguration">, put_bucket_accelerate>(
          "PutBucketAccelerateConfiguration", kWrite, "PUT /{Bucket}?accelerate", as("PutAccelerateConfiguration")),
      rest<may<GetBucketRequestPayment, "s3:GetBucketRequestPayment">, get_bucket_request_payment>(
          "GetBucketRequestPayment", kRead, "GET /{Bucket}?requestPayment"),
      rest<may<PutBucketRequestPayment, "s3:PutBucketRequestPayment">, put_bucket_request_payment>(
          "PutBucketRequestPayment", kWrite, "PUT /{Bucket}?requestPayment"),
      rest<may<GetBucketCors, "s3:GetBucketCORS">, answer_none<GetBucketCors>>("GetBucketCors", kRead, "GET /{Bucket}?cors"),
      rest<may<PutBucketCors, "s3:PutBucketCORS">, refuse_put<PutBucketCors>>("PutBucketCors", kWrite, "PUT /{Bucket}?cors"),
      rest<may<DeleteBucketCors, "s3:PutBucketCORS">, delete_none<DeleteBucketCors>>(
          "DeleteBucketCors", kWrite, "DELETE /{Bucket}?cors"),
      rest<may<GetBucketWebsite, "s3:GetBucketWebsite">, answer_none<GetBucketWebsite>>(
          "GetBucketWebsite", kRead, "GET /{Bucket}?website"),
      rest<may<PutBucketWebsite, "s3:PutBucketWebsite">, refuse_put<PutBucketWebsite>>(
          "PutBucketWebsite", kWrite, "PUT /{Bucket}?website"),
      rest<may<DeleteBucketWebsite, "s3:DeleteBucketWebsite">, delete_none<DeleteBucketWebsite>>(
          "DeleteBucketWebsite", kWrite, "DELETE /{Bucket}?website"),
      rest<may<GetBucketReplication, "s3:GetReplicationConfiguration">, answer_none<GetBucketReplication>>(
          "GetBucketReplication", kRead, "GET /{Bucket}?replication"),
      rest<may<PutBucketReplication, "s3:PutReplicationConfiguration">, refuse_put<PutBucketReplication>>(
          "PutBucketReplication", kWrite, "PUT /{Bucket}?replication"),
      rest<may<DeleteBucketReplication, "s3:PutReplicationConfiguration">, delete_none<DeleteBucketReplication>>(
          "DeleteBucketReplication", kWrite, "DELETE /{Bucket}?replication"),
  };
}

std::vector<Operation> rule_operations() {
  return {
      rest<may<GetBucketLifecycleConfiguration, "s3:GetLifecycleConfiguration">, get_bucket_lifecycle>(
          "GetBucketLifecycleConfiguration", kRead, "GET /{Bucket}?lifecycle", as("GetBucketLifecycle")),
      rest<may<PutBucketLifecycleConfiguration, "s3:PutLifecycleConfiguration">, put_bucket_lifecycle>(
          "PutBucketLifecycleConfiguration", kWrite, "PUT /{Bucket}?lifecycle", as("PutBucketLifecycle")),
      rest<may<DeleteBucketLifecycle, "s3:PutLifecycleConfiguration">, delete_bucket_lifecycle>(
          "DeleteBucketLifecycle", kWrite, "DELETE /{Bucket}?lifecycle"),
      rest<may<GetBucketNotificationConfiguration, "s3:GetBucketNotification">, get_bucket_notification>(
          "GetBucketNotificationConfiguration", kRead, "GET /{Bucket}?notification", as("GetBucketNotification")),
      rest<may<PutBucketNotificationConfiguration, "s3:PutBucketNotification">, put_bucket_notification>(
          "PutBucketNotificationConfiguration", kWrite, "PUT /{Bucket}?notification", as("PutBucketNotification")),
  };
}

std::vector<Operation> lock_operations() {
  return {
      rest<may<GetObjectLockConfiguration, "s3:GetBucketObjectLockConfiguration">, get_object_lock_configuration>(
          "GetObjectLockConfiguration", kRead, "GET /{Bucket}?object-lock", as("GetBucketObjectLockConfiguration")),
      rest<may<PutObjectLockConfiguration, "s3:PutBucketObjectLockConfiguration">, put_object_lock_configuration>(
          "PutObjectLockConfiguration", kWrite, "PUT /{Bucket}?object-lock", as("PutBucketObjectLockConfiguration")),
      rest<may_object<GetObjectRetention, "s3:GetObjectRetention", "s3:GetObjectRetention">, get_object_retention>(
          "GetObjectRetention", kRead, "GET /{Bucket}/{Key+}?retention", kData),
      rest<may_retain, put_object_retention>("PutObjectRetention", kWrite, "PUT /{Bucket}/{Key+}?retention", kData),
      rest<may_object<GetObjectLegalHold, "s3:GetObjectLegalHold", "s3:GetObjectLegalHold">, get_object_legal_hold>(
          "GetObjectLegalHold", kRead, "GET /{Bucket}/{Key+}?legal-hold", kData),
      rest<may_hold, put_object_legal_hold>("PutObjectLegalHold", kWrite, "PUT /{Bucket}/{Key+}?legal-hold", kData),
  };
}

std::vector<Operation> object_operations() {
  return {
      rest<may_list<ListObjects, "s3:ListBucket">, list_objects>("ListObjects", kRead, "GET /{Bucket}", kData),
      rest<may_list<ListObjectsV2, "s3:ListBucket">, list_objects_v2>("ListObjectsV2", kRead, "GET /{Bucket}?list-type=2",
                                                                      {.event_name = "ListObjects", .data_event = true}),
      rest<may_list<ListObjectVersions, "s3:ListBucketVersions">, list_object_versions>(
          "ListObjectVersions", kRead, "GET /{Bucket}?versions", kData),
      rest<may_write<PutObject>, put_object>("PutObject", kWrite, "PUT /{Bucket}/{Key+}", kData, true),
      rest<may_copy, copy_object>("CopyObject", kWrite, "PUT /{Bucket}/{Key+} x-amz-copy-source", kData),
      rest<may_read, get_object>("GetObject", kRead, "GET /{Bucket}/{Key+}", kData),
      rest<may_look, head_object>("HeadObject", kRead, "HEAD /{Bucket}/{Key+}", kData),
      rest<may_read_attributes, get_object_attributes>("GetObjectAttributes", kRead, "GET /{Bucket}/{Key+}?attributes", kData),
      rest<may_delete, delete_object>("DeleteObject", kWrite, "DELETE /{Bucket}/{Key+}", kData),
      rest<may_delete_several, delete_objects>("DeleteObjects", kWrite, "POST /{Bucket}?delete", kData),
      rest<may_object<GetObjectTagging, "s3:GetObjectTagging", "s3:GetObjectVersionTagging">, get_object_tagging>(
          "GetObjectTagging", kRead, "GET /{Bucket}/{Key+}?tagging", kData),
      rest<may_tag, put_object_tagging>("PutObjectTagging", kWrite, "PUT /{Bucket}/{Key+}?tagging", kData),
      rest<may_object<DeleteObjectTagging, "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging">, delete_object_tagging>(
          "DeleteObjectTagging", kWrite, "DELETE /{Bucket}/{Key+}?tagging", kData),
      rest<may_object<GetObjectAcl, "s3:GetObjectAcl", "s3:GetObjectVersionAcl">, get_object_acl>(
          "GetObjectAcl", kRead, "GET /{Bucket}/{Key+}?acl", kData),
      rest<may_put_object_acl, put_object_acl>("PutObjectAcl", kWrite, "PUT /{Bucket}/{Key+}?acl", kData),
      rest<may_write<CreateMultipartUpload>, create_multipart_upload>(
          "CreateMultipartUpload", kWrite, "POST /{Bucket}/{Key+}?uploads", kData),
      rest<may_upload<UploadPart>, upload_part>("UploadPart", kWrite, "PUT /{Bucket}/{Key+}?partNumber&uploadId",
                                                             kData, true),
      rest<may_copy_part, upload_part_copy>(
          "UploadPartCopy", kWrite, "PUT /{Bucket}/{Key+}?partNumber&uploadId x-amz-copy-source", kData),
      rest<may_upload<CompleteMultipartUpload>, complete_multipart_upload>(
          "CompleteMultipartUpload", kWrite, "POST /{Bucket}/{Key+}?uploadId", kData),
      rest<may_key<AbortMultipartUpload, "s3:AbortMultipartUpload">, abort_multipart_upload>(
          "AbortMultipartUpload", kWrite, "DELETE /{Bucket}/{Key+}?uploadId", kData),
      rest<may_key<ListParts, "s3:ListMultipartUploadParts">, list_parts>("ListParts", kRead, "GET /{Bucket}/{Key+}?uploadId",
                                                                          kData),
      rest<may_list<ListMultipartUploads, "s3:ListBucketMultipartUploads">, list_multipart_uploads>(
          "ListMultipartUploads", kRead, "GET /{Bucket}?uploads", kData),
  };
}

}  // namespace

service::Service s3() {
  service::Service s{.name = "s3",
                     .event_source = "s3.amazonaws.com",
                     .protocol = wire::Protocol::rest_xml,
                     .version = "2006-03-01",
                     .xml_namespace = "http://s3.amazonaws.com/doc/2006-03-01/",
                     .denied_code = "AccessDenied",
                     .denied_status = 403,
                     .quotes_resource = true,
                     .keeps_denied_parameters = true};
  for (auto* list : {bucket_operations, rule_operations, lock_operations, unset_operations, object_operations})
    for (auto& o : list()) s.operations.push_back(o);
  s.parameters = record_parameters;
  s.response = record_response;
  s.additional = record_additional;
  s.make_request_id = request_id;
  s.host_id = host_id;
  s.invalid_code = "InvalidArgument";
  s.subresources = {"abac",
                    "accelerate",
                    "acl",
                    "analytics",
                    "attributes",
                    "cors",
                    "delete",
                    "encryption",
                    "intelligent-tiering",
                    "inventory",
                    "legal-hold",
                    "lifecycle",
                    "location",
                    "logging",
                    "metadataConfiguration",
                    "metadataInventoryTable",
                    "metadataJournalTable",
                    "metadataTable",
                    "metrics",
                    "notification",
                    "object-lock",
                    "ownershipControls",
                    "policy",
                    "policyStatus",
                    "publicAccessBlock",
                    "renameObject",
                    "replication",
                    "requestPayment",
                    "restore",
                    "retention",
                    "select",
                    "session",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versioning",
                    "versions",
                    "website"};
  return s;
}

std::optional<std::string> bucket_region(store::Txn& txn, std::string_view bucket) {
  auto found = bucket.find('\0') == bucket.npos ? store::Bound<Bucket>(txn, kBuckets, "", "").get(bucket) : std::nullopt;
  if (!found) return {};
  return found->region;
}

}  // namespace s3
