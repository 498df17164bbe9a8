#include "wire/form.h"

#include <algorithm>

#include "base/bytes.h"

namespace wire {
namespace {

constexpr std::size_t kMaxFields = 50'000;

[[noreturn]] void syntax_error() { throw Malformed{"MalformedQueryString", "The query string contains a syntax error."}; }

std::string_view label_at(std::string_view key, std::size_t at) { return key.substr(at, key.find('.', at) - at); }

int compare_labels(std::string_view a, std::string_view b) {
  bool number_a = is_index(a), number_b = is_index(b);
  if (number_a != number_b) return number_a ? -1 : 1;
  if (number_a && a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

bool before(const Field& x, const Field& y) {
  std::string_view a = x.key, b = y.key;
  std::size_t n = std::min(a.size(), b.size());
  std::size_t differ = std::size_t(std::mismatch(a.begin(), a.begin() + std::ptrdiff_t(n), b.begin()).first - a.begin());
  std::size_t dot = differ == 0 ? a.npos : a.rfind('.', differ - 1);
  std::size_t at = dot == a.npos ? 0 : dot + 1;                    // where the label begins in which they differ
  int order = compare_labels(label_at(a, at), label_at(b, at));
  return order != 0 ? order < 0 : a.size() < b.size();             // a value stands before the parts inside it
}

// Calls `take(key, value)`, both still encoded, for every field.
template <class F> void each_field(std::string_view body, F take) {
  for (std::size_t at = 0; at <= body.size();) {
    std::size_t end = std::min(body.find('&', at), body.size());
    std::string_view field = body.substr(at, end - at);
    at = end + 1;
    if (field.empty()) continue;
    std::size_t equals = std::min(field.find('='), field.size());
    take(field.substr(0, equals), field.substr(std::min(equals + 1, field.size())));
  }
}

}  // namespace

bool is_index(std::string_view label) {
  if (label.empty() || label[0] == '0') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Form::Form(std::span<const Pair> query, std::string_view body) {
  fields_.reserve(16);
  for (const Pair& pair : query) add(pair.name, pair.value);
  while (body.ends_with('\n') || body.ends_with('\r')) body.remove_suffix(1);
  each_field(body, [&](std::string_view key, std::string_view value) { add(decode(key), decode(value)); });
  if (!std::is_sorted(fields_.begin(), fields_.end(), before)) std::stable_sort(fields_.begin(), fields_.end(), before);
}

void Form::add(std::string_view key, std::string_view value) {
  if (fields_.size() == kMaxFields || !base::is_utf8(key) || !base::is_utf8(value)) syntax_error();
  fields_.push_back({key, value});
}

std::string_view Form::decode(std::string_view text) {
  if (text.find('%') == text.npos && text.find('+') == text.npos) return text;
  auto plain = base::percent_decode(text, true);
  if (!plain) syntax_error();
  return decoded_.emplace_front(std::move(*plain));
}

std::optional<std::string> form_value(std::string_view body, std::string_view wanted) {
  std::optional<std::string> found;
  each_field(body, [&](std::string_view key, std::string_view value) {
    if (key != wanted && base::percent_decode(key, true) != wanted) return;
    if (auto plain = base::percent_decode(value, true)) found = std::move(plain);
  });
  return found;
}

}  // namespace wire
