#include "services/cloudtrail/logfile.h"

#include <libdeflate.h>

#include <memory>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"

namespace cloudtrail {

namespace {
constexpr int kLevel = 6;
struct FreeCompressor { void operator()(libdeflate_compressor* c) const { libdeflate_free_compressor(c); } };
struct FreeDecompressor { void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); } };
}  // namespace

void LogFile::add(std::string_view json, base::Time time) {
  plain_ += records_++ == 0 ? "{\"Records\":[" : ",";
  plain_ += json;
  if (records_ == 1) { newest_ = oldest_ = time; return; }
  newest_ = std::max(newest_, time);
  oldest_ = std::min(oldest_, time);
}

LogFile::Done LogFile::finish() {
  plain_ += "]}";
  Done out{deflate_gzip(plain_), base::hex(base::sha256(plain_))};
  std::string back;
  if (!inflate_gzip(out.gzip, back, plain_.size()) || back != plain_) base::fatal("a log file does not read back as it was composed: this machine's memory cannot be trusted");
  return out;
}

std::string deflate_gzip(std::string_view plain) {
  thread_local std::unique_ptr<libdeflate_compressor, FreeCompressor> c(libdeflate_alloc_compressor(kLevel));
  std::string out(libdeflate_gzip_compress_bound(c.get(), plain.size()), '\0');
  out.resize(libdeflate_gzip_compress(c.get(), plain.data(), plain.size(), out.data(), out.size()));
  return out;
}

bool inflate_gzip(std::string_view gzip, std::string& plain, std::size_t limit) {
  thread_local std::unique_ptr<libdeflate_decompressor, FreeDecompressor> d(libdeflate_alloc_decompressor());
  plain.resize(limit);
  std::size_t used = 0, made = 0;
  auto result = libdeflate_gzip_decompress_ex(d.get(), gzip.data(), gzip.size(), plain.data(), plain.size(), &used, &made);
  plain.resize(made);
  return result == LIBDEFLATE_SUCCESS && used == gzip.size();
}

}  // namespace cloudtrail
