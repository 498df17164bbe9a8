#include "base/ids.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace base {
namespace {

void take(unsigned char* out, std::size_t n) {
  thread_local std::array<unsigned char, 4096> pool;
  thread_local std::size_t used = pool.size();
  if (n > pool.size() - used) {
    if (RAND_bytes(pool.data(), int(pool.size())) != 1) std::abort();
    used = 0;
  }
  std::memcpy(out, pool.data() + used, n);
  std::memset(pool.data() + used, 0, n);      // a number is handed out once
  used += n;
}

}  // namespace

void append_uuid(std::string& out) {
  unsigned char b[16];
  take(b, sizeof b);
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
  const std::size_t fair = 256 / alphabet.size() * alphabet.size();
  while (out.size() < n) {
    unsigned char b;
    take(&b, 1);
    if (b < fair) out += alphabet[b % alphabet.size()];
  }
  return out;
}

std::string unique_id(std::string_view prefix) { return std::string(prefix) + random_text(20 - prefix.size(), kBase32); }

}  // namespace base
