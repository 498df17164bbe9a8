#include "services/s3/objects.h"

#include "base/bytes.h"
#include "services/s3/checksums.h"
#include "services/s3/lifecycle.h"
#include "services/s3/names.h"
#include "services/s3/notices.h"
#include "services/s3/records.h"

namespace s3 {
namespace {

struct Gone { bool marker = false; Named version; };
struct Removal { const std::string& bucket; const Bucket& settings; const std::string& key; const Named& id; bool bypass = false; };

// Without a version: the object, or a delete marker on top of it. With one: that version, for good.
Gone remove_key(Versions& versions, const Removal& r, Call& call) {
  if (!r.id && !r.settings.versioning.empty()) {
    std::string marker = versions.add(r.key, {.modified = modified_now(call)}, {});
    notify(call, r.bucket, r.settings,
           {.event = "ObjectRemoved:DeleteMarkerCreated", .key = r.key, .version = marker, .etag = std::string(kEmptyTag)});
    return {true, std::move(marker)};
  }
  auto found = versions.find(r.key, r.id);
  if (!found) return {false, r.id};
  check_removable(found->version, r.bypass, call.now());
  versions.remove(r.key, *found);
  notify(call, r.bucket, r.settings, {.event = "ObjectRemoved:Delete", .key = r.key, .version = versions.shown(found->version)});
  return {found->version.marker, r.id};
}

struct Deletion { const std::string& key; const Named &version, &if_match; bool bypass = false; };

std::vector<Access> deletion(const Door& door, const std::string& bucket, const Deletion& d, Call& call) {
  const auto& [key, version, if_match, bypass] = d;
  check_key(key);
  ConditionKeys keys;
  if (version) keys.push_back({"s3:VersionId", {*version}});
  if (if_match) keys.push_back({"s3:if-match", {*if_match}});
  std::vector<Access> out;
  out.push_back(door.object(version ? "s3:DeleteObjectVersion" : "s3:DeleteObject", key, std::move(keys)));
  if (version) add_bypass_access(out, door, bucket, key, version, bypass, call);
  return out;
}

}  // namespace

void check_write(const Named& if_match, const Named& if_none_match, const std::string& key,
                 const std::optional<Versions::Found>& now) {
  const bool there = now && !now->version.marker;
  if (if_none_match) {
    if (*if_none_match != "*") throw not_implemented();
    if (there) throw precondition_failed("If-None-Match");
  }
  if (!if_match) return;
  if (!there) throw no_such_key(key);
  if (!etag_listed(*if_match, now->version.etag)) throw precondition_failed("If-Match");
}

Words kept_checksums(const Headers& given) {
  Words out;
  for (auto& [name, value] : given) {
    if (is_checksum(name)) out[name] = value;
    else if (name != "algorithm" && name != "type" && name != "mode")
      throw not_implemented("The checksum algorithm " + name + " is not implemented.");
  }
  if (out.size() > 1) throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  return out;
}

Piece piece_of(store::Body body, const Sealer& sealer) {
  const std::int64_t length = body.place.size;
  return {.place = std::move(body.place), .sealed_key = sealer.seal(body.key), .length = length};
}

store::Body body_of(Call& call) { return call.body ? *call.body : store::Blobs::Writer(call.house().blobs).finish(); }

PutObjectResult put_object(const PutObject& q, Call& call) {
  if (q.writeOffsetBytes) throw not_implemented("Appending to objects is not implemented.");
  Bucket bucket = bucket_named(q.bucket, call);
  check_acl(q.aCL, q.grants, bucket, call);
  Object object{.content = content_of(q), .checksums = kept_checksums(q.checksums)};
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch || q.ifNoneMatch) check_write(q.ifMatch, q.ifNoneMatch, q.key, versions.latest(q.key));
  auto lock = lock_of_new(lock_asked(q.objectLock, call.now()), bucket, call.now());
  require_digest(lock, q.checksums, q.contentMD5, "Put Object", call);

