#pragma once
// A token is where the next page begins.
#include <charconv>

#include "base/bytes.h"
#include "services/secretsmanager/secret.h"

namespace secretsmanager {

struct Page { std::size_t begin = 0, end = 0; Maybe<std::string> next; };

inline Page page_of(std::size_t count, const Maybe<NextToken>& token, std::size_t limit) {
  Page out;
  if (token) {
    auto text = base::unbase64url(*token);
    auto read = text ? std::from_chars(text->data(), text->data() + text->size(), out.begin) : std::from_chars_result{nullptr, std::errc::invalid_argument};
    if (!text || read.ec != std::errc() || read.ptr != text->data() + text->size()) throw ApiError{"InvalidNextTokenException", 400, "Invalid Token"};
  }
  out.begin = std::min(out.begin, count);
  out.end = out.begin + std::min(limit, count - out.begin);
  if (out.end < count) out.next = base::base64url(std::to_string(out.end));
  return out;
}

}  // namespace secretsmanager
