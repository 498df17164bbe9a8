#include "services/s3/copy.h"

#include "base/bytes.h"
#include "services/s3/checksums.h"
#include "services/s3/lifecycle.h"
#include "services/s3/names.h"
#include "services/s3/notices.h"

namespace s3 {
namespace {

constexpr std::int64_t kLargest = 5ll << 30, kMostRead = 16ll << 20;

bool directive(const Named& given, std::string_view name) {        // whether it says REPLACE
  if (!given || *given == "COPY") return false;
  if (*given != "REPLACE")
    throw invalid_argument("Unknown " + std::string(name) + " directive.", "x-amz-" + std::string(name) + "-directive", *given);
  return true;
}

bool replaces_tags(const CopyObject& q) { return directive(q.taggingDirective, "tagging"); }

void refuse_pointless(const CopyObject& q, const Source& source) {
  const bool itself = source.name.bucket == q.bucket && source.name.key == q.key && !source.name.version;
  if (!itself || directive(q.metadataDirective, "metadata") || replaces_tags(q) || q.storageClass || q.websiteRedirectLocation ||
      q.serverSideEncryption)
    return;
  throw invalid_request(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's "
      "metadata, storage class, website redirect location or encryption attributes.");
}

// What the copy is said to be: as the source, or as the request says.
Content content_of_copy(const CopyObject& q, const Source& source) {
  Content given = content_of(q);
  const Content& was = source.object.content;
  if (!directive(q.metadataDirective, "metadata")) {
    given.headers = was.headers;
    given.metadata = was.metadata;
  }
  if (!replaces_tags(q)) given.tags = was.tags;
  return given;
}

std::string content_read(const Source& source, const Sealer& opener, Call& call) {
  std::string out;
  out.reserve(std::size_t(source.found.version.size));
  for (auto& piece : source.object.pieces) {
    std::string key = opener.open(piece.sealed_key);
    const bool whole = call.house().blobs.read(piece.place, key, piece.from, piece.length, [&](std::string_view part) { out += part; return true; });
    base::wipe(key);
    if (!whole) throw ApiError{"InternalError", 500, "We encountered an internal error. Please try again."};
  }
  return out;
}

// The copy is one piece: it has its source's MD5 and checksum if those are of the whole and no other is asked for.
void sum_up(const CopyObject& q, const Source& source, const Sealer& opener, Version& version, Object& object, Call& call) {
  const Version& was = source.found.version;
  const bool other = q.checksumAlgorithm && *q.checksumAlgorithm != was.checksum_algorithm;
  version.checksum_algorithm = other ? algorithm_name(base::lower(*q.checksumAlgorithm)) : was.checksum_algorithm;
  version.checksum_type = other ? "FULL_OBJECT" : was.checksum_type;
  object.md5 = source.object.md5;
  object.checksums = source.object.checksums;
  const std::string name = base::lower(version.checksum_algorithm);
  if (other && !is_checksum(name)) throw unknown_checksum();
  if (!other && was.checksum_type != "COMPOSITE" && !object.md5.empty()) return;
  if (was.size > kMostRead) {
    if (other) throw not_implemented("Another checksum of a copy of more than 16 MiB is not implemented.");
    return;
  }
  const std::string content = content_read(source, opener, call);
  object.md5 = base::hex(base::md5(content));
  if (name.empty() || (!other && was.checksum_type != "COMPOSITE")) return;
  object.checksums = {{name, checksum_of(name, content)}};
  version.checksum_type = "FULL_OBJECT";
}

}  // namespace

SourceName source_name(std::string_view header) {
  SourceName out;
  if (auto at = header.rfind("?versionId="); at != header.npos) {
    out.version = std::string(header.substr(at + 11));
    header = header.substr(0, at);
  }
  auto decoded = base::percent_decode(header);
  if (!decoded || !base::is_utf8(*decoded))
    throw invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source",
                           std::string(header));
  std::string_view text = *decoded;
  if (text.starts_with('/')) text.remove_prefix(1);
  if (text.starts_with("arn:")) throw not_implemented("Access points are not implemented.");
  std::size_t slash = text.find('/');
  if (slash == text.npos || slash == 0 || slash + 1 == text.size())
    throw invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source",
                           std::string(header));
  out.bucket = text.substr(0, slash);
  out.key = text.substr(slash + 1);
  return out;
}

