#pragma once
// Objects: writing, reading, copying, deleting them, and what is set on them.
#include "services/s3/api_words.h"

namespace s3 {

// ---- Writing

// What every answer to a write says about the encryption.
inline constexpr auto kWrittenPlaces =
    all(kEncryptionPlaces, places_of(header("versionId", "x-amz-version-id"), header("expiration", "x-amz-expiration")));

struct PutObjectResult {
  std::string eTag;
  Headers checksums;
  std::string serverSideEncryption;
  Named sSEKMSKeyId, sSEKMSEncryptionContext;
  std::optional<bool> bucketKeyEnabled;
  Named versionId, expiration;
  static constexpr auto places = all(kWrittenPlaces, places_of(header("eTag", "ETag"), headers("checksums", "x-amz-checksum-")));
};
BOOST_DESCRIBE_STRUCT(PutObjectResult, (),
                      (eTag, checksums, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext, bucketKeyEnabled, versionId,
                       expiration))

// The content is the call's body; without one the object is empty.
struct PutObject {
  std::string bucket, key;
  Named aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires;
  Headers metadata;                              // names in lower case, without x-amz-meta-
  Named serverSideEncryption, sSEKMSKeyId;       // "aws:kms" and the key's ARN
  Named sSEKMSEncryptionContext;                 // base64 of a JSON object of texts
  std::optional<bool> bucketKeyEnabled;
  Named storageClass, tagging;                   // tagging: "k=v&k2=v2", encoded as in a query
  Headers checksums, grants, objectLock;         // checksums: verified before they come here
  Named ifMatch, ifNoneMatch, websiteRedirectLocation, sSECustomerAlgorithm, expectedBucketOwner;
  std::optional<std::int64_t> writeOffsetBytes;
  Named contentMD5;                              // verified likewise

  using Result = PutObjectResult;
  static constexpr std::string_view operation = "s3:PutObject";
  static constexpr auto places =
      all(kObjectPlaces, kContentPlaces, kEncryptionPlaces, kGiftPlaces, kConditionPlaces,
          places_of(headers("checksums", "x-amz-checksum-"), header("writeOffsetBytes", "x-amz-write-offset-bytes"),
                    header("contentMD5", "Content-MD5")));
};
BOOST_DESCRIBE_STRUCT(PutObject, (),
                      (bucket, key, aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires,
                       metadata, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext, bucketKeyEnabled, storageClass,
                       tagging, checksums, grants, objectLock, ifMatch, ifNoneMatch, websiteRedirectLocation,
                       sSECustomerAlgorithm, expectedBucketOwner, writeOffsetBytes, contentMD5))

struct CopyObjectContent : ChecksumMembers { base::Time lastModified; std::string eTag; Named checksumType; };
BOOST_DESCRIBE_STRUCT(CopyObjectContent, (ChecksumMembers), (lastModified, eTag, checksumType))

struct CopyObjectResult {
  CopyObjectContent copyObjectResult;
  Named copySourceVersionId;
  std::string serverSideEncryption;
  Named sSEKMSKeyId, sSEKMSEncryptionContext;
  std::optional<bool> bucketKeyEnabled;
  Named versionId, expiration;
  static constexpr auto places =
      all(kWrittenPlaces, places_of(payload("copyObjectResult"), header("copySourceVersionId", "x-amz-copy-source-version-id")));
};
BOOST_DESCRIBE_STRUCT(CopyObjectResult, (),
                      (copyObjectResult, copySourceVersionId, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext,
                       bucketKeyEnabled, versionId, expiration))

// The members of CopyObject and UploadPartCopy that name the source.
struct CopySource {
  std::string copySource;                        // "bucket/key?versionId=v", the key encoded as in a URL
  Named copySourceIfMatch, copySourceIfNoneMatch;
  std::optional<base::Time> copySourceIfModifiedSince, copySourceIfUnmodifiedSince;
  Named copySourceSSECustomerAlgorithm, expectedSourceBucketOwner;
};
BOOST_DESCRIBE_STRUCT(CopySource, (),
                      (copySource, copySourceIfMatch, copySourceIfNoneMatch, copySourceIfModifiedSince,
                       copySourceIfUnmodifiedSince, copySourceSSECustomerAlgorithm, expectedSourceBucketOwner))

struct CopyObject : CopySource {
  std::string bucket, key;
  Named aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires;
  Headers metadata;
  Named metadataDirective, taggingDirective;     // COPY or REPLACE
  Named serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext;
  std::optional<bool> bucketKeyEnabled;
  Named storageClass, tagging, checksumAlgorithm;
  Headers grants, objectLock;
  Named ifMatch, ifNoneMatch, websiteRedirectLocation, sSECustomerAlgorithm, expectedBucketOwner;

