#include "base/ids.h"

#include <algorithm>

#include "base/random.h"

namespace base {

void append_uuid(std::string& out) {
  unsigned char b[16];
  random_into(b, sizeof b);
  b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
  b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
  char text[36];
  char* p = text;
  for (int i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) *p++ = '-';
    *p++ = kHexDigits[b[i] >> 4];
    *p++ = kHexDigits[b[i] & 15];
  }
  out.append(text, sizeof text);
}

std::string uuid() { std::string out; append_uuid(out); return out; }

std::string random_text(std::size_t n, std::string_view alphabet) {
  std::string out;
  out.reserve(n);
  const std::size_t fair = 256 / alphabet.size() * alphabet.size();
  while (out.size() < n) {
    unsigned char bytes[32];
    const std::size_t most = std::min(n - out.size(), sizeof bytes);
    random_into(bytes, most);
    for (std::size_t i = 0; i < most; ++i) if (bytes[i] < fair) out += alphabet[bytes[i] % alphabet.size()];
  }
  return out;
}

std::string unique_id(std::string_view prefix) { return std::string(prefix) + random_text(20 - prefix.size(), kBase32); }

}  // namespace base
