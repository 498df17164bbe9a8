#include "services/cloudformation/resources/live.h"
#include "services/kms/api.h"
#include "services/s3/api.h"
#include "services/secretsmanager/api.h"
#include "services/ssm/api.h"

namespace cloudformation::resources {
namespace {

Value read_bucket(Acting& a, const Resource& r) {
  const std::string& bucket = r.physical_id;
  a.call(s3::HeadBucket{{.bucket = bucket}});
  Value out = Value::map({{"BucketName", Value(bucket)}});
  tell(out, "VersioningConfiguration", [&] { return Value::map({{"Status", told(a.call(s3::GetBucketVersioning{{.bucket = bucket}}).status)}}); });
  tell(out, "PublicAccessBlockConfiguration", [&] { return told(a.call(s3::GetPublicAccessBlock{{.bucket = bucket}}).publicAccessBlockConfiguration); });
  tell(out, "OwnershipControls", [&] { return told(a.call(s3::GetBucketOwnershipControls{{.bucket = bucket}}).ownershipControls); });
  tell(out, "BucketEncryption", [&] {
    return renamed(told(a.call(s3::GetBucketEncryption{{.bucket = bucket}}).serverSideEncryptionConfiguration),
                   {{"Rules", "ServerSideEncryptionConfiguration"}, {"ApplyServerSideEncryptionByDefault", "ServerSideEncryptionByDefault"}});
  });
  tell(out, "ObjectLockConfiguration", [&] { return told(a.call(s3::GetObjectLockConfiguration{{.bucket = bucket}}).objectLockConfiguration); });
  Words tags;
  unless_gone([&] { tags = words_from(a.call(s3::GetBucketTagging{{.bucket = bucket}}).tagSet); });
  tell_tags(out, r, std::move(tags));
  return out;
}

Value read_bucket_policy(Acting& a, const Resource& r) {
  return Value::map({{"Bucket", Value(r.physical_id)}, {"PolicyDocument", Value(a.call(s3::GetBucketPolicy{{.bucket = r.physical_id}}).policy)}});
}

Value read_key(Acting& a, const Resource& r) {
  Value out = told(a.call(kms::DescribeKey{.keyId = r.physical_id, .grantTokens = {}}).keyMetadata);
  out.set("KeyPolicy", Value(a.call(kms::GetKeyPolicy{r.physical_id, {}}).policy));
  auto rotation = a.call(kms::GetKeyRotationStatus{r.physical_id});
  out.set("EnableKeyRotation", Value::boolean(rotation.keyRotationEnabled));
  out.set("RotationPeriodInDays", told(rotation.rotationPeriodInDays));
  Words tags;
  for (auto& tag : a.call(kms::ListResourceTags{r.physical_id, {}, {}}).tags) tags[tag.tagKey] = tag.tagValue;
  tell_tags(out, r, std::move(tags));
  return out;
}

Value read_alias(Acting& a, const Resource& r) {
  auto key = a.call(kms::DescribeKey{.keyId = r.physical_id, .grantTokens = {}}).keyMetadata;
  const bool by_arn = text_of(r, "TargetKeyId").starts_with("arn:");
  return Value::map({{"AliasName", Value(r.physical_id)}, {"TargetKeyId", Value(by_arn ? key.arn : key.keyId)}});
}

Value read_parameter(Acting& a, const Resource& r) {
  auto parameter = a.call(ssm::GetParameter{r.physical_id, {}}).parameter;
  Value out = Value::map({{"Name", Value(parameter.name)}, {"Type", Value(parameter.type)}, {"Value", Value(std::string(parameter.value))},
                          {"DataType", Value(parameter.dataType)}});
  tell_tags(out, r, words_from(a.call(ssm::ListTagsForResource{"Parameter", r.physical_id}).tagList));
  return out;
}

// What is secret in it is nobody's business here.
Value read_secret(Acting& a, const Resource& r) {
  auto secret = a.call(secretsmanager::DescribeSecret{r.physical_id});
  if (secret.deletedDate) throw ApiError{"ResourceNotFoundException", 400, "The secret is scheduled for deletion."};
  Value out = Value::map({{"Name", Value(secret.name)}, {"Description", text_or_null(secret.description)}, {"KmsKeyId", text_or_null(secret.kmsKeyId)}});
  Words tags;
  if (secret.tags)
    for (auto& tag : *secret.tags) tags[tag.key.value_or("")] = tag.value.value_or("");
  tell_tags(out, r, std::move(tags));
  return out;
}

constexpr Reader kReaders[] = {{"AWS::S3::Bucket", read_bucket}, {"AWS::S3::BucketPolicy", read_bucket_policy}, {"AWS::KMS::Key", read_key},
                               {"AWS::KMS::Alias", read_alias}, {"AWS::SSM::Parameter", read_parameter}, {"AWS::SecretsManager::Secret", read_secret}};

}  // namespace

Readers storage_readers() { return kReaders; }

}  // namespace cloudformation::resources