  using Result = CopyObjectResult;
  static constexpr std::string_view operation = "s3:CopyObject";
  static constexpr auto places =
      all(kCopySourcePlaces, kObjectPlaces, kContentPlaces, kEncryptionPlaces, kGiftPlaces, kConditionPlaces,
          places_of(header("metadataDirective", "x-amz-metadata-directive"), header("taggingDirective", "x-amz-tagging-directive"),
                    header("checksumAlgorithm", "x-amz-checksum-algorithm")));
};
BOOST_DESCRIBE_STRUCT(CopyObject, (CopySource),
                      (bucket, key, aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires,
                       metadata, metadataDirective, taggingDirective, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext,
                       bucketKeyEnabled, storageClass, tagging, checksumAlgorithm, grants, objectLock, ifMatch, ifNoneMatch,
                       websiteRedirectLocation, sSECustomerAlgorithm, expectedBucketOwner))

// ---- Reading

// GetObject and HeadObject answer the same headers; the content is the call's body.
struct GetObjectResult {
  std::optional<bool> deleteMarker;
  std::string acceptRanges = "bytes", eTag;
  base::Time lastModified;
  std::optional<std::int64_t> contentLength;     // absent: 304
  Headers checksums;
  Named versionId, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentRange, contentType, expires,
      websiteRedirectLocation;
  Named serverSideEncryption, sSEKMSKeyId;
  std::optional<bool> bucketKeyEnabled;
  Headers metadata;
  Named storageClass;                            // absent: STANDARD
  std::optional<std::int64_t> partsCount, tagCount;
  Headers objectLock;                            // mode, retain-until-date, legal-hold
  Named expiration;
  bool encrypted_by_default = false;             // for the record; not described

  static constexpr auto places =
      all(kContentPlaces, kEncryptionPlaces,
          places_of(header("deleteMarker", "x-amz-delete-marker"), header("acceptRanges", "accept-ranges"),
                    header("eTag", "ETag"), header("lastModified", "Last-Modified"), header("contentLength", "Content-Length"),
                    headers("checksums", "x-amz-checksum-"), header("versionId", "x-amz-version-id"),
                    header("contentRange", "Content-Range"), header("partsCount", "x-amz-mp-parts-count"),
                    header("tagCount", "x-amz-tagging-count"), headers("objectLock", "x-amz-object-lock-"),
                    header("expiration", "x-amz-expiration")));
};
BOOST_DESCRIBE_STRUCT(GetObjectResult, (),
                      (deleteMarker, acceptRanges, eTag, lastModified, contentLength, checksums, versionId, cacheControl,
                       contentDisposition, contentEncoding, contentLanguage, contentRange, contentType, expires,
                       websiteRedirectLocation, serverSideEncryption, sSEKMSKeyId, bucketKeyEnabled, metadata, storageClass,
                       partsCount, tagCount, objectLock, expiration))

// GetObject and HeadObject.
struct ReadObject {
  std::string bucket, key;
  Named versionId, range, ifMatch, ifNoneMatch;
  std::optional<base::Time> ifModifiedSince, ifUnmodifiedSince;
  std::optional<std::int64_t> partNumber;
  Named responseCacheControl, responseContentDisposition, responseContentEncoding, responseContentLanguage, responseContentType;
  std::optional<base::Time> responseExpires;
  Named checksumMode, sSECustomerAlgorithm, expectedBucketOwner;

