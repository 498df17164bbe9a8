#include "services/s3/ranges.h"

#include <algorithm>
#include <charconv>

namespace s3 {
namespace {

// Digits only; what is too large for 63 bits is as large as can be.
std::optional<std::int64_t> number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return {};
  std::int64_t out = 0;
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  return fault == std::errc() ? out : INT64_MAX;
}

constexpr std::string_view kUnit = "bytes=";

}  // namespace

RangeAnswer range_of(std::string_view header, std::int64_t size) {
  constexpr RangeAnswer ignored{RangeFault::ignored, {}}, unsatisfiable{RangeFault::unsatisfiable, {}};
  if (!header.starts_with(kUnit)) return ignored;
  header.remove_prefix(kUnit.size());
  std::size_t dash = header.find('-');
  if (dash == header.npos) return ignored;
  std::string_view first = header.substr(0, dash), last = header.substr(dash + 1);
  auto to = number(last);
  if (!last.empty() && !to) return ignored;
  if (first.empty()) {
    if (!to) return ignored;
    if (*to == 0 || size == 0) return unsatisfiable;
    std::int64_t n = std::min(*to, size);
    return {RangeFault::none, {size - n, n}};
  }
  auto from = number(first);
  if (!from || (to && *to < *from)) return ignored;
  if (*from >= size) return unsatisfiable;
  std::int64_t end = to ? std::min(*to, size - 1) : size - 1;
  return {RangeFault::none, {*from, end - *from + 1}};
}

std::optional<Range> copy_range(std::string_view header, std::int64_t size) {
  if (!header.starts_with(kUnit)) return {};
  header.remove_prefix(kUnit.size());
  std::size_t dash = header.find('-');
  if (dash == header.npos) return {};
  auto from = number(header.substr(0, dash)), to = number(header.substr(dash + 1));
  if (!from || !to || *to < *from || *to >= size) return {};
  return Range{*from, *to - *from + 1};
}

}  // namespace s3
