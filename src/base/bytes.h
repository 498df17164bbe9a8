#pragma once
// Text forms of bytes. Every decoder answers nullopt for what is not of its form.
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace base {

std::string hex(std::string_view bytes);                              // lower case
std::optional<std::string> unhex(std::string_view text);
std::string base64(std::string_view bytes);                           // RFC 4648, padded
std::optional<std::string> unbase64(std::string_view text);           // padding required
std::string base64url(std::string_view bytes);                        // no padding
std::optional<std::string> unbase64url(std::string_view text);
std::string percent_encode(std::string_view text, std::string_view keep = "");  // RFC 3986 unreserved + keep stay
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
bool is_utf8(std::string_view text);
std::string utf8_lossy(std::string_view text);                        // invalid sequences become U+FFFD
namespace detail { bool folded_equal(const char* a, const char* b, std::size_t size); }
inline bool iequals(std::string_view a, std::string_view b) {         // ASCII case folded
  return a.size() == b.size() && detail::folded_equal(a.data(), b.data(), a.size());
}
std::string lower(std::string_view text);                             // ASCII
std::string_view trim(std::string_view text);                         // spaces and tabs
std::vector<std::string_view> split(std::string_view text, char at);  // "a,,b" are three, "" is one

// Fixed-width integers, little endian, as every stored format of ours has them.
static_assert(std::endian::native == std::endian::little);
inline void put_u32(std::string& out, std::uint32_t v) { out.append(reinterpret_cast<const char*>(&v), sizeof v); }
inline void put_u64(std::string& out, std::uint64_t v) { out.append(reinterpret_cast<const char*>(&v), sizeof v); }
inline void set_u32(char* p, std::uint32_t v) { std::memcpy(p, &v, sizeof v); }
inline void set_u64(char* p, std::uint64_t v) { std::memcpy(p, &v, sizeof v); }
inline std::uint32_t get_u32(const char* p) { std::uint32_t v; std::memcpy(&v, p, sizeof v); return v; }
inline std::uint64_t get_u64(const char* p) { std::uint64_t v; std::memcpy(&v, p, sizeof v); return v; }

// LEB128. get_varint advances `in`; false when it is cut short or longer than 64 bits.
void put_varint(std::string& out, std::uint64_t v);
bool get_varint(std::string_view& in, std::uint64_t& v);

}  // namespace base
