#include "wire/scalar.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "base/bytes.h"
#include "base/time.h"

namespace wire {
namespace {

using shape::Kind;

template <class T> bool number(std::string_view text, T& out) {
  auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  return fault == std::errc() && end == text.data() + text.size();
}

bool boolean(std::string_view text, bool& out) {
  out = base::iequals(text, "true");
  return out || base::iequals(text, "false");
}

bool real(std::string_view text, double& out) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  if (text == "NaN") return out = std::numeric_limits<double>::quiet_NaN(), true;
  if (text == "Infinity") return out = inf, true;
  if (text == "-Infinity") return out = -inf, true;
  return number(text, out) && std::isfinite(out);
}

bool time(std::string_view text, base::Time& out) {
  auto t = base::parse_time(text);
  if (!t || !plausible(*t)) return false;
  out = *t;
  return true;
}

bool blob(std::string_view text, shape::Blob& out) {
  auto bytes = base::unbase64(text);
  if (!bytes) return false;
  out.bytes = std::move(*bytes);
  return true;
}

}  // namespace

bool plausible(base::Time t) { return t.ms >= -62'135'596'800'000 && t.ms < 253'402'300'800'000; }

bool read_scalar(const shape::Shape& s, void* into, std::string_view text) {
  switch (s.kind) {
    case Kind::boolean: return boolean(text, *static_cast<bool*>(into));
    case Kind::integer: return number(text, *static_cast<std::int64_t*>(into));
    case Kind::real: return real(text, *static_cast<double*>(into));
    case Kind::text: static_cast<std::string*>(into)->assign(text); return true;
    case Kind::blob: return blob(text, *static_cast<shape::Blob*>(into));
    case Kind::time: return time(text, *static_cast<base::Time*>(into));
    default: std::abort();
  }
}

std::string scalar_text(const shape::Shape& s, const void* value, TimeForm form) {
  switch (s.kind) {
    case Kind::boolean: return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::integer: return std::to_string(*static_cast<const std::int64_t*>(value));
    case Kind::real: return real_text(*static_cast<const double*>(value));
    case Kind::text: return *static_cast<const std::string*>(value);
    case Kind::blob: return base::base64(static_cast<const shape::Blob*>(value)->bytes);
    case Kind::time: {
      base::Time t = *static_cast<const base::Time*>(value);
      if (form == TimeForm::http_date) return base::http_date(t);
      return form == TimeForm::iso_millis ? base::iso_millis(t) : base::iso(t);
    }
    default: std::abort();
  }
}

std::string real_text(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, v).ptr};
}

}  // namespace wire