Source source_of(const CopySource& q, Call& call) {
  if (q.copySourceSSECustomerAlgorithm) throw invalid_request("The encryption parameters are not applicable to this object.");
  Source out{.name = source_name(q.copySource)};
  out.bucket = bucket_named(out.name.bucket, call);
  Versions versions(call, out.name.bucket, out.bucket);
  auto named = out.name.version ? versions.find(out.name.key, out.name.version) : std::nullopt;
  if (named && named->version.marker)
    throw invalid_request("The source of a copy request may not specifically refer to a delete marker by version id.");
  out.found = found_object(versions, out.name.key, out.name.version);
  switch (judge({q.copySourceIfMatch, q.copySourceIfNoneMatch, q.copySourceIfModifiedSince, q.copySourceIfUnmodifiedSince},
                out.found.version)) {
    case Verdict::failed_match: throw precondition_failed("x-amz-copy-source-If-Match");
    case Verdict::failed_unmodified: throw precondition_failed("x-amz-copy-source-If-Unmodified-Since");
    case Verdict::not_modified: throw precondition_failed("x-amz-copy-source-If-None-Match");
    case Verdict::go: break;
  }
  out.object = versions.object(out.name.key, out.found);
  out.shown_version = versions.shown(out.found.version);
  return out;
}

std::vector<Access> may_copy_from(const CopySource& q, bool with_tags, Call& call) {
  SourceName source = source_name(q.copySource);
  check_key(source.key);
  Door door(source.bucket, q.expectedSourceBucketOwner, call, Door::From::anywhere);
  auto out = existing_object(door, source.bucket, source.key, source.version,
                             source.version ? "s3:GetObjectVersion" : "s3:GetObject", call);
  auto found = with_tags ? Versions(call, source.bucket, door.settings()).find(source.key, source.version) : std::nullopt;
  if (!found || !found->version.tagged) return out;
  Access tags = out.front();
  tags.action = source.version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging";
  out.insert(out.begin() + 1, std::move(tags));
  return out;
}

Sealer opener_of(const Source& source, Call& call) {
  return Sealer::of(source.object.protection, source.bucket.region, source.name.bucket, source.name.key, call);
}

std::vector<Piece> resealed(const Source& source, const Sealer& opener, std::int64_t from, std::int64_t length, const Sealer& destination) {
  std::vector<Piece> out;
  std::int64_t at = 0;
  for (auto& piece : source.object.pieces) {
    std::int64_t begin = std::max(from, at), end = std::min(from + length, at + piece.length);
    if (begin < end) {
      Piece p{.place = piece.place, .sealed_key = {}, .from = piece.from + begin - at, .length = end - begin};
      std::string key = opener.open(piece.sealed_key);
      p.sealed_key = destination.seal(key);
      base::wipe(key);
      out.push_back(std::move(p));
    }
    at += piece.length;
  }
  return out;
}

std::vector<Access> may_copy(const CopyObject& q, Call& call) {
  auto from = may_copy_from(q, !replaces_tags(q), call);
  auto out = may_write(q, call);                       // the destination last, so that the record's Region is its
  const bool tags_go_along = from.size() > 1 && from[1].action.ends_with("Tagging");
  if (tags_go_along && !q.tagging) {
    Access tags = out.front();
    tags.action = "s3:PutObjectTagging";
    out.push_back(std::move(tags));
  }
  std::move(from.begin(), from.end(), std::back_inserter(out));
  return out;
}

CopyObjectResult copy_object(const CopyObject& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  check_acl(q.aCL, q.grants, bucket, call);
  Source source = source_of(q, call);
  refuse_pointless(q, source);
  const Version& was = source.found.version;
  if (was.size > kLargest)
    throw invalid_request("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch || q.ifNoneMatch) check_write(q.ifMatch, q.ifNoneMatch, q.key, versions.latest(q.key));

  Object object{.content = content_of_copy(q, source)};
  Sealer sealer = Sealer::fresh(encryption_wish(q), bucket, q.bucket, q.key, call), opener = opener_of(source, call);
  object.protection = sealer.protection();
  object.pieces = resealed(source, opener, 0, was.size, sealer);
  Version version{.modified = modified_now(call),
                  .size = was.size,
                  .storage_class = object.content.storage_class,
                  .lock = lock_of_new(lock_asked(q.objectLock, call.now()), bucket, call.now())};
  sum_up(q, source, opener, version, object, call);
  version.etag = etag_of(object.protection, object.md5);
  CopyObjectResult result{.copySourceVersionId = source.shown_version};
  result.copyObjectResult.lastModified = version.modified;
  result.copyObjectResult.eTag = in_quotes(version.etag);
  if (!object.checksums.empty()) {
    tell_checksums(result.copyObjectResult, object.checksums);
    result.copyObjectResult.checksumType = version.checksum_type;
  }
  result.expiration = expiration_shown(q.bucket, bucket, q.key, version, object.content.tags, call);
  Happening made{.event = "ObjectCreated:Copy", .key = q.key, .size = version.size, .etag = version.etag};
  tell_encryption(result, object.protection);
  std::string id = versions.add(q.key, std::move(version), std::move(object));
  if (!bucket.versioning.empty()) result.versionId = made.version = id;
  notify(call, q.bucket, bucket, made);
  return result;
}

}  // namespace s3
