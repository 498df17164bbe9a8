#pragma once
#include "base/json.h"

namespace events {

// Empty where there is no such member, or it is no text.
inline std::string_view text_at(const base::JsonValue& object, std::string_view name) {
  std::string_view out;
  return object.at_key(name).get(out) ? std::string_view() : out;
}

}  // namespace events
