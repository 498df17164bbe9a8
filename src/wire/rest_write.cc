#include <algorithm>
#include <cstdlib>

#include "base/bytes.h"
#include "wire/json.h"
#include "wire/names.h"
#include "wire/rest.h"
#include "wire/scalar.h"
#include "wire/xml.h"

namespace wire {
namespace {

using shape::Kind, shape::Member, shape::Shape, shape::Where;

// Times in headers are HTTP dates, but for this one.
TimeForm header_form(std::string_view name) {
  return base::iequals(name, "x-amz-object-lock-retain-until-date") ? TimeForm::iso_millis : TimeForm::http_date;
}

bool control(char c) { return std::uint8_t(c) < 0x20 || c == 0x7F; }

bool is_token(std::string_view name) {
  constexpr std::string_view more = "!#$%&'*+-.^_`|~";
  auto fits = [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || more.find(c) != more.npos;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

class RestWriter {
 public:
  RestWriter(bool xml, const Naming& naming, Outbound& out) : xml_(xml), naming_(naming), out_(out) {}

  void write(const Shape& s, const void* p) {
    std::string default_type;
    for (const Member& m : s.members) {
      const void* value = value_of(*m.shape, member_of(m, p));
      if (!value) continue;
      switch (m.place.where) {
        case Where::status: out_.status = int(*static_cast<const std::int64_t*>(value)); break;
        case Where::header: header(m, value); break;
        case Where::header_map: header_map(m, value); break;
        case Where::payload: default_type = payload(m, value); break;
        case Where::body: break;
        case Where::path:
        case Where::query: std::abort();              // a result has neither
      }
    }
    if (has_body(s)) default_type = body(s, p);
    if (out_.content_type.empty()) out_.content_type = default_type;
  }

 private:
  void header(const Member& m, const void* value) {
    const Shape& s = *m.shape;
    WireName name(m);
    std::string text;
    if (s.kind == Kind::list) {
      for (std::size_t i = 0, n = s.count(value); i < n; ++i) {
        const void* one = value_of(*s.element, s.nth(const_cast<void*>(value), i));
        if (one) (text += text.empty() ? "" : ",") += quoted(scalar_text(*s.element, one, TimeForm::http_date));
      }
      if (text.empty()) return;
    } else {
      text = scalar_text(s, value, header_form(name.view()));
    }
    std::replace_if(text.begin(), text.end(), control, ' ');        // a header is one line
    if (base::iequals(name.view(), "Content-Type")) out_.content_type = std::move(text);
    else out_.headers.push_back({std::string(name.view()), std::move(text)});
  }

  static std::string quoted(std::string text) {
    if (text.find_first_of(",\"") == text.npos) return text;
    std::string out = "\"";
    for (char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    return out += '"';
  }

  // Entries that cannot stand in a header are counted instead, as S3 does.
  void header_map(const Member& m, const void* value) {
    struct With { RestWriter* self; std::string_view prefix; std::int64_t missing; };
    WireName prefix(m);
    With with{this, prefix.view(), 0};
    m.shape->each(const_cast<void*>(value), &with, [](void* w, const std::string& key, void* at) {
      auto& [self, before, missing] = *static_cast<With*>(w);
      const auto& text = *static_cast<const std::string*>(at);
      if (!is_token(key) || std::any_of(text.begin(), text.end(), control)) ++missing;
      else self->out_.headers.push_back({std::string(before) + key, text});
    });
    if (with.missing) out_.headers.push_back({"x-amz-missing-meta", std::to_string(with.missing)});
  }

  // Writers of bodies answer the content type.
  std::string payload(const Member& m, const void* value) {
    const Shape& s = *m.shape;
    if (s.kind == Kind::blob) { out_.body = static_cast<const shape::Blob*>(value)->bytes; return "binary/octet-stream"; }
    if (s.kind == Kind::text) { out_.body = *static_cast<const std::string*>(value); return "text/plain"; }
    WireName own(m);
    return document(s, value, naming_.root.empty() ? own.view() : naming_.root);
  }

  std::string body(const Shape& s, const void* p) {
    if (!naming_.root.empty() || !xml_) return document(s, p, naming_.root);
    return document(s, p, std::string(naming_.operation) + "Result");
  }

  std::string document(const Shape& s, const void* p, std::string_view root) {
    if (!xml_) {
      base::JsonWriter json(out_.body);
      write_json(json, s, p);
      return "application/json";
    }
    out_.body = kXmlDeclaration;
    const Member* alone = s.members.size() == 1 ? &s.members[0] : nullptr;
    if (alone && alone->shape->kind == Kind::text && travels_as(*alone, root)) {     // S3's LocationConstraint: the root is its text
      const void* value = value_of(*alone->shape, member_of(*alone, p));
      open_xml_root(out_.body, root, naming_.xml_namespace);
      if (value) append_xml_text(out_.body, *static_cast<const std::string*>(value));
      close_xml(out_.body, root);
    } else {
      write_xml_root(out_.body, root, naming_.xml_namespace, s, p, TimeForm::iso_millis);
    }
    return "application/xml";
  }

  bool xml_;
  const Naming& naming_;
  Outbound& out_;
};

}  // namespace

void write_rest(bool xml, const Shape& s, const void* value, const Naming& naming, Outbound& out) {
  RestWriter(xml, naming, out).write(s, value);
}

}  // namespace wire
