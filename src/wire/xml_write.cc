#include <array>

#include "base/bytes.h"
#include "wire/names.h"
#include "wire/xml.h"

namespace wire {
namespace {

using shape::Kind, shape::Member, shape::Place, shape::Shape, shape::Where;

// What cannot stand in XML text as it is, or needs its UTF-8 checked.
constexpr std::array<bool, 256> kSpecial = [] {
  std::array<bool, 256> table{};
  for (int c = 0; c < 256; ++c) table[std::size_t(c)] = c >= 0x80 || (c < 0x20 && c != '\n' && c != '\t');
  for (char c : {'&', '<', '>', '"'}) table[std::uint8_t(c)] = true;
  return table;
}();
bool special(char c) { return kSpecial[std::uint8_t(c)]; }

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    default: break;
  }
  if (std::uint8_t(c) >= 0x80 || !special(c)) { out += c; return; }
  out += "&#x";
  if (c >= 0x10) out += '1';
  out += "0123456789ABCDEF"[c & 15];
  out += ';';
}

class XmlWriter {
 public:
  XmlWriter(std::string& out, TimeForm times) : out_(out), times_(times) {}

  void members(const Shape& s, const void* p) {
    for (const Member& m : s.members) {
      if (m.place.where != Where::body || m.place.attribute) continue;
      if (const void* v = value_of(*m.shape, member_of(m, p))) value(WireName(m, Spelling::form).view(), *m.shape, v, m.place);
    }
  }

  // Inside a start tag. A prefix other than xml's own is declared with it.
  void attributes(const Shape& s, const void* p) {
    for (const Member& m : s.members) {
      const void* v = m.place.attribute ? value_of(*m.shape, member_of(m, p)) : nullptr;
      if (!v) continue;
      WireName name(m);
      if (name.view().starts_with("xsi:")) out_ += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
      ((out_ += ' ') += name.view()) += "=\"";
      append_xml_text(out_, scalar_text(*m.shape, v, times_));
      out_ += '"';
    }
  }

 private:
  void value(std::string_view name, const Shape& s, const void* p, const Place& place) {
    switch (s.kind) {
      case Kind::structure: return structure(name, s, p);
      case Kind::list:
        if (place.flat) return elements(name, s, p);
        open_xml(out_, name);
        elements(element_name(place), s, p);
        return close_xml(out_, name);
      case Kind::map:
        if (place.flat) return entries(name, s, p, place);
        open_xml(out_, name);
        entries("entry", s, p, place);
        return close_xml(out_, name);
      case Kind::text: return append_xml_element(out_, name, *static_cast<const std::string*>(p));
      default: return append_xml_element(out_, name, scalar_text(s, p, times_));
    }
  }

  void structure(std::string_view name, const Shape& s, const void* p) {
    (out_ += '<') += name;
    attributes(s, p);
    out_ += '>';
    members(s, p);
    close_xml(out_, name);
  }

  void elements(std::string_view name, const Shape& s, const void* p) {
    for (std::size_t i = 0, n = s.count(p); i < n; ++i)
      if (const void* v = value_of(*s.element, s.nth(const_cast<void*>(p), i))) value(name, *s.element, v, Place{});
  }

  void entries(std::string_view name, const Shape& s, const void* p, const Place& place) {
    struct With { XmlWriter* self; std::string_view name; const Shape* element; const Place& place; } with{this, name, s.element, place};
    s.each(const_cast<void*>(p), &with, [](void* w, const std::string& key, void* at) {
      auto& [self, entry, element, where] = *static_cast<With*>(w);
      open_xml(self->out_, entry);
      append_xml_element(self->out_, key_name(where), key);
      if (const void* v = value_of(*element, at)) self->value(value_name(where), *element, v, Place{});
      close_xml(self->out_, entry);
    });
  }

  std::string& out_;
  TimeForm times_;
};

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  std::size_t start = 0, i = 0;
  for (; i < text.size() && std::uint8_t(text[i]) < 0x80; ++i) {
    if (!special(text[i])) continue;
    out.append(text, start, i - start);
    append_escaped(out, text[i]);
    start = i + 1;
  }
  std::string_view rest = text.substr(start);
  if (i == text.size()) { out += rest; return; }
  std::string clean;                                 // from the first byte beyond ASCII on, the careful way
  if (!base::is_utf8(rest)) rest = clean = base::utf8_lossy(rest);
  for (char c : rest) append_escaped(out, c);
}

void append_xml_element(std::string& out, std::string_view name, std::string_view text) {
  open_xml(out, name);
  append_xml_text(out, text);
  close_xml(out, name);
}

void open_xml_root(std::string& out, std::string_view name, std::string_view xml_namespace) {
  (out += '<') += name;
  if (!xml_namespace.empty()) ((out += " xmlns=\"") += xml_namespace) += '"';
  out += '>';
}

void write_xml_members(std::string& out, const Shape& s, const void* p, TimeForm times) { XmlWriter(out, times).members(s, p); }

void write_xml_root(std::string& out, std::string_view name, std::string_view xml_namespace, const Shape& s, const void* p,
                    TimeForm times) {
  XmlWriter writer(out, times);
  open_xml_root(out, name, xml_namespace);
  out.pop_back();
  writer.attributes(s, p);
  out += '>';
  writer.members(s, p);
  close_xml(out, name);
}

}  // namespace wire
