#pragma once
// Where the members of S3's requests and results travel. A structure of this room says so in a member `places` of its own.
#include <array>

#include "shape/shape.h"

namespace s3 {

using shape::Place, shape::Where;

constexpr Place label(std::string_view member, std::string_view wire) { return {member, Where::path, wire}; }
constexpr Place query(std::string_view member, std::string_view wire) { return {member, Where::query, wire}; }
constexpr Place header(std::string_view member, std::string_view wire) { return {member, Where::header, wire}; }
constexpr Place headers(std::string_view member, std::string_view prefix) { return {member, Where::header_map, prefix}; }
constexpr Place payload(std::string_view member, std::string_view root = {}) { return {member, Where::payload, root}; }
constexpr Place list_of(std::string_view member, std::string_view element, std::string_view wire = {}) {
  return {member, Where::body, wire, element};
}
constexpr Place flat(std::string_view member, std::string_view wire = {}) { return {member, Where::body, wire, {}, true}; }
constexpr Place named(std::string_view member, std::string_view wire) { return {member, Where::body, wire}; }

template <class... P> constexpr std::array<Place, sizeof...(P)> places_of(P... p) { return {p...}; }

// Several lists as one.
template <std::size_t... N> constexpr auto all(const std::array<Place, N>&... lists) {
  std::array<Place, (N + ... + 0)> out{};
  std::size_t i = 0;
  ((std::copy(lists.begin(), lists.end(), out.begin() + i), i += N), ...);
  return out;
}

inline constexpr auto kBucketPlaces =
    places_of(label("bucket", "Bucket"), header("expectedBucketOwner", "x-amz-expected-bucket-owner"));
inline constexpr auto kObjectPlaces = all(kBucketPlaces, places_of(label("key", "Key")));
inline constexpr auto kContentPlaces = places_of(
    header("cacheControl", "Cache-Control"), header("contentDisposition", "Content-Disposition"),
    header("contentEncoding", "Content-Encoding"), header("contentLanguage", "Content-Language"),
    header("contentType", "Content-Type"), header("expires", "Expires"), headers("metadata", "x-amz-meta-"),
    header("storageClass", "x-amz-storage-class"), header("websiteRedirectLocation", "x-amz-website-redirect-location"));
inline constexpr auto kEncryptionPlaces =
    places_of(header("serverSideEncryption", "x-amz-server-side-encryption"),
              header("sSEKMSKeyId", "x-amz-server-side-encryption-aws-kms-key-id"),
              header("sSEKMSEncryptionContext", "x-amz-server-side-encryption-context"),
              header("bucketKeyEnabled", "x-amz-server-side-encryption-bucket-key-enabled"),
              header("sSECustomerAlgorithm", "x-amz-server-side-encryption-customer-algorithm"));
// What a new object is given beside its content: ACL, grants, tags and locks.
inline constexpr auto kGiftPlaces = places_of(header("aCL", "x-amz-acl"), headers("grants", "x-amz-grant-"),
                                              header("tagging", "x-amz-tagging"), headers("objectLock", "x-amz-object-lock-"));
inline constexpr auto kCopySourcePlaces =
    places_of(header("copySource", "x-amz-copy-source"), header("copySourceIfMatch", "x-amz-copy-source-if-match"),
              header("copySourceIfModifiedSince", "x-amz-copy-source-if-modified-since"),
              header("copySourceIfNoneMatch", "x-amz-copy-source-if-none-match"),
              header("copySourceIfUnmodifiedSince", "x-amz-copy-source-if-unmodified-since"),
              header("copySourceSSECustomerAlgorithm", "x-amz-copy-source-server-side-encryption-customer-algorithm"),
              header("expectedSourceBucketOwner", "x-amz-source-expected-bucket-owner"));
inline constexpr auto kConditionPlaces = places_of(header("ifMatch", "If-Match"), header("ifNoneMatch", "If-None-Match"));
inline constexpr auto kVersionPlaces = places_of(query("versionId", "versionId"));
inline constexpr auto kNoPlaces = places_of();

}  // namespace s3

template <class T> requires requires { T::places.size(); }
inline constexpr auto shape::places<T> = T::places;
