#pragma once
// Listings: of buckets, of keys, of versions.
#include "services/s3/api_words.h"

namespace s3 {

struct BucketEntry { std::string name; base::Time creationDate; std::string bucketRegion, bucketArn; };
BOOST_DESCRIBE_STRUCT(BucketEntry, (), (name, creationDate, bucketRegion, bucketArn))

struct ListBucketsResult {
  Owner owner;
  std::vector<BucketEntry> buckets;
  Named continuationToken, prefix;
  static constexpr std::string_view root = "ListAllMyBucketsResult";
  static constexpr auto places = places_of(list_of("buckets", "Bucket"));
};
BOOST_DESCRIBE_STRUCT(ListBucketsResult, (), (owner, buckets, continuationToken, prefix))

struct ListBuckets {
  std::optional<std::int64_t> maxBuckets;
  Named continuationToken, prefix, bucketRegion;

  using Result = ListBucketsResult;
  static constexpr std::string_view operation = "s3:ListBuckets";
  static constexpr auto places = places_of(query("maxBuckets", "max-buckets"), query("continuationToken", "continuation-token"),
                                           query("prefix", "prefix"), query("bucketRegion", "bucket-region"));
};
BOOST_DESCRIBE_STRUCT(ListBuckets, (), (maxBuckets, continuationToken, prefix, bucketRegion))

struct ObjectEntry {
  std::string key;
  base::Time lastModified;
  std::string eTag;
  std::optional<std::vector<std::string>> checksumAlgorithm;
  Named checksumType;
  std::int64_t size = 0;
  std::optional<Owner> owner;
  std::string storageClass;
  static constexpr auto places = places_of(flat("checksumAlgorithm"));
};
BOOST_DESCRIBE_STRUCT(ObjectEntry, (), (key, lastModified, eTag, checksumAlgorithm, checksumType, size, owner, storageClass))

struct CommonPrefix { std::string prefix; };
BOOST_DESCRIBE_STRUCT(CommonPrefix, (), (prefix))

struct ListObjectsResult {
  std::string name, prefix, marker;
  Named nextMarker;
  std::int64_t maxKeys = 0;
  Named delimiter;
  bool isTruncated = false;
  Named encodingType;
  std::vector<ObjectEntry> contents;
  std::vector<CommonPrefix> commonPrefixes;
  static constexpr std::string_view root = "ListBucketResult";
  static constexpr auto places = places_of(flat("contents"), flat("commonPrefixes"));
};
BOOST_DESCRIBE_STRUCT(ListObjectsResult, (),
                      (name, prefix, marker, nextMarker, maxKeys, delimiter, isTruncated, encodingType, contents, commonPrefixes))

struct ListObjects : OfBucket {
  Named delimiter, encodingType, marker, prefix;
  std::optional<std::int64_t> maxKeys;

  using Result = ListObjectsResult;
  static constexpr std::string_view operation = "s3:ListObjects";
  static constexpr auto places =
      all(kBucketPlaces, places_of(query("delimiter", "delimiter"), query("encodingType", "encoding-type"),
                                   query("marker", "marker"), query("prefix", "prefix"), query("maxKeys", "max-keys")));
};
BOOST_DESCRIBE_STRUCT(ListObjects, (OfBucket), (delimiter, encodingType, marker, prefix, maxKeys))

struct ListObjectsV2Result {
  std::string name, prefix;
  Named startAfter, continuationToken, nextContinuationToken;
  std::int64_t keyCount = 0, maxKeys = 0;
  Named delimiter;
  bool isTruncated = false;
  Named encodingType;
  std::vector<ObjectEntry> contents;
  std::vector<CommonPrefix> commonPrefixes;
  static constexpr std::string_view root = "ListBucketResult";
  static constexpr auto places = places_of(flat("contents"), flat("commonPrefixes"));
};
BOOST_DESCRIBE_STRUCT(ListObjectsV2Result, (),
                      (name, prefix, startAfter, continuationToken, nextContinuationToken, keyCount, maxKeys, delimiter,
                       isTruncated, encodingType, contents, commonPrefixes))

struct ListObjectsV2 : OfBucket {
  Named delimiter, encodingType, prefix, continuationToken, startAfter;
  std::optional<std::int64_t> maxKeys;
  std::optional<bool> fetchOwner;

  using Result = ListObjectsV2Result;
  static constexpr std::string_view operation = "s3:ListObjectsV2";
  static constexpr auto places = all(
      kBucketPlaces, places_of(query("delimiter", "delimiter"), query("encodingType", "encoding-type"), query("prefix", "prefix"),
                               query("maxKeys", "max-keys"), query("continuationToken", "continuation-token"),
                               query("startAfter", "start-after"), query("fetchOwner", "fetch-owner")));
};
BOOST_DESCRIBE_STRUCT(ListObjectsV2, (OfBucket),
                      (delimiter, encodingType, prefix, continuationToken, startAfter, maxKeys, fetchOwner))

struct VersionEntry {
  std::string key, versionId;
  bool isLatest = false;
  base::Time lastModified;
  std::string eTag;
  std::optional<std::vector<std::string>> checksumAlgorithm;
  Named checksumType;
  std::int64_t size = 0;
  Owner owner;
  std::string storageClass;
  static constexpr auto places = places_of(flat("checksumAlgorithm"));
};
BOOST_DESCRIBE_STRUCT(VersionEntry, (),
                      (key, versionId, isLatest, lastModified, eTag, checksumAlgorithm, checksumType, size, owner, storageClass))

struct DeleteMarkerEntry { std::string key, versionId; bool isLatest = false; base::Time lastModified; Owner owner; };
BOOST_DESCRIBE_STRUCT(DeleteMarkerEntry, (), (key, versionId, isLatest, lastModified, owner))

struct ListObjectVersionsResult {
  std::string name, prefix, keyMarker, versionIdMarker;
  Named nextKeyMarker, nextVersionIdMarker;
  std::int64_t maxKeys = 0;
  Named delimiter;
  bool isTruncated = false;
  Named encodingType;
  std::vector<VersionEntry> versions;
  std::vector<DeleteMarkerEntry> deleteMarkers;
  std::vector<CommonPrefix> commonPrefixes;
  static constexpr std::string_view root = "ListVersionsResult";
  static constexpr auto places =
      places_of(flat("versions", "Version"), flat("deleteMarkers", "DeleteMarker"), flat("commonPrefixes"));
};
BOOST_DESCRIBE_STRUCT(ListObjectVersionsResult, (),
                      (name, prefix, keyMarker, versionIdMarker, nextKeyMarker, nextVersionIdMarker, maxKeys, delimiter,
                       isTruncated, encodingType, versions, deleteMarkers, commonPrefixes))

struct ListObjectVersions : OfBucket {
  Named delimiter, encodingType, keyMarker, prefix, versionIdMarker;
  std::optional<std::int64_t> maxKeys;

  using Result = ListObjectVersionsResult;
  static constexpr std::string_view operation = "s3:ListObjectVersions";
  static constexpr auto places =
      all(kBucketPlaces,
          places_of(query("delimiter", "delimiter"), query("encodingType", "encoding-type"), query("keyMarker", "key-marker"),
                    query("prefix", "prefix"), query("versionIdMarker", "version-id-marker"), query("maxKeys", "max-keys")));
};
BOOST_DESCRIBE_STRUCT(ListObjectVersions, (OfBucket), (delimiter, encodingType, keyMarker, prefix, versionIdMarker, maxKeys))

}  // namespace s3
