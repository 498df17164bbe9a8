#include "journal/format.h"

#include "base/crc.h"
#include "base/crypto.h"

namespace journal {
namespace {

constexpr std::string_view kSegmentMagic = "OTRLSEG1";
constexpr std::uint32_t kBatchMagic = 0x3142544F;     // "OTB1"
constexpr std::size_t kSegmentHeader = 44;            // magic 8, id 8, bytes 8, salt 16, crc 4

std::string_view text(const Salt& salt) { return {salt.data(), salt.size()}; }

}  // namespace

std::string encode(const SegmentHeader& h) {
  std::string out(kSegmentMagic);
  base::put_u64(out, h.id);
  base::put_u64(out, h.bytes);
  out += text(h.salt);
  base::put_u32(out, base::crc32c(out));
  out.resize(kBlock, '\0');
  return out;
}

std::optional<SegmentHeader> decode_segment_header(std::string_view block) {
  if (block.size() < kSegmentHeader || !block.starts_with(kSegmentMagic)) return {};
  if (get_u32(block.data() + 40) != base::crc32c(block.substr(0, 40))) return {};
  SegmentHeader h{get_u64(block.data() + 8), get_u64(block.data() + 16), {}};
  std::memcpy(h.salt.data(), block.data() + 24, h.salt.size());
  return h;
}

// magic 4, bytes 4, first 8, entries 4, body crc 4, salt 8, zero 4, header crc 4
void finish_batch(char* at, BatchHeader h, const Salt& salt) {
  std::size_t end = padded(h.bytes);
  std::memset(at + h.bytes, 0, end - h.bytes);
  set_u32(at, kBatchMagic);
  set_u32(at + 4, h.bytes);
  set_u64(at + 8, h.first);
  set_u32(at + 16, h.entries);
  set_u32(at + 20, base::crc32c({at + kBatchHeader, end - kBatchHeader}));
  std::memcpy(at + 24, salt.data(), 8);
  set_u32(at + 32, 0);
  set_u32(at + 36, base::crc32c({at, 36}, base::crc32c(text(salt))));
}

std::optional<BatchHeader> decode_batch_header(std::string_view bytes, const Salt& salt) {
  const char* p = bytes.data();
  if (bytes.size() < kBatchHeader || get_u32(p) != kBatchMagic || std::memcmp(p + 24, salt.data(), 8) != 0) return {};
  if (get_u32(p + 36) != base::crc32c({p, 36}, base::crc32c(text(salt)))) return {};
  BatchHeader h{get_u64(p + 8), get_u32(p + 16), get_u32(p + 4), get_u32(p + 20)};
  if (h.first == 0 || h.entries == 0 || h.bytes < kBatchHeader + kEntryHeader || h.bytes > (1u << 30)) return {};
  return h;
}

bool body_holds(std::string_view batch, const BatchHeader& h) {
  return base::crc32c(batch.substr(kBatchHeader)) == h.body_crc;
}

bool take_item(std::string_view& in, std::string_view& item) {
  if (in.size() < kEraseHead) return false;
  const char* p = in.data();
  std::uint64_t length = 0;
  switch (Item(p[0])) {
    case Item::write:
      if (in.size() < kWriteHead) return false;
      length = kWriteHead + std::uint64_t(get_u32(p + 1)) + get_u32(p + 5);
      break;
    case Item::erase: length = kEraseHead + std::uint64_t(get_u32(p + 1)); break;
    case Item::record:
      if (in.size() < kRecordStream) return false;
      length = record_head(std::uint8_t(p[kRecordRegion])) + std::uint64_t(get_u32(p + kRecordJson));
      break;
    default: return false;
  }
  if (length > in.size()) return false;
  item = in.substr(0, length);
  in.remove_prefix(length);
  return true;
}

std::optional<RecordView> decode_record(std::string_view in) {
  std::string_view item;
  std::string_view rest = in;
  if (!take_item(rest, item) || Item(item[0]) != Item::record) return {};
  const char* p = item.data();
  std::size_t region = std::uint8_t(p[kRecordRegion]);
  if (region == 0 || region > kRegionLimit) return {};
  RecordView r;
  r.flags = std::uint8_t(p[kRecordFlags]);
  r.time.ms = std::int64_t(get_u64(p + kRecordTime));
  r.entry = get_u64(p + kRecordEntry);
  r.version = get_u64(p + kRecordVersion);
  r.hash = item.substr(kRecordHash, 32);
  r.account = item.substr(kRecordStream, kAccount);
  r.region = item.substr(kRecordStream + kAccount, region);
  r.previous = item.substr(kRecordStream + kAccount + region, 32);
  r.number = get_u64(r.previous.data() + 32);
  r.json = item.substr(record_head(region));
  return r;
}

bool take_entry(std::string_view& in, EntryView& out) {
  if (in.size() < kEntryHeader) return false;
  std::size_t length = get_u32(in.data());
  if (length < kEntryHeader || length > in.size()) return false;
  std::uint32_t items = get_u32(in.data() + 4);
  out.sequence = get_u64(in.data() + 8);
  out.version = get_u64(in.data() + 16);
  out.writes.clear();
  out.records.clear();
  std::string_view body = in.substr(kEntryHeader, length - kEntryHeader), item;
  in.remove_prefix(length);
  for (; items > 0; --items) {
    if (!take_item(body, item)) return false;
    if (Item(item[0]) == Item::record) {
      auto record = decode_record(item);
      if (!record || record->entry != out.sequence || record->version != out.version) return false;
      out.records.push_back(*record);
      continue;
    }
    std::size_t key = get_u32(item.data() + 1);
    if (Item(item[0]) == Item::erase) out.writes.push_back({item.substr(kEraseHead, key), {}});
    else out.writes.push_back({item.substr(kWriteHead, key), item.substr(kWriteHead + key)});
  }
  return body.empty();
}

void stamp_entry(char* entry, std::size_t size, Sequence sequence, const std::function<Head&(std::string_view)>& head_of) {
  set_u64(entry + 8, sequence);
  std::string_view body(entry + kEntryHeader, size - kEntryHeader), item;
  while (take_item(body, item)) {
    if (Item(item[0]) != Item::record) continue;
    char* record = entry + (item.data() - entry);
    std::size_t region = std::uint8_t(record[kRecordRegion]);
    Head& head = head_of(item.substr(kRecordStream, kAccount + region));
    char* chained = record + kRecordStream + kAccount + region;
    std::memcpy(chained, head.hash.data(), 32);
    set_u64(chained + 32, ++head.number);
    base::sha256_into({chained, std::size_t(item.data() + item.size() - chained)}, head.hash.data());
    std::memcpy(record + kRecordHash, head.hash.data(), 32);
    set_u64(record + kRecordEntry, sequence);
  }
}

bool hash_holds(const RecordView& r) {
  Hash hash;
  base::sha256_into({r.previous.data(), kRecordChained + r.json.size()}, hash.data());
  return r.hash == view(hash);
}

std::uint64_t keyed_hash(const Salt& salt, std::uint64_t number, std::string_view in) {
  const std::uint64_t k0 = get_u64(salt.data()), k1 = get_u64(salt.data() + 8);
  std::uint64_t a = k0 ^ 0x736f6d6570736575, b = k1 ^ 0x646f72616e646f6d;
  std::uint64_t c = k0 ^ 0x6c7967656e657261, d = k1 ^ 0x7465646279746573;
  auto round = [&] {
    a += b; b = std::rotl(b, 13) ^ a; a = std::rotl(a, 32);
    c += d; d = std::rotl(d, 16) ^ c;
    a += d; d = std::rotl(d, 21) ^ a;
    c += b; b = std::rotl(b, 17) ^ c; c = std::rotl(c, 32);
  };
  auto mix = [&](std::uint64_t word) { d ^= word; round(); a ^= word; };
  mix(number);
  std::uint64_t last = std::uint64_t(in.size() + sizeof number) << 56;
  for (; in.size() >= 8; in.remove_prefix(8)) mix(get_u64(in.data()));
  for (std::size_t i = 0; i < in.size(); ++i) last |= std::uint64_t(std::uint8_t(in[i])) << (8 * i);
  mix(last);
  c ^= 0xff;
  for (int i = 0; i < 3; ++i) round();
  return a ^ b ^ c ^ d;
}

namespace {

[[noreturn]] void damaged(const SegmentHeader& h, std::size_t at, const std::string& what) {
  throw Damage("journal segment " + std::to_string(h.id) + " is damaged at byte " + std::to_string(at) + ": " + what);
}

// The whole batch at `at`, or nullopt.
std::optional<BatchHeader> whole_batch(std::string_view segment, std::size_t at, const Salt& salt) {
  auto batch = decode_batch_header(segment.substr(at), salt);
  if (!batch || padded(batch->bytes) > segment.size() - at) return {};
  if (!body_holds(segment.substr(at, padded(batch->bytes)), *batch)) return {};
  return batch;
}

void check_entries(std::string_view batch, const BatchHeader& b, const SegmentHeader& h, std::size_t at,
                   const std::function<void(const RecordView&)>& visit) {
  std::string_view in = batch.substr(kBatchHeader, b.bytes - kBatchHeader);
  EntryView entry;
  for (std::uint32_t i = 0; i < b.entries; ++i) {
    if (!take_entry(in, entry)) damaged(h, at, "an entry is malformed");
    if (entry.sequence != b.first + i) damaged(h, at, "an entry is out of sequence");
    for (const RecordView& record : entry.records) {
      if (!hash_holds(record)) damaged(h, at, "a record does not have its hash");
      visit(record);
    }
  }
  if (!in.empty()) damaged(h, at, "there are bytes behind the last entry");
}

}  // namespace

Scan scan_segment(std::string_view segment, const SegmentHeader& h, const std::function<void(const RecordView&)>& visit) {
  Scan scan;
  while (scan.end + kBlock <= segment.size()) {
    auto batch = whole_batch(segment, scan.end, h.salt);
    if (!batch) break;
    if (scan.last && batch->first != scan.last + 1) damaged(h, scan.end, "a batch is out of sequence");
    std::size_t length = padded(batch->bytes);
    check_entries(segment.substr(scan.end, length), *batch, h, scan.end, visit);
    scan.batches.push_back({batch->first, {std::uint32_t(scan.end), std::uint32_t(length)}});
    scan.last = batch->first + batch->entries - 1;
    scan.end += length;
  }
  // A batch is written only when the one before it is durable: a whole one behind a broken one was acknowledged.
  for (std::size_t at = scan.end + kBlock; at + kBlock <= segment.size(); at += kBlock)
    if (whole_batch(segment, at, h.salt))
      damaged(h, scan.end, "the batch there is broken, and whole ones follow at byte " + std::to_string(at));
  return scan;
}

}  // namespace journal
