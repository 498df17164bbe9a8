#include "wire/json.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "base/bytes.h"
#include "wire/names.h"
#include "wire/reading.h"
#include "wire/scalar.h"

namespace wire {
namespace {

using base::JsonValue, base::JsonWriter;
using shape::Kind, shape::Member, shape::Shape, shape::Where;
using Json = simdjson::dom::element_type;

class JsonReader : public Reading {
 public:
  JsonReader() : Reading("SerializationException") { parts_.reserve(32); }

  void read(const Shape& s, void* p, std::string_view body, const Step* within) {
    if (body.find_first_not_of(" \t\r\n") == body.npos) body = "{}";
    auto root = base::parse_json(body);
    if (!root) fail("The request body is not valid JSON");
    value(s, p, *root, within);
  }

 private:
  void value(const Shape& s, void* p, const JsonValue& v, const Step* at) {
    if (s.optional) p = s.engage(p);
    switch (s.kind) {
      case Kind::structure: return structure(s, p, v, at);
      case Kind::list: return list(s, p, v, at);
      case Kind::map: return map(s, p, v, at);
      case Kind::boolean:
        if (!v.is_bool()) mismatch(v, "Boolean");
        *static_cast<bool*>(p) = v.get_bool().value_unsafe();
        return;
      case Kind::integer: return integer(*static_cast<std::int64_t*>(p), v);
      case Kind::real: return real(s, p, v);
      case Kind::text: {
        std::string_view text;
        if (v.get(text)) mismatch(v, "String");
        static_cast<std::string*>(p)->assign(text);
        return;
      }
      case Kind::blob: {
        std::string_view text;
        if (v.get(text)) mismatch(v, "Blob");
        if (!read_scalar(s, p, text)) fail("Unable to decode base64 content");
        return;
      }
      case Kind::time: return time(s, p, v);
    }
  }

  void structure(const Shape& s, void* p, const JsonValue& v, const Step* at) {
    simdjson::dom::object object;
    if (v.get(object)) mismatch(v, "structure");
    Parts<JsonValue> parts(parts_, s.members.size());
    std::size_t hint = 0;
    for (auto field : object) {
      std::size_t i = find_member(s, field.key, hint);
      if (i == kUnknown) continue;
      parts[i] = field.value;
      hint = i + 1;
    }
    for (std::size_t i = 0; i < s.members.size(); ++i) {
      const Member& m = s.members[i];
      if (m.place.where != Where::body) continue;
      Step here{at, m.name};
      auto part = parts[i];
      if (part && !part->is_null()) value(*m.shape, m.at(p), *part, &here); else absent(*m.shape, here);
    }
  }

  void list(const Shape& s, void* p, const JsonValue& v, const Step* at) {
    simdjson::dom::array array;
    if (v.get(array)) mismatch(v, "list");
    std::size_t n = 0;
    for (JsonValue each : array) {
      Step here{at, {}, ++n, true};
      void* element = grow(s, p);
      if (each.is_null()) absent(*s.element, here); else value(*s.element, element, each, &here);
    }
  }

  void map(const Shape& s, void* p, const JsonValue& v, const Step* at) {
    simdjson::dom::object object;
    if (v.get(object)) mismatch(v, "structure");
    for (auto field : object) {
      Step here{at, field.key, 0, true};
      void* element = put(s, p, field.key);
      if (field.value.is_null()) absent(*s.element, here); else value(*s.element, element, field.value, &here);
    }
  }

  // A whole number may be spelled as a real one (1.0, 1e3).
  void integer(std::int64_t& out, const JsonValue& v) {
    double d = 0;
    if (!v.get(out)) return;
    if (!v.is_double() || v.get(d) || std::trunc(d) != d || std::fabs(d) >= 9.2e18) mismatch(v, "Long");
    out = std::int64_t(d);
  }

  void real(const Shape& s, void* p, const JsonValue& v) {
    std::string_view text;
    if (!v.get(*static_cast<double*>(p))) return;                 // integers too
    if (v.get(text) || !read_scalar(s, p, text)) mismatch(v, "Double");
  }

