#include "services/cloudformation/template/value.h"

#include <algorithm>

#include "base/json.h"

namespace cloudformation::language {

Value Value::boolean(bool v) {
  Value out(v ? "true" : "false");
  out.kind = Kind::boolean;
  return out;
}

Value Value::number(std::string json_number) {
  Value out(std::move(json_number));
  out.kind = Kind::number;
  return out;
}

Value Value::number(long long v) { return number(std::to_string(v)); }

Value Value::list(std::vector<Value> items) {
  Value out;
  out.kind = Kind::list;
  out.items = std::move(items);
  return out;
}

Value Value::map(std::vector<Member> members) {
  Value out;
  out.kind = Kind::map;
  out.members = std::move(members);
  return out;
}

const Value* Value::find(std::string_view name) const {
  for (auto& [key, v] : members)
    if (key == name) return &v;
  return nullptr;
}

Value* Value::find(std::string_view name) { return const_cast<Value*>(std::as_const(*this).find(name)); }

std::string Value::text_of(std::string_view name, std::string_view otherwise) const {
  const Value* v = find(name);
  return v && v->is_scalar() ? v->text : std::string(otherwise);
}

Value& Value::set(std::string_view name, Value v) {
  if (kind == Kind::null) kind = Kind::map;
  if (Value* old = find(name)) return *old = std::move(v);
  return members.emplace_back(std::string(name), std::move(v)).second;
}

bool Value::erase(std::string_view name) {
  auto at = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.first == name; });
  if (at == members.end()) return false;
  members.erase(at);
  return true;
}

void Value::push(Value v) {
  if (kind == Kind::null) kind = Kind::list;
  items.push_back(std::move(v));
}

namespace {

// The members in the order of their names: maps are compared without looking up each name.
std::vector<const Value::Member*> sorted(const Value& map) {
  std::vector<const Value::Member*> out;
  for (auto& m : map.members) out.push_back(&m);
  std::sort(out.begin(), out.end(), [](auto* a, auto* b) { return a->first < b->first; });
  return out;
}

template <class Scalars>
bool equal(const Value& a, const Value& b, const Scalars& scalars) {
  if (a.is_scalar() && b.is_scalar()) return scalars(a, b);
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!equal(a.items[i], b.items[i], scalars)) return false;
  auto left = sorted(a), right = sorted(b);
  for (std::size_t i = 0; i < left.size(); ++i)
    if (left[i]->first != right[i]->first || !equal(left[i]->second, right[i]->second, scalars)) return false;
  return true;
}

void write(base::JsonWriter& out, const Value& v) {
  switch (v.kind) {
    case Value::Kind::null: out.null(); return;
    case Value::Kind::boolean:
    case Value::Kind::number: out.raw(v.text); return;
    case Value::Kind::string: out.text(v.text); return;
    case Value::Kind::list:
      out.open('[');
      for (auto& item : v.items) write(out, item);
      out.close(']');
      return;
    case Value::Kind::map:
      out.open('{');
      for (auto& [name, member] : v.members) {
        out.key(name);
        write(out, member);
      }
      out.close('}');
      return;
  }
}

void write_pretty(std::string& out, const Value& v, std::size_t level) {
  const bool list = v.is_list();
  if ((!list && !v.is_map()) || (v.items.empty() && v.members.empty())) {
    base::JsonWriter writer(out);
    write(writer, v);
    return;
  }
  auto line = [&](std::size_t depth) { out += '\n' + std::string(2 * depth, ' '); };
  out += list ? '[' : '{';
  bool first = true;
  auto next = [&] {
    if (!first) out += ',';
    first = false;
    line(level + 1);
  };
  for (auto& item : v.items) {
    next();
    write_pretty(out, item, level + 1);
  }
  for (auto& [name, member] : v.members) {
    next();
    base::append_json_string(out, name);
    out += ": ";
    write_pretty(out, member, level + 1);
  }
  line(level);
  out += list ? ']' : '}';
}

}  // namespace

bool Value::operator==(const Value& other) const {
  return equal(*this, other, [](const Value& a, const Value& b) { return a.kind == b.kind && a.text == b.text; });
}

bool same(const Value& a, const Value& b) {
  return equal(a, b, [](const Value& x, const Value& y) { return x.text == y.text; });
}

Value stringified(const Value& v) {
  if (v.is_scalar()) return Value(v.text);
  Value out = v;
  for (auto& item : out.items) item = stringified(item);
  for (auto& [name, member] : out.members) member = stringified(member);
  return out;
}

bool known(const Value& v) {
  if (v.is_scalar()) return v.text.find(kKnownAfterApply) == v.text.npos;
  return std::all_of(v.items.begin(), v.items.end(), [](auto& item) { return known(item); }) &&
         std::all_of(v.members.begin(), v.members.end(), [](auto& m) { return known(m.second); });
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) out += char(c);
  else if (c < 0x800) (out += char(0xC0 | c >> 6)) += char(0x80 | (c & 63));
  else if (c < 0x10000) ((out += char(0xE0 | c >> 12)) += char(0x80 | (c >> 6 & 63))) += char(0x80 | (c & 63));
  else (((out += char(0xF0 | c >> 18)) += char(0x80 | (c >> 12 & 63))) += char(0x80 | (c >> 6 & 63))) += char(0x80 | (c & 63));
}

std::string to_json(const Value& v) {
  std::string out;
  base::JsonWriter writer(out);
  write(writer, v);
  return out;
}

std::string to_pretty_json(const Value& v) {
  std::string out;
  write_pretty(out, v, 0);
  return out;
}

Value from_text(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && text[first] == '{' ? from_json(text) : from_yaml(text);
}

}  // namespace cloudformation::language
