#include "services/s3/objects.h"

#include "base/bytes.h"
#include "services/s3/checksums.h"
#include "services/s3/names.h"
#include "services/s3/records.h"

namespace s3 {
namespace {

struct Gone { bool marker = false; Named version; };

// Without a version: the object, or a delete marker on top of it. With one: that version, for good.
Gone remove_key(Versions& versions, const Bucket& bucket, const std::string& key, const Named& id, const Call& call) {
  if (!id && !bucket.versioning.empty()) return {true, versions.add(key, {.modified = modified_now(call)}, nullptr)};
  auto found = versions.find(key, id);
  if (found) versions.remove(key, *found);
  return {found && found->version.marker, id};
}

Access deletion(const Door& door, const std::string& key, const Named& version) {
  check_key(key);
  if (version) return door.object("s3:DeleteObjectVersion", key, {{"s3:VersionId", {*version}}});
  return door.object("s3:DeleteObject", key);
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

Piece piece_of(const store::Body& body, const Sealer& sealer) {
  return {.place = body.place, .sealed_key = sealer.seal(body.key), .length = body.place.size};
}

store::Body body_of(Call& call) { return call.body ? *call.body : store::Blobs::Writer(call.house().blobs).finish(); }

PutObjectResult put_object(const PutObject& q, Call& call) {
  if (q.writeOffsetBytes) throw not_implemented("Appending to objects is not implemented.");
  Bucket bucket = bucket_named(q.bucket, call);
  check_acl(q.aCL, q.grants, bucket, call);
  Object object{.content = content_of(q), .checksums = kept_checksums(q.checksums)};
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch || q.ifNoneMatch) check_write(q.ifMatch, q.ifNoneMatch, q.key, versions.latest(q.key));

  Sealer sealer = Sealer::fresh(encryption_wish(q), bucket, q.bucket, q.key, call);
  store::Body body = body_of(call);
  object.protection = sealer.protection();
  object.pieces.push_back(piece_of(body, sealer));
  object.md5 = base::hex(body.md5);
  Version version{.modified = modified_now(call),
                  .size = body.place.size,
                  .etag = etag_of(object.protection, object.md5),
                  .storage_class = object.content.storage_class};
  PutObjectResult result{.eTag = in_quotes(version.etag), .checksums = object.checksums};
  if (!object.checksums.empty()) {
    version.checksum_algorithm = algorithm_name(object.checksums.begin()->first);
    version.checksum_type = "FULL_OBJECT";
    result.checksums["type"] = version.checksum_type;
  }
  std::string id = versions.add(q.key, std::move(version), &object);
  if (!bucket.versioning.empty()) result.versionId = id;
  tell_encryption(result, object.protection);
  return result;
}

std::vector<Access> may_delete(const DeleteObject& q, Call& call) {
  Door door(q.bucket, q.expectedBucketOwner, call);
  std::vector<Access> out;
  out.push_back(deletion(door, q.key, q.versionId));
  out.push_back(door.bucket_listed());
  return out;
}

DeleteObjectResult delete_object(const DeleteObject& q, Call& call) {
  if (q.ifMatchLastModifiedTime || q.ifMatchSize) throw not_implemented();
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch) check_write(q.ifMatch, {}, q.key, versions.find(q.key, q.versionId));
  Gone gone = remove_key(versions, bucket, q.key, q.versionId, call);
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
      call.house().authorize(s3_service, call, deletion(door, o.key, o.versionId));
      if (o.eTag) check_write(o.eTag, {}, o.key, versions.find(o.key, o.versionId));
      Gone gone = remove_key(versions, door.settings(), o.key, o.versionId, call);
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
