#include "services/cloudformation/template/pattern.h"

#include <algorithm>

namespace cloudformation::language {

namespace {

constexpr std::size_t kSteps = 100000;             // of one expression, repetitions written out
constexpr std::uint64_t kEffort = 1000000;           // steps of one match
constexpr int kNesting = 50;
constexpr char32_t kLast = 0x10FFFF;

}  // namespace

// Reads an expression by descent and writes steps as it goes.
class PatternCompiler {
 public:
  explicit PatternCompiler(std::string_view expression) : in_(Pattern::code_points(expression)) {}

  std::optional<Pattern> run() {
    if (!alternatives(0) || at_ != in_.size()) return std::nullopt;
    if (!emit({Pattern::Op::match})) return std::nullopt;
    for (auto& step : out_.steps_)
      if (step.op == Pattern::Op::back && step.a > out_.groups_) return std::nullopt;
    return std::move(out_);
  }

 private:
  using Op = Pattern::Op;
  using Step = Pattern::Step;
  using Set = Pattern::Set;

  bool more() const { return at_ < in_.size(); }
  bool next_is(char32_t c) const { return more() && in_[at_] == c; }
  bool take(std::string_view word) {
    if (in_.size() - at_ < word.size() || !std::equal(word.begin(), word.end(), in_.begin() + std::ptrdiff_t(at_),
                                                      [](char a, char32_t b) { return char32_t(a) == b; }))
      return false;
    at_ += word.size();
    return true;
  }
  std::uint32_t here() const { return std::uint32_t(out_.steps_.size()); }
  bool emit(Step step) {
    out_.steps_.push_back(step);
    return out_.steps_.size() <= kSteps;
  }
  bool emit(Set set) {
    set.fold = fold_;
    out_.sets_.push_back(std::move(set));
    return emit(Step{Op::set, false, false, std::uint32_t(out_.sets_.size() - 1)});
  }
  // Room for a step before those from `start` on: what was written moves, and what points into it with it.
  bool insert(std::uint32_t start, Step step) {
    for (std::uint32_t i = start; i < here(); ++i) shift(out_.steps_[i], start, 1);
    out_.steps_.insert(out_.steps_.begin() + start, step);
    return out_.steps_.size() <= kSteps;
  }
  static void shift(Step& s, std::uint32_t from, std::uint32_t by) {
    const bool one = s.op == Op::split || s.op == Op::jump || s.op == Op::look;
    if (one && s.a >= from) s.a += by;
    if (s.op == Op::split && s.b >= from) s.b += by;
  }

  bool alternatives(int depth) {
    if (depth > kNesting) return false;
    const bool fold = fold_;
    std::uint32_t start = here();
    std::vector<std::uint32_t> exits;
    for (;;) {
      if (!sequence(depth)) return false;
      if (!next_is('|')) break;
      ++at_;
      if (!insert(start, {Op::split, false, false, start + 1, 0})) return false;
      exits.push_back(here());
      if (!emit({Op::jump})) return false;
      out_.steps_[start].b = here();
      start = here();
    }
    for (auto i : exits) out_.steps_[i].a = here();
    fold_ = fold;
    return true;
  }

  bool sequence(int depth) {
    while (more() && !next_is('|') && !next_is(')')) {
      const std::uint32_t start = here();
      bool repeatable = true;
      if (take("\\Q")) {
        if (!quoted(start)) return false;
        continue;
      }
      if (!atom(depth, repeatable) || !repetition(start, repeatable)) return false;
    }
    return true;
  }

  // What stands between \Q and \E is taken as it is; a repetition after it is of its last letter.
  bool quoted(std::uint32_t start) {
    while (more() && !take("\\E")) {
      start = here();
      const char32_t c = in_[at_++];
      if (!emit(Set{{{c, c}}})) return false;
    }
    return repetition(start, start != here());
  }

  bool atom(int depth, bool& repeatable) {
    const char32_t c = in_[at_++];
    switch (c) {
      case '(': return group(depth, repeatable);
      case '[': {
        Set set;
        return bracket(set, depth) && emit(std::move(set));
      }
      case '.': return emit(Set{{{'\n', '\n'}, {'\r', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}}, true});
      case '^': repeatable = false; return emit(Step{Op::begin});
      case '$': repeatable = false; return emit(Step{Op::end});
      case '\\': return escape();
      case '*': case '+': case '?': case '{': return false;
      default: return emit(Set{{{c, c}}});
    }
  }

