#pragma once
// The stored form of a described structure: docs/formats/state.md. Members are numbered by their order in
// the description; a reader skips numbers it does not know and leaves absent ones at their defaults, so a
// structure grows by adding members at its end and never renumbers.
#include <optional>
#include <string>
#include <string_view>

#include "shape/shape.h"

namespace shape {

void pack(const Shape&, const void* value, std::string& out);
bool unpack(const Shape&, void* value, std::string_view in);     // false: damaged

template <class T> std::string packed(const T& value) {
  std::string out;
  pack(*of<T>(), &value, out);
  return out;
}
template <class T> std::optional<T> unpacked(std::string_view in) {
  T value{};
  if (!unpack(*of<T>(), &value, in)) return {};
  return value;
}

}  // namespace shape
