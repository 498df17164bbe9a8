#include "services/s3/checksums.h"

#include "base/bytes.h"
#include "base/crc.h"
#include "base/crypto.h"

namespace s3 {
namespace {

struct Crc { std::string_view name; int bits; std::uint64_t polynomial; };     // bits reversed: the highest power is the lowest bit
constexpr Crc kCrcs[] = {{"crc32", 32, 0xEDB88320u}, {"crc32c", 32, 0x82F63B78u}, {"crc64nvme", 64, 0x9A6C9329AC4BC9B5u}};

const Crc* crc_named(std::string_view name) {
  for (auto& c : kCrcs) if (c.name == name) return &c;
  return nullptr;
}

// a * b modulo the polynomial, in reversed bits: 1 is the top bit.
std::uint64_t times(const Crc& crc, std::uint64_t a, std::uint64_t b) {
  std::uint64_t out = 0;
  for (std::uint64_t bit = 1ull << (crc.bits - 1); bit; bit >>= 1) {
    if (a & bit) out ^= b;
    b = b & 1 ? b >> 1 ^ crc.polynomial : b >> 1;
  }
  return out;
}

// The CRC after `bytes` more bytes of nothing: times x^(8 * bytes).
std::uint64_t shifted(const Crc& crc, std::uint64_t value, std::uint64_t bytes) {
  std::uint64_t power = 1ull << (crc.bits - 9);                // x^8
  for (; bytes; bytes >>= 1) {
    if (bytes & 1) value = times(crc, power, value);
    power = times(crc, power, power);
  }
  return value;
}

std::optional<std::uint64_t> decoded(const Crc& crc, std::string_view value) {
  auto bytes = base::unbase64(value);
  if (!bytes || int(bytes->size()) * 8 != crc.bits) return {};
  std::uint64_t out = 0;
  for (char c : *bytes) out = out << 8 | std::uint8_t(c);
  return out;
}

std::string big_endian(std::uint64_t value, int bits) {
  std::string out;
  for (int shift = bits - 8; shift >= 0; shift -= 8) out += char(value >> shift);
  return out;
}

std::string digest(std::string_view name, std::string_view text) {
  if (name == "sha1") return base::sha1(text);
  if (name == "sha256") return base::sha256(text);
  if (name == "crc32") return big_endian(base::crc32(text), 32);
  if (name == "crc32c") return big_endian(base::crc32c(text), 32);
  return big_endian(base::crc64nvme(text), 64);
}

}  // namespace

bool is_checksum(std::string_view name) { return crc_named(name) || name == "sha1" || name == "sha256"; }

std::string algorithm_name(std::string_view name) {
  std::string out(name);
  for (char& c : out) if (c >= 'a' && c <= 'z') c = char(c - 32);
  return out;
}

std::string default_type(std::string_view name) { return name == "crc64nvme" ? "FULL_OBJECT" : "COMPOSITE"; }

bool allows_type(std::string_view name, std::string_view type) {
  return type == "FULL_OBJECT" ? crc_named(name) != nullptr : type == "COMPOSITE" && name != "crc64nvme";
}

std::string checksum_of(std::string_view name, std::string_view text) { return base::base64(digest(name, text)); }

std::optional<std::string> composite(std::string_view name, const std::vector<PartSum>& parts) {
  std::string all;
  for (auto& p : parts) {
    auto bytes = base::unbase64(p.value);
    if (!bytes) return {};
    all += *bytes;
  }
  return base::base64(digest(name, all)) + "-" + std::to_string(parts.size());
}

std::optional<std::string> full_object(std::string_view name, const std::vector<PartSum>& parts) {
  const Crc* crc = crc_named(name);
  if (!crc) return {};
  std::uint64_t sum = 0;
  for (auto& p : parts) {
    auto one = decoded(*crc, p.value);
    if (!one) return {};
    sum = shifted(*crc, sum, std::uint64_t(p.size)) ^ *one;
  }
  return base::base64(big_endian(sum, crc->bits));
}

}  // namespace s3
