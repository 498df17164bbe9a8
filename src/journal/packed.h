#pragma once
// A sealed segment compressed: the same bytes at the same offsets, in compressed frames, of which a reader opens
// only those it looks into. docs/formats/journal.md.
#include "journal/segment.h"

namespace journal {

// The content of a packed file: the segment's first `end` bytes. Nullopt when go_on says so.
std::optional<std::string> pack(const File& segment, const SegmentHeader&, std::uint64_t end, const std::function<bool()>& go_on);

// The segment that a packed file holds, to be read only. Throws Damage, also from reading.
std::shared_ptr<File> unpacked(std::shared_ptr<File> packed, std::uint64_t id);

// Whether the file is, up to `end`, what was written: the segment's header, then the batches of all entries from `first` to
// `last`, each with its checksums. May throw Damage.
bool holds(const File&, const SegmentHeader&, std::uint64_t end, Sequence first, Sequence last);

// The file of a segment, packed or not; null: there is none.
std::shared_ptr<File> open_segment(const Medium&, std::uint64_t id);

}  // namespace journal
