#include "wire/rest.h"

#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "wire/json.h"
#include "wire/names.h"
#include "wire/reading.h"
#include "wire/scalar.h"
#include "wire/xml.h"

namespace wire {
namespace {

using shape::Kind, shape::Member, shape::Shape, shape::Where;

bool starts_with_nocase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && base::iequals(text.substr(0, prefix.size()), prefix);
}

class RestReader : public Reading {
 public:
  RestReader(bool xml, const Inbound& in) : Reading(xml ? "InvalidArgument" : "SerializationException"), xml_(xml), in_(in) {}

  void read(const Shape& s, void* p) {
    for (const Member& m : s.members) {
      WireName name(m);
      Step here{nullptr, m.name};
      switch (m.place.where) {
        case Where::path: label(m, name.view(), p, here); break;
        case Where::query: query(m, name.view(), p, here); break;
        case Where::header: header(m, name.view(), p, here); break;
        case Where::header_map: header_map(m, name.view(), p); break;
        case Where::payload: payload(m, p, here); break;
        case Where::status:
        case Where::body: break;
      }
    }
    if (has_body(s)) body(s, p);
  }

 private:
  void* engage(const Member& m, void* p) { return m.shape->optional ? m.shape->engage(m.at(p)) : m.at(p); }

  void scalar(const Shape& s, void* value, std::string_view name, std::string_view text) {
    if (read_scalar(s, value, text)) return;
    if (s.kind == Kind::integer) fail("Provided " + std::string(name) + " not an integer or within integer range");
    fail("Invalid value for " + std::string(name));
  }

  void checked(std::string_view text) {
    if (!base::is_utf8(text)) throw Malformed{"InvalidURI", "Couldn't parse the specified URI."};
  }

  void label(const Member& m, std::string_view name, void* p, const Step& at) {
    for (const Pair& pair : in_.path) {
      if (pair.name != name) continue;
      checked(pair.value);
      return scalar(*m.shape, engage(m, p), name, pair.value);
    }
    absent(*m.shape, at);
  }

  void query(const Member& m, std::string_view name, void* p, const Step& at) {
    bool found = false;
    for (const Pair& pair : in_.query) {
      if (pair.name != name) continue;
      checked(pair.value);
      found = true;
      void* value = engage(m, p);
      if (m.shape->kind == Kind::list) element(*m.shape, value, name, pair.value); else scalar(*m.shape, value, name, pair.value);
    }
    if (!found) absent(*m.shape, at);
  }

  // Repeated headers are one value, joined by commas: as signatures see them.
  void header(const Member& m, std::string_view name, void* p, const Step& at) {
    std::string joined;
    bool found = false;
    for (const Header& h : in_.headers) {
      if (h.name.size() != name.size() || !base::iequals(h.name, name)) continue;
      if (found) joined += ',';
      joined += base::trim(h.value);
      found = true;
    }
    if (!found) return absent(*m.shape, at);
    if (!base::is_utf8(joined)) joined = base::utf8_lossy(joined);
    if (m.shape->kind == Kind::list) return header_list(*m.shape, engage(m, p), name, joined);
    // A condition whose date is no date is ignored (RFC 9110, 13.1.3).
    base::Time ignored;
    if (m.shape->kind == Kind::time && starts_with_nocase(name, "If-") && !read_scalar(*m.shape, &ignored, joined)) return;
    scalar(*m.shape, engage(m, p), name, joined);
  }

  void element(const Shape& s, void* list, std::string_view name, std::string_view text) {
    void* value = grow(s, list);
    scalar(*s.element, s.element->optional ? s.element->engage(value) : value, name, text);
  }

  // Comma-separated; an element with commas or quotes stands in quotes, with backslashes before what they hold.
  void header_list(const Shape& s, void* list, std::string_view name, std::string_view text) {
    std::size_t i = 0;
    auto spaces = [&] { while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i; };
    while (i < text.size()) {
      spaces();
      std::string one;
      if (i < text.size() && text[i] == '"') {
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\' && i + 1 < text.size()) ++i;
          one += text[i];
        }
        i = std::min(text.find(',', i), text.size());
      } else {
        std::size_t end = std::min(text.find(',', i), text.size());
        one = base::trim(text.substr(i, end - i));
        i = end;
      }
      element(s, list, name, one);
      ++i;
    }
  }

  void header_map(const Member& m, std::string_view prefix, void* p) {
    for (const Header& h : in_.headers) {
      if (h.name.size() == prefix.size() || !starts_with_nocase(h.name, prefix)) continue;
      void* map = engage(m, p);
      std::string key = base::lower(h.name.substr(prefix.size()));
      std::size_t before = m.shape->count(map);
      auto* value = static_cast<std::string*>(put(*m.shape, map, key));
      if (m.shape->count(map) == before) *value += ',';
      std::string_view text = base::trim(h.value);
      if (base::is_utf8(text)) *value += text; else *value += base::utf8_lossy(text);
    }
  }

  void payload(const Member& m, void* p, const Step& at) {
    const Shape& s = *m.shape;
    if (s.kind == Kind::structure) {
      if (in_.body.empty()) return s.optional ? void() : no_body(at, s);
      void* value = engage(m, p);
      if (xml_) read_xml(s, value, in_.body, m.place.wire); else append(read_json(s, value, in_.body, &at));
      return;
    }
    if (in_.body.empty() && s.optional) return;
    void* value = engage(m, p);
    if (s.kind == Kind::blob) static_cast<shape::Blob*>(value)->bytes.assign(in_.body);
    else static_cast<std::string*>(value)->assign(in_.body);
  }

  void no_body(const Step& at, const Shape& s) {
    if (xml_) throw Malformed{"MissingRequestBodyError", "Request Body is empty"};
    absent(s, at);
  }

  void body(const Shape& s, void* p) {
    if (!xml_) return append(read_json(s, p, in_.body));
    if (!in_.body.empty()) return read_xml(s, p, in_.body, {});
    for (const Member& m : s.members) if (m.place.where == Where::body && !m.shape->optional) no_body({nullptr, m.name}, *m.shape);
  }

  void append(std::vector<std::string> inner) {
    missing.insert(missing.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
  }

  bool xml_;
  const Inbound& in_;
};

}  // namespace

std::vector<std::string> read_rest(bool xml, const Shape& s, void* into, const Inbound& in) {
  RestReader reader(xml, in);
  reader.read(s, into);
  return std::move(reader.missing);
}

}  // namespace wire
