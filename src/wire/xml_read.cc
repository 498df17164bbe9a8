#include <pugixml.hpp>

#include <charconv>

#include "base/bytes.h"
#include "wire/names.h"
#include "wire/reading.h"
#include "wire/xml.h"

namespace wire {
namespace {

using shape::Kind, shape::Member, shape::Place, shape::Shape, shape::Where;

constexpr std::size_t kMaxTags = 250'000;
constexpr int kMaxDepth = 64;

// The length of a well-formed reference at the front ("&lt;", "&#x1F;"), or 0. NUL and surrogates have none.
std::size_t reference(std::string_view text) {
  std::size_t end = text.substr(0, 12).find(';');
  if (end == text.npos) return 0;
  std::string_view name = text.substr(1, end - 1);
  for (std::string_view known : {"amp", "lt", "gt", "quot", "apos"}) if (name == known) return end + 1;
  if (!name.starts_with('#')) return 0;
  bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  std::uint32_t c = 0;
  auto [last, fault] = std::from_chars(name.data(), name.data() + name.size(), c, hex ? 16 : 10);
  if (fault != std::errc() || last != name.data() + name.size()) return 0;
  return c != 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) ? end + 1 : 0;
}

// The length of what begins at a '<': all of a comment or CDATA section, else the sign alone. 0: not allowed.
std::size_t markup(std::string_view text) {
  if (!text.starts_with("<!")) return 1;
  auto through = [&](std::string_view start, std::string_view stop) -> std::size_t {
    if (!text.starts_with(start)) return 0;
    std::size_t end = text.find(stop, start.size());
    return end == text.npos ? 0 : end + stop.size();
  };
  if (std::size_t n = through("<!--", "-->")) return n;
  return through("<![CDATA[", "]]>");
}

// What the parser would let pass, or cost more than it is worth: document types, entities, too many tags.
bool acceptable(std::string_view body) {
  if (body.find('\0') != body.npos || !base::is_utf8(body)) return false;
  std::size_t tags = 0;
  for (std::size_t at = body.find_first_of("<&"); at != body.npos; at = body.find_first_of("<&", at)) {
    std::string_view rest = body.substr(at);
    std::size_t n = rest[0] == '&' ? reference(rest) : markup(rest);
    if (n == 0 || (rest[0] == '<' && ++tags > kMaxTags)) return false;
    at += n;
  }
  return true;
}

bool too_deep(pugi::xml_node root) {
  int depth = 0;
  for (pugi::xml_node node = root; node;) {
    if (node.first_child()) {
      if (++depth > kMaxDepth) return true;
      node = node.first_child();
      continue;
    }
    while (node != root && !node.next_sibling()) { node = node.parent(); --depth; }
    if (node == root) break;
    node = node.next_sibling();
  }
  return false;
}

std::string_view local(const char* name) {
  std::string_view n = name;
  return n.substr(n.find(':') + 1);
}
std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }

