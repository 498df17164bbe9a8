#include "record/parameters.h"

#include <cstdio>

#include "base/bytes.h"

namespace record {

using shape::Kind, shape::Shape, shape::Veil;

void write_date(std::string& out, base::Time t, Dates dates) {
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto c = base::civil(t);
  char text[48];
  std::snprintf(text, sizeof text, "%s %d, %d%s %d:%02d:%02d %s", kMonths[c.month - 1], c.day, c.year, dates == Dates::comma ? "," : "",
                c.hour % 12 == 0 ? 12 : c.hour % 12, c.minute, c.second, c.hour < 12 ? "AM" : "PM");
  out += text;
}

namespace {

void write_structure(base::JsonWriter& w, const Shape& s, const void* p, Dates dates) {
  w.open('{');
  for (auto& m : s.members) {
    if (m.shape->veil == Veil::secret) continue;
    const void* at = member_of(m, p);
    if (m.shape->optional && !m.shape->present(at)) continue;
    w.key(m.name);
    write_value(w, *m.shape, at, dates);
  }
  w.close('}');
}

struct MapWriter { base::JsonWriter* w; const Shape* element; Dates dates; };

}  // namespace

void write_value(base::JsonWriter& w, const Shape& s, const void* p, Dates dates) {
  if (!(p = value_of(s, p))) { w.null(); return; }
  if (s.veil == Veil::hidden) { w.text("HIDDEN_DUE_TO_SECURITY_REASONS"); return; }
  if (s.veil == Veil::masked) { w.text("****"); return; }
  switch (s.kind) {
    case Kind::boolean: w.boolean(*static_cast<const bool*>(p)); return;
    case Kind::integer: w.number(*static_cast<const std::int64_t*>(p)); return;
    case Kind::real: w.real(*static_cast<const double*>(p)); return;
    case Kind::text: w.text(*static_cast<const std::string*>(p)); return;
    case Kind::blob: w.text(base::base64(static_cast<const shape::Blob*>(p)->bytes)); return;
    case Kind::time: {
      std::string text;
      write_date(text, *static_cast<const base::Time*>(p), dates);
      w.text(text);
      return;
    }
    case Kind::list:
      w.open('[');
      for (std::size_t i = 0, n = s.count(p); i < n; ++i) write_value(w, *s.element, s.nth(const_cast<void*>(p), i), dates);
      w.close(']');
      return;
    case Kind::map: {
      MapWriter with{&w, s.element, dates};
      w.open('{');
      s.each(const_cast<void*>(p), &with, [](void* v, const std::string& key, void* value) {
        auto& m = *static_cast<MapWriter*>(v);
        m.w->key(key);
        write_value(*m.w, *m.element, value, m.dates);
      });
      w.close('}');
      return;
    }
    case Kind::structure: write_structure(w, s, p, dates); return;
  }
}

}  // namespace record
