#include "policy/values.h"

#include <charconv>

namespace policy {

std::optional<std::string> scalar(base::JsonValue json) {
  using Type = simdjson::dom::element_type;
  switch (json.type()) {
    case Type::STRING: return std::string(std::string_view(json));
    case Type::BOOL: return bool(json) ? "true" : "false";
    case Type::INT64: return std::to_string(std::int64_t(json));
    case Type::UINT64: return std::to_string(std::uint64_t(json));
    case Type::DOUBLE: {
      char text[32];
      return std::string(text, std::to_chars(text, text + sizeof text, double(json)).ptr);
    }
    default: return {};
  }
}

std::optional<std::vector<std::string>> scalars(base::JsonValue json) {
  std::vector<std::string> out;
  simdjson::dom::array list;
  if (json.get(list)) {
    auto one = scalar(json);
    if (!one) return {};
    out.push_back(std::move(*one));
    return out;
  }
  for (auto item : list) {
    auto one = scalar(item);
    if (!one) return {};
    out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace policy
