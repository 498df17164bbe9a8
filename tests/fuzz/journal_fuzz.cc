// The journal's readers over arbitrary bytes: entries, whole segments whose checksums are made to fit, index files,
// the origin. Damage is an answer; anything else is a finding.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/crc.h"
#include "journal/packed.h"
#include "journal/streams.h"

namespace {

using namespace journal;

const SegmentHeader kHeader{1, 4 * kBlock, {'s', 'a', 'l', 't'}};

void entries(std::string_view in) {
  EntryView entry;
  while (take_entry(in, entry))
    for (auto& r : entry.records) {
      if (stream_of(r).size() > kStreamName) std::abort();
      hash_holds(r);
    }
}

// The bytes as the body of a segment's batches, each given the header it needs to be looked into.
void segment(std::string_view in) {
  std::string bytes = encode(kHeader);
  bytes.resize(kHeader.bytes, '\0');
  Sequence next = 1;
  for (std::size_t at = kBlock; at < bytes.size() && in.size() > 2; at += kBlock) {
    std::size_t n = std::min<std::size_t>({in.size() - 2, kBlock - kBatchHeader, std::size_t(std::uint8_t(in[0])) * 16});
    std::uint32_t count = std::uint8_t(in[1]) % 4;
    in.remove_prefix(2);
    std::memcpy(bytes.data() + at + kBatchHeader, in.data(), n);
    in.remove_prefix(n);
    finish_batch(bytes.data() + at, {next, count, std::uint32_t(kBatchHeader + n), 0}, kHeader.salt);
    next += count;
  }
  try {
    Scan scan = scan_segment(bytes, kHeader, [](const RecordView& r) { if (r.region.empty()) std::abort(); });
    if (scan.end > bytes.size()) std::abort();
  } catch (const Damage&) {
  }
}

void raw_segment(std::string_view in) {
  auto header = decode_segment_header(in);
  try {
    scan_segment(in, header ? *header : kHeader, [](const RecordView&) {});
  } catch (const Damage&) {
  }
}

// An index file of which every page holds, though what is in it was never written.
void index(std::string_view in) {
  auto medium = memory_medium();
  medium->put("x", paged(std::string(in)));
  auto file = medium->open("x");
  auto meta = IndexReader::meta(*file);
  if (!meta) return;
  std::string stream = "111122223333us-east-1";
  auto attempt = [](auto use) {
    try {
      use();
    } catch (const BadIndex&) {
    }
  };
  IndexReader reader(file, *meta);
  attempt([&] { reader.streams(); });
  attempt([&] { reader.batches(0, UINT64_MAX); });
  attempt([&] { reader.filter().may_have(in.size() * 0x9E3779B97F4A7C15ull); });
  attempt([&] { reader.positions(stream, 1, 100); });
  attempt([&] {
    auto rows = reader.candidates(stream, "", {{INT64_MIN}, {{INT64_MAX}, UINT64_MAX, {}}, UINT64_MAX}, [&] { return file; });
    Row row;
    for (int i = 0; i < 100 && rows->next(row); ++i) {}
  });
}

// A packed segment whose table is made to fit its checksum.
void packed(std::string_view in) {
  auto medium = memory_medium();
  std::string bytes(in);
  const std::size_t frames = in.size() > 35 ? std::uint8_t(in[32]) % 8 : 0, covered = 36 + frames * 8;
  if (in.size() >= covered + 4) {
    std::string crc;
    bytes.replace(0, 8, "OTRLPAK2");
    base::put_u32(crc, base::crc32c({bytes.data(), covered}));
    bytes.replace(covered, 4, crc);
  }
  medium->put("x", bytes);
  try {
    auto file = unpacked(medium->open("x"), bytes.size() > 15 ? base::get_u64(bytes.data() + 8) : 1);
    std::string out(std::min<std::uint64_t>(file->size(), 1u << 20), '\0');
    file->read(file->size() - out.size(), out.data(), out.size());
  } catch (const Damage&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view in(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 6) {
    case 0: entries(in); break;
    case 1: segment(in); break;
    case 2: raw_segment(in); break;
    case 3: index(in); break;
    case 4:
      try {
        decode_origin(std::string(in));
      } catch (const Damage&) {
      }
      break;
    case 5: packed(in); break;
  }
  return 0;
}
