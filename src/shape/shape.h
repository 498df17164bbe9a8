#pragma once
// A Shape is the run-time description of one C++ type that crosses a boundary. It is derived once, from
// BOOST_DESCRIBE, and walked by everything that must look inside a value: protocols, validation, the audit
// record, the store. None of those walkers is a template.
#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <map>
#include <optional>
#include <span>
#include <type_traits>

#include "shape/types.h"

namespace shape {

enum class Kind : std::uint8_t { boolean, integer, real, text, blob, time, list, map, structure };
enum class Veil : std::uint8_t { none, secret, hidden, masked };

// Where a member travels in the REST protocols, and under which name when the rule of the protocol does not give it.
enum class Where : std::uint8_t { body, header, header_map /* prefix */, query, path, status, payload };
struct Place {
  std::string_view member;
  Where where = Where::body;
  std::string_view wire{};              // empty: the protocol's rule
  std::string_view element{};           // XML: name of a list's elements; empty: "member"
  bool flat = false;                    // XML: the elements stand without a list around them
  bool attribute = false;               // XML: an attribute of the surrounding element (xsi:type)
  std::string_view form{};              // Query, requests and answers: the name there, if it is another than JSON's
  std::string_view key{}, value{};      // Query: names of a map's keys and values; empty: "key" and "value"
};

struct Shape;

struct Member {
  std::string_view name;                // as the CloudTrail record spells it: lowerCamelCase
  const Shape* shape;
  void* (*at)(void* object);            // address of the member inside its structure
  Place place;
};

struct Shape {
  Kind kind{};
  bool optional = false;
  Veil veil = Veil::none;
  std::int64_t min = INT64_MIN, max = INT64_MAX;       // value for numbers, length for the rest
  std::string_view pattern;                            // text
  std::vector<std::string_view> words;                 // text: the closed set
  std::vector<Member> members;                         // structure
  const Shape* element = nullptr;                      // list, map
  bool (*present)(const void*) = nullptr;              // optional
  void* (*engage)(void*) = nullptr;                    // optional: make present; address of its value
  std::size_t (*count)(const void*) = nullptr;         // list, map
  void* (*grow)(void*) = nullptr;                      // list: append an element; its address
  void* (*nth)(void*, std::size_t) = nullptr;          // list
  void* (*put)(void*, std::string_view) = nullptr;     // map: the value at a key, made if absent
  void (*each)(void*, void* with, void (*)(void* with, const std::string& key, void* value)) = nullptr;   // map
};

template <class T> const Shape* of();

// Specialized beside a structure whose members do not travel by the protocol's rule.
template <class T> inline constexpr std::array<Place, 0> places{};

// The value inside, or nullptr when an optional is empty. The walkers' only way through an optional.
inline const void* value_of(const Shape& s, const void* p) {
  if (!s.optional) return p;
  return s.present(p) ? s.engage(const_cast<void*>(p)) : nullptr;
}
inline const void* member_of(const Member& m, const void* object) { return m.at(const_cast<void*>(object)); }

namespace detail {

template <class T> struct Build;

template <> struct Build<bool> { static void fill(Shape& s) { s.kind = Kind::boolean; } };
template <> struct Build<std::int64_t> { static void fill(Shape& s) { s.kind = Kind::integer; } };
template <> struct Build<double> { static void fill(Shape& s) { s.kind = Kind::real; } };
template <> struct Build<std::string> { static void fill(Shape& s) { s.kind = Kind::text; } };
template <> struct Build<Blob> { static void fill(Shape& s) { s.kind = Kind::blob; } };
template <> struct Build<base::Time> { static void fill(Shape& s) { s.kind = Kind::time; } };

template <std::int64_t Min, std::int64_t Max, Literal P> struct Build<Text<Min, Max, P>> {
  static void fill(Shape& s) {
    static constexpr auto pattern = P;
    s.kind = Kind::text;
    s.min = Min;
    s.max = Max;
    s.pattern = pattern.view();
  }
};
template <Literal... W> struct Build<OneOf<W...>> {
  template <Literal L> struct Keep { static constexpr auto word = L; };
  static void fill(Shape& s) {
    s.kind = Kind::text;
    (s.words.push_back(Keep<W>::word.view()), ...);
  }
};
template <std::int64_t Min, std::int64_t Max> struct Build<Whole<Min, Max>> {
  static void fill(Shape& s) { s.kind = Kind::integer; s.min = Min; s.max = Max; }
};
template <class T, std::int64_t Min, std::int64_t Max> struct Build<List<T, Min, Max>> {
  static void fill(Shape& s) { Build<std::vector<T>>::fill(s); s.min = Min; s.max = Max; }
};
template <class T> struct Build<Secret<T>> { static void fill(Shape& s) { Build<T>::fill(s); s.veil = Veil::secret; } };
template <class T> struct Build<Hidden<T>> { static void fill(Shape& s) { Build<T>::fill(s); s.veil = Veil::hidden; } };
template <class T> struct Build<Masked<T>> { static void fill(Shape& s) { Build<T>::fill(s); s.veil = Veil::masked; } };

template <class T> struct Build<std::optional<T>> {
  static void fill(Shape& s) {
    s = *of<T>();
    s.optional = true;
    s.present = [](const void* p) { return static_cast<const std::optional<T>*>(p)->has_value(); };
    s.engage = [](void* p) -> void* {
      auto& o = *static_cast<std::optional<T>*>(p);
      if (!o) o.emplace();
      return &*o;
    };
  }
};
template <class T> struct Build<std::vector<T>> {
  static void fill(Shape& s) {
    s.kind = Kind::list;
    s.element = of<T>();
    s.count = [](const void* p) { return static_cast<const std::vector<T>*>(p)->size(); };
    s.grow = [](void* p) -> void* { return &static_cast<std::vector<T>*>(p)->emplace_back(); };
    s.nth = [](void* p, std::size_t i) -> void* { return &(*static_cast<std::vector<T>*>(p))[i]; };
  }
};
template <class T> struct Build<std::map<std::string, T>> {
  using Map = std::map<std::string, T>;
  static void fill(Shape& s) {
    s.kind = Kind::map;
    s.element = of<T>();
    s.count = [](const void* p) { return static_cast<const Map*>(p)->size(); };
    s.put = [](void* p, std::string_view key) -> void* { return &(*static_cast<Map*>(p))[std::string(key)]; };
    s.each = [](void* p, void* with, void (*visit)(void*, const std::string&, void*)) {
      for (auto& [key, value] : *static_cast<Map*>(p)) visit(with, key, &value);
    };
  }
};
template <class T> requires boost::describe::has_describe_members<T>::value struct Build<T> {
  static void fill(Shape& s) {
    s.kind = Kind::structure;
    using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
    boost::mp11::mp_for_each<Members>([&](auto d) {
      using D = decltype(d);
      using V = std::remove_cvref_t<decltype(std::declval<T&>().*D::pointer)>;
      Place place{D::name};
      for (const Place& p : places<T>) if (p.member == D::name) place = p;
      s.members.push_back({D::name, of<V>(), [](void* o) -> void* { return &(static_cast<T*>(o)->*D::pointer); }, place});
    });
  }
};
}  // namespace detail

template <class T> const Shape* of() {
  static const Shape s = [] { Shape made; detail::Build<T>::fill(made); return made; }();
  return &s;
}

// A request or result without members.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace shape
