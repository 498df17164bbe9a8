#pragma once
// Finding a stretch with '?' in a text: all places it may begin at are followed at once, a machine word for 64 of the
// stretch's bytes, so that the time is that of reading the text once for each such word, whatever stands in either.
#include <cstddef>
#include <optional>
#include <string_view>

namespace policy {

// Where the first occurrence of the marked piece ends in the text. The piece is not empty and has no '*'.
std::optional<std::size_t> find_with_holes(std::string_view piece, std::string_view text);

// Bytes and words looked at by matching on this thread so far: what tests hold against a bound.
std::size_t& match_steps();

}  // namespace policy
