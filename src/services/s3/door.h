#pragma once
// The way to a bucket: whether it is there and here, and what a request's access to it is judged by.
#include "services/s3/api.h"
#include "services/s3/errors.h"
#include "services/s3/known.h"
#include "services/s3/versions.h"
#include "service/house.h"

namespace s3 {

using service::Access, service::Call;
using ConditionKeys = std::vector<std::pair<std::string, std::vector<std::string>>>;

// The bucket's record, for handlers: the way has been through a Door.
Bucket bucket_named(const std::string& name, const Call&);

class Door {
 public:
  // Throws NoSuchBucket; PermanentRedirect where the bucket is in another Region than the request's endpoint (services calling
  // as themselves, and anonymous callers, who sign for no Region, find it anywhere); AccessDenied where the owner is not the
  // expected one. The record's awsRegion becomes the bucket's.
  enum class From : std::uint8_t { its_region, anywhere };
  Door(std::string bucket, const Named& expected_owner, Call&, From = From::its_region);

  const Bucket& settings() const { return settings_; }

  Access bucket(std::string_view action, ConditionKeys = {}) const;
  Access object(std::string_view action, const std::string& key, ConditionKeys = {}) const;
  Access bucket_listed() const;                // in the record's resources, nothing asked
  Access objects_listed() const;               // likewise, as the prefix of all its objects

 private:
  Access made(std::string_view action, std::string resource, ConditionKeys) const;

  const Call& call_;
  std::string name_, arn_;
  std::shared_ptr<const Known> known_;
  const Bucket& settings_;
  std::shared_ptr<const policy::Document> policy_;
};

std::string bucket_arn(const Call&, std::string_view bucket);
// Refuses what no key can be: too long, or with a NUL in it.
void check_key(const std::string& key);

// Access functions of operations on a bucket as such.
template <class Q, shape::Literal Action>
Access may(const Q& q, Call& call) {
  return Door(q.bucket, q.expectedBucketOwner, call).bucket(Action.view());
}

// On an object that is there, or a version of it: where it is not, who may list the bucket learns so.
std::vector<Access> existing_object(const Door&, const std::string& bucket, const std::string& key, const Named& version,
                                    std::string_view action, Call&);

template <class Q, shape::Literal Action, shape::Literal OfVersion> std::vector<Access> may_object(const Q& q, Call& call) {
  check_key(q.key);
  return existing_object(Door(q.bucket, q.expectedBucketOwner, call), q.bucket, q.key, q.versionId,
                         q.versionId ? OfVersion.view() : Action.view(), call);
}

// On an object that need not be there.
template <class Q, shape::Literal Action> std::vector<Access> may_key(const Q& q, Call& call) {
  check_key(q.key);
  Door door(q.bucket, q.expectedBucketOwner, call);
  std::vector<Access> out;
  out.push_back(door.object(Action.view(), q.key));
  out.push_back(door.bucket_listed());
  return out;
}

}  // namespace s3