  Sealer sealer = Sealer::fresh(encryption_wish(q), bucket, q.bucket, q.key, call);
  store::Body body = body_of(call);
  object.protection = sealer.protection();
  object.md5 = base::hex(body.md5);
  Version version{.modified = modified_now(call),
                  .size = body.place.size,
                  .etag = etag_of(object.protection, object.md5),
                  .storage_class = object.content.storage_class,
                  .lock = std::move(lock)};
  object.pieces.push_back(piece_of(std::move(body), sealer));
  PutObjectResult result{.eTag = in_quotes(version.etag), .checksums = object.checksums};
  if (!object.checksums.empty()) {
    version.checksum_algorithm = algorithm_name(object.checksums.begin()->first);
    version.checksum_type = "FULL_OBJECT";
    result.checksums["type"] = version.checksum_type;
  }
  result.expiration = expiration_shown(q.bucket, bucket, q.key, version, object.content.tags, call);
  Happening made{.event = "ObjectCreated:Put", .key = q.key, .size = version.size, .etag = version.etag};
  tell_encryption(result, object.protection);
  std::string id = versions.add(q.key, std::move(version), std::move(object));
  if (!bucket.versioning.empty()) result.versionId = made.version = id;
  notify(call, q.bucket, bucket, made);
  return result;
}

std::vector<Access> may_delete(const DeleteObject& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call);
  auto out = deletion(door, q.bucket, {q.key, q.versionId, q.ifMatch, q.bypassGovernanceRetention == true}, call);
  out.push_back(door.bucket_listed());
  return out;
}

DeleteObjectResult delete_object(const DeleteObject& q, Call& call) {
  if (q.ifMatchLastModifiedTime || q.ifMatchSize) throw not_implemented();
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch) check_write(q.ifMatch, {}, q.key, versions.find(q.key, q.versionId));
  Gone gone = remove_key(versions, {q.bucket, bucket, q.key, q.versionId, q.bypassGovernanceRetention == true}, call);
  call.effects().status = 204;
  DeleteObjectResult result{.versionId = gone.version};
  if (gone.marker) result.deleteMarker = true;
  return result;
}

std::vector<Access> may_delete_several(const DeleteObjects& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call);
  std::vector<Access> out;
  out.push_back(door.objects_listed());
  out.push_back(door.bucket_listed());
  return out;
}

DeleteObjectsResult delete_objects(const DeleteObjects& q, Call& call) {
  if (q.delete_.objects.empty() || q.delete_.objects.size() > 1000) throw malformed_xml();
  Door door(q.bucket, q.expectedBucketOwner, call);
  Versions versions(call, q.bucket, door.settings());
  DeleteObjectsResult result;
  std::vector<const ObjectIdentifier*> done;
  const service::Service& s3_service = *call.house().find_service("s3");
  for (auto& o : q.delete_.objects) {
    try {
      if (o.lastModifiedTime || o.size) throw not_implemented();
      const bool bypass = q.bypassGovernanceRetention == true;
      for (auto& access : deletion(door, q.bucket, {o.key, o.versionId, o.eTag, bypass}, call)) call.house().authorize(s3_service, call, access);
      if (o.eTag) check_write(o.eTag, {}, o.key, versions.find(o.key, o.versionId));
      Gone gone = remove_key(versions, {q.bucket, door.settings(), o.key, o.versionId, bypass}, call);
      done.push_back(&o);
      if (q.delete_.quiet == true) continue;
      DeletedObject deleted{.key = o.key, .versionId = o.versionId};
      if (gone.marker) {
        deleted.deleteMarker = true;
        deleted.deleteMarkerVersionId = gone.version;
      }
      result.deleted.push_back(std::move(deleted));
    } catch (const ApiError& e) {
      result.errors.push_back({o.key, o.versionId, e.code, e.message});
    }
  }
  for (auto* o : done) record_deletion(call, q.bucket, door.settings(), o->key, o->versionId);
  return result;
}

}  // namespace s3
