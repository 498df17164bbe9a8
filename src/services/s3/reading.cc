#include "services/s3/reading.h"

#include "services/s3/content.h"
#include "services/s3/lifecycle.h"
#include "services/s3/lock.h"
#include "services/s3/names.h"
#include "services/s3/ranges.h"

namespace s3 {
namespace {

struct Wanted { Range range; bool partial = false; std::int64_t part = 0; };

Range part_wanted(std::int64_t number, const Object& object, std::int64_t size) {
  if (number < 1 || number > kMostParts)
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(number));
  auto parts = parts_of(object);
  if (parts.empty() && number == 1) return {0, size};
  if (number > std::int64_t(parts.size()))
    throw ApiError{"InvalidPartNumber",
                   416,
                   "The requested partnumber is not satisfiable",
                   {},
                   {{"PartNumberRequested", std::to_string(number)}, {"ActualPartCount", std::to_string(std::max<std::size_t>(parts.size(), 1))}}};
  auto& span = parts[std::size_t(number - 1)];
  return {span.from, span.length};
}

Wanted wanted(const ReadObject& q, const Object& object, std::int64_t size) {
  if (q.partNumber) {
    if (q.range) throw invalid_request("Cannot specify both Range header and partNumber query parameter");
    return {part_wanted(*q.partNumber, object, size), true, *q.partNumber};
  }
  if (!q.range) return {{0, size}};
  auto answer = range_of(*q.range, size);
  if (answer.fault == RangeFault::unsatisfiable)
    throw ApiError{"InvalidRange",
                   416,
                   "The requested range is not satisfiable",
                   {},
                   {{"RangeRequested", *q.range}, {"ActualObjectSize", std::to_string(size)}}};
  if (answer.fault == RangeFault::ignored) return {{0, size}};
  return {answer.range, true};
}

// The stretches of stored bytes that make up a range of the object.
void send(const Object& object, Range range, const Sealer& sealer, service::Effects& effects) {
  std::int64_t at = 0;
  for (auto& piece : object.pieces) {
    std::int64_t from = std::max(range.from, at), to = std::min(range.from + range.length, at + piece.length);
    if (from < to) {
      service::BodyOut out{piece.place, sealer.open(piece.sealed_key), piece.from + from - at, to - from};
      if (effects.body) effects.rest.push_back(std::move(out));
      else effects.body = std::move(out);
    }
    at += piece.length;
  }
}

void override_headers(GetObjectResult& r, const ReadObject& q, const Call& call) {
  struct { const Named& from; Named& to; } overrides[] = {{q.responseCacheControl, r.cacheControl},
                                                          {q.responseContentDisposition, r.contentDisposition},
                                                          {q.responseContentEncoding, r.contentEncoding},
                                                          {q.responseContentLanguage, r.contentLanguage},
                                                          {q.responseContentType, r.contentType}};
  bool any = q.responseExpires.has_value();
  for (auto& o : overrides) {
    if (!o.from) continue;
    any = true;
    o.to = *o.from;
  }
  if (q.responseExpires) r.expires = base::http_date(*q.responseExpires);
  if (any && call.caller().who == service::Who::anonymous)
    throw invalid_request("Request specific response headers cannot be used for anonymous GET requests.");
}

GetObjectResult described(const Versions& versions, const Version& version, const Object& object) {
  GetObjectResult r{.eTag = in_quotes(version.etag),
                    .lastModified = version.modified,
                    .contentLength = version.size,
                    .versionId = versions.shown(version)};
  tell_content(r, object.content);
  tell_encryption(r, object.protection);
  if (!object.content.tags.empty()) r.tagCount = std::int64_t(object.content.tags.size());
  r.encrypted_by_default = object.protection.by_default;
  return r;
}

void tell_checksum_headers(GetObjectResult& r, const Version& version, const Object& object, const Wanted& want) {
  if (want.partial && !want.part) return;
  const bool of_part = want.part && want.part <= std::int64_t(object.part_checksums.size());
  r.checksums = of_part ? object.part_checksums[std::size_t(want.part - 1)] : object.checksums;
  if (!r.checksums.empty() && !version.checksum_type.empty()) r.checksums["type"] = version.checksum_type;
}

GetObjectResult read(const ReadObject& q, Call& call, bool with_body) {
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  const Version& version = found.version;
  if (q.sSECustomerAlgorithm) throw invalid_request("The encryption parameters are not applicable to this object.");
  switch (judge({q.ifMatch, q.ifNoneMatch, q.ifModifiedSince, q.ifUnmodifiedSince}, version)) {
    case Verdict::failed_match: throw precondition_failed("If-Match");
    case Verdict::failed_unmodified: throw precondition_failed("If-Unmodified-Since");
    case Verdict::not_modified:
      call.effects().status = 304;
      return {.eTag = in_quotes(version.etag), .lastModified = version.modified, .versionId = versions.shown(version)};
    case Verdict::go: break;
  }
  Object object = versions.object(q.key, found);
  Wanted want = wanted(q, object, version.size);
  GetObjectResult result = described(versions, version, object);
  result.objectLock = lock_shown(version, q.bucket, q.key, q.versionId, call);
  if (!q.versionId) result.expiration = expiration_shown(q.bucket, bucket, q.key, version, object.content.tags, call);
  override_headers(result, q, call);
  if (q.checksumMode == "ENABLED") tell_checksum_headers(result, version, object, want);
  if (q.partNumber) if (auto parts = parts_of(object); !parts.empty()) result.partsCount = std::int64_t(parts.size());
  result.contentLength = want.range.length;
  int status = 200;
  if (want.partial && version.size > 0) {
    status = 206;
    result.contentRange = "bytes " + std::to_string(want.range.from) + "-" +
                          std::to_string(want.range.from + want.range.length - 1) + "/" + std::to_string(version.size);
  }
  if (with_body && version.size > 0) {
    Sealer sealer = Sealer::of(object.protection, bucket.region, q.bucket, q.key, call);
    send(object, want.range, sealer, call.effects());
  }
  if (status != 200) call.effects().status = status;
  return result;
}

template <class Q> std::vector<Access> readable(const Q& q, Call& call) {
  check_key(q.key);
  return existing_object(Door(q.bucket, q.expectedBucketOwner, call), q.bucket, q.key, q.versionId,
                         q.versionId ? "s3:GetObjectVersion" : "s3:GetObject", call);
}

ObjectParts parts_listed(const Object& object, std::int64_t after, std::int64_t most) {
  auto spans = parts_of(object);
  ObjectParts out{.totalPartsCount = std::int64_t(spans.size()), .partNumberMarker = after, .maxParts = most, .isTruncated = false};
  if (object.part_checksums.empty()) return out;            // S3 lists the parts of uploads with checksums only
  for (std::size_t i = std::size_t(after); i < spans.size(); ++i) {
    if (std::int64_t(out.parts.size()) == most) { out.isTruncated = true; break; }
    ObjectPart part;
    part.partNumber = std::int64_t(i) + 1;
    part.size = spans[i].length;
    if (i < object.part_checksums.size()) tell_checksums(part, object.part_checksums[i]);
    out.nextPartNumberMarker = part.partNumber;
    out.parts.push_back(std::move(part));
  }
  return out;
}

}  // namespace

