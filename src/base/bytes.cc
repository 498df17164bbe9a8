#include "base/bytes.h"

#include <array>

namespace base {
namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> reverse(std::string_view alphabet) {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) table[std::uint8_t(alphabet[i])] = std::int8_t(i);
  return table;
}
constexpr auto kFromStandard = reverse(kStandard);
constexpr auto kFromUrl = reverse(kUrl);

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string encode64(std::string_view in, std::string_view alphabet, bool padded) {
  std::string out((in.size() + 2) / 3 * 4, '=');
  char* to = out.data();
  const auto byte = [&](std::size_t at) { return std::uint32_t(std::uint8_t(in[at])); };
  std::size_t i = 0;
  for (; i + 3 <= in.size(); i += 3, to += 4) {
    const std::uint32_t v = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
    to[0] = alphabet[v >> 18];
    to[1] = alphabet[v >> 12 & 63];
    to[2] = alphabet[v >> 6 & 63];
    to[3] = alphabet[v & 63];
  }
  if (const std::size_t rest = in.size() - i; rest > 0) {
    const std::uint32_t v = byte(i) << 16 | (rest == 2 ? byte(i + 1) << 8 : 0);
    for (std::size_t n = 0; n <= rest; ++n) *to++ = alphabet[v >> (18 - 6 * n) & 63];
  }
  if (!padded) out.resize(std::size_t(to - out.data()));
  return out;
}

std::optional<std::string> decode64(std::string_view in, const std::array<std::int8_t, 256>& table) {
  if (in.size() % 4 == 1) return {};
  std::string out;
  out.reserve(in.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : in) {
    int v = table[std::uint8_t(c)];
    if (v < 0) return {};
    bits = bits << 6 | std::uint32_t(v);
    if ((held += 6) >= 8) out += char(bits >> (held -= 8));
  }
  if ((bits & ((1u << held) - 1)) != 0) return {};   // one text form for one value
  return out;
}

// Length of the well-formed UTF-8 sequence at the front, 0 if there is none.
std::size_t utf8_length(std::string_view s) {
  auto at = [&](std::size_t i) { return i < s.size() ? std::uint8_t(s[i]) : 0; };
  auto tail = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  std::uint8_t c = at(0);
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return tail(1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (!tail(1) || !tail(2) || (c == 0xE0 && at(1) < 0xA0) || (c == 0xED && at(1) > 0x9F)) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!tail(1) || !tail(2) || !tail(3) || (c == 0xF0 && at(1) < 0x90) || (c == 0xF4 && at(1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

bool unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string hex(std::string_view bytes) {
  std::string out(bytes.size() * 2, '\0');
  char* p = out.data();
  for (unsigned char c : bytes) { *p++ = kHex[c >> 4]; *p++ = kHex[c & 15]; }
  return out;
}

std::optional<std::string> unhex(std::string_view text) {
  if (text.size() % 2) return {};
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    int high = nibble(text[i]), low = nibble(text[i + 1]);
    if (high < 0 || low < 0) return {};
    out += char(high << 4 | low);
  }
  return out;
}

std::string base64(std::string_view bytes) { return encode64(bytes, kStandard, true); }
std::string base64url(std::string_view bytes) { return encode64(bytes, kUrl, false); }
std::optional<std::string> unbase64url(std::string_view text) { return decode64(text, kFromUrl); }

std::optional<std::string> unbase64(std::string_view text) {
  if (text.size() % 4) return {};
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return decode64(text, kFromStandard);
}

std::string percent_encode(std::string_view text, std::string_view keep) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    if (unreserved(c) || keep.find(c) != keep.npos) { out += c; continue; }
    out += '%';
    out += "0123456789ABCDEF"[std::uint8_t(c) >> 4];
    out += "0123456789ABCDEF"[std::uint8_t(c) & 15];
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) { out += ' '; continue; }
    if (text[i] != '%') { out += text[i]; continue; }
    int high = i + 2 < text.size() ? nibble(text[i + 1]) : -1, low = i + 2 < text.size() ? nibble(text[i + 2]) : -1;
    if (high < 0 || low < 0) return {};
    out += char(high << 4 | low);
    i += 2;
  }
  return out;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t n = utf8_length(text.substr(i));
    if (n == 0) return false;
    i += n;
  }
  return true;
}

std::string utf8_lossy(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (std::size_t n = utf8_length(text.substr(i)); n > 0) { out.append(text, i, n); i += n; }
    else { out += "\xEF\xBF\xBD"; ++i; }
  }
  return out;
}

bool detail::folded_equal(const char* a, const char* b, std::size_t size) {
  auto fold = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
  for (std::size_t i = 0; i < size; ++i) if (a[i] != b[i] && fold(a[i]) != fold(b[i])) return false;
  return true;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (;;) {
    const std::size_t end = text.find(at);
    out.push_back(text.substr(0, end));
    if (end == text.npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) if (c >= 'A' && c <= 'Z') c = char(c + 32);
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

void put_varint(std::string& out, std::uint64_t v) {
  for (; v >= 0x80; v >>= 7) out += char(v | 0x80);
  out += char(v);
}

bool get_varint(std::string_view& in, std::uint64_t& v) {
  v = 0;
  for (int shift = 0; shift < 64 && !in.empty(); shift += 7) {
    auto c = std::uint8_t(in.front());
    in.remove_prefix(1);
    v |= std::uint64_t(c & 0x7F) << shift;
    if (c < 0x80) return shift < 63 || c <= 1;
  }
  return false;
}

}  // namespace base
