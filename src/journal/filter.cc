#include "journal/filter.h"

#include <bit>
#include <cstring>

namespace journal {
namespace {

constexpr std::size_t kKeyBits = 16, kLineBits = 512;
constexpr int kProbes = 7;
static_assert(std::endian::native == std::endian::little);             // words are kept as they are

// The first half of a hash chooses the line; the bits in it come from all of it, stirred.
template <class Use> bool each_bit(std::uint64_t hash, Use use) {
  std::uint64_t bits = hash * 0x9E3779B97F4A7C15ull;
  bits ^= bits >> 29;
  for (int i = 0; i < kProbes; ++i, bits >>= 9)
    if (!use(bits % kLineBits)) return false;
  return true;
}

}  // namespace

std::size_t Filter::bytes_for(std::size_t keys) { return (keys * kKeyBits / kLineBits + 1) * kLineBits / 8; }

Filter::Filter(std::size_t keys) : words_(bytes_for(keys) / 8) {}

Filter::Filter(std::string_view bytes) : words_(bytes.size() / 8) {
  std::memcpy(words_.data(), bytes.data(), words_.size() * 8);
}

std::size_t Filter::line(std::uint64_t hash) const { return std::size_t((hash >> 32) * (words_.size() / kLineWords) >> 32) * kLineWords; }

void Filter::add(std::uint64_t hash) {
  std::uint64_t* words = words_.data() + line(hash);
  each_bit(hash, [&](std::uint64_t bit) { words[bit / 64] |= std::uint64_t(1) << bit % 64; return true; });
}

bool Filter::may_have(std::uint64_t hash) const {
  const std::uint64_t* words = words_.data() + line(hash);
  return each_bit(hash, [&](std::uint64_t bit) { return (words[bit / 64] >> bit % 64 & 1) != 0; });
}

std::string Filter::bytes() const { return std::string(reinterpret_cast<const char*>(words_.data()), words_.size() * 8); }

}  // namespace journal
