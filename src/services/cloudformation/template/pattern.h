#pragma once
// Regular expressions of AllowedPattern: Java's, whole match, with look-around and back-references, in bounded time.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudformation::language {

// A compiled expression. Without back-references a match takes time linear in text times expression for each nesting of
// look-around; with them a budget of steps ends what would take longer, as no match.
class Pattern {
 public:
  // nullopt when it is no valid expression, or too large a one.
  static std::optional<Pattern> compile(std::string_view expression);
  bool matches(std::string_view utf8) const;
  // The same for many matches that share their steps.
  bool matches(std::string_view utf8, std::uint64_t& effort_left) const;

 private:
  friend class PatternCompiler;
  friend class PatternMatcher;

  struct Range {
    char32_t low, high;
  };
  struct Set {
    std::vector<Range> ranges;
    bool negated = false;
    bool fold = false;                             // ASCII letters of either case
  };
  enum class Op : std::uint8_t { set, begin, end, word, not_word, save, split, jump, look, back, match };
  struct Step {
    Op op;
    bool negated = false, behind = false;          // of look
    std::uint32_t a = 0, b = 0;  // set index; save slot; split: first and second choice; look: where to go on; group
  };

  static std::vector<char32_t> code_points(std::string_view utf8);
  static bool is_word(char32_t);

  std::vector<Step> steps_;
  std::vector<Set> sets_;
  std::uint32_t groups_ = 0;
  bool back_references_ = false;
};

}  // namespace cloudformation::language
