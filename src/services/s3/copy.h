#pragma once
// Objects are copied. A copy shares the stored bytes of its source and seals their keys anew under its own protection: nothing
// is read or written but the records, whatever the size. Only for checksums that the source does not have of its whole, bytes are
// read, and not many: other writes wait.
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

// What opens the source's pieces, and a range of them sealed for the destination.
Sealer opener_of(const Source&, Call&);
std::vector<Piece> resealed(const Source&, const Sealer& opener, std::int64_t from, std::int64_t length, const Sealer& destination);

std::vector<Access> may_copy(const CopyObject&, Call&);
CopyObjectResult copy_object(const CopyObject&, Call&);

}  // namespace s3
