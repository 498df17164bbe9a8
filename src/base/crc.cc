#include "base/crc.h"

#include <libdeflate.h>

#include <array>
#include <cstring>

namespace base {

std::uint32_t crc32(std::string_view text, std::uint32_t seed) { return libdeflate_crc32(seed, text.data(), text.size()); }

// Eight bytes a step over eight tables.
std::uint64_t crc64nvme(std::string_view text, std::uint64_t seed) {
  static const auto table = [] {
    std::array<std::array<std::uint64_t, 256>, 8> t{};
    for (std::uint64_t i = 0; i < 256; ++i) {
      std::uint64_t c = i;
      for (int k = 0; k < 8; ++k) c = c & 1 ? c >> 1 ^ 0x9A6C9329AC4BC9B5u : c >> 1;
      t[0][i] = c;
    }
    for (std::size_t i = 0; i < 256; ++i)
      for (std::size_t k = 1; k < 8; ++k) t[k][i] = t[k - 1][i] >> 8 ^ t[0][t[k - 1][i] & 255];
    return t;
  }();
  std::uint64_t c = ~seed;
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; n -= 8, p += 8) {
    std::uint64_t v;
    std::memcpy(&v, p, 8);
    v ^= c;
    c = 0;
    for (std::size_t k = 0; k < 8; ++k) c ^= table[7 - k][v >> (8 * k) & 255];
  }
  for (; n > 0; --n, ++p) c = c >> 8 ^ table[0][(c ^ std::uint8_t(*p)) & 255];
  return ~c;
}

}  // namespace base
