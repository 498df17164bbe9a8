#include "services/sqs/state.h"

#include <charconv>
#include <cstdio>

namespace sqs {
namespace {

std::string errand_key(const Errand& e) {
  return store::joined(store::joined(order(e.at), e.kind), store::joined(e.account, e.region, e.name));
}

}  // namespace

std::string order(std::int64_t n) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(n < 0 ? 0 : n));
  return text;
}

std::int64_t unorder(std::string_view text) {
  std::int64_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n, 16);
  return n;
}

void add_errand(store::Txn& txn, const Errand& e) { store::Bound<Errand>(txn, kErrands, "", "").put(errand_key(e), e); }
void drop_errand(store::Txn& txn, const Errand& e) { store::Bound<Errand>(txn, kErrands, "", "").erase(errand_key(e)); }

}  // namespace sqs