  bool group(int depth, bool& repeatable) {
    if (take("?=")) return look(depth, false, false, repeatable);
    if (take("?!")) return look(depth, true, false, repeatable);
    if (take("?<=")) return look(depth, false, true, repeatable);
    if (take("?<!")) return look(depth, true, true, repeatable);
    if (take("?i)")) return repeatable = false, fold_ = true;
    if (take("?i:")) {
      const bool fold = fold_;
      fold_ = true;
      const bool good = alternatives(depth + 1) && take(")");
      fold_ = fold;
      return good;
    }
    if (take("?:")) return alternatives(depth + 1) && take(")");
    if (take("?<")) {
      while (more() && Pattern::is_word(in_[at_])) ++at_;
      if (!take(">")) return false;
    } else if (next_is('?')) {
      return false;
    }
    const std::uint32_t slot = ++out_.groups_;
    return emit(Step{Op::save, false, false, 2 * slot}) && alternatives(depth + 1) && take(")") &&
           emit(Step{Op::save, false, false, 2 * slot + 1});
  }

  bool look(int depth, bool negated, bool behind, bool& repeatable) {
    repeatable = false;
    const std::uint32_t at = here();
    if (!emit(Step{Op::look, negated, behind}) || !alternatives(depth + 1) || !take(")") || !emit(Step{Op::match})) return false;
    out_.steps_[at].a = here();
    return true;
  }

  bool number(std::uint32_t& n) {
    if (!more() || in_[at_] < '0' || in_[at_] > '9') return false;
    for (n = 0; more() && in_[at_] >= '0' && in_[at_] <= '9'; ++at_) {
      n = n * 10 + std::uint32_t(in_[at_] - '0');
      if (n > kSteps) return false;
    }
    return true;
  }

  bool repetition(std::uint32_t start, bool repeatable) {
    while (more()) {
      std::uint32_t least = 0, most = UINT32_MAX;
      if (take("*")) {
      } else if (take("+")) {
        least = 1;
      } else if (take("?")) {
        most = 1;
      } else if (next_is('{')) {
        ++at_;
        if (!number(least)) return false;
        if (take(",")) {
          if (!next_is('}') && !number(most)) return false;
        } else {
          most = least;
        }
        if (!take("}") || most < least) return false;
      } else {
        return true;
      }
      if (take("+")) return false;                 // possessive
      const bool lazy = take("?");
      if (repeatable && !repeat(start, least, most, lazy)) return false;
    }
    return true;
  }

  bool repeat(std::uint32_t start, std::uint32_t least, std::uint32_t most, bool lazy) {
    const std::vector<Step> body(out_.steps_.begin() + start, out_.steps_.end());
    const bool endless = most == UINT32_MAX;
    const std::size_t copies = endless ? std::max(least, 1u) : most;
    if (copies * (body.size() + 2) > kSteps) return false;
    out_.steps_.resize(start);
    auto copy = [&] {
      const std::uint32_t by = here() - start;
      for (Step step : body) {
        shift(step, start, by);
        if (!emit(step)) return false;
      }
      return true;
    };
    auto split = [&](std::uint32_t into, std::uint32_t past) {
      return lazy ? Step{Op::split, false, false, past, into} : Step{Op::split, false, false, into, past};
    };
    std::uint32_t last = start;
    for (std::uint32_t i = 0; i < least; ++i) {
      last = here();
      if (!copy()) return false;
    }
    if (endless && least > 0) return emit(split(last, here() + 1));
    if (endless) {
      const std::uint32_t loop = here();
      if (!emit(Step{Op::split}) || !copy() || !emit(Step{Op::jump, false, false, loop})) return false;
      out_.steps_[loop] = split(loop + 1, here());
      return true;
    }
    std::vector<std::uint32_t> exits;
    for (std::uint32_t i = least; i < most; ++i) {
      exits.push_back(here());
      if (!emit(Step{Op::split}) || !copy()) return false;
    }
    for (auto i : exits) out_.steps_[i] = split(i + 1, here());
    return true;
  }

  bool hex(int digits, char32_t& c) {
    for (c = 0; digits-- > 0; ++at_) {
      if (!more() || in_[at_] > 'f') return false;
      const char32_t d = in_[at_], low = d | 0x20;
      if (d >= '0' && d <= '9') c = c << 4 | (d - '0');
      else if (low >= 'a' && low <= 'f') c = c << 4 | (low - 'a' + 10);
      else return false;
    }
    return true;
  }

