#include <algorithm>
#include <unordered_set>

#include "services/cloudformation/template/pattern.h"

namespace cloudformation::language {

namespace {

constexpr std::uint64_t kEffort = 1000000;         // steps of one match

}  // namespace

std::vector<char32_t> Pattern::code_points(std::string_view utf8) {
  std::vector<char32_t> out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = std::uint8_t(utf8[i++]);
    const int more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t c = more == 0 ? lead : lead & (0x3F >> more);
    for (int k = 0; k < more && i < utf8.size(); ++k) c = c << 6 | (std::uint8_t(utf8[i++]) & 0x3F);
    out.push_back(c);
  }
  return out;
}

bool Pattern::is_word(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// Backtracks with a memory of the (step, place) pairs that led nowhere, which makes it linear; back-references make that memory
// unsound, so there it is not kept.
class PatternMatcher {
 public:
  PatternMatcher(const Pattern& pattern, std::string_view text, std::uint64_t& effort)
      : effort_(effort), p_(pattern), text_(Pattern::code_points(text)), slots_(2 * (p_.groups_ + 1), kNone) {}

  bool whole() { return run(0, 0, text_.size()); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;
  struct Thread {
    std::uint32_t step, at, slot, old;             // slot != kNone: give it back its old value instead
  };

  // Whether the steps from `start` on match from `from`, ending at `end` (kNone: anywhere).
  bool run(std::uint32_t start, std::size_t from, std::size_t end) {
    std::unordered_set<std::uint64_t> seen;
    std::vector<Thread> todo{{start, std::uint32_t(from), kNone, 0}};
    while (!todo.empty()) {
      Thread t = todo.back();
      todo.pop_back();
      if (t.slot != kNone) {
        slots_[t.slot] = t.old;
        continue;
      }
      for (bool alive = true; alive;) {
        if (effort_ == 0) return false;
        --effort_;
        const auto& step = p_.steps_[t.step];
        if (!p_.back_references_ && (step.op == Pattern::Op::split) && !seen.insert(std::uint64_t(t.step) << 32 | t.at).second)
          break;
        if (step.op == Pattern::Op::match) {
          if (end == std::size_t(kNone) || t.at == end) return true;
          break;
        }
        alive = advance(step, t, todo);
      }
    }
    return false;
  }

  bool advance(const Pattern::Step& step, Thread& t, std::vector<Thread>& todo) {
    using Op = Pattern::Op;
    switch (step.op) {
      case Op::set:
        if (t.at == text_.size() || !holds(p_.sets_[step.a], text_[t.at])) return false;
        ++t.at;
        break;
      case Op::begin:
        if (t.at != 0) return false;
        break;
      case Op::end:
        if (t.at != text_.size() && !(t.at + 1 == text_.size() && text_[t.at] == '\n')) return false;
        break;
      case Op::word:
      case Op::not_word:
        if (boundary(t.at) != (step.op == Op::word)) return false;
        break;
      case Op::save:
        if (p_.back_references_) {
          todo.push_back({0, 0, step.a, slots_[step.a]});
          slots_[step.a] = t.at;
        }
        break;
      case Op::split:
        if (todo.size() > kEffort / 100) return false;
        todo.push_back({step.b, t.at, kNone, 0});
        t.step = step.a;
        return true;
      case Op::jump: t.step = step.a; return true;
      case Op::look:
        if (sees(t.step + 1, t.at, step.behind) == step.negated) return false;
        t.step = step.a;
        return true;
      case Op::back:
        if (!repeated(step.a, t.at)) return false;
        break;
      case Op::match: return false;
    }
    ++t.step;
    return true;
  }

  bool sees(std::uint32_t start, std::uint32_t at, bool behind) {
    if (!behind) return run(start, at, kNone);
    for (std::uint32_t from = at + 1; from-- > 0;)
      if (run(start, from, at)) return true;
    return false;
  }

  bool repeated(std::uint32_t group, std::uint32_t& at) const {
    const std::uint32_t from = slots_[2 * group], to = slots_[2 * group + 1];
    if (from == kNone || to == kNone || to < from || text_.size() - at < to - from) return false;
    if (!std::equal(text_.begin() + from, text_.begin() + to, text_.begin() + at)) return false;
    at += to - from;
    return true;
  }

  bool boundary(std::size_t at) const {
    const bool left = at > 0 && Pattern::is_word(text_[at - 1]), right = at < text_.size() && Pattern::is_word(text_[at]);
    return left != right;
  }

  static bool within(const Pattern::Set& set, char32_t c) {
    return std::any_of(set.ranges.begin(), set.ranges.end(), [&](auto& r) { return c >= r.low && c <= r.high; });
  }
  static bool holds(const Pattern::Set& set, char32_t c) {
    bool in = within(set, c);
    if (!in && set.fold && c < 128 && Pattern::is_word(c) && (c | 0x20) >= 'a') in = within(set, c ^ 0x20);
    return in != set.negated;
  }

  std::uint64_t& effort_;                          // left
  const Pattern& p_;
  std::vector<char32_t> text_;
  std::vector<std::uint32_t> slots_;
};

bool Pattern::matches(std::string_view utf8) const {
  std::uint64_t effort = kEffort;
  return matches(utf8, effort);
}

bool Pattern::matches(std::string_view utf8, std::uint64_t& effort_left) const {
  return PatternMatcher(*this, utf8, effort_left).whole();
}

}  // namespace cloudformation::language
