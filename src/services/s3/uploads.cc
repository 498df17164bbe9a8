#include "services/s3/uploads.h"

#include "base/bytes.h"
#include "base/ids.h"
#include "services/s3/checksums.h"
#include "services/s3/lifecycle.h"
#include "services/s3/names.h"
#include "services/s3/notices.h"
#include "services/s3/ranges.h"

namespace s3 {
namespace {

constexpr std::int64_t kSmallest = 5ll << 20;
constexpr std::size_t kMostPieces = 2 * kMostParts;      // of one object: parts that are copied of copies have many each

std::string row_of(const std::string& upload, std::int64_t number) {
  char text[8];
  std::snprintf(text, sizeof text, "%05d", int(number));
  return store::joined(upload, text);
}
std::string owner_of(const std::string& upload, std::int64_t number) { return "+" + row_of(upload, number); }

store::Bound<Part> parts_in(const Bucket& bucket, const Call& call) {
  return call.elsewhere(kParts, bucket.account, bucket.region);
}
store::Bound<Upload> uploads_in(const Bucket& bucket, const Call& call) {
  return call.elsewhere(kUploads, bucket.account, bucket.region);
}

void check_number(std::int64_t number) {
  if (number < 1 || number > kMostParts)
    throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(number));
}

void forget_part(const std::string& upload, const Part& part, Call& call) {
  for (auto& piece : part.pieces) forget_body(call, piece.place, owner_of(upload, part.number));
}

// Ids in the order of their making, so that the uploads of one key are listed in it.
std::string new_upload_id(base::Time now) {
  char time[17];
  std::snprintf(time, sizeof time, "%016llx", static_cast<unsigned long long>(now.ms));
  return time + base::random_text(48, base::kAlnum);
}

// Sets a part in the place of an earlier one of its number.
void put_part(const std::string& upload, Part part, const Bucket& bucket, Call& call) {
  auto parts = parts_in(bucket, call);
  const std::string row = row_of(upload, part.number);
  if (auto old = parts.get(row)) forget_part(upload, *old, call);
  for (auto& piece : part.pieces) {
    piece.part = part.number;
    name_body(call, piece.place, owner_of(upload, part.number));
  }
  parts.put(row, part);
}

void check_algorithm(const Upload& upload, const Words& checksums) {
  if (upload.checksum_algorithm.empty() || checksums.contains(upload.checksum_algorithm)) return;
  throw invalid_request("Checksum Type mismatch occurred, expected checksum Type: " + upload.checksum_algorithm +
                        ", actual checksum Type: " + (checksums.empty() ? "null" : checksums.begin()->first));
}

std::string stated(const CompletedPart& part, const std::string& algorithm) {
  const Named& value = algorithm == "crc32"     ? part.checksumCRC32
                       : algorithm == "crc32c"  ? part.checksumCRC32C
                       : algorithm == "sha1"    ? part.checksumSHA1
                       : algorithm == "sha256"  ? part.checksumSHA256
                                                : part.checksumCRC64NVME;
  return value.value_or("");
}

// The parts that the request lists, each as it was uploaded.
std::vector<Part> listed_parts(const CompleteMultipartUpload& q, const Upload& upload, const Bucket& bucket, const Call& call) {
  auto& listed = q.multipartUpload.parts;
  if (listed.empty() || listed.size() > std::size_t(kMostParts)) throw malformed_xml();
  auto parts = parts_in(bucket, call);
  std::vector<Part> out;
  std::size_t pieces = 0;
  for (auto& want : listed) {
    if (!want.eTag) throw malformed_xml();
    if (!out.empty() && want.partNumber <= out.back().number)
      throw ApiError{"InvalidPartOrder", 400,
                     "The list of parts was not in ascending order. Parts must be ordered by part number."};
    if (!out.empty() && out.back().size < kSmallest)
      throw ApiError{"EntityTooSmall",
                     400,
                     "Your proposed upload is smaller than the minimum allowed size",
                     {},
                     {{"ProposedSize", std::to_string(out.back().size)},
                      {"MinSizeAllowed", std::to_string(kSmallest)},
                      {"PartNumber", std::to_string(out.back().number)},
                      {"ETag", out.back().etag}}};
    auto part =
        want.partNumber >= 1 && want.partNumber <= kMostParts ? parts.get(row_of(upload.id, want.partNumber)) : std::nullopt;
    std::string sum = part && !upload.checksum_algorithm.empty() ? stated(want, upload.checksum_algorithm) : "";
    if (!part || !etag_listed(*want.eTag, part->etag) ||
        (!sum.empty() && part->checksums[upload.checksum_algorithm] != sum))
      throw ApiError{
          "InvalidPart",
          400,
          "One or more of the specified parts could not be found.  The part may not have been "
          "uploaded, or the specified entity tag may not match the part's entity tag.",
          {},
          {{"UploadId", upload.id}, {"PartNumber", std::to_string(want.partNumber)}, {"ETag", *want.eTag}}};
    if (sum.empty() && upload.checksum_type == "COMPOSITE" && part->checksums.contains(upload.checksum_algorithm))
      throw invalid_request("The upload was created using a " + upload.checksum_algorithm +
                            " checksum. The complete request must include the checksum for each part. It was missing for part " +
                            std::to_string(want.partNumber) + " in the request.");
    if ((pieces += part->pieces.size()) > kMostPieces)
      throw not_implemented("An object of more than " + std::to_string(kMostPieces) + " stretches of other objects is not implemented.");
    out.push_back(std::move(*part));
  }
  return out;
}

// The checksum of the whole, where every part has one, and whether it is what the client said.
Words whole_checksum(const CompleteMultipartUpload& q, const Upload& upload, const std::vector<Part>& parts) {
  const std::string& name = upload.checksum_algorithm;
  Words given = kept_checksums(q.checksums);
  if (!given.empty()) check_algorithm(upload, given);
  if (auto type = q.checksums.find("type"); type != q.checksums.end() && type->second != upload.checksum_type)
    throw invalid_request("The upload was created using the " + (upload.checksum_type.empty() ? "null" : upload.checksum_type) +
                          " checksum mode. The complete request must use the same checksum mode.");
  std::vector<PartSum> sums;
  for (auto& p : parts) if (auto it = p.checksums.find(name); it != p.checksums.end()) sums.push_back({it->second, p.size});
  std::optional<std::string> whole;
  if (!name.empty() && sums.size() == parts.size())
    whole = upload.checksum_type == "FULL_OBJECT" ? full_object(name, sums) : composite(name, sums);
  if (given.empty()) return whole ? Words{{name, *whole}} : Words{};
  if (!whole) throw invalid_request("The upload was created without a checksum of this type, or a part was uploaded without it.");
  const std::string& said = given.begin()->second;
  if (said != *whole && said + "-" + std::to_string(parts.size()) != *whole)
    throw ApiError{"BadDigest", 400, "The " + algorithm_name(name) + " you specified did not match the calculated checksum."};
  return {{name, *whole}};
}

std::string etag_of_parts(const std::vector<Part>& parts) {
  std::string all;
  for (auto& p : parts) all += base::unhex(p.etag).value_or(p.etag);
  return base::hex(base::md5(all)) + "-" + std::to_string(parts.size());
}

void drop_parts(const std::string& upload, const Bucket& bucket, Call& call) {
  auto parts = parts_in(bucket, call);
  std::vector<Part> all;
  parts.each(store::joined(upload, ""), "", [&](std::string_view, Part part) { all.push_back(std::move(part)); return true; });
  for (auto& part : all) {
    forget_part(upload, part, call);
    parts.erase(row_of(upload, part.number));
  }
}

}  // namespace

