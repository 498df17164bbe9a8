#include "wire/describe.h"

#include <array>

#include "wire/names.h"

namespace wire {
namespace {

using base::JsonWriter;
using shape::Member, shape::Shape;

constexpr std::array<std::string_view, 9> kKinds = {"boolean", "integer", "real", "text", "blob", "time", "list", "map", "structure"};
constexpr std::array<std::string_view, 7> kPlaces = {"body", "header", "header_map", "query", "path", "status", "payload"};

void describe_shape(JsonWriter& out, const Shape& s);

void describe_member(JsonWriter& out, const Member& m) {
  out.open('{').key("name").text(m.name);
  out.key("wire").text(WireName(m).view());
  if (!m.place.form.empty()) out.key("form").text(m.place.form);
  if (!m.place.key.empty()) out.key("key").text(m.place.key);
  if (!m.place.value.empty()) out.key("value").text(m.place.value);
  out.key("required").boolean(!m.shape->optional);
  out.key("where").text(kPlaces[std::size_t(m.place.where)]);
  if (m.place.flat) out.key("flat").boolean(true);
  if (m.place.attribute) out.key("attribute").boolean(true);
  if (!m.place.element.empty()) out.key("element_name").text(m.place.element);
  out.key("shape");
  describe_shape(out, *m.shape);
  out.close('}');
}

void describe_shape(JsonWriter& out, const Shape& s) {
  out.open('{').key("kind").text(kKinds[std::size_t(s.kind)]);
  if (s.min != INT64_MIN) out.key("min").number(s.min);
  if (s.max != INT64_MAX) out.key("max").number(s.max);
  if (!s.pattern.empty()) out.key("pattern").text(s.pattern);
  if (!s.words.empty()) {
    out.key("words").open('[');
    for (auto word : s.words) out.text(word);
    out.close(']');
  }
  if (s.element) {
    out.key("element");
    describe_shape(out, *s.element);
  }
  if (s.kind == shape::Kind::structure) {
    out.key("members").open('[');
    for (const Member& m : s.members) describe_member(out, m);
    out.close(']');
  }
  out.close('}');
}

}  // namespace

void describe(JsonWriter& out, std::string_view service, std::string_view operation, const Shape& request, const Shape& result) {
  out.open('{').key("service").text(service).key("operation").text(operation);
  out.key("input");
  describe_shape(out, request);
  out.key("output");
  describe_shape(out, result);
  out.close('}');
}

}  // namespace wire
