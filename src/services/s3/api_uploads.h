#pragma once
// Uploads in parts.
#include "services/s3/api_lists.h"
#include "services/s3/api_objects.h"

namespace s3 {

struct CreateMultipartUploadResult {
  std::string bucket, key, uploadId, serverSideEncryption;
  Named sSEKMSKeyId, sSEKMSEncryptionContext;
  std::optional<bool> bucketKeyEnabled;
  Named checksumAlgorithm, checksumType;
  std::optional<base::Time> abortDate;
  Named abortRuleId;
  static constexpr std::string_view root = "InitiateMultipartUploadResult";
  static constexpr auto places =
      all(kEncryptionPlaces, places_of(header("checksumAlgorithm", "x-amz-checksum-algorithm"),
                                       header("checksumType", "x-amz-checksum-type"), header("abortDate", "x-amz-abort-date"),
                                       header("abortRuleId", "x-amz-abort-rule-id")));
};
BOOST_DESCRIBE_STRUCT(CreateMultipartUploadResult, (),
                      (bucket, key, uploadId, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext, bucketKeyEnabled,
                       checksumAlgorithm, checksumType, abortDate, abortRuleId))

struct CreateMultipartUpload {
  std::string bucket, key;
  Named aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires;
  Headers metadata;
  Named serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext;
  std::optional<bool> bucketKeyEnabled;
  Named storageClass, tagging, checksumAlgorithm, checksumType;
  Headers grants, objectLock;
  Named websiteRedirectLocation, sSECustomerAlgorithm, expectedBucketOwner;

  using Result = CreateMultipartUploadResult;
  static constexpr std::string_view operation = "s3:CreateMultipartUpload";
  static constexpr auto places =
      all(kObjectPlaces, kContentPlaces, kEncryptionPlaces, kGiftPlaces,
          places_of(header("checksumAlgorithm", "x-amz-checksum-algorithm"), header("checksumType", "x-amz-checksum-type")));
};
BOOST_DESCRIBE_STRUCT(CreateMultipartUpload, (),
                      (bucket, key, aCL, cacheControl, contentDisposition, contentEncoding, contentLanguage, contentType, expires,
                       metadata, serverSideEncryption, sSEKMSKeyId, sSEKMSEncryptionContext, bucketKeyEnabled, storageClass,
                       tagging, checksumAlgorithm, checksumType, grants, objectLock, websiteRedirectLocation,
                       sSECustomerAlgorithm, expectedBucketOwner))

// What every call about one upload names.
struct OfUpload {
  std::string bucket, key, uploadId;
  Named expectedBucketOwner;
  static constexpr auto places = all(kObjectPlaces, places_of(query("uploadId", "uploadId")));
};
BOOST_DESCRIBE_STRUCT(OfUpload, (), (bucket, key, uploadId, expectedBucketOwner))

struct UploadPartResult {
  std::string eTag;
  Headers checksums;
  std::string serverSideEncryption;
  Named sSEKMSKeyId;
  std::optional<bool> bucketKeyEnabled;
  static constexpr auto places = all(kEncryptionPlaces, places_of(header("eTag", "ETag"), headers("checksums", "x-amz-checksum-")));
};
BOOST_DESCRIBE_STRUCT(UploadPartResult, (), (eTag, checksums, serverSideEncryption, sSEKMSKeyId, bucketKeyEnabled))

struct UploadPart : OfUpload {
  std::int64_t partNumber = 0;
  Headers checksums;
  Named sSECustomerAlgorithm, contentMD5;

  using Result = UploadPartResult;
  static constexpr std::string_view operation = "s3:UploadPart";
  static constexpr auto places =
      all(OfUpload::places, places_of(query("partNumber", "partNumber"), headers("checksums", "x-amz-checksum-"),
                                      header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm"),
                                      header("contentMD5", "Content-MD5")));
};
BOOST_DESCRIBE_STRUCT(UploadPart, (OfUpload), (partNumber, checksums, sSECustomerAlgorithm, contentMD5))

struct CopyPartContent { base::Time lastModified; std::string eTag; };
BOOST_DESCRIBE_STRUCT(CopyPartContent, (), (lastModified, eTag))

struct UploadPartCopyResult {
  CopyPartContent copyPartResult;
  Named copySourceVersionId;
  std::string serverSideEncryption;
  Named sSEKMSKeyId;
  std::optional<bool> bucketKeyEnabled;
  static constexpr auto places =
      all(kEncryptionPlaces, places_of(payload("copyPartResult"), header("copySourceVersionId", "x-amz-copy-source-version-id")));
};
BOOST_DESCRIBE_STRUCT(UploadPartCopyResult, (),
                      (copyPartResult, copySourceVersionId, serverSideEncryption, sSEKMSKeyId, bucketKeyEnabled))

struct UploadPartCopy : CopySource {
  std::string bucket, key, uploadId;
  std::int64_t partNumber = 0;
  Named copySourceRange, sSECustomerAlgorithm, expectedBucketOwner;

