#include <cstdio>
#include <cstdlib>

#include "journal/format.h"

namespace journal {
namespace {

void must(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "orgtrail: journal entry: %s\n", what);
  std::abort();
}

}  // namespace

void Entry::room(std::size_t n) {
  must(open_ == 0, "a record is still being written");
  if (buffer_.empty()) {
    buffer_.reserve(std::max<std::size_t>(2048, kEntryHeader + n));
    buffer_.resize(kEntryHeader, '\0');
  }
}

void Entry::write(std::string_view key, std::optional<std::string_view> value) {
  room(kWriteHead + key.size() + (value ? value->size() : 0));
  must(key.size() <= 0xFFFFFFFF && (!value || value->size() <= 0xFFFFFFFF), "key or value too long");
  buffer_ += char(value ? Item::write : Item::erase);
  base::put_u32(buffer_, std::uint32_t(key.size()));
  if (value) base::put_u32(buffer_, std::uint32_t(value->size()));
  buffer_ += key;
  if (value) buffer_ += *value;
  ++writes_;
}

std::string& Entry::begin_record(std::string_view account, std::string_view region, std::uint8_t flags, base::Time time) {
  must(account.size() == kAccount && !region.empty() && region.size() <= kRegionLimit, "no such stream");
  room(0);
  open_ = buffer_.size();
  buffer_.resize(open_ + record_head(region.size()), '\0');
  char* p = buffer_.data() + open_;
  p[0] = char(Item::record);
  p[kRecordFlags] = char(flags);
  p[kRecordRegion] = char(region.size());
  set_u64(p + kRecordTime, std::uint64_t(time.ms));
  set_u64(p + kRecordVersion, version_);
  account.copy(p + kRecordStream, account.size());
  region.copy(p + kRecordStream + kAccount, region.size());
  return buffer_;
}

void Entry::end_record() {
  must(open_ != 0, "no record is being written");
  char* p = buffer_.data() + open_;
  std::size_t begin = open_ + record_head(std::uint8_t(p[kRecordRegion]));
  must(buffer_.size() >= begin && buffer_.size() - begin <= 0xFFFFFFFF, "the buffer was cut");
  set_u32(p + kRecordJson, std::uint32_t(buffer_.size() - begin));
  open_ = 0;
  ++records_;
}

std::string Entry::encoded() && {
  room(0);
  set_u32(buffer_.data(), std::uint32_t(buffer_.size()));
  set_u32(buffer_.data() + 4, writes_ + records_);
  set_u64(buffer_.data() + 16, version_);
  return std::move(buffer_);
}

}  // namespace journal