  static constexpr auto places =
      all(kObjectPlaces, kVersionPlaces, kConditionPlaces,
          places_of(header("range", "Range"), header("ifModifiedSince", "If-Modified-Since"),
                    header("ifUnmodifiedSince", "If-Unmodified-Since"), query("partNumber", "partNumber"),
                    query("responseCacheControl", "response-cache-control"),
                    query("responseContentDisposition", "response-content-disposition"),
                    query("responseContentEncoding", "response-content-encoding"),
                    query("responseContentLanguage", "response-content-language"),
                    query("responseContentType", "response-content-type"), query("responseExpires", "response-expires"),
                    header("checksumMode", "x-amz-checksum-mode"),
                    header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm")));
};
BOOST_DESCRIBE_STRUCT(ReadObject, (),
                      (bucket, key, versionId, range, ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, partNumber,
                       responseCacheControl, responseContentDisposition, responseContentEncoding, responseContentLanguage,
                       responseContentType, responseExpires, checksumMode, sSECustomerAlgorithm, expectedBucketOwner))

struct GetObject : ReadObject {
  using Result = GetObjectResult;
  static constexpr std::string_view operation = "s3:GetObject";
};
BOOST_DESCRIBE_STRUCT(GetObject, (ReadObject), ())

struct HeadObject : ReadObject {
  using Result = GetObjectResult;
  static constexpr std::string_view operation = "s3:HeadObject";
};
BOOST_DESCRIBE_STRUCT(HeadObject, (ReadObject), ())

struct Checksum : ChecksumMembers { Named checksumType; };
BOOST_DESCRIBE_STRUCT(Checksum, (ChecksumMembers), (checksumType))

struct ObjectPart : ChecksumMembers { std::int64_t partNumber = 0, size = 0; };
BOOST_DESCRIBE_STRUCT(ObjectPart, (ChecksumMembers), (partNumber, size))

struct ObjectParts {
  std::int64_t totalPartsCount = 0;
  std::optional<std::int64_t> partNumberMarker, nextPartNumberMarker, maxParts;
  std::optional<bool> isTruncated;
  std::vector<ObjectPart> parts;
  static constexpr auto places = places_of(named("totalPartsCount", "PartsCount"), flat("parts", "Part"));
};
BOOST_DESCRIBE_STRUCT(ObjectParts, (), (totalPartsCount, partNumberMarker, nextPartNumberMarker, maxParts, isTruncated, parts))

struct GetObjectAttributesResult {
  base::Time lastModified;
  Named versionId, eTag;
  std::optional<Checksum> checksum;
  std::optional<ObjectParts> objectParts;
  Named storageClass;
  std::optional<std::int64_t> objectSize;
  static constexpr std::string_view root = "GetObjectAttributesResponse";
  static constexpr auto places = places_of(header("lastModified", "Last-Modified"), header("versionId", "x-amz-version-id"));
};
BOOST_DESCRIBE_STRUCT(GetObjectAttributesResult, (),
                      (lastModified, versionId, eTag, checksum, objectParts, storageClass, objectSize))

struct GetObjectAttributes : OfObject {
  std::optional<std::int64_t> maxParts, partNumberMarker;
  std::vector<std::string> objectAttributes;     // ETag, Checksum, ObjectParts, StorageClass, ObjectSize
  Named sSECustomerAlgorithm;

  using Result = GetObjectAttributesResult;
  static constexpr std::string_view operation = "s3:GetObjectAttributes";
  static constexpr auto places = all(
      OfObject::places, places_of(header("maxParts", "x-amz-max-parts"), header("partNumberMarker", "x-amz-part-number-marker"),
                                  header("objectAttributes", "x-amz-object-attributes"),
                                  header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm")));
};
BOOST_DESCRIBE_STRUCT(GetObjectAttributes, (OfObject), (maxParts, partNumberMarker, objectAttributes, sSECustomerAlgorithm))

// ---- Deleting

struct DeleteObjectResult {
  std::optional<bool> deleteMarker;
  Named versionId;
  static constexpr auto places = places_of(header("deleteMarker", "x-amz-delete-marker"), header("versionId", "x-amz-version-id"));
};
BOOST_DESCRIBE_STRUCT(DeleteObjectResult, (), (deleteMarker, versionId))

struct DeleteObject : OfObject {
  std::optional<shape::Secret<std::string>> mFA;
  std::optional<bool> bypassGovernanceRetention;
  Named ifMatch;
  std::optional<base::Time> ifMatchLastModifiedTime;
  std::optional<std::int64_t> ifMatchSize;

  using Result = DeleteObjectResult;
  static constexpr std::string_view operation = "s3:DeleteObject";
  static constexpr auto places =
      all(OfObject::places,
          places_of(header("mFA", "x-amz-mfa"), header("bypassGovernanceRetention", "x-amz-bypass-governance-retention"),
                    header("ifMatch", "If-Match"), header("ifMatchLastModifiedTime", "x-amz-if-match-last-modified-time"),
                    header("ifMatchSize", "x-amz-if-match-size")));
};
BOOST_DESCRIBE_STRUCT(DeleteObject, (OfObject), (mFA, bypassGovernanceRetention, ifMatch, ifMatchLastModifiedTime, ifMatchSize))

struct ObjectIdentifier {
  std::string key;
  Named versionId, eTag;
  std::optional<base::Time> lastModifiedTime;
  std::optional<std::int64_t> size;
};
BOOST_DESCRIBE_STRUCT(ObjectIdentifier, (), (key, versionId, eTag, lastModifiedTime, size))

struct Delete {
  std::vector<ObjectIdentifier> objects;
  std::optional<bool> quiet;
  static constexpr auto places = places_of(flat("objects", "Object"));
};
BOOST_DESCRIBE_STRUCT(Delete, (), (objects, quiet))

struct DeletedObject { std::string key; Named versionId; std::optional<bool> deleteMarker; Named deleteMarkerVersionId; };
BOOST_DESCRIBE_STRUCT(DeletedObject, (), (key, versionId, deleteMarker, deleteMarkerVersionId))

struct DeleteError { std::string key; Named versionId; std::string code, message; };
BOOST_DESCRIBE_STRUCT(DeleteError, (), (key, versionId, code, message))

struct DeleteObjectsResult {
  std::vector<DeletedObject> deleted;
  std::vector<DeleteError> errors;
  static constexpr std::string_view root = "DeleteResult";
  static constexpr auto places = places_of(flat("deleted"), flat("errors", "Error"));
};
BOOST_DESCRIBE_STRUCT(DeleteObjectsResult, (), (deleted, errors))

struct DeleteObjects : OfBucket {
  Delete delete_;
  std::optional<shape::Secret<std::string>> mFA;
  std::optional<bool> bypassGovernanceRetention;

  using Result = DeleteObjectsResult;
  static constexpr std::string_view operation = "s3:DeleteObjects";
  static constexpr auto places =
      all(kBucketPlaces, places_of(payload("delete_", "Delete"), header("mFA", "x-amz-mfa"),
                                   header("bypassGovernanceRetention", "x-amz-bypass-governance-retention")));
};
BOOST_DESCRIBE_STRUCT(DeleteObjects, (OfBucket), (delete_, mFA, bypassGovernanceRetention))

// ---- Tags and ACL of an object

struct VersionOnly {
  Named versionId;
  static constexpr auto places = places_of(header("versionId", "x-amz-version-id"));
};
BOOST_DESCRIBE_STRUCT(VersionOnly, (), (versionId))

struct GetObjectTaggingResult {
  Named versionId;
  std::vector<Tag> tagSet;
  static constexpr std::string_view root = "Tagging";
  static constexpr auto places = places_of(header("versionId", "x-amz-version-id"), list_of("tagSet", "Tag"));
};
BOOST_DESCRIBE_STRUCT(GetObjectTaggingResult, (), (versionId, tagSet))

struct PutObjectTagging : OfObject {
  Tagging tagging;

  using Result = VersionOnly;
  static constexpr std::string_view operation = "s3:PutObjectTagging";
  static constexpr auto places = all(OfObject::places, places_of(payload("tagging", "Tagging")));
};
BOOST_DESCRIBE_STRUCT(PutObjectTagging, (OfObject), (tagging))

struct PutObjectAcl : OfObject {
  Named aCL;
  Headers grants;
  std::optional<AccessControlPolicy> accessControlPolicy;

  using Result = Nothing;
  static constexpr std::string_view operation = "s3:PutObjectAcl";
  static constexpr auto places = all(OfObject::places, places_of(header("aCL", "x-amz-acl"), headers("grants", "x-amz-grant-"),
                                                                 payload("accessControlPolicy", "AccessControlPolicy")));
};
BOOST_DESCRIBE_STRUCT(PutObjectAcl, (OfObject), (aCL, grants, accessControlPolicy))

using GetObjectTagging = AboutObject<"s3:GetObjectTagging", GetObjectTaggingResult>;
using DeleteObjectTagging = AboutObject<"s3:DeleteObjectTagging", VersionOnly>;
using GetObjectAcl = AboutObject<"s3:GetObjectAcl", AclResult>;

}  // namespace s3
