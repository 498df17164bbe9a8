#include "wire/query.h"

#include "wire/form.h"
#include "wire/names.h"
#include "wire/reading.h"
#include "wire/scalar.h"

namespace wire {
namespace {

using shape::Kind, shape::Member, shape::Place, shape::Shape;

// Fields that begin alike: those of one value. `at` is where the label after the common part begins in every key;
// a key that ends before it is the value's own field.
struct Fields {
  std::span<const Field> all;
  std::size_t at = 0;

  bool own(const Field& f) const { return f.key.size() < at; }
  std::string_view label(const Field& f) const { return f.key.substr(at, f.key.find('.', at) - at); }

  // The value's own field, the last one that came.
  const Field* self() const {
    const Field* found = nullptr;
    for (const Field& f : all) if (own(f)) found = &f; else break;
    return found;
  }
  bool nested() const { return !all.empty() && !own(all.back()); }

  // Calls `take(label, fields)` for every part inside the value, in order.
  template <class F> void each(F take) const {
    std::size_t i = 0, n = all.size();
    while (i < n && own(all[i])) ++i;
    while (i < n) {
      std::string_view name = label(all[i]);
      std::size_t end = i + 1;
      while (end < n && label(all[end]) == name) ++end;
      take(name, Fields{all.subspan(i, end - i), at + name.size() + 1});
      i = end;
    }
  }
};

class QueryReader : public Reading {
 public:
  QueryReader() : Reading("MalformedInput") { parts_.reserve(32); }

  void structure(const Shape& s, void* p, const Fields& fields, const Step* at) {
    Parts<Fields> parts(parts_, s.members.size());
    std::size_t hint = 0;
    fields.each([&](std::string_view label, const Fields& part) {
      std::size_t i = find_member(s, label, hint, Spelling::form);
      if (i == kUnknown) return;
      parts[i] = part;
      hint = i + 1;
    });
    for (std::size_t i = 0; i < s.members.size(); ++i) {
      const Member& m = s.members[i];
      Step here{at, m.name};
      auto part = parts[i];
      if (part) value(*m.shape, m.at(p), *part, m.place, &here); else absent(*m.shape, here);
    }
  }

 private:
  void value(const Shape& s, void* p, const Fields& fields, const Place& place, const Step* at) {
    if (s.optional) p = s.engage(p);
    const Field* self = fields.self();
    bool simple = self && !self->value.empty();
    switch (s.kind) {
      case Kind::structure:
        if (simple) fail("Unexpected complex element termination");
        return structure(s, p, fields, at);
      case Kind::list:
        if (simple) fail("Unexpected list element termination");
        if (place.flat) return list(s, p, fields, at);
        return wrapped(fields, element_name(place), [&](const Fields& inside) { list(s, p, inside, at); });
      case Kind::map:
        if (simple) fail("Unexpected map element termination");
        if (place.flat) return map(s, p, fields, place, at);
        return wrapped(fields, "entry", [&](const Fields& inside) { map(s, p, inside, place, at); });
      default:
        if (fields.nested()) fail("Start of structure or map found where not expected.");
        if (!read_scalar(s, p, self->value)) fail("Value of '" + std::string(self->key) + "' is not of its type");
    }
  }

  template <class F> void wrapped(const Fields& fields, std::string_view wrapper, F read) {
    fields.each([&](std::string_view label, const Fields& inside) {
      if (label != wrapper) fail("Unexpected list element termination");
      if (inside.self()) fail("Unexpected list element termination");
      read(inside);
    });
  }

  void list(const Shape& s, void* p, const Fields& fields, const Step* at) {
    std::size_t n = 0;
    fields.each([&](std::string_view label, const Fields& element) {
      if (!is_index(label)) fail("Key is not a number");
      Step here{at, {}, ++n, true};
      value(*s.element, grow(s, p), element, Place{}, &here);
    });
  }

  void map(const Shape& s, void* p, const Fields& fields, const Place& place, const Step* at) {
    fields.each([&](std::string_view label, const Fields& entry) {
      if (!is_index(label)) fail("Key is not a number");
      const Field* key = nullptr;
      std::optional<Fields> inside;
      entry.each([&](std::string_view part, const Fields& of) {
        if (part == key_name(place)) key = of.self();
        if (part == value_name(place)) inside = of;
      });
      if (!key) fail("Map entry without key");
      Step here{at, key->value, 0, true};
      void* element = put(s, p, key->value);
      if (inside) value(*s.element, element, *inside, Place{}, &here); else absent(*s.element, here);
    });
  }

  Parts<Fields>::Stack parts_;
};

}  // namespace

std::vector<std::string> read_query(const Shape& s, void* into, const Inbound& in) {
  Form form(in.query, in.body);
  QueryReader reader;
  reader.structure(s, into, Fields{form.fields()}, nullptr);
  return std::move(reader.missing);
}

}  // namespace wire
