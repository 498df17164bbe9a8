#include "services/s3/object_settings.h"

#include "services/s3/content.h"
#include "services/s3/notices.h"
#include "services/s3/reading.h"

namespace s3 {
namespace {

VersionOnly retagged(const OfObject& q, Words tags, std::string_view event, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  Object object = versions.object(q.key, found);
  object.content.tags = std::move(tags);
  versions.update(q.key, found, std::move(object));
  notify(call, q.bucket, bucket, {.event = event, .key = q.key, .version = versions.shown(found.version), .etag = found.version.etag});
  return {versions.shown(found.version)};
}

}  // namespace

GetObjectTaggingResult get_object_tagging(const GetObjectTagging& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  GetObjectTaggingResult out{.versionId = versions.shown(found.version)};
  if (found.version.tagged) out.tagSet = tags_shown(versions.object(q.key, found).content.tags);
  return out;
}

std::vector<Access> may_tag(const PutObjectTagging& q, Call& call) {
  auto out = may_object<PutObjectTagging, "s3:PutObjectTagging", "s3:PutObjectVersionTagging">(q, call);
  std::vector<std::string> names;
  for (auto& tag : q.tagging.tagSet) {
    out.front().keys.push_back({"s3:RequestObjectTag/" + tag.key, {tag.value}});
    names.push_back(tag.key);
  }
  out.front().keys.push_back({"s3:RequestObjectTagKeys", std::move(names)});
  return out;
}

VersionOnly put_object_tagging(const PutObjectTagging& q, Call& call) { return retagged(q, tags_of(q.tagging.tagSet, 10), "ObjectTagging:Put", call); }

VersionOnly delete_object_tagging(const DeleteObjectTagging& q, Call& call) {
  VersionOnly out = retagged(q, {}, "ObjectTagging:Delete", call);
  call.effects().status = 204;
  return out;
}

AclResult get_object_acl(const GetObjectAcl& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  found_object(Versions(call, q.bucket, bucket), q.key, q.versionId);
  return acl_of(bucket);
}

std::vector<Access> may_put_object_acl(const PutObjectAcl& q, Call& call) {
  auto out = may_object<PutObjectAcl, "s3:PutObjectAcl", "s3:PutObjectVersionAcl">(q, call);
  if (q.aCL) out.front().keys.push_back({"s3:x-amz-acl", {*q.aCL}});
  add_grants(out.front().keys, q.grants);
  return out;
}

Nothing put_object_acl(const PutObjectAcl& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  if (!q.aCL && q.grants.empty() && !q.accessControlPolicy)
    throw ApiError{"MissingSecurityHeader", 400, "Your request was missing a required header"};
  if (q.aCL || !q.grants.empty()) check_acl(q.aCL, q.grants, bucket, call);
  check_acl(q.accessControlPolicy, bucket);
  notify(call, q.bucket, bucket, {.event = "ObjectAcl:Put", .key = q.key, .version = versions.shown(found.version), .etag = found.version.etag});
  return {};
}

}  // namespace s3