std::string_view trimmed(std::string_view text) {
  std::size_t first = text.find_first_not_of(" \t\r\n");
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

class XmlReader : public Reading {
 public:
  XmlReader() : Reading("MalformedXML", kMalformedXml) { parts_.reserve(32); }

  void read(const Shape& s, void* p, std::string_view body, std::string_view root) {
    if (!acceptable(body)) fail({});
    pugi::xml_document document;
    unsigned how = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata_single;
    if (!document.load_buffer(body.data(), body.size(), how, pugi::encoding_utf8)) fail({});
    pugi::xml_node top;
    for (pugi::xml_node node : document.children()) {
      if (node.type() != pugi::node_element || top) fail({});
      top = node;
    }
    if (!top || too_deep(top) || (!root.empty() && local(top.name()) != root)) fail({});
    value(s, p, top, Place{}, nullptr);
    if (!missing.empty()) fail({});
  }

 private:
  void value(const Shape& s, void* p, pugi::xml_node node, const Place& place, const Step* at) {
    if (s.optional) p = s.engage(p);
    switch (s.kind) {
      case Kind::structure: return structure(s, p, node, at);
      case Kind::list: return place.flat ? flat_list(s, p, node, at) : list(s, p, node, place, at);
      case Kind::map: return place.flat ? flat_map(s, p, node, at) : map(s, p, node, at);
      default: return scalar(s, p, node);
    }
  }

  void structure(const Shape& s, void* p, pugi::xml_node node, const Step* at) {
    Parts<pugi::xml_node> parts(parts_, s.members.size());
    std::size_t hint = 0;
    for (pugi::xml_node child : node.children()) {
      if (child.type() != pugi::node_element) { blank(child); continue; }
      std::size_t i = find_member(s, local(child.name()), hint);
      if (i == kUnknown) continue;
      hint = i + (s.members[i].place.flat ? 0 : 1);
      if (!parts[i] || !s.members[i].place.flat) parts[i] = child;      // a flat list begins with its first element
    }
    for (std::size_t i = 0; i < s.members.size(); ++i) {
      const Member& m = s.members[i];
      if (m.place.where != Where::body) continue;
      Step here{at, m.name};
      auto part = parts[i];
      if (m.place.attribute) attribute(m, p, node, here);
      else if (part) value(*m.shape, m.at(p), *part, m.place, &here);
      else absent(*m.shape, here);
    }
  }

  void attribute(const Member& m, void* p, pugi::xml_node node, const Step& at) {
    WireName name(m);
    for (pugi::xml_attribute a : node.attributes()) {
      if (local(a.name()) != local(name.view()) || std::string_view(a.name()).starts_with("xmlns")) continue;
      void* value = m.shape->optional ? m.shape->engage(m.at(p)) : m.at(p);
      if (!read_scalar(*m.shape, value, a.value())) fail({});
      return;
    }
    absent(*m.shape, at);
  }

  // Text where only elements belong.
  void blank(pugi::xml_node text) { if (!trimmed(text.value()).empty()) fail({}); }

  void list(const Shape& s, void* p, pugi::xml_node node, const Place& place, const Step* at) {
    std::size_t n = 0;
    for (pugi::xml_node child : node.children()) {
      if (child.type() != pugi::node_element) { blank(child); continue; }
      if (local(child.name()) != element_name(place)) continue;
      Step here{at, {}, ++n, true};
      value(*s.element, grow(s, p), child, Place{}, &here);
    }
  }

  void flat_list(const Shape& s, void* p, pugi::xml_node first, const Step* at) {
    std::size_t n = 0;
    std::string_view name = local(first.name());
    for (pugi::xml_node child = first; child; child = child.next_sibling()) {
      if (local(child.name()) != name) continue;
      Step here{at, {}, ++n, true};
      value(*s.element, grow(s, p), child, Place{}, &here);
    }
  }

  void map(const Shape& s, void* p, pugi::xml_node node, const Step* at) {
    for (pugi::xml_node child : node.children()) if (local(child.name()) == "entry") entry(s, p, child, at);
  }

  void flat_map(const Shape& s, void* p, pugi::xml_node first, const Step* at) {
    std::string_view name = local(first.name());
    for (pugi::xml_node child = first; child; child = child.next_sibling()) if (local(child.name()) == name) entry(s, p, child, at);
  }

  void entry(const Shape& s, void* p, pugi::xml_node node, const Step* at) {
    pugi::xml_node key, inside;
    for (pugi::xml_node child : node.children()) {
      if (local(child.name()) == "key") key = child;
      if (local(child.name()) == "value") inside = child;
    }
    if (!key) fail({});
    std::string name = text(key);
    Step here{at, name, 0, true};
    void* element = put(s, p, name);
    if (inside) value(*s.element, element, inside, Place{}, &here); else absent(*s.element, here);
  }

  // Text, all of it: comments and CDATA sections may part it.
  std::string text(pugi::xml_node node) {
    std::string all;
    for (pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element) fail({});
      all += child.value();
    }
    return all;
  }

  void scalar(const Shape& s, void* p, pugi::xml_node node) {
    std::string found = text(node);
    if (!read_scalar(s, p, s.kind == Kind::text ? std::string_view(found) : trimmed(found))) fail({});
  }

  Parts<pugi::xml_node>::Stack parts_;
};

}  // namespace

void read_xml(const Shape& s, void* into, std::string_view body, std::string_view root) {
  XmlReader().read(s, into, body, root);
}

}  // namespace wire