Verdict judge(const Conditions& c, const Version& version) {
  if (c.match) {
    if (!etag_listed(*c.match, version.etag)) return Verdict::failed_match;
  } else if (c.unmodified_since && version.modified.s() > c.unmodified_since->s()) {
    return Verdict::failed_unmodified;
  }
  if (c.none_match) return etag_listed(*c.none_match, version.etag) ? Verdict::not_modified : Verdict::go;
  if (c.modified_since && version.modified.s() <= c.modified_since->s()) return Verdict::not_modified;
  return Verdict::go;
}

Versions::Found found_object(const Versions& versions, const std::string& key, const Named& id) {
  auto found = versions.find(key, id);
  if (!found) throw id ? no_such_version(key, *id) : no_such_key(key);
  if (!found->version.marker) return std::move(*found);
  ApiError e = id ? ApiError{"MethodNotAllowed",
                             405,
                             "The specified method is not allowed against this resource.",
                             {},
                             {{"ResourceType", "DeleteMarker"}}}
                  : no_such_key(key);
  e.extra.push_back({"x-amz-delete-marker", "true"});
  e.extra.push_back({"x-amz-version-id", found->version.id});
  throw e;
}

std::vector<PartSpan> parts_of(const Object& object) {
  std::vector<PartSpan> out;
  std::int64_t at = 0, part = 0;
  for (auto& piece : object.pieces) {
    if (piece.part && piece.part != part) out.push_back({at, 0});
    part = piece.part;
    if (piece.part) out.back().length += piece.length;
    at += piece.length;
  }
  return out;
}

void tell_checksums(ChecksumMembers& m, const Words& sums) {
  auto tell = [&](const char* name, Named& into) { if (auto it = sums.find(name); it != sums.end()) into = it->second; };
  tell("crc32", m.checksumCRC32);
  tell("crc32c", m.checksumCRC32C);
  tell("crc64nvme", m.checksumCRC64NVME);
  tell("sha1", m.checksumSHA1);
  tell("sha256", m.checksumSHA256);
}

std::vector<Access> may_read(const GetObject& q, Call& call) { return readable(q, call); }
std::vector<Access> may_look(const HeadObject& q, Call& call) { return readable(q, call); }
GetObjectResult get_object(const GetObject& q, Call& call) { return read(q, call, true); }
GetObjectResult head_object(const HeadObject& q, Call& call) { return read(q, call, false); }

std::vector<Access> may_read_attributes(const GetObjectAttributes& q, Call& call) {
  auto out = readable(q, call);
  Access attributes = out.front();
  attributes.action = q.versionId ? "s3:GetObjectVersionAttributes" : "s3:GetObjectAttributes";
  out.insert(out.begin() + 1, std::move(attributes));
  return out;
}

GetObjectAttributesResult get_object_attributes(const GetObjectAttributes& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Versions versions(call, q.bucket, bucket);
  auto found = found_object(versions, q.key, q.versionId);
  if (q.sSECustomerAlgorithm) throw invalid_request("The encryption parameters are not applicable to this object.");
  const Version& version = found.version;
  Object object = versions.object(q.key, found);
  GetObjectAttributesResult out{.lastModified = version.modified, .versionId = versions.shown(version)};
  for (auto& name : q.objectAttributes) {
    if (name == "ETag") out.eTag = version.etag;
    else if (name == "StorageClass") out.storageClass = version.storage_class;
    else if (name == "ObjectSize") out.objectSize = version.size;
    else if (name == "Checksum") {
      if (object.checksums.empty()) continue;
      tell_checksums(out.checksum.emplace(), object.checksums);
      out.checksum->checksumType = version.checksum_type;
    } else if (name == "ObjectParts") {
      if (!parts_of(object).empty())
        out.objectParts = parts_listed(object, std::max<std::int64_t>(0, q.partNumberMarker.value_or(0)),
                                       std::clamp<std::int64_t>(q.maxParts.value_or(1000), 0, 1000));
    } else {
      throw invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", name);
    }
  }
  return out;
}

}  // namespace s3
