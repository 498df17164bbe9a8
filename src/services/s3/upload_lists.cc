#include "services/s3/checksums.h"
#include "services/s3/lists.h"
#include "services/s3/names.h"
#include "services/s3/uploads.h"
#include "services/s3/walk.h"

namespace s3 {
namespace {

template <class R> void tell_checksum(R& r, const Upload& upload) {
  if (upload.checksum_algorithm.empty()) return;
  r.checksumAlgorithm = algorithm_name(upload.checksum_algorithm);
  r.checksumType = upload.checksum_type;
}

}  // namespace

ListPartsResult list_parts(const ListParts& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  Upload upload = upload_named(bucket, q.bucket, q.key, q.uploadId, call);
  ListPartsResult r{.bucket = q.bucket,
                    .key = q.key,
                    .uploadId = q.uploadId,
                    .partNumberMarker = q.partNumberMarker.value_or(0),
                    .maxParts = page_size(q.maxParts, "max-parts"),
                    .initiator = {.iD = upload.initiator},
                    .owner = {.iD = canonical_id(bucket.account)},
                    .storageClass = upload.content.storage_class};
  tell_checksum(r, upload);
  char from[16];
  std::snprintf(from, sizeof from, "%05lld", static_cast<long long>(std::clamp<std::int64_t>(r.partNumberMarker, 0, 99'998) + 1));
  call.elsewhere(kParts, bucket.account, bucket.region)
      .each(store::joined(upload.id, ""), store::joined(upload.id, from), [&](std::string_view, const Part& part) {
        if (std::int64_t(r.parts.size()) == r.maxParts) {
          r.isTruncated = r.maxParts > 0;
          return false;
        }
        PartEntry e;
        e.partNumber = part.number;
        e.lastModified = part.modified;
        e.eTag = in_quotes(part.etag);
        e.size = part.size;
        tell_checksums(e, part.checksums);
        r.parts.push_back(std::move(e));
        return true;
      });
  if (!r.parts.empty()) r.nextPartNumberMarker = r.parts.back().partNumber;
  return r;
}

ListMultipartUploadsResult list_multipart_uploads(const ListMultipartUploads& q, Call& call) {
  Bucket bucket = bucket_named(q.bucket, call);
  const bool encode = url_encoded(q.encodingType);
  const std::string prefix = q.prefix.value_or(""), delimiter = q.delimiter.value_or(""), key_marker = q.keyMarker.value_or(""),
                    id_marker = q.uploadIdMarker.value_or("");
  ListMultipartUploadsResult r{.bucket = q.bucket,
                               .keyMarker = list_encoded(key_marker, encode),
                               .uploadIdMarker = id_marker,
                               .encodingType = q.encodingType,
                               .maxUploads = page_size(q.maxUploads, "max-uploads")};
  if (q.prefix) r.prefix = list_encoded(prefix, encode);
  if (q.delimiter) r.delimiter = list_encoded(delimiter, encode);
  std::string from;
  if (!key_marker.empty()) from = id_marker.empty() ? past_key(key_marker) : store::joined(key_marker, id_marker) + '\0';
  const Owner owner{.iD = canonical_id(bucket.account)};
  std::int64_t count = 0;
  std::pair<std::string, std::string> last;
  auto visit = [&](std::string_view key, std::string_view id, const Upload& upload) -> Next {
    std::string_view rolled = common_prefix(key, prefix, delimiter);
    if (!rolled.empty() && rolled == key_marker) return {.to = past_prefix(rolled)};
    if (count == r.maxUploads) {
      r.isTruncated = r.maxUploads > 0;
      return {.stop = true};
    }
    ++count;
    last = {std::string(rolled.empty() ? key : rolled), std::string(rolled.empty() ? id : "")};
    if (!rolled.empty()) {
      r.commonPrefixes.push_back({list_encoded(rolled, encode)});
      return {.to = past_prefix(rolled)};
    }
    UploadEntry e{.key = list_encoded(key, encode), .uploadId = upload.id, .initiator = {.iD = upload.initiator}, .owner = owner,
                  .storageClass = upload.content.storage_class, .initiated = upload.initiated};
    tell_checksum(e, upload);
    r.uploads.push_back(std::move(e));
    return {};
  };
  walk(call.elsewhere(kUploads, bucket.account, bucket.region), q.bucket, prefix, from, visit);
  if (!r.isTruncated) return r;
  r.nextKeyMarker = list_encoded(last.first, encode);
  r.nextUploadIdMarker = last.second;
  return r;
}

}  // namespace s3