  void time(const Shape& s, void* p, const JsonValue& v) {
    double d = 0;
    std::string_view text;
    if (!v.get(text)) {
      if (!read_scalar(s, p, text)) mismatch(v, "Timestamp");
      return;
    }
    if (v.get(d) || std::fabs(d) > 1e12) mismatch(v, "Timestamp");
    base::Time t{std::llround(d * 1000)};
    if (!plausible(t)) mismatch(v, "Timestamp");
    *static_cast<base::Time*>(p) = t;
  }

  // The words AWS's services have for a value of the wrong type.
  [[noreturn]] void mismatch(const JsonValue& v, std::string_view wanted) const {
    switch (v.type()) {
      case Json::OBJECT: fail("Start of structure or map found where not expected.");
      case Json::ARRAY: fail("Start of list found where not expected");
      case Json::STRING: cannot("STRING", wanted);
      case Json::BOOL: cannot(v.get_bool().value_unsafe() ? "TRUE" : "FALSE", wanted);
      case Json::NULL_VALUE: cannot("NULL", wanted);
      default: cannot("NUMBER", wanted);
    }
  }
  [[noreturn]] void cannot(std::string_view found, std::string_view wanted) const {
    fail(std::string(found) + "_VALUE can not be converted to a " + std::string(wanted));
  }

  Parts<JsonValue>::Stack parts_;
};

// Seconds since 1970, with milliseconds when there are any.
void write_time(JsonWriter& out, base::Time t) {
  if (t.ms % 1000 == 0) { out.number(t.ms / 1000); return; }
  char text[32];
  std::int64_t size = t.ms < 0 ? -t.ms : t.ms;
  int n = std::snprintf(text, sizeof text, "%s%lld.%03d", t.ms < 0 ? "-" : "", static_cast<long long>(size / 1000), int(size % 1000));
  out.raw({text, std::size_t(n)});
}

void write_structure(JsonWriter& out, const Shape& s, const void* p) {
  out.open('{');
  for (const Member& m : s.members) {
    if (m.place.where != Where::body) continue;
    const void* value = value_of(*m.shape, member_of(m, p));
    if (!value) continue;
    out.key(WireName(m).view());
    write_json(out, *m.shape, value);
  }
  out.close('}');
}

void write_element(JsonWriter& out, const Shape& s, const void* p) {
  if (const void* value = value_of(s, p)) write_json(out, s, value); else out.null();
}

}  // namespace

std::vector<std::string> read_json(const Shape& s, void* into, std::string_view body, const Step* within) {
  JsonReader reader;
  reader.read(s, into, body, within);
  return std::move(reader.missing);
}

void write_json(JsonWriter& out, const Shape& s, const void* p) {
  switch (s.kind) {
    case Kind::boolean: out.boolean(*static_cast<const bool*>(p)); return;
    case Kind::integer: out.number(*static_cast<const std::int64_t*>(p)); return;
    case Kind::real: out.real(*static_cast<const double*>(p)); return;
    case Kind::text: out.text(*static_cast<const std::string*>(p)); return;
    case Kind::blob: out.text(base::base64(static_cast<const shape::Blob*>(p)->bytes)); return;
    case Kind::time: return write_time(out, *static_cast<const base::Time*>(p));
    case Kind::structure: return write_structure(out, s, p);
    case Kind::list:
      out.open('[');
      for (std::size_t i = 0, n = s.count(p); i < n; ++i) write_element(out, *s.element, s.nth(const_cast<void*>(p), i));
      out.close(']');
      return;
    case Kind::map: {
      struct With { JsonWriter* out; const Shape* element; } with{&out, s.element};
      out.open('{');
      s.each(const_cast<void*>(p), &with, [](void* w, const std::string& key, void* value) {
        auto& [to, element] = *static_cast<With*>(w);
        to->key(key);
        write_element(*to, *element, value);
      });
      out.close('}');
      return;
    }
  }
}

}  // namespace wire