Upload upload_named(const Bucket& bucket, const std::string& name, const std::string& key, const std::string& id,
                    const Call& call) {
  auto found = id.find('\0') == id.npos ? uploads_in(bucket, call).get(store::joined(name, key, id)) : std::nullopt;
  if (!found)
    throw ApiError{
        "NoSuchUpload",
        404,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        {},
        {{"UploadId", id}}};
  return std::move(*found);
}

void drop_upload(const std::string& name, const Bucket& bucket, const std::string& key, const std::string& id, Call& call) {
  drop_parts(id, bucket, call);
  uploads_in(bucket, call).erase(store::joined(name, key, id));
}

void drop_uploads(const std::string& name, const Bucket& bucket, Call& call) {
  std::vector<std::string> rows;
  auto uploads = uploads_in(bucket, call);
  uploads.each(store::joined(name, ""), "", [&](std::string_view row, const Upload&) { rows.emplace_back(row); return true; });
  for (auto& row : rows) {
    drop_parts(row.substr(row.rfind('\0') + 1), bucket, call);
    uploads.erase(row);
  }
}

CreateMultipartUploadResult create_multipart_upload(const CreateMultipartUpload& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  check_acl(q.aCL, q.grants, bucket, call);
  Upload upload{.id = new_upload_id(call.now()),
                .initiator = call.caller().identity.arn,
                .initiated = modified_now(call),
                .content = content_of(q),
                .lock = lock_asked(q.objectLock, call.now())};
  if (upload.lock && !bucket.object_lock) throw invalid_request("Bucket is missing Object Lock Configuration");
  if (q.checksumAlgorithm) {
    upload.checksum_algorithm = base::lower(*q.checksumAlgorithm);
    if (!is_checksum(upload.checksum_algorithm))
      throw unknown_checksum();
    upload.checksum_type = q.checksumType.value_or(default_type(upload.checksum_algorithm));
    if (!allows_type(upload.checksum_algorithm, upload.checksum_type))
      throw invalid_request("The " + upload.checksum_type + " checksum type cannot be used with the " +
                            upload.checksum_algorithm + " checksum algorithm.");
  } else if (q.checksumType) {
    throw invalid_request("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
  }
  upload.protection = Sealer::fresh(encryption_wish(q), bucket, q.bucket, q.key, call).protection();
  uploads_in(bucket, call).put(store::joined(q.bucket, q.key, upload.id), upload);
  CreateMultipartUploadResult result{.bucket = q.bucket, .key = q.key, .uploadId = upload.id};
  if (q.checksumAlgorithm) {
    result.checksumAlgorithm = algorithm_name(upload.checksum_algorithm);
    result.checksumType = upload.checksum_type;
  }
  if (auto due = abort_shown(q.bucket, bucket, q.key, upload.initiated, call)) {
    result.abortDate = due->at;
    result.abortRuleId = due->rule;
  }
  tell_encryption(result, upload.protection);
  return result;
}

UploadPartResult upload_part(const UploadPart& q, Call& call) {
  check_number(q.partNumber);
  if (q.sSECustomerAlgorithm) throw not_implemented("Server-side encryption with customer-provided keys is not implemented.");
  Bucket bucket = bucket_named(q.bucket, call);
  Upload upload = upload_named(bucket, q.bucket, q.key, q.uploadId, call);
  Part part{.number = q.partNumber, .modified = modified_now(call), .checksums = kept_checksums(q.checksums)};
  check_algorithm(upload, part.checksums);
  require_digest(upload.lock ? upload.lock : default_lock(bucket, call.now()), q.checksums, q.contentMD5, "Upload Part", call);
  Sealer sealer = Sealer::of(upload.protection, bucket.region, q.bucket, q.key, call);
  store::Body body = body_of(call);
  part.size = body.place.size;
  part.etag = etag_of(upload.protection, base::hex(body.md5));
  part.pieces.push_back(piece_of(body, sealer));
  UploadPartResult result{.eTag = in_quotes(part.etag), .checksums = part.checksums};
  tell_encryption(result, upload.protection);
  put_part(upload.id, std::move(part), bucket, call);
  return result;
}

std::vector<Access> may_copy_part(const UploadPartCopy& q, Call& call) {
  auto from = may_copy_from(q, false, call);
  auto out = may_upload(q, call);
  std::move(from.begin(), from.end(), std::back_inserter(out));
  return out;
}

UploadPartCopyResult upload_part_copy(const UploadPartCopy& q, Call& call) {
  check_number(q.partNumber);
  if (q.sSECustomerAlgorithm) throw not_implemented("Server-side encryption with customer-provided keys is not implemented.");
  Bucket bucket = bucket_named(q.bucket, call);
  Upload upload = upload_named(bucket, q.bucket, q.key, q.uploadId, call);
  Source source = source_of(q, call);
  const std::int64_t size = source.found.version.size;
  Range range{0, size};
  if (q.copySourceRange) {
    auto given = copy_range(*q.copySourceRange, size);
    if (!given && copy_range(*q.copySourceRange, INT64_MAX))
      throw invalid_argument("Range specified is not valid for source object of size: " + std::to_string(size),
                             "x-amz-copy-source-range", *q.copySourceRange);
    if (!given)
      throw invalid_argument(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
          "zero-based offsets of the first and last bytes to copy",
          "x-amz-copy-source-range", *q.copySourceRange);
    range = *given;
  }
  if (range.length > (5ll << 30))
    throw invalid_request("The specified copy source is larger than the maximum allowable size for a copy source: 5368709120");
  Sealer sealer = Sealer::of(upload.protection, bucket.region, q.bucket, q.key, call);
  // The copied stretch was not read: its tag stands for where it is from.
  const bool whole = range.length == size;
  std::string tag = whole && !source.object.md5.empty()
                        ? source.object.md5
                        : base::hex(base::md5(source.found.version.etag + ":" + std::to_string(range.from) + "+" +
                                              std::to_string(range.length)));
  Part part{.number = q.partNumber, .size = range.length, .etag = etag_of(upload.protection, tag), .modified = modified_now(call),
            .pieces = resealed(source, opener_of(source, call), range.from, range.length, sealer)};
  UploadPartCopyResult result{.copyPartResult = {part.modified, in_quotes(part.etag)}, .copySourceVersionId = source.shown_version};
  tell_encryption(result, upload.protection);
  put_part(upload.id, std::move(part), bucket, call);
  return result;
}

CompleteMultipartUploadResult complete_multipart_upload(const CompleteMultipartUpload& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Upload upload = upload_named(bucket, q.bucket, q.key, q.uploadId, call);
  std::vector<Part> parts = listed_parts(q, upload, bucket, call);
  Versions versions(call, q.bucket, bucket);
  if (q.ifMatch || q.ifNoneMatch) check_write(q.ifMatch, q.ifNoneMatch, q.key, versions.latest(q.key));
  Object object{.protection = upload.protection, .content = upload.content, .checksums = whole_checksum(q, upload, parts)};
  Version version{.modified = modified_now(call), .etag = etag_of_parts(parts), .storage_class = upload.content.storage_class,
                  .lock = lock_of_new(upload.lock, bucket, call.now())};
  for (auto& part : parts) {
    version.size += part.size;
    object.part_checksums.push_back(object.checksums.empty() ? Words{} : part.checksums);
    object.pieces.insert(object.pieces.end(), part.pieces.begin(), part.pieces.end());
  }
  if (object.checksums.empty()) object.part_checksums.clear();
  if (q.mpuObjectSize && *q.mpuObjectSize != version.size)
    throw invalid_request("The provided 'x-amz-mp-object-size' header value " + std::to_string(*q.mpuObjectSize) +
                          " does not match what was computed: " + std::to_string(version.size));

  CompleteMultipartUploadResult result;
  result.location = "https://" + q.bucket + ".s3." + bucket.region + ".amazonaws.com/" + base::percent_encode(q.key, "/");
  result.bucket = q.bucket;
  result.key = q.key;
  result.eTag = in_quotes(version.etag);
  if (!object.checksums.empty()) {
    version.checksum_algorithm = algorithm_name(upload.checksum_algorithm);
    version.checksum_type = upload.checksum_type;
    tell_checksums(result, object.checksums);
    result.checksumType = upload.checksum_type;
  }
  tell_encryption(result, object.protection);
  result.expiration = expiration_shown(q.bucket, bucket, q.key, version, object.content.tags, call);
  Happening made{.event = "ObjectCreated:CompleteMultipartUpload", .key = q.key, .size = version.size, .etag = version.etag};
  std::string id = versions.add(q.key, std::move(version), std::move(object));
  if (!bucket.versioning.empty()) result.versionId = made.version = id;
  notify(call, q.bucket, bucket, made);
  drop_upload(q.bucket, bucket, q.key, upload.id, call);       // the object names its parts' bodies already: only the others go
  return result;
}

Nothing abort_multipart_upload(const AbortMultipartUpload& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Upload upload = upload_named(bucket, q.bucket, q.key, q.uploadId, call);
  drop_upload(q.bucket, bucket, q.key, upload.id, call);
  call.effects().status = 204;
  return {};
}

}  // namespace s3
