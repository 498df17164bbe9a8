#pragma once
// Objects are written and deleted.
#include "services/s3/content.h"
#include "services/s3/door.h"
#include "services/s3/encryption.h"
#include "services/s3/lock.h"

namespace s3 {

// Access to write a key, with what comes along: PutObject, CopyObject, CreateMultipartUpload.
template <class Q> std::vector<Access> may_write(const Q& q, Call& call) {
  check_key(q.key);
  Door door(q.bucket, q.expectedBucketOwner, call);
  auto keys = write_keys(q);
  if (auto lock = lock_asked(q.objectLock, call.now()))
    for (auto& key : lock_keys(*lock, call.now())) keys.push_back(std::move(key));
  std::vector<Access> out;
  if (q.tagging) out.push_back(door.object("s3:PutObjectTagging", q.key, keys));
  add_lock_access(out, door, q.key, q.objectLock, keys);
  out.push_back(door.object("s3:PutObject", q.key, std::move(keys)));
  out.push_back(door.bucket_listed());
  return out;
}

// To go on with an upload that was begun, or to complete it.
template <class Q> std::vector<Access> may_upload(const Q& q, Call& call) {
  check_key(q.key);
  Door door(q.bucket, q.expectedBucketOwner, call);
  ConditionKeys keys;
  add_creation(keys, q);
  std::vector<Access> out;
  out.push_back(door.object("s3:PutObject", q.key, std::move(keys)));
  out.push_back(door.bucket_listed());
  return out;
}

// If-Match and If-None-Match of a write, against what the key has now.
void check_write(const Named& if_match, const Named& if_none_match, const std::string& key,
                 const std::optional<Versions::Found>& now);

// The checksums that are kept, of those that headers gave. Others are refused.
Words kept_checksums(const Headers&);

// A stored body as the one piece of something.
Piece piece_of(store::Body, const Sealer&);
// The call's body, or an empty one.
store::Body body_of(Call&);
// Times in answers have whole seconds.
inline base::Time modified_now(const Call& call) { return base::Time::seconds(call.now().s()); }

PutObjectResult put_object(const PutObject&, Call&);

std::vector<Access> may_delete(const DeleteObject&, Call&);
DeleteObjectResult delete_object(const DeleteObject&, Call&);

// Each key is judged by itself, by the handler.
std::vector<Access> may_delete_several(const DeleteObjects&, Call&);
DeleteObjectsResult delete_objects(const DeleteObjects&, Call&);

}  // namespace s3
