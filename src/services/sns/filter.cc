#include "services/sns/filter.h"

#include <cmath>
#include <cstdlib>

namespace sns {
namespace {

constexpr double kMostNumber = 1e9;
constexpr std::size_t kCombinations = 150, kKeys = 5, kBytes = 256 << 10;

// The attributes as the object that a policy is held against. Binary ones are not compared.
std::string object_of(const MessageAttributes& attributes) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{');
  for (auto& [name, a] : attributes) {
    if (!a.stringValue || a.dataType.starts_with("Binary")) continue;
    w.key(name);
    if (a.dataType.starts_with("Number")) w.real(std::strtod(a.stringValue->c_str(), nullptr));
    else if (auto list = a.dataType == "String.Array" ? base::parse_json(*a.stringValue) : std::nullopt; list && list->is_array()) w.raw(simdjson::minify(*list));
    else w.text(*a.stringValue);
  }
  w.close('}');
  return out;
}

}  // namespace

std::shared_ptr<const service::Pattern> compile_filter(std::string_view json, bool of_body) {
  if (json.size() > kBytes) throw std::runtime_error("FilterPolicy: Filter policy is too large");
  if (json.empty()) return nullptr;
  if (auto value = base::parse_json(json); value && value->is_object() && simdjson::dom::object(*value).size() == 0) return nullptr;
  std::shared_ptr<const service::Pattern> pattern;
  try {
    pattern = service::Pattern::compile(json, kMostNumber);
  } catch (const service::PatternFault& e) {
    throw std::runtime_error(std::string("FilterPolicy: ") + e.what());
  }
  if (!of_body && pattern->nested()) throw std::runtime_error("Filter policy scope MessageAttributes does not support nested filter policy");
  if (pattern->leaves() > kKeys) throw std::runtime_error("FilterPolicy: Filter policy can not have more than 5 keys");
  if (pattern->combinations(of_body) > kCombinations) throw std::runtime_error("FilterPolicy: Filter policy is too complex");
  return pattern;
}

bool accepts(const service::Pattern& pattern, bool of_body, std::string_view text, const MessageAttributes& attributes) {
  std::string object;
  if (!of_body) object = object_of(attributes);
  auto value = base::parse_json(of_body ? text : std::string_view(object));
  return value && pattern.matches(*value);
}

}  // namespace sns
