#pragma once
// Objects are copied. A copy shares the stored bytes of its source and seals their keys anew under its own protection: nothing
// is read or written but the records, whatever the size.
#include "services/s3/objects.h"
#include "services/s3/reading.h"

namespace s3 {

// x-amz-copy-source, decoded.
struct SourceName { std::string bucket, key; Named version; };
SourceName source_name(std::string_view header);

// The source of a copy as it stands, its conditions judged.
struct Source {
  SourceName name;
  Bucket bucket;
  Versions::Found found;
  Object object;
  Named shown_version;
};
Source source_of(const CopySource&, Call&);

// Access to the source; adds what reads its tags if they go along.
std::vector<Access> may_copy_from(const CopySource&, bool with_tags, Call&);

// A range of the source's pieces, sealed for the destination.
std::vector<Piece> resealed(const Source&, std::int64_t from, std::int64_t length, const Sealer& destination, Call&);

std::vector<Access> may_copy(const CopyObject&, Call&);
CopyObjectResult copy_object(const CopyObject&, Call&);

}  // namespace s3
