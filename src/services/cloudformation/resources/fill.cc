#include "services/cloudformation/resources/fill.h"

#include <charconv>

#include "base/bytes.h"

namespace cloudformation::resources {
namespace {

constexpr int kDeepest = 64;

std::string_view kind_of(const Value& v) {
  switch (v.kind) {
    case Value::Kind::null: return "Null";
    case Value::Kind::boolean: return "Boolean";
    case Value::Kind::number: return v.text.find_first_of(".eE") == v.text.npos ? "Integer" : "Number";
    case Value::Kind::string: return "String";
    case Value::Kind::list: return "JSONArray";
    case Value::Kind::map: return "JSONObject";
  }
  return "";
}

ApiError wrong_kind(const Spot& spot, std::string_view wanted, const Value& found) {
  return invalid_properties(spot, "expected type: " + std::string(wanted) + ", found: " + std::string(kind_of(found)));
}

// Text may be any scalar, or a document.
std::string text_from(const Value& v, const Spot& spot) {
  if (v.is_scalar()) return v.text;
  if (v.is_map() || v.is_list()) return language::to_json(v);
  throw wrong_kind(spot, "String", v);
}

bool flag_from(const Value& v, const Spot& spot) {
  if (v.is_scalar() && base::iequals(v.text, "true")) return true;
  if (v.is_scalar() && base::iequals(v.text, "false")) return false;
  throw wrong_kind(spot, "Boolean", v);
}

template <class N> N number_from(const Value& v, const Spot& spot, std::string_view wanted) {
  N out{};
  const char* end = v.text.data() + v.text.size();
  if (!v.is_scalar() || v.text.empty()) throw wrong_kind(spot, wanted, v);
  auto [stop, error] = std::from_chars(v.text.data(), end, out);
  if (error == std::errc() && stop == end) return out;
  // "5.0", as JSON and YAML writers may have it.
  double real = 0;
  auto [real_stop, real_error] = std::from_chars(v.text.data(), end, real);
  if (real_error != std::errc() || real_stop != end || N(real) != real) throw wrong_kind(spot, wanted, v);
  return N(real);
}

base::Time time_from(const Value& v, const Spot& spot) {
  if (auto t = v.is_scalar() ? base::parse_time(v.text) : std::nullopt) return *t;
  throw invalid_properties(spot, "[" + v.text + "] is not a valid date-time");
}

bool names_member(std::string_view property, std::string_view member) {
  if (member.ends_with('_')) member.remove_suffix(1);
  return base::iequals(property, member);
}

const Value::Member* property_for(const shape::Member& m, const Value& from) {
  for (auto& property : from.members)
    if (names_member(property.first, m.name)) return property.second.is_null() ? nullptr : &property;
  return nullptr;
}

void fill_structure(const shape::Shape& s, void* to, const Value& from, const Spot& spot) {
  if (!from.is_map()) throw wrong_kind(spot, "JSONObject", from);
  for (auto& [name, value] : from.members) {
    auto m = std::find_if(s.members.begin(), s.members.end(), [n = std::string_view(name)](auto& each) { return names_member(n, each.name); });
    if (m == s.members.end()) throw invalid_properties(spot, "extraneous key [" + name + "] is not permitted");
    if (!value.is_null()) fill(*m->shape, m->at(to), value, spot / name);
  }
  for (auto& m : s.members)
    if (!m.shape->optional && m.shape->kind == shape::Kind::text && !property_for(m, from))
      throw invalid_properties(spot, "required key [" + std::string(1, char(std::toupper(m.name.front()))) + std::string(m.name.substr(1)) + "] not found");
}

void fill_list(const shape::Shape& s, void* to, const Value& from, const Spot& spot) {
  if (from.is_map()) throw wrong_kind(spot, "JSONArray", from);
  if (from.is_scalar()) return fill(*s.element, s.grow(to), from, spot / "0");          // one stands for a list of one
  for (std::size_t i = 0; i < from.items.size(); ++i) fill(*s.element, s.grow(to), from.items[i], spot / std::to_string(i));
}

void fill_map(const shape::Shape& s, void* to, const Value& from, const Spot& spot) {
  if (!from.is_map()) throw wrong_kind(spot, "JSONObject", from);
  for (auto& [name, value] : from.members) fill(*s.element, s.put(to, name), value, spot / name);
}

void rename(Value& v, std::span<const Rename> names, int depth) {
  if (depth > kDeepest) return;
  for (auto& item : v.items) rename(item, names, depth + 1);
  for (auto& [name, value] : v.members) {
    for (auto& n : names) if (name == n.from) { name = n.to; break; }
    rename(value, names, depth + 1);
  }
}

}  // namespace

ApiError invalid_properties(const Spot& spot, const std::string& sentence) {
  return {std::string(kInvalidProperties), 400,
          "Properties validation failed for resource " + spot.resource.logical_id + " with message:\n" + spot.path + ": " + sentence};
}

void fill(const shape::Shape& s, void* to, const Value& from, const Spot& spot) {
  void* at = s.optional ? s.engage(to) : to;
  switch (s.kind) {
    case shape::Kind::boolean: *static_cast<bool*>(at) = flag_from(from, spot); return;
    case shape::Kind::integer: *static_cast<std::int64_t*>(at) = number_from<std::int64_t>(from, spot, "Integer"); return;
    case shape::Kind::real: *static_cast<double*>(at) = number_from<double>(from, spot, "Number"); return;
    case shape::Kind::text: *static_cast<std::string*>(at) = text_from(from, spot); return;
    case shape::Kind::blob: static_cast<shape::Blob*>(at)->bytes = text_from(from, spot); return;
    case shape::Kind::time: *static_cast<base::Time*>(at) = time_from(from, spot); return;
    case shape::Kind::list: return fill_list(s, at, from, spot);
    case shape::Kind::map: return fill_map(s, at, from, spot);
    case shape::Kind::structure: return fill_structure(s, at, from, spot);
  }
}

void fill_members(const shape::Shape& s, void* to, const Resource& r) {
  for (auto& m : s.members)
    if (m.name != "tags")
      if (auto property = property_for(m, r.properties)) fill(*m.shape, m.at(to), property->second, Spot{r} / property->first);
}

Value renamed(Value v, std::initializer_list<Rename> names) {
  rename(v, {names.begin(), names.size()}, 0);
  return v;
}

}  // namespace cloudformation::resources
