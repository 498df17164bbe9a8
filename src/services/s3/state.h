#pragma once
// What S3 keeps. A bucket's name is known everywhere; what is in it lies in its owner's account and its Region.
#include "services/s3/api_lifecycle.h"
#include "services/s3/api_notifications.h"
#include "store/blobs.h"
#include "store/table.h"

namespace s3 {

using Words = std::map<std::string, std::string>;

struct AccessBlock { bool public_acls = false, ignore_acls = false, public_policy = false, restrict_buckets = false; };
BOOST_DESCRIBE_STRUCT(AccessBlock, (), (public_acls, ignore_acls, public_policy, restrict_buckets))

struct Bucket {
  std::string account, region;
  base::Time created;
  std::string versioning;                          // empty: never enabled; Enabled; Suspended
  std::optional<std::string> ownership;            // BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter
  std::optional<AccessBlock> block;
  std::string encryption = "AES256", kms_key;      // the default; aws:kms with an empty key: aws/s3
  bool bucket_key = false;
  Words tags;
  bool object_lock = false;                        // once enabled, for good
  std::string lock_mode;                           // of the default retention; empty: there is none
  std::int64_t lock_days = 0, lock_years = 0;      // its length, one of them
  bool lifecycle = false, notifies = false;        // whether kLifecycles, kNotifications have a row for it
  std::vector<std::string> blocked_encryption;     // as it was put: NONE, SSE-C
};
BOOST_DESCRIBE_STRUCT(Bucket, (),
                      (account, region, created, versioning, ownership, block, encryption, kms_key, bucket_key, tags, object_lock,
                       lock_mode, lock_days, lock_years, lifecycle, notifies, blocked_encryption))

struct Policy {
  std::string text;
  bool is_public = false;
  std::string effective;      // the text with the users and roles it names held by their unique ids; empty: as it is written
};
BOOST_DESCRIBE_STRUCT(Policy, (), (text, is_public, effective))

struct Owned { std::string region; base::Time created; };
BOOST_DESCRIBE_STRUCT(Owned, (), (region, created))

struct Lifecycle {
  std::vector<LifecycleRule> rules;                // each with an id
  std::string minimum_size;                        // for transitions: all_storage_classes_128K, varies_by_storage_class
  base::Time next;                                 // the midnight (UTC) its rules are looked at next
};
BOOST_DESCRIBE_STRUCT(Lifecycle, (), (rules, minimum_size, next))

inline constexpr store::Table<Bucket> kBuckets{"s3.bucket", store::Reach::everywhere};      // name
inline constexpr store::Table<Policy> kPolicies{"s3.policy", store::Reach::everywhere};     // bucket
inline constexpr store::Table<Owned> kOwned{"s3.owned", store::Reach::account};             // bucket
inline constexpr store::Table<Lifecycle> kLifecycles{"s3.lifecycle", store::Reach::everywhere};                       // bucket
inline constexpr store::Table<NotificationConfiguration> kNotifications{"s3.notification", store::Reach::everywhere};  // bucket

// How an object's body keys are sealed: under a key of the house, or under a data key of KMS.
struct Protection {
  std::string algorithm = "AES256";                // or aws:kms
  std::string kms_key, data_key;                   // the key's ARN, and the data key as KMS encrypted it
  Words context;                                   // the whole encryption context
  std::string client_context;                      // base64, as the client gave it
  bool bucket_key = false, by_default = false;
};
BOOST_DESCRIBE_STRUCT(Protection, (), (algorithm, kms_key, data_key, context, client_context, bucket_key, by_default))

// A stretch of stored bytes. Objects may share a body (copies); each seals its key for itself.
struct Piece {
  store::BodyPlace place;
  std::string sealed_key;
  std::int64_t from = 0, length = 0;
  std::int64_t part = 0;                           // number of the part it came in; 0: not uploaded in parts
};
BOOST_DESCRIBE_STRUCT(Piece, (), (place, sealed_key, from, length, part))

// What the client says of an object: kept by CopyObject, given at CreateMultipartUpload.
struct Content {
  Words headers;                                   // Cache-Control and its like, by their names
  Words metadata, tags;
  std::string storage_class = "STANDARD", website;
};
BOOST_DESCRIBE_STRUCT(Content, (), (headers, metadata, tags, storage_class, website))

// What protects a version of an object. Beyond `until` the retention protects nothing any more.
struct Lock {
  std::string mode;                                // GOVERNANCE, COMPLIANCE; empty: no retention
  base::Time until;
  std::string hold;                                // ON, OFF; empty: none was ever put
};
BOOST_DESCRIBE_STRUCT(Lock, (), (mode, until, hold))

// A version of a key, as listings need it.
struct Version {
  std::string id;                                  // "null": written without versioning
  base::Time modified;
  bool marker = false;                             // a delete marker: it has no Object
  std::int64_t size = 0;
  std::string etag;                                // without quotes
  std::string storage_class = "STANDARD", checksum_algorithm, checksum_type;
  bool tagged = false;
  std::optional<Lock> lock;
  bool inlined = false;                            // no piece of it is in a file: removing it need not unpack them
  bool apart = false;                              // its Object has a row of its own
};
BOOST_DESCRIBE_STRUCT(Version, (),
                      (id, modified, marker, size, etag, storage_class, checksum_algorithm, checksum_type, tagged, lock, inlined, apart))

// The rest of it.
struct Object {
  Protection protection;
  Content content;
  std::vector<Piece> pieces;
  std::string md5;                                 // hex, of the whole content; empty where it was not seen in one stretch
  Words checksums;                                 // "crc32" and its like
  std::vector<Words> part_checksums;               // in the order of the parts
};
BOOST_DESCRIBE_STRUCT(Object, (), (protection, content, pieces, md5, checksums, part_checksums))

// A version's row, so that a put writes one. Listings read its head and step over what is behind: an Object that would be much
// to step over has a row of its own.
struct Head { Version version; };
BOOST_DESCRIBE_STRUCT(Head, (), (version))
struct Row { Version version; std::optional<Object> object; };
BOOST_DESCRIBE_STRUCT(Row, (), (version, object))

struct Ordinal { std::int64_t value = 0; };
BOOST_DESCRIBE_STRUCT(Ordinal, (), (value))

// Keys: bucket NUL key NUL place, where place is the version's ordinal counted down, in 16 hex digits: of one key the
// newest comes first. In a bucket that never had versioning the only version stands at ordinal 0, the oldest; where
// "null" stands otherwise, kNulls says.
inline constexpr store::Table<Row> kRows{"s3.versions", store::Reach::regional};
inline constexpr store::Table<Head> kHeads{"s3.versions", store::Reach::regional};
inline constexpr store::Table<Object> kObjects{"s3.object", store::Reach::regional};        // the same key
inline constexpr store::Table<Ordinal> kNulls{"s3.null", store::Reach::regional};           // bucket NUL key

struct Upload {
  std::string id, initiator;                       // initiator: ARN
  base::Time initiated;
  Protection protection;
  Content content;
  std::string checksum_algorithm, checksum_type;   // crc32 ... and COMPOSITE or FULL_OBJECT
  std::optional<Lock> lock;
};
BOOST_DESCRIBE_STRUCT(Upload, (), (id, initiator, initiated, protection, content, checksum_algorithm, checksum_type, lock))

struct Part {
  std::int64_t number = 0, size = 0;
  std::string etag;
  base::Time modified;
  std::vector<Piece> pieces;
  Words checksums;
};
BOOST_DESCRIBE_STRUCT(Part, (), (number, size, etag, modified, pieces, checksums))

inline constexpr store::Table<Upload> kUploads{"s3.upload", store::Reach::regional};        // bucket NUL key NUL upload id
inline constexpr store::Table<Part> kParts{"s3.part", store::Reach::regional};              // upload id NUL number, five digits

// Which objects and parts name a file of bodies: file NUL owner. The owner is the object's key in kRows without its
// account and Region, or the part's in kParts after '+'.
struct Naming {};
BOOST_DESCRIBE_STRUCT(Naming, (), ())
inline constexpr store::Table<Naming> kNaming{"s3.naming", store::Reach::everywhere};

// Whether some object or part names this file: bodies that nothing names are swept at start.
bool names_blob(store::Txn&, std::string_view file);

}  // namespace s3
