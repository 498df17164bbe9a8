#include "base/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace base {
namespace {

void draw(void* out, std::size_t n) {
  if (RAND_bytes(static_cast<unsigned char*>(out), int(n)) != 1) std::abort();
}

struct Page {
  std::array<unsigned char, 4096> bytes;
  std::size_t used = bytes.size();
  ~Page() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
};

}  // namespace

void random_into(void* out, std::size_t n) {
  thread_local Page page;
  if (n > page.bytes.size() / 16) return draw(out, n);
  if (n > page.bytes.size() - page.used) {
    draw(page.bytes.data(), page.bytes.size());
    page.used = 0;
  }
  std::memcpy(out, page.bytes.data() + page.used, n);
  OPENSSL_cleanse(page.bytes.data() + page.used, n);
  page.used += n;
}

}  // namespace base
