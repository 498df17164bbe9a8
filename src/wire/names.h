#pragma once
// The names members travel under.
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "shape/shape.h"

namespace wire {

// Query's forms and XML call some members by other names than JSON does (SQS).
enum class Spelling : std::uint8_t { usual, form };

// The name the member's place gives, or the member's own with its first letter in upper case.
class WireName {
 public:
  explicit WireName(const shape::Member& m, Spelling spelling = Spelling::usual) : view_(m.place.wire) {
    if (spelling == Spelling::form && !m.place.form.empty()) view_ = m.place.form;
    if (!view_.empty()) return;
    if (m.name.empty() || m.name.size() > sizeof text_) std::abort();
    std::memcpy(text_, m.name.data(), m.name.size());
    text_[0] = upper(text_[0]);
    view_ = {text_, m.name.size()};
  }
  WireName(const WireName&) = delete;
  WireName& operator=(const WireName&) = delete;
  std::string_view view() const { return view_; }

  static constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; }

 private:
  char text_[96];
  std::string_view view_;
};

inline bool travels_as(const shape::Member& m, std::string_view wire, Spelling spelling = Spelling::usual) {
  if (spelling == Spelling::form && !m.place.form.empty()) return m.place.form == wire;
  if (!m.place.wire.empty()) return m.place.wire == wire;
  return m.name.size() == wire.size() && !wire.empty() && WireName::upper(m.name[0]) == wire[0] &&
         m.name.substr(1) == wire.substr(1);
}

inline std::string_view element_name(const shape::Place& place) { return place.element.empty() ? "member" : place.element; }
inline std::string_view key_name(const shape::Place& place) { return place.key.empty() ? "key" : place.key; }
inline std::string_view value_name(const shape::Place& place) { return place.value.empty() ? "value" : place.value; }

inline constexpr std::size_t kUnknown = std::size_t(-1);

// The member of that name, looked for from `hint` on: fields mostly come in the structure's order.
inline std::size_t find_member(const shape::Shape& s, std::string_view wire, std::size_t hint, Spelling spelling = Spelling::usual) {
  std::size_t n = s.members.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t i = hint + k < n ? hint + k : hint + k - n;
    if (travels_as(s.members[i], wire, spelling)) return i;
  }
  return kUnknown;
}

// Whether some member travels in the body.
inline bool has_body(const shape::Shape& s) {
  for (const shape::Member& m : s.members) if (m.place.where == shape::Where::body) return true;
  return false;
}

}  // namespace wire
