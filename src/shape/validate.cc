#include "shape/validate.h"

#include <re2/re2.h>

#include <mutex>
#include <unordered_map>

#include "base/time.h"

namespace shape {
namespace {

// Patterns are few and live as long as the process; RE2 matches in linear time.
const RE2& compiled(std::string_view pattern) {
  thread_local std::unordered_map<const char*, const RE2*> mine;
  auto& slot = mine[pattern.data()];
  if (slot) return *slot;
  static std::mutex mutex;
  static std::unordered_map<const char*, std::unique_ptr<RE2>> all;
  std::lock_guard lock(mutex);
  auto& owned = all[pattern.data()];
  if (!owned) {
    RE2::Options options;
    options.set_dot_nl(true);
    options.set_log_errors(false);
    owned = std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (!owned->ok()) std::abort();
  }
  return *(slot = owned.get());
}

// A pattern as AWS's messages write it: \u00A1 where RE2 has \x{A1} or \xA1.
std::string shown_pattern(std::string_view pattern) {
  std::string out;
  while (!pattern.empty()) {
    if (!pattern.starts_with("\\x")) {
      std::size_t n = pattern[0] == '\\' ? 2 : 1;
      out += pattern.substr(0, n);
      pattern.remove_prefix(std::min(n, pattern.size()));
      continue;
    }
    pattern.remove_prefix(2);
    const bool braced = pattern.starts_with('{');
    std::string_view digits = braced ? pattern.substr(1, pattern.find('}') - 1) : pattern.substr(0, 2);
    out.append("\\u").append(digits.size() < 4 ? 4 - digits.size() : 0, '0').append(digits);
    pattern.remove_prefix(digits.size() + (braced ? 2 : 0));
  }
  return out;
}

std::size_t characters(std::string_view text) {
  std::size_t n = 0;
  for (unsigned char c : text) n += (c & 0xC0) != 0x80;
  return n;
}

class Visitor {
 public:
  std::vector<std::string> faults;

  void visit(const Shape& s, const void* p) {
    if (const void* v = value_of(s, p)) present(s, v);
  }

 private:
  void present(const Shape& s, const void* p) {
    switch (s.kind) {
      case Kind::integer: return integer(s, *static_cast<const std::int64_t*>(p));
      case Kind::text: return text(s, *static_cast<const std::string*>(p));
      case Kind::blob: return length(s, static_cast<const Blob*>(p)->bytes.size(), "java.nio.HeapByteBuffer");
      case Kind::list: return list(s, p);
      case Kind::map: return map(s, p);
      case Kind::structure:
        for (auto& m : s.members) {
          if (m.shape->kind <= Kind::integer && m.shape->min == INT64_MIN && m.shape->max == INT64_MAX) continue;
          if (const void* v = value_of(*m.shape, member_of(m, p))) step(m.name, [&] { present(*m.shape, v); });
        }
        return;
      default: return;
    }
  }

  template <class F> void step(std::string_view name, F inside) {
    std::size_t before = path_.size();
    if (!path_.empty()) path_ += '.';
    path_ += name;
    inside();
    path_.resize(before);
  }

  void fail(const Shape& s, std::string_view shown, std::string constraint) {
    std::string value = s.veil == Veil::none ? std::string(shown) : "***";
    if (value.size() > 1024) value.resize(1024);
    faults.push_back("Value '" + value + "' at '" + path_ + "' failed to satisfy constraint: Member must " + constraint);
  }

  void length(const Shape& s, std::size_t n, std::string_view shown) {
    if (std::int64_t(n) < s.min) fail(s, shown, "have length greater than or equal to " + std::to_string(s.min));
    if (std::int64_t(n) > s.max) fail(s, shown, "have length less than or equal to " + std::to_string(s.max));
  }

  void integer(const Shape& s, std::int64_t v) {
    if (v < s.min) fail(s, std::to_string(v), "have value greater than or equal to " + std::to_string(s.min));
    if (v > s.max) fail(s, std::to_string(v), "have value less than or equal to " + std::to_string(s.max));
  }

  void text(const Shape& s, const std::string& v) {
    if (s.min > 0 || s.max != INT64_MAX) length(s, characters(v), v);
    if (!s.words.empty() && std::find(s.words.begin(), s.words.end(), v) == s.words.end()) {
      std::string set;
      for (auto w : s.words) (set += set.empty() ? "" : ", ") += w;
      fail(s, v, "satisfy enum value set: [" + set + "]");
    }
    if (!s.pattern.empty() && !RE2::FullMatch(v, compiled(s.pattern)))
      fail(s, v, "satisfy regular expression pattern: " + shown_pattern(s.pattern));
  }

  void list(const Shape& s, const void* p) {
    std::size_t n = s.count(p);
    if (s.min != INT64_MIN) length(s, n, "[" + std::to_string(n) + " elements]");
    for (std::size_t i = 0; i < n; ++i)
      step(std::to_string(i + 1) + ".member", [&] { visit(*s.element, s.nth(const_cast<void*>(p), i)); });
  }

  void map(const Shape& s, const void* p) {
    struct With { Visitor* self; const Shape* shape; } with{this, &s};
    s.each(const_cast<void*>(p), &with, [](void* w, const std::string& key, void* value) {
      auto& at = *static_cast<With*>(w);
      at.self->step(key + ".member", [&] { at.self->visit(*at.shape->element, value); });
    });
  }

  std::string path_;
};

}  // namespace

std::vector<std::string> violations(const Shape& s, const void* value) {
  Visitor v;
  v.visit(s, value);
  return std::move(v.faults);
}

std::string missing(std::string_view path) {
  return "Value null at '" + std::string(path) + "' failed to satisfy constraint: Member must not be null";
}

std::string validation_message(const std::vector<std::string>& faults) {
  std::string out = std::to_string(faults.size()) + (faults.size() == 1 ? " validation error detected: " : " validation errors detected: ");
  for (std::size_t i = 0; i < faults.size(); ++i) (out += i ? "; " : "") += faults[i];
  return out;
}

}  // namespace shape
