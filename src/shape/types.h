#pragma once
// The types a request or result may be made of, beside bool, int64_t, double, std::string, base::Time,
// std::optional, std::vector and std::map<std::string, T>. A plain member is required; an optional one
// is std::optional. AWS attaches limits to named shapes: here they are part of the type.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace shape {

template <std::size_t N>
struct Literal {
  char text[N]{};
  constexpr Literal(const char (&s)[N]) { for (std::size_t i = 0; i < N; ++i) text[i] = s[i]; }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

inline constexpr std::int64_t kUnlimited = INT64_MAX;

// Length limits are in UTF-8 bytes for ASCII fields and characters otherwise; the pattern is RE2 syntax, whole match.
template <std::int64_t Min, std::int64_t Max = kUnlimited, Literal Pattern = "">
struct Text : std::string {
  using std::string::string;
  Text() = default;
  Text(std::string v) : std::string(std::move(v)) {}
  Text(std::string_view v) : std::string(v) {}
};

// One of a closed set of words. Anything else fails validation with the set in AWS's words.
template <Literal... Words>
struct OneOf : std::string {
  using std::string::string;
  OneOf() = default;
  OneOf(std::string v) : std::string(std::move(v)) {}
  OneOf(std::string_view v) : std::string(v) {}
};

template <std::int64_t Min, std::int64_t Max = kUnlimited>
struct Whole {
  std::int64_t value = 0;
  operator std::int64_t() const { return value; }
};

template <class T, std::int64_t Min, std::int64_t Max = kUnlimited>
struct List : std::vector<T> {
  using std::vector<T>::vector;
  List() = default;
  List(std::vector<T> v) : std::vector<T>(std::move(v)) {}
};

struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

// Protocols write these; the audit record shows nothing, a fixed phrase, or stars in their place.
template <class T> struct Secret : T { using T::T; Secret() = default; Secret(T v) : T(std::move(v)) {} };   // omitted
template <class T> struct Hidden : T { using T::T; Hidden() = default; Hidden(T v) : T(std::move(v)) {} };   // HIDDEN_DUE_TO_SECURITY_REASONS
template <class T> struct Masked : T { using T::T; Masked() = default; Masked(T v) : T(std::move(v)) {} };   // ****

}  // namespace shape
