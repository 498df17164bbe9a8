#pragma once
// The frames of a segment file, as docs/formats/journal.md describes them. Integers are little endian.
#include <array>
#include <cstring>

#include "base/bytes.h"
#include "journal/journal.h"

namespace journal {

constexpr std::size_t kBlock = 4096;                  // what is written and synced at once is whole blocks
constexpr std::size_t padded(std::size_t n) { return (n + kBlock - 1) / kBlock * kBlock; }

using Salt = std::array<char, 16>;
using Hash = std::array<char, 32>;

using base::get_u32, base::get_u64, base::set_u32, base::set_u64;
inline std::string_view view(const Hash& h) { return {h.data(), h.size()}; }

// First block of a segment. The salt is random: no content can pass for a batch of this segment, and
// the keys of its index cannot be made to collide on purpose.
struct SegmentHeader {
  std::uint64_t id = 0, bytes = 0;
  Salt salt{};
};
std::string encode(const SegmentHeader&);             // kBlock bytes
std::optional<SegmentHeader> decode_segment_header(std::string_view block);

// One synced write: this header, entries back to back, zeros up to the block's end.
constexpr std::size_t kBatchHeader = 40;
struct BatchHeader {
  Sequence first = 0;
  std::uint32_t entries = 0, bytes = 0;               // bytes: with the header, without the padding
  std::uint32_t body_crc = 0;
};
// Writes padding and header of the batch that begins at `at`, which has room up to the padded end.
void finish_batch(char* at, BatchHeader, const Salt&);
std::optional<BatchHeader> decode_batch_header(std::string_view bytes, const Salt&);
bool body_holds(std::string_view batch, const BatchHeader&);   // batch: padded(header.bytes) bytes

// Entry: u32 length, u32 items, u64 sequence, u64 version, items.
constexpr std::size_t kEntryHeader = 24;
enum class Item : char { write = 1, erase = 2, record = 3 };
constexpr std::size_t kWriteHead = 9, kEraseHead = 5;
// Record: kind, flags, region length, zero, u32 json length, i64 time, u64 entry, u64 version,
// hash 32, account 12, region; then what is hashed, in one piece: previous hash 32, u64 number, json.
constexpr std::size_t kRecordFlags = 1, kRecordRegion = 2, kRecordJson = 4, kRecordTime = 8, kRecordEntry = 16, kRecordVersion = 24,
                      kRecordHash = 32, kRecordStream = 64, kAccount = 12, kRegionLimit = 32, kRecordChained = 40;
constexpr std::size_t record_head(std::size_t region) { return kRecordStream + kAccount + region + kRecordChained; }

// Takes the item at the front of `in`. False: there is no whole item.
bool take_item(std::string_view& in, std::string_view& item);
std::optional<RecordView> decode_record(std::string_view item);
inline const char* frame_of(const RecordView& r) { return r.account.data() - kRecordStream; }

struct EntryView {
  Sequence sequence = 0;
  std::uint64_t version = 0;
  std::vector<WriteView> writes;
  std::vector<RecordView> records;
};
// Takes the entry at the front of `in`. False: there is no whole, well-formed entry.
bool take_entry(std::string_view& in, EntryView& out);

struct Head {                                         // of a stream: its last record
  std::uint64_t number = 0;
  Hash hash{};
};
// Gives an encoded entry its sequence, and each record its number and hashes.
void stamp_entry(char* entry, std::size_t size, Sequence, const std::function<Head&(std::string_view stream)>& head_of);
bool hash_holds(const RecordView&);                   // of a decoded record

// A stream's name in tables: account followed by region.
inline std::string_view stream_of(const RecordView& r) { return {r.account.data(), r.account.size() + r.region.size()}; }

// SipHash-1-3, under a segment's salt, of a number in eight bytes and a text behind it.
std::uint64_t keyed_hash(const Salt&, std::uint64_t, std::string_view);

struct Position { std::uint32_t offset = 0, length = 0; };         // in a segment
struct Mark { Sequence first = 0; Position at; };                  // a batch, padded

struct Scan {
  std::vector<Mark> batches;
  std::size_t end = kBlock;                           // where the next batch goes
  Sequence last = 0;                                  // 0: there is none
};
// Finds the batches of a segment and checks everything in them. What follows the last whole batch is a torn
// tail, unless whole batches follow it: that is Damage. `visit` sees every record, in order.
Scan scan_segment(std::string_view segment, const SegmentHeader&, const std::function<void(const RecordView&)>& visit);

}  // namespace journal
