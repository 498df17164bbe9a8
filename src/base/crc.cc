#include "base/crc.h"

#include <libdeflate.h>

#include <array>
#include <cstring>

namespace base {
namespace {

std::uint64_t load(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return v;
}

// Of a reflected polynomial, eight bytes a step over eight tables.
template <class Word, Word kPolynomial> Word sliced(std::string_view text, Word seed) {
  static const auto table = [] {
    std::array<std::array<Word, 256>, 8> t{};
    for (unsigned i = 0; i < 256; ++i) {
      Word c = i;
      for (int k = 0; k < 8; ++k) c = c & 1 ? c >> 1 ^ kPolynomial : c >> 1;
      t[0][i] = c;
    }
    for (std::size_t i = 0; i < 256; ++i)
      for (std::size_t k = 1; k < 8; ++k) t[k][i] = t[k - 1][i] >> 8 ^ t[0][t[k - 1][i] & 255];
    return t;
  }();
  Word c = ~seed;
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; n -= 8, p += 8) {
    const std::uint64_t v = load(p) ^ c;
    c = 0;
    for (std::size_t k = 0; k < 8; ++k) c ^= table[7 - k][v >> (8 * k) & 255];
  }
  for (; n > 0; --n, ++p) c = c >> 8 ^ table[0][(c ^ std::uint8_t(*p)) & 255];
  return ~c;
}

#if defined(__x86_64__)
// The processor's own instruction: eight bytes a step.
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(std::string_view text, std::uint32_t seed) {
  std::uint64_t c = ~seed;
  const char* p = text.data();
  std::size_t n = text.size();
  for (; n >= 8; n -= 8, p += 8) c = __builtin_ia32_crc32di(c, load(p));
  for (; n > 0; --n, ++p) c = __builtin_ia32_crc32qi(std::uint32_t(c), std::uint8_t(*p));
  return ~std::uint32_t(c);
}
#endif

}  // namespace

std::uint32_t crc32(std::string_view text, std::uint32_t seed) { return libdeflate_crc32(seed, text.data(), text.size()); }

std::uint32_t crc32c(std::string_view text, std::uint32_t seed) {
#if defined(__x86_64__)
  static const bool sse42 = __builtin_cpu_supports("sse4.2");
  if (sse42) return crc32c_sse42(text, seed);
#endif
  return sliced<std::uint32_t, 0x82F63B78u>(text, seed);
}

std::uint64_t crc64nvme(std::string_view text, std::uint64_t seed) { return sliced<std::uint64_t, 0x9A6C9329AC4BC9B5u>(text, seed); }

}  // namespace base
