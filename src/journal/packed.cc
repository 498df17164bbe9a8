#include "journal/packed.h"

#include <zstd.h>

#include <cstring>

#include "base/crc.h"

namespace journal {
namespace {

constexpr std::string_view kMagic = "OTRLPAK2";
constexpr std::size_t kFrame = 32u << 10;              // plain bytes: a lookup unpacks one for a record
constexpr std::size_t kHead = 36, kFrameRow = 8;
constexpr int kLevel = 2;                               // within a hundredth as small as 3 on audit records, in three quarters of its time

struct FreeCompressor { void operator()(ZSTD_CCtx* c) const { ZSTD_freeCCtx(c); } };
struct FreeDecompressor { void operator()(ZSTD_DCtx* d) const { ZSTD_freeDCtx(d); } };

Damage damaged(std::uint64_t id) { return Damage("journal segment " + std::to_string(id) + ", packed, is damaged"); }

class PackedFile : public File {
 public:
  PackedFile(std::shared_ptr<File> file, std::uint64_t id) : file_(std::move(file)), id_(id) {
    std::string head(kHead, '\0');
    if (file_->size() < kHead + 4) throw damaged(id_);
    file_->read(0, head.data(), head.size());
    size_ = get_u64(head.data() + 16);
    end_ = get_u64(head.data() + 24);
    const std::uint64_t count = get_u32(head.data() + 32);
    if (!head.starts_with(kMagic) || get_u64(head.data() + 8) != id_ || end_ > size_ || size_ > (1u << 30) ||
        count != (end_ + kFrame - 1) / kFrame || file_->size() < kHead + count * kFrameRow + 4)
      throw damaged(id_);
    head.resize(kHead + count * kFrameRow + 4);
    file_->read(kHead, head.data() + kHead, head.size() - kHead);
    const std::size_t covered = head.size() - 4;
    if (get_u32(head.data() + covered) != base::crc32c({head.data(), covered})) throw damaged(id_);
    std::uint64_t at = head.size();
    for (std::uint64_t i = 0; i < count; ++i) {
      const char* row = head.data() + kHead + i * kFrameRow;
      frames_.push_back({at, get_u32(row), get_u32(row + 4)});
      at += get_u32(row);
    }
    if (at != file_->size()) throw damaged(id_);
  }

  std::uint64_t size() const override { return size_; }

  // What lies behind the end of a segment is zero, as far as its readers know.
  void read(std::uint64_t offset, char* out, std::size_t n) const override {
    if (n > size_ || offset > size_ - n) throw damaged(id_);
    while (n > 0) {
      if (offset >= end_) {
        std::memset(out, 0, n);
        return;
      }
      auto plain = frame(offset / kFrame);
      const std::size_t within = offset % kFrame, taken = std::min(n, plain->size() - within);
      std::memcpy(out, plain->data() + within, taken);
      out += taken;
      offset += taken;
      n -= taken;
    }
  }
  void expect(std::uint64_t offset, std::size_t n) const override {
    for (std::uint64_t i = offset / kFrame, end = std::min<std::uint64_t>((offset + n + kFrame - 1) / kFrame, frames_.size()); i < end; ++i)
      if (expected_.exchange(i) != i) file_->expect(frames_[i].at, frames_[i].length);
  }
  void write(std::uint64_t, std::string_view) override { throw damaged(id_); }
  void sync() override {}

 private:
  struct Frame { std::uint64_t at; std::uint32_t length, crc; };

  std::shared_ptr<const std::string> frame(std::uint64_t number) const {
    {
      std::lock_guard lock(mutex_);
      if (held_ && held_number_ == number) return held_;
    }
    thread_local std::unique_ptr<ZSTD_DCtx, FreeDecompressor> decompressor(ZSTD_createDCtx());
    const Frame& f = frames_[number];
    std::string packed(f.length, '\0');
    file_->read(f.at, packed.data(), packed.size());
    auto plain = std::make_shared<std::string>(std::min<std::uint64_t>(kFrame, end_ - number * kFrame), '\0');
    if (base::crc32c(packed) != f.crc || ZSTD_decompressDCtx(decompressor.get(), plain->data(), plain->size(), packed.data(), packed.size()) != plain->size())
      throw damaged(id_);
    std::lock_guard lock(mutex_);
    held_ = plain;
    held_number_ = number;
    return plain;
  }

  const std::shared_ptr<File> file_;
  const std::uint64_t id_;
  std::uint64_t size_ = 0, end_ = 0;
  std::vector<Frame> frames_;
  mutable std::atomic<std::uint64_t> expected_{UINT64_MAX};            // the frame expected last: neighbours share it
  mutable std::mutex mutex_;                           // of the frame read last
  mutable std::shared_ptr<const std::string> held_;
  mutable std::uint64_t held_number_ = 0;
};

}  // namespace

std::optional<std::string> pack(const File& segment, const SegmentHeader& header, std::uint64_t end, const std::function<bool()>& go_on) {
  std::unique_ptr<ZSTD_CCtx, FreeCompressor> compressor(ZSTD_createCCtx());
  const std::uint64_t count = (end + kFrame - 1) / kFrame;
  std::string table(kMagic), out, plain, packed(ZSTD_compressBound(kFrame), '\0');
  base::put_u64(table, header.id);
  base::put_u64(table, header.bytes);
  base::put_u64(table, end);
  base::put_u32(table, std::uint32_t(count));
  out.reserve(end / 4);
  out.resize(kHead + count * kFrameRow + 4);           // room for the table
  for (std::uint64_t at = 0; at < end; at += kFrame) {
    if (!go_on()) return {};
    plain.resize(std::min<std::uint64_t>(kFrame, end - at));
    segment.read(at, plain.data(), plain.size());
    std::size_t n = ZSTD_compressCCtx(compressor.get(), packed.data(), packed.size(), plain.data(), plain.size(), kLevel);
    if (ZSTD_isError(n)) throw std::runtime_error("a journal segment cannot be packed");
    out.append(packed, 0, n);
    base::put_u32(table, std::uint32_t(n));
    base::put_u32(table, base::crc32c({packed.data(), n}));
  }
  base::put_u32(table, base::crc32c(table));
  table.copy(out.data(), table.size());
  return out;
}

bool holds(const File& file, const SegmentHeader& header, std::uint64_t end, Sequence first, Sequence last) {
  std::string bytes(kBlock, '\0');
  file.read(0, bytes.data(), bytes.size());
  auto found = decode_segment_header(bytes);
  if (!found || found->id != header.id || found->bytes != header.bytes || found->salt != header.salt) return false;
  std::uint64_t at = kBlock;
  while (at < end) {
    bytes.resize(kBlock);
    file.read(at, bytes.data(), bytes.size());
    auto batch = decode_batch_header(bytes, header.salt);
    if (!batch || batch->first != first || padded(batch->bytes) > end - at) return false;
    bytes.resize(padded(batch->bytes));
    file.read(at + kBlock, bytes.data() + kBlock, bytes.size() - kBlock);
    if (!body_holds(bytes, *batch)) return false;
    first += batch->entries;
    at += bytes.size();
  }
  return at == end && first == last + 1;
}

std::shared_ptr<File> unpacked(std::shared_ptr<File> packed, std::uint64_t id) { return std::make_shared<PackedFile>(std::move(packed), id); }

std::shared_ptr<File> open_segment(const Medium& medium, std::uint64_t id) {
  if (auto file = medium.open(segment_name(id))) return file;
  if (auto file = medium.open(packed_name(id))) return unpacked(std::move(file), id);
  return nullptr;
}

}  // namespace journal