  using Result = UploadPartCopyResult;
  static constexpr std::string_view operation = "s3:UploadPartCopy";
  static constexpr auto places =
      all(kCopySourcePlaces, OfUpload::places,
          places_of(query("partNumber", "partNumber"), header("copySourceRange", "x-amz-copy-source-range"),
                    header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm")));
};
BOOST_DESCRIBE_STRUCT(UploadPartCopy, (CopySource),
                      (bucket, key, uploadId, partNumber, copySourceRange, sSECustomerAlgorithm, expectedBucketOwner))

struct CompletedPart : ChecksumMembers { Named eTag; std::int64_t partNumber = 0; };
BOOST_DESCRIBE_STRUCT(CompletedPart, (ChecksumMembers), (eTag, partNumber))

struct CompletedMultipartUpload {
  std::vector<CompletedPart> parts;
  static constexpr auto places = places_of(flat("parts", "Part"));
};
BOOST_DESCRIBE_STRUCT(CompletedMultipartUpload, (), (parts))

struct CompleteMultipartUploadResult : ChecksumMembers {
  std::string location, bucket, key, eTag;
  Named checksumType;
  std::string serverSideEncryption;
  Named sSEKMSKeyId, versionId, expiration;
  std::optional<bool> bucketKeyEnabled;
  static constexpr std::string_view root = "CompleteMultipartUploadResult";
  static constexpr auto places = kWrittenPlaces;
};
BOOST_DESCRIBE_STRUCT(CompleteMultipartUploadResult, (ChecksumMembers),
                      (location, bucket, key, eTag, checksumType, serverSideEncryption, sSEKMSKeyId, versionId, expiration,
                       bucketKeyEnabled))

struct CompleteMultipartUpload : OfUpload {
  CompletedMultipartUpload multipartUpload;
  Headers checksums;                             // of the whole object
  std::optional<std::int64_t> mpuObjectSize;
  Named ifMatch, ifNoneMatch, sSECustomerAlgorithm;

  using Result = CompleteMultipartUploadResult;
  static constexpr std::string_view operation = "s3:CompleteMultipartUpload";
  static constexpr auto places =
      all(OfUpload::places, kConditionPlaces,
          places_of(payload("multipartUpload", "CompleteMultipartUpload"), headers("checksums", "x-amz-checksum-"),
                    header("mpuObjectSize", "x-amz-mp-object-size"),
                    header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm")));
};
BOOST_DESCRIBE_STRUCT(CompleteMultipartUpload, (OfUpload),
                      (multipartUpload, checksums, mpuObjectSize, ifMatch, ifNoneMatch, sSECustomerAlgorithm))

struct AbortMultipartUpload : OfUpload {
  using Result = Nothing;
  static constexpr std::string_view operation = "s3:AbortMultipartUpload";
};
BOOST_DESCRIBE_STRUCT(AbortMultipartUpload, (OfUpload), ())

struct PartEntry : ChecksumMembers {
  std::int64_t partNumber = 0;
  base::Time lastModified;
  std::string eTag;
  std::int64_t size = 0;
};
BOOST_DESCRIBE_STRUCT(PartEntry, (ChecksumMembers), (partNumber, lastModified, eTag, size))

struct ListPartsResult {
  std::string bucket, key, uploadId;
  std::int64_t partNumberMarker = 0;
  std::optional<std::int64_t> nextPartNumberMarker;
  std::int64_t maxParts = 0;
  bool isTruncated = false;
  std::vector<PartEntry> parts;
  Owner initiator, owner;
  std::string storageClass;
  Named checksumAlgorithm, checksumType;
  static constexpr std::string_view root = "ListPartsResult";
  static constexpr auto places = places_of(flat("parts", "Part"));
};
BOOST_DESCRIBE_STRUCT(ListPartsResult, (),
                      (bucket, key, uploadId, partNumberMarker, nextPartNumberMarker, maxParts, isTruncated, parts, initiator,
                       owner, storageClass, checksumAlgorithm, checksumType))

struct ListParts : OfUpload {
  std::optional<std::int64_t> maxParts, partNumberMarker;

  using Result = ListPartsResult;
  static constexpr std::string_view operation = "s3:ListParts";
  static constexpr auto places =
      all(OfUpload::places, places_of(query("maxParts", "max-parts"), query("partNumberMarker", "part-number-marker")));
};
BOOST_DESCRIBE_STRUCT(ListParts, (OfUpload), (maxParts, partNumberMarker))

struct UploadEntry {
  std::string key, uploadId;
  Owner initiator, owner;
  std::string storageClass;
  base::Time initiated;
  Named checksumAlgorithm, checksumType;
};
BOOST_DESCRIBE_STRUCT(UploadEntry, (), (key, uploadId, initiator, owner, storageClass, initiated, checksumAlgorithm, checksumType))

struct ListMultipartUploadsResult {
  std::string bucket, keyMarker, uploadIdMarker;
  Named nextKeyMarker, nextUploadIdMarker, delimiter, prefix, encodingType;
  std::int64_t maxUploads = 0;
  bool isTruncated = false;
  std::vector<UploadEntry> uploads;
  std::vector<CommonPrefix> commonPrefixes;
  static constexpr std::string_view root = "ListMultipartUploadsResult";
  static constexpr auto places = places_of(flat("uploads", "Upload"), flat("commonPrefixes"));
};
BOOST_DESCRIBE_STRUCT(ListMultipartUploadsResult, (),
                      (bucket, keyMarker, uploadIdMarker, nextKeyMarker, nextUploadIdMarker, delimiter, prefix, encodingType,
                       maxUploads, isTruncated, uploads, commonPrefixes))

struct ListMultipartUploads : OfBucket {
  Named delimiter, encodingType, keyMarker, prefix, uploadIdMarker;
  std::optional<std::int64_t> maxUploads;

  using Result = ListMultipartUploadsResult;
  static constexpr std::string_view operation = "s3:ListMultipartUploads";
  static constexpr auto places =
      all(kBucketPlaces,
          places_of(query("delimiter", "delimiter"), query("encodingType", "encoding-type"), query("keyMarker", "key-marker"),
                    query("prefix", "prefix"), query("uploadIdMarker", "upload-id-marker"), query("maxUploads", "max-uploads")));
};
BOOST_DESCRIBE_STRUCT(ListMultipartUploads, (OfBucket), (delimiter, encodingType, keyMarker, prefix, uploadIdMarker, maxUploads))

}  // namespace s3