  // A class such as \d or \p{Alpha}; whether c begins one. The members are added to the set.
  bool shorthand(char32_t c, Set& set, bool& good) {
    static const std::vector<Pattern::Range> digit = {{'0', '9'}}, word = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}},
                                             space = {{'\t', '\r'}, {' ', ' '}};
    good = true;
    switch (c) {
      case 'd': add(set, digit, false); return true;
      case 'D': add(set, digit, true); return true;
      case 'w': add(set, word, false); return true;
      case 'W': add(set, word, true); return true;
      case 's': add(set, space, false); return true;
      case 'S': add(set, space, true); return true;
      case 'p':
      case 'P': good = property(set, c == 'P'); return true;
      default: return false;
    }
  }

  bool property(Set& set, bool negated) {
    struct Named {
      std::string_view name;
      std::vector<Pattern::Range> ranges;
    };
    // POSIX classes are ASCII in Java; the general categories L and N are taken with all beyond ASCII letters.
    static const std::vector<Named> kNames = {
        {"{Alpha}", {{'A', 'Z'}, {'a', 'z'}}}, {"{Digit}", {{'0', '9'}}}, {"{Alnum}", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
        {"{Upper}", {{'A', 'Z'}}}, {"{Lower}", {{'a', 'z'}}}, {"{Punct}", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
        {"{Graph}", {{'!', '~'}}}, {"{Print}", {{' ', '~'}}}, {"{Blank}", {{' ', ' '}, {'\t', '\t'}}}, {"{Cntrl}", {{0, 31}, {127, 127}}},
        {"{XDigit}", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}, {"{Space}", {{'\t', '\r'}, {' ', ' '}}}, {"{ASCII}", {{0, 127}}},
        {"{L}", {{'A', 'Z'}, {'a', 'z'}, {0xAA, 0xAA}, {0xB5, 0xB5}, {0xBA, 0xBA}, {0xC0, 0x1FFF},
                 {0x2C00, 0x2DFF}, {0x3040, 0xDFFF}, {0xF900, 0xFFDC}}},
        {"{N}", {{'0', '9'}}}};
    for (auto& [name, ranges] : kNames)
      if (take(name)) {
        add(set, ranges, negated);
        return true;
      }
    return false;
  }

  static void add(Set& set, std::vector<Pattern::Range> ranges, bool negated) {
    if (!negated) {
      set.ranges.insert(set.ranges.end(), ranges.begin(), ranges.end());
      return;
    }
    std::sort(ranges.begin(), ranges.end(), [](auto& a, auto& b) { return a.low < b.low; });
    char32_t from = 0;
    for (auto& r : ranges) {
      if (r.low > from) set.ranges.push_back({from, char32_t(r.low - 1)});
      from = std::max(from, char32_t(r.high + 1));
    }
    if (from <= kLast) set.ranges.push_back({from, kLast});
  }

  // The character an escape stands for, after the backslash and c were taken.
  bool escaped(char32_t c, char32_t& out) {
    switch (c) {
      case 't': out = '\t'; return true;
      case 'n': out = '\n'; return true;
      case 'r': out = '\r'; return true;
      case 'f': out = '\f'; return true;
      case 'a': out = 7; return true;
      case 'e': out = 27; return true;
      case 'x': return hex(2, out);
      case 'u': return hex(4, out);
      default: out = c; return c > 127 || !Pattern::is_word(c) || c == '_';
    }
  }

  bool escape() {
    if (!more()) return false;
    const char32_t c = in_[at_++];
    Set set;
    bool good = true;
    if (shorthand(c, set, good)) return good && emit(std::move(set));
    if (c == 'b') return emit(Step{Op::word});
    if (c == 'B') return emit(Step{Op::not_word});
    if (c == 'A') return emit(Step{Op::begin});
    if (c == 'z' || c == 'Z') return emit(Step{Op::end});
    if (c >= '1' && c <= '9') return out_.back_references_ = true, emit(Step{Op::back, false, false, std::uint32_t(c - '0')});
    char32_t literal;
    return escaped(c, literal) && emit(Set{{{literal, literal}}});
  }

  // After '['. Nested classes are unions; intersections (&&) are not known.
  bool bracket(Set& set, int depth) {
    if (depth > kNesting) return false;
    const bool negated = take("^");
    Set inner;
    bool first = true;
    for (; more() && (first || !next_is(']')); first = false) {
      if (take("&&")) return false;
      if (take("[")) {
        if (!bracket(inner, depth + 1)) return false;
        continue;
      }
      char32_t low, high;
      bool whole = false;
      if (!member(inner, low, whole)) return false;
      if (whole) continue;
      high = low;
      if (next_is('-') && at_ + 1 < in_.size() && in_[at_ + 1] != ']' && in_[at_ + 1] != '[') {
        const std::size_t dash = at_++;
        if (!member(inner, high, whole)) return false;
        if (whole) {                               // [a-\d]: the dash is a dash
          inner.ranges.push_back({'-', '-'});
          high = low;
        } else if (high < low) {
          return at_ = dash, false;
        }
      }
      inner.ranges.push_back({low, high});
    }
    if (!take("]")) return false;
    add(set, std::move(inner.ranges), negated);
    return true;
  }

  bool member(Set& set, char32_t& c, bool& whole) {
    if (!more()) return false;
    c = in_[at_++];
    if (c != '\\') return true;
    if (!more()) return false;
    const char32_t e = in_[at_++];
    bool good = true;
    if ((whole = shorthand(e, set, good))) return good;
    return escaped(e, c);
  }

  std::vector<char32_t> in_;
  std::size_t at_ = 0;
  bool fold_ = false;
  Pattern out_;
};

std::optional<Pattern> Pattern::compile(std::string_view expression) { return PatternCompiler(expression).run(); }

}  // namespace cloudformation::language
