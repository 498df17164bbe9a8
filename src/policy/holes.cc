#include "policy/holes.h"

#include <array>
#include <cstdint>
#include <vector>

#include "policy/match.h"

namespace policy {
namespace {

constexpr bool continues(char c) { return (std::uint8_t(c) & 0xC0) == 0x80; }

// Shift-And: bit i of the state says that the piece's first i bytes end where the text has been read to.
class Search {
 public:
  explicit Search(std::string_view piece) : size_(piece.size()), words_(size_ / 64 + 1), state_(words_), holes_(words_), behind_(words_) {
    for (std::size_t i = 0; i < size_; ++i) {
      if (piece[i] != kAnyOne) { set(literal(piece[i]), i); continue; }
      set(holes_.data(), i);
      set(behind_.data(), i + 1);
    }
  }

  // Reads one byte; whether an occurrence ends with it. Only where a character begins may '?' take it and an occurrence begin;
  // within one, what stands behind a '?' waits for its end.
  bool read(char c, bool begins) {
    if (begins) state_[0] |= 1;
    const std::uint64_t* same = index_[std::uint8_t(c)] ? &literals_[(index_[std::uint8_t(c)] - 1) * words_] : nullptr;
    std::uint64_t carry = 0;
    for (std::size_t w = 0; w < words_; ++w) {
      std::uint64_t goes = state_[w] & ((same ? same[w] : 0) | (begins ? holes_[w] : 0));
      std::uint64_t waits = begins ? 0 : state_[w] & behind_[w];
      state_[w] = goes << 1 | carry | waits;
      carry = goes >> 63;
    }
    return state_[size_ / 64] >> (size_ % 64) & 1;
  }

  std::size_t words() const { return words_; }

 private:
  static void set(std::uint64_t* bits, std::size_t i) { bits[i / 64] |= std::uint64_t(1) << (i % 64); }
  std::uint64_t* literal(char c) {
    auto& index = index_[std::uint8_t(c)];
    if (!index) {
      literals_.resize(literals_.size() + words_);
      index = std::uint16_t(literals_.size() / words_);
    }
    return &literals_[(index - 1) * words_];
  }

  const std::size_t size_, words_;
  std::vector<std::uint64_t> state_, holes_, behind_, literals_;
  std::array<std::uint16_t, 256> index_{};      // of a byte's words among the literals, from 1; 0: it is none of the piece's
};

}  // namespace

std::optional<std::size_t> find_with_holes(std::string_view piece, std::string_view text) {
  Search search(piece);
  std::size_t left = 0;                         // bytes that the character may still have
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = !left || !continues(text[i]);
    left = !begins ? left - 1 : std::uint8_t(text[i]) >= 0xC0 ? 3 : 0;
    match_steps() += search.words();
    if (!search.read(text[i], begins)) continue;
    std::size_t end = i + 1;                    // a last '?' takes its character whole
    if (piece.back() == kAnyOne) while (left && end < text.size() && continues(text[end])) --left, ++end;
    return end;
  }
  return {};
}

std::size_t& match_steps() {
  thread_local std::size_t steps = 0;
  return steps;
}

}  // namespace policy
