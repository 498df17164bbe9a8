#include "services/s3/bucket_settings.h"

#include "service/system_tags.h"
#include "services/s3/content.h"

namespace s3 {
namespace {

// Changes one bucket's record.
template <class F> Nothing changed(const std::string& name, Call& call, int status, F change) {
  Bucket bucket = bucket_named(name, call);
  change(bucket);
  put_bucket(call, name, bucket);
  if (status != 200) call.effects().status = status;
  return {};
}

}  // namespace

// ---- Versioning

GetBucketVersioningResult get_bucket_versioning(const GetBucketVersioning& q, Call& call) {
  std::string status = bucket_named(q.bucket, call).versioning;
  if (status.empty()) return {};
  return {std::move(status)};
}

Nothing put_bucket_versioning(const PutBucketVersioning& q, Call& call) {
  auto& c = q.versioningConfiguration;
  if (c.mFADelete && *c.mFADelete != "Disabled") throw not_implemented("MFA delete is not implemented.");
  if (!c.status) throw ApiError{"IllegalVersioningConfigurationException", 400, "The Versioning element must be specified"};
  if (*c.status != "Enabled" && *c.status != "Suspended") throw malformed_xml();
  return changed(q.bucket, call, 200, [&](Bucket& b) {
    if (b.object_lock && *c.status != "Enabled")
      throw ApiError{"InvalidBucketState", 409,
                     "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed."};
    b.versioning = *c.status;
  });
}

// ---- Encryption

GetBucketEncryptionResult get_bucket_encryption(const GetBucketEncryption& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  EncryptionByDefault by_default{bucket.encryption, {}};
  if (!bucket.kms_key.empty()) by_default.kMSMasterKeyID = bucket.kms_key;
  EncryptionRule rule{.applyServerSideEncryptionByDefault = by_default, .bucketKeyEnabled = bucket.bucket_key, .blockedEncryptionTypes = {}};
  if (!bucket.blocked_encryption.empty()) rule.blockedEncryptionTypes = BlockedEncryptionTypes{bucket.blocked_encryption};
  return {{{std::move(rule)}}};
}

Nothing put_bucket_encryption(const PutBucketEncryption& q, Call& call) {
  auto& rules = q.serverSideEncryptionConfiguration.rules;
  if (rules.size() != 1) throw malformed_xml();
  const auto& rule = rules[0];
  if (rule.blockedEncryptionTypes && rule.blockedEncryptionTypes->encryptionType)
    for (auto& type : *rule.blockedEncryptionTypes->encryptionType)
      if (type != "NONE" && type != "SSE-C") throw malformed_xml();          // SSE-C is refused always
  EncryptionByDefault wanted = rule.applyServerSideEncryptionByDefault.value_or(EncryptionByDefault{"AES256", {}});
  if (wanted.sSEAlgorithm == "aws:kms:dsse") throw not_implemented("Dual-layer server-side encryption is not implemented.");
  if (wanted.sSEAlgorithm != "AES256" && wanted.sSEAlgorithm != "aws:kms") throw malformed_xml();
  if (wanted.sSEAlgorithm == "AES256" && wanted.kMSMasterKeyID)
    throw invalid_argument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
  return changed(q.bucket, call, 200, [&](Bucket& b) {
    b.encryption = wanted.sSEAlgorithm;
    b.kms_key = wanted.kMSMasterKeyID.value_or("");
    b.bucket_key = rule.bucketKeyEnabled.value_or(false);
    b.blocked_encryption.clear();
    if (rule.blockedEncryptionTypes) b.blocked_encryption = rule.blockedEncryptionTypes->encryptionType.value_or(std::vector<std::string>{});
  });
}

// Back to SSE-S3, which every bucket has at least.
Nothing delete_bucket_encryption(const DeleteBucketEncryption& q, Call& call) {
  return changed(q.bucket, call, 204, [](Bucket& b) { b.encryption = "AES256"; b.kms_key.clear(); b.bucket_key = false; b.blocked_encryption.clear(); });
}

// ---- Ownership and ACL

GetBucketOwnershipControlsResult get_bucket_ownership_controls(const GetBucketOwnershipControls& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (!bucket.ownership)
    throw no_configuration("OwnershipControlsNotFoundError", "The bucket ownership controls were not found", q.bucket);
  return {{{{*bucket.ownership}}}};
}

Nothing put_bucket_ownership_controls(const PutBucketOwnershipControls& q, Call& call) {
  if (q.ownershipControls.rules.size() != 1) throw malformed_xml();
  const std::string& wanted = q.ownershipControls.rules[0].objectOwnership;
  if (wanted != "BucketOwnerEnforced" && wanted != "BucketOwnerPreferred" && wanted != "ObjectWriter") throw malformed_xml();
  return changed(q.bucket, call, 200, [&](Bucket& b) { b.ownership = wanted; });
}

Nothing delete_bucket_ownership_controls(const DeleteBucketOwnershipControls& q, Call& call) {
  return changed(q.bucket, call, 204, [](Bucket& b) { b.ownership.reset(); });
}

AclResult get_bucket_acl(const GetBucketAcl& q, Call& call) { return acl_of(bucket_named(q.bucket, call)); }

Access may_put_acl(const PutBucketAcl& q, Call& call) {
  ConditionKeys keys;
  if (q.aCL) keys.push_back({"s3:x-amz-acl", {*q.aCL}});
  add_grants(keys, q.grants);
  return Door(q.bucket, q.expectedBucketOwner, call).bucket("s3:PutBucketAcl", std::move(keys));
}

Nothing put_bucket_acl(const PutBucketAcl& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (!q.aCL && q.grants.empty() && !q.accessControlPolicy)
    throw ApiError{"MissingSecurityHeader", 400, "Your request was missing a required header"};
  if (q.aCL || !q.grants.empty()) check_acl(q.aCL, q.grants, bucket, call);
  check_acl(q.accessControlPolicy, bucket);
  return {};
}

// ---- Tags

GetBucketTaggingResult get_bucket_tagging(const GetBucketTagging& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  if (bucket.tags.empty()) throw no_configuration("NoSuchTagSet", "The TagSet does not exist", q.bucket);
  return {tags_shown(bucket.tags)};
}

Nothing put_bucket_tagging(const PutBucketTagging& q, Call& call) {
  Words tags = tags_of(q.tagging.tagSet, 50, service::sets_system_tags(call));
  return changed(q.bucket, call, 204, [&](Bucket& b) { b.tags = std::move(tags); });
}

Nothing delete_bucket_tagging(const DeleteBucketTagging& q, Call& call) {
  return changed(q.bucket, call, 204, [](Bucket& b) { b.tags.clear(); });
}

}  // namespace s3
