#pragma once
// A log file: {"Records":[…]} of one account and Region, gzip'd, with what its digest will say of it.
#include "base/time.h"

#include <string>
#include <string_view>

namespace cloudtrail {

class LogFile {
 public:
  static constexpr std::size_t kMaxPlain = 32u << 20;      // bytes before compression; well under AWS's 50 MB after

  void add(std::string_view json, base::Time);
  bool empty() const { return records_ == 0; }
  bool full() const { return plain_.size() >= kMaxPlain; }
  std::size_t records() const { return records_; }
  base::Time newest() const { return newest_; }
  base::Time oldest() const { return oldest_; }

  struct Done { std::string gzip, sha256_hex; };
  // Compressed, and read back: what is hashed and signed is what a reader will unpack.
  Done finish();

 private:
  std::string plain_;
  std::size_t records_ = 0;
  base::Time newest_, oldest_;
};

// One gzip member (RFC 1952). inflate_gzip answers false for anything else, or for more than `limit` bytes.
std::string deflate_gzip(std::string_view plain);
bool inflate_gzip(std::string_view gzip, std::string& plain, std::size_t limit);

}  // namespace cloudtrail
