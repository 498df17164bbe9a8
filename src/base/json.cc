#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/bytes.h"

namespace base {
namespace {

constexpr std::size_t kMaxBytes = 32u << 20, kMaxDepth = 64;

// Bytes that cannot stand in a JSON string as they are, or that need their UTF-8 checked.
constexpr std::array<bool, 256> special = [] {
  std::array<bool, 256> t{};
  for (int i = 0; i < 256; ++i) t[std::size_t(i)] = i < 0x20 || i == '"' || i == '\\' || i >= 0x80;
  return t;
}();

void escape(std::string& out, char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default:
      if (std::uint8_t(c) >= 0x20) { out += c; return; }
      out += "\\u00";
      out += "0123456789abcdef"[std::uint8_t(c) >> 4];
      out += "0123456789abcdef"[std::uint8_t(c) & 15];
  }
}

// Whether one of eight bytes is special.
bool any_special(const char* eight) {
  constexpr std::uint64_t ones = 0x0101010101010101, tops = ones * 0x80;
  auto has_zero = [](std::uint64_t x) { return (x - ones) & ~x & tops; };
  std::uint64_t w;
  std::memcpy(&w, eight, 8);
  return ((w - ones * 0x20) & ~w & tops) | (w & tops) | has_zero(w ^ (ones * '"')) | has_zero(w ^ (ones * '\\'));
}

// Eight bytes are looked at in one step, the last of them twice where they do not divide by eight.
bool plain(std::string_view text) {
  if (text.size() < 8) return std::none_of(text.begin(), text.end(), [](char c) { return special[std::uint8_t(c)]; });
  for (std::size_t at = 0; at + 8 < text.size(); at += 8)
    if (any_special(text.data() + at)) return false;
  return !any_special(text.data() + text.size() - 8);
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!special[std::uint8_t(text[i])]) continue;
    if (std::uint8_t(text[i]) >= 0x80) {         // the rest goes the careful way
      std::string clean;
      std::string_view rest = text.substr(start);
      if (!is_utf8(rest)) rest = clean = utf8_lossy(rest);
      for (char c : rest) escape(out, c);
      return;
    }
    out.append(text, start, i - start);
    escape(out, text[i]);
    start = i + 1;
  }
  out.append(text, start, text.size() - start);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (plain(text)) out += text;
  else append_escaped(out, text);
  out += '"';
}

JsonWriter& JsonWriter::real(double v) {
  if (!std::isfinite(v)) return text(std::isnan(v) ? "NaN" : v < 0 ? "-Infinity" : "Infinity");
  comma();
  char text[32];
  auto end = std::to_chars(text, text + sizeof text, v).ptr;
  out_.append(text, end);
  return *this;
}

std::optional<JsonValue> parse_json(std::string_view text) {
  thread_local auto parser = [] {
    simdjson::dom::parser p(kMaxBytes);
    if (p.allocate(4096, kMaxDepth)) std::abort();
    return p;
  }();
  JsonValue root;
  if (parser.parse(text.data(), text.size()).get(root)) return {};
  return root;
}

std::optional<JsonDocument> parse_json_owned(std::string_view text) {
  JsonDocument out{std::make_unique<simdjson::dom::parser>()};
  if (text.size() > kMaxBytes || out.parser->allocate(text.size() + 1, kMaxDepth)) return {};
  if (out.parser->parse(text.data(), text.size()).get(out.root)) return {};
  return out;
}

}  // namespace base
