#pragma once
// Random bytes for keys, nonces and ids. Each thread draws a page ahead from the system's generator: a draw costs far more than
// the bytes. A byte is handed out once and wiped from the page.
#include <cstddef>

namespace base {

void random_into(void* out, std::size_t n);

}  // namespace base
