#pragma once
// What several of S3's requests and results are made of.
#include "services/s3/places.h"

namespace s3 {

using shape::Nothing;
using Named = std::optional<std::string>;

// A question about a bucket that needs no more than its name: GetBucketAcl{{.bucket = "b"}}.
struct OfBucket {
  std::string bucket;
  Named expectedBucketOwner;
  static constexpr auto places = kBucketPlaces;
};
BOOST_DESCRIBE_STRUCT(OfBucket, (), (bucket, expectedBucketOwner))

template <shape::Literal Operation, class R> struct About : OfBucket {
  using Result = R;
  static constexpr std::string_view operation = Operation.view();
  BOOST_DESCRIBE_CLASS(About, (OfBucket), (), (), ())
};

// Likewise about an object, or one version of it.
struct OfObject {
  std::string bucket, key;
  Named versionId, expectedBucketOwner;
  static constexpr auto places = all(kObjectPlaces, kVersionPlaces);
};
BOOST_DESCRIBE_STRUCT(OfObject, (), (bucket, key, versionId, expectedBucketOwner))

template <shape::Literal Operation, class R> struct AboutObject : OfObject {
  using Result = R;
  static constexpr std::string_view operation = Operation.view();
  BOOST_DESCRIBE_CLASS(AboutObject, (OfObject), (), (), ())
};

struct Owner { Named displayName; std::string iD; };
BOOST_DESCRIBE_STRUCT(Owner, (), (displayName, iD))

struct Tag { std::string key, value; };
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

struct Tagging {
  std::vector<Tag> tagSet;
  static constexpr auto places = places_of(list_of("tagSet", "Tag"));
};
BOOST_DESCRIBE_STRUCT(Tagging, (), (tagSet))

struct Grantee {
  Named displayName, emailAddress, iD;
  std::string type;
  Named uRI;
  static constexpr auto places = places_of(Place{"type", Where::body, "xsi:type", {}, false, true});
};
BOOST_DESCRIBE_STRUCT(Grantee, (), (displayName, emailAddress, iD, type, uRI))

struct Grant { std::optional<Grantee> grantee; Named permission; };
BOOST_DESCRIBE_STRUCT(Grant, (), (grantee, permission))

struct AccessControlPolicy {
  std::optional<Owner> owner;
  std::optional<std::vector<Grant>> grants;
  static constexpr auto places = places_of(list_of("grants", "Grant", "AccessControlList"));
};
BOOST_DESCRIBE_STRUCT(AccessControlPolicy, (), (owner, grants))

struct AclResult {
  Owner owner;
  std::vector<Grant> grants;
  static constexpr std::string_view root = "AccessControlPolicy";
  static constexpr auto places = places_of(list_of("grants", "Grant", "AccessControlList"));
};
BOOST_DESCRIBE_STRUCT(AclResult, (), (owner, grants))

// Additional checksums inside XML; in headers they are a map from the algorithm's name ("crc32", and "type") to the value.
struct ChecksumMembers { Named checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1, checksumSHA256; };
BOOST_DESCRIBE_STRUCT(ChecksumMembers, (), (checksumCRC32, checksumCRC32C, checksumCRC64NVME, checksumSHA1, checksumSHA256))

using Headers = std::map<std::string, std::string>;

}  // namespace s3
