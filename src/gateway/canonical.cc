#include "gateway/canonical.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/ids.h"

namespace gateway {
namespace {

constexpr char kUpperHex[] = "0123456789ABCDEF";

constexpr std::array<bool, 256> kUnreserved = [] {
  std::array<bool, 256> table{};
  for (char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"))
    table[std::uint8_t(c)] = true;
  return table;
}();

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_escape(std::string& out, std::uint8_t c) {
  out += '%';
  out += kUpperHex[c >> 4];
  out += kUpperHex[c & 15];
}

// Appends text whose escapes are read and written anew in AWS's one form. Escaped slashes stay escaped.
void append_normal(std::string& out, std::string_view text, bool keep_slash, bool plus_is_space) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t run = i;
    while (run < text.size() && (kUnreserved[std::uint8_t(text[run])] || (keep_slash && text[run] == '/'))) ++run;
    out.append(text, i, run - i);
    if ((i = run) == text.size()) return;
    int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1, low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (text[i] == '%' && high >= 0 && low >= 0) {
      auto c = std::uint8_t(high << 4 | low);
      if (kUnreserved[c]) out += char(c);
      else append_escape(out, c);
      i += 3;
    } else {
      append_escape(out, plus_is_space && text[i] == '+' ? ' ' : std::uint8_t(text[i]));
      ++i;
    }
  }
}

// Appends text with every reserved character escaped, escapes themselves included; '/' stays.
void append_escaped(std::string& out, std::string_view text) {
  for (char c : text) {
    if (kUnreserved[std::uint8_t(c)] || c == '/') out += c;
    else append_escape(out, std::uint8_t(c));
  }
}

// RFC 3986, 5.2.4, with empty segments removed as well. A final slash stays.
void append_standard_path(std::string& out, std::string_view path) {
  thread_local std::vector<std::string_view> segments;
  segments.clear();
  for (std::string_view rest = path; !rest.empty();) {
    std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(rest.size(), segment.size() + 1));
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") segments.push_back(segment);
    else if (!segments.empty()) segments.pop_back();
  }
  for (std::string_view segment : segments) {
    out += '/';
    append_escaped(out, segment);
  }
  if (segments.empty() || path.ends_with('/')) out += '/';
}

void append_query(std::string& out, std::string_view query) {
  if (query.empty()) return;
  struct Pair { std::size_t at, name, value; };     // place and lengths in `text`
  thread_local std::string text;
  thread_local std::vector<Pair> pairs;
  text.clear();
  pairs.clear();
  each_raw_pair(query, [&](std::string_view name, std::string_view value) {
    if (name == "X-Amz-Signature") return;
    std::size_t at = text.size();
    append_normal(text, name, false, true);
    std::size_t middle = text.size();
    append_normal(text, value, false, true);
    pairs.push_back({at, middle - at, text.size() - middle});
  });
  auto name = [](const Pair& p) { return std::string_view(text).substr(p.at, p.name); };
  auto value = [](const Pair& p) { return std::string_view(text).substr(p.at + p.name, p.value); };
  std::sort(pairs.begin(), pairs.end(), [&](const Pair& a, const Pair& b) {
    int order = name(a).compare(name(b));
    return order != 0 ? order < 0 : value(a) < value(b);
  });
  bool first = true;
  for (const Pair& p : pairs) {
    if (!first) out += '&';
    first = false;
    out += name(p);
    out += '=';
    out += value(p);
  }
}

void append_collapsed(std::string& out, std::string_view value) {
  value = base::trim(value);
  if (value.find('\t') == value.npos && value.find("  ") == value.npos) {
    out += value;
    return;
  }
  bool blank = false;
  for (char c : value) {
    bool now = c == ' ' || c == '\t';
    if (!now || !blank) out += now ? ' ' : c;
    blank = now;
  }
}

}  // namespace

void append_canonical_value(std::string& out, const Request& request, std::string_view name) {
  bool first = true;
  for (const Header& h : request.headers) {
    if (!base::iequals(h.name, name)) continue;
    if (!first) out += ',';
    first = false;
    append_collapsed(out, h.value);
  }
}

void append_sha256_hex(std::string& out, std::string_view text) {
  char digest[32], hex[64];
  base::sha256_into(text, digest);
  for (std::size_t i = 0; i < sizeof digest; ++i) {
    hex[2 * i] = base::kHexDigits[std::uint8_t(digest[i]) >> 4];
    hex[2 * i + 1] = base::kHexDigits[std::uint8_t(digest[i]) & 15];
  }
  out.append(hex, sizeof hex);
}

void append_canonical_request(std::string& out, const Request& request, std::string_view signed_headers,
                              std::string_view payload_hash, PathRule rule) {
  out += request.method;
  out += '\n';
  if (request.path.empty()) out += '/';
  else if (rule == PathRule::s3) append_normal(out, request.path, true, false);
  else append_standard_path(out, request.path);
  out += '\n';
  append_query(out, request.query);
  out += '\n';
  for (std::string_view rest = signed_headers; !rest.empty();) {
    std::string_view name = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), name.size() + 1));
    out += name;
    out += ':';
    append_canonical_value(out, request, name);
    out += '\n';
  }
  out += '\n';
  out += signed_headers;
  out += '\n';
  out += payload_hash;
}

}  // namespace gateway
