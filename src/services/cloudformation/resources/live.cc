#include "services/cloudformation/resources/live.h"

#include "base/bytes.h"

namespace cloudformation::resources {

namespace {

Value told_list(const shape::Shape& s, const void* of) {
  Value out = Value::list();
  for (std::size_t i = 0; i < s.count(of); ++i) out.push(told(*s.element, s.nth(const_cast<void*>(of), i)));
  return out;
}

Value told_map(const shape::Shape& s, const void* of) {
  struct With { const shape::Shape& element; Value out; } with{*s.element, Value::map()};
  s.each(const_cast<void*>(of), &with, [](void* to, const std::string& key, void* value) {
    auto& w = *static_cast<With*>(to);
    w.out.set(key, told(w.element, value));
  });
  return std::move(with.out);
}

Value told_structure(const shape::Shape& s, const void* of) {
  Value out = Value::map();
  for (auto& m : s.members) out.set(std::string(1, char(std::toupper(m.name.front()))) + std::string(m.name.substr(1)), told(*m.shape, shape::member_of(m, of)));
  return out;
}

}  // namespace

Value told(const shape::Shape& s, const void* of) {
  const void* v = shape::value_of(s, of);
  if (!v) return {};
  switch (s.kind) {
    case shape::Kind::boolean: return Value::boolean(*static_cast<const bool*>(v));
    case shape::Kind::integer: return Value::number(static_cast<long long>(*static_cast<const std::int64_t*>(v)));
    case shape::Kind::real: return Value(std::to_string(*static_cast<const double*>(v)));
    case shape::Kind::text: return Value(*static_cast<const std::string*>(v));
    case shape::Kind::blob: return Value(static_cast<const shape::Blob*>(v)->bytes);
    case shape::Kind::time: return Value(base::iso(*static_cast<const base::Time*>(v)));
    case shape::Kind::list: return told_list(s, v);
    case shape::Kind::map: return told_map(s, v);
    case shape::Kind::structure: return told_structure(s, v);
  }
  return {};
}

void tell_tags(Value& out, const Resource& r, Words live, std::string_view property) {
  Resource alone = r;
  alone.tags.clear();
  const Words own = tags_of(alone, Marks::none, property);
  std::erase_if(live, [&](auto& tag) {
    auto stack = r.tags.find(tag.first);
    return tag.first.starts_with("aws:") || (!own.contains(tag.first) && stack != r.tags.end() && stack->second == tag.second);
  });
  const Value* declared = given(r, property);
  Value tags = declared && declared->is_map() ? Value::map() : Value::list();
  for (auto& [key, value] : live) {
    if (tags.is_map()) tags.set(key, Value(value));
    else tags.push(Value::map({{"Key", Value(key)}, {"Value", Value(value)}}));
  }
  out.set(property, std::move(tags));
}

const Reader* find_reader(std::string_view type) {
  static const auto all = [] {
    std::map<std::string_view, const Reader*> out;
    for (Readers family : {storage_readers(), identity_readers(), message_readers(), other_readers()})
      for (auto& reader : family) out[reader.type] = &reader;
    return out;
  }();
  auto it = all.find(type);
  return it == all.end() ? nullptr : it->second;
}

}  // namespace cloudformation::resources
