#include "services/s3/lists.h"

#include "base/bytes.h"
#include "services/s3/names.h"
#include "services/s3/walk.h"

namespace s3 {
namespace {

struct Query { std::string prefix, delimiter, after; std::size_t most; };
struct Entry { std::string name; bool is_prefix = false; Version version{}; };     // a key, or a common prefix
struct Page { std::vector<Entry> entries; bool more = false; };

// The keys that are there now, and their common prefixes, behind `after`, which is an entry of the same listing or any text.
Page page_of(const Query& q, const std::string& bucket, const Bucket& settings, Call& call) {
  constexpr int kPatience = 8;                 // older versions of a key that are read rather than leapt over
  Page page;
  if (q.most == 0) return page;
  std::string key_before;
  int seen = 0;
  auto visit = [&](std::string_view key, std::string_view, Head head) -> Next {
    if (key == key_before) return ++seen < kPatience ? Next{} : Next{.to = past_key(key)};
    key_before = key;
    seen = 0;
    std::string_view rolled = common_prefix(key, q.prefix, q.delimiter);
    if (!rolled.empty() && rolled == q.after) return {.to = past_prefix(rolled)};
    if (head.version.marker) return {};
    if (page.entries.size() == q.most) { page.more = true; return {.stop = true}; }
    if (rolled.empty()) {
      page.entries.push_back({std::string(key), false, std::move(head.version)});
      return {};
    }
    page.entries.push_back({std::string(rolled), true});
    return {.to = past_prefix(rolled)};
  };
  walk(call.elsewhere(kHeads, settings.account, settings.region), bucket, q.prefix, q.after.empty() ? "" : past_key(q.after),
       visit);
  return page;
}

template <class E> void tell_version(E& e, const Version& v) {
  e.lastModified = v.modified;
  e.eTag = in_quotes(v.etag);
  e.size = v.size;
  e.storageClass = v.storage_class;
  if (v.checksum_algorithm.empty()) return;
  e.checksumAlgorithm = std::vector<std::string>{v.checksum_algorithm};
  e.checksumType = v.checksum_type;
}

template <class R> void tell_page(R& r, const Page& page, bool encode, const Owner* owner) {
  for (auto& entry : page.entries) {
    if (entry.is_prefix) { r.commonPrefixes.push_back({list_encoded(entry.name, encode)}); continue; }
    ObjectEntry e{.key = list_encoded(entry.name, encode)};
    tell_version(e, entry.version);
    if (owner) e.owner = *owner;
    r.contents.push_back(std::move(e));
  }
  r.isTruncated = page.more;
}

// The members that repeat the request.
template <class R, class Q> bool tell_request(R& r, const Q& q) {
  bool encode = url_encoded(q.encodingType);
  r.name = q.bucket;
  r.prefix = list_encoded(q.prefix.value_or(""), encode);
  if (q.delimiter && !q.delimiter->empty()) r.delimiter = list_encoded(*q.delimiter, encode);
  r.maxKeys = page_size(q.maxKeys, "max-keys");
  r.encodingType = q.encodingType;
  return encode;
}

// Where a listing of versions goes on: behind the version, or behind all of the key's.
std::string place_behind(const ListObjectVersions& q, const Versions& versions) {
  if (!q.keyMarker || q.keyMarker->empty()) return {};
  if (!q.versionIdMarker || q.versionIdMarker->empty()) return past_key(*q.keyMarker);
  auto found = versions.find(*q.keyMarker, q.versionIdMarker);
  std::optional<std::uint64_t> ordinal = found ? std::optional(found->ordinal) : ordinal_of(*q.versionIdMarker);
  return ordinal ? store::joined(*q.keyMarker, place_of(*ordinal)) + '\0' : past_key(*q.keyMarker);
}

}  // namespace

ConditionKeys list_keys(const Named& prefix, const Named& delimiter, const std::optional<std::int64_t>& most) {
  ConditionKeys keys;
  if (prefix) keys.push_back({"s3:prefix", {*prefix}});
  if (delimiter) keys.push_back({"s3:delimiter", {*delimiter}});
  if (most) keys.push_back({"s3:max-keys", {std::to_string(*most)}});
  return keys;
}

std::int64_t page_size(const std::optional<std::int64_t>& given, std::string_view name) {
  if (!given) return 1000;
  if (*given < 0 || *given > INT32_MAX)
    throw invalid_argument("Argument " + std::string(name) + " must be an integer between 0 and 2147483647", name,
                           std::to_string(*given));
  return std::min<std::int64_t>(*given, 1000);
}

bool url_encoded(const Named& type) {
  if (!type || type->empty()) return false;
  if (*type != "url") throw invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", *type);
  return true;
}

ListObjectsResult list_objects(const ListObjects& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  ListObjectsResult r;
  bool encode = tell_request(r, q);
  r.marker = list_encoded(q.marker.value_or(""), encode);
  Page page = page_of({q.prefix.value_or(""), q.delimiter.value_or(""), q.marker.value_or(""), std::size_t(r.maxKeys)}, q.bucket,
                      bucket, call);
  Owner owner{.iD = canonical_id(bucket.account)};
  tell_page(r, page, encode, &owner);
  if (page.more && r.delimiter) r.nextMarker = list_encoded(page.entries.back().name, encode);  // without delimiter: the last key
  return r;
}

ListObjectsV2Result list_objects_v2(const ListObjectsV2& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  ListObjectsV2Result r{.continuationToken = q.continuationToken};
  bool encode = tell_request(r, q);
  std::string after = q.startAfter.value_or("");
  if (q.startAfter) r.startAfter = list_encoded(after, encode);
  if (q.continuationToken) {
    auto token = base::unbase64url(*q.continuationToken);
    if (!token || token->empty())
      throw invalid_argument("The continuation token provided is incorrect", "continuation-token", *q.continuationToken);
    after = std::move(*token);
  }
  Page page = page_of({q.prefix.value_or(""), q.delimiter.value_or(""), after, std::size_t(r.maxKeys)}, q.bucket, bucket, call);
  Owner owner{.iD = canonical_id(bucket.account)};
  tell_page(r, page, encode, q.fetchOwner == true ? &owner : nullptr);
  r.keyCount = std::int64_t(page.entries.size());
  if (page.more) r.nextContinuationToken = base::base64url(page.entries.back().name);
  return r;
}

ListObjectVersionsResult list_object_versions(const ListObjectVersions& q, Call& call) {
  if (q.versionIdMarker && !q.versionIdMarker->empty() && (!q.keyMarker || q.keyMarker->empty()))
    throw invalid_argument("A version-id marker cannot be specified without a key marker.", "version-id-marker",
                           *q.versionIdMarker);
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  ListObjectVersionsResult r{.keyMarker = q.keyMarker.value_or(""), .versionIdMarker = q.versionIdMarker.value_or("")};
  bool encode = tell_request(r, q);
  r.keyMarker = list_encoded(r.keyMarker, encode);
  const Owner owner{.iD = canonical_id(bucket.account)};
  const std::string prefix = q.prefix.value_or(""), delimiter = q.delimiter.value_or("");
  std::string key_before = r.versionIdMarker.empty() ? "" : *q.keyMarker;        // its newest came on an earlier page
  std::int64_t count = 0;
  std::pair<std::string, std::string> last;
  auto visit = [&](std::string_view key, std::string_view, const Head& head) -> Next {
    const Version& v = head.version;
    std::string_view rolled = common_prefix(key, prefix, delimiter);
    if (!rolled.empty() && q.keyMarker && rolled == *q.keyMarker) return {.to = past_prefix(rolled)};
    if (count == r.maxKeys) {
      r.isTruncated = r.maxKeys > 0;
      return {.stop = true};
    }
    ++count;
    last = {std::string(rolled.empty() ? key : rolled), rolled.empty() ? v.id : ""};
    if (!rolled.empty()) {
      r.commonPrefixes.push_back({list_encoded(rolled, encode)});
      return {.to = past_prefix(rolled)};
    }
    const bool newest = key != key_before;
    key_before = key;
    if (v.marker) {
      r.deleteMarkers.push_back({list_encoded(key, encode), v.id, newest, v.modified, owner});
      return {};
    }
    VersionEntry e{.key = list_encoded(key, encode), .versionId = v.id, .isLatest = newest, .owner = owner};
    tell_version(e, v);
    r.versions.push_back(std::move(e));
    return {};
  };
  walk(call.elsewhere(kHeads, bucket.account, bucket.region), q.bucket, prefix, place_behind(q, versions), visit);
  if (!r.isTruncated) return r;
  r.nextKeyMarker = list_encoded(last.first, encode);
  if (!last.second.empty()) r.nextVersionIdMarker = last.second;
  return r;
}

}  // namespace s3
