#pragma once
// What the three forms of filter patterns have in common: reading, operands, comparisons.
#include <re2/re2.h>

#include "services/logs/pattern.h"

namespace logs {

// Walks a pattern's text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  char take() { return done() ? '\0' : text_[at_++]; }
  bool take(std::string_view what) {
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  bool take_word(std::string_view upper);                    // case folded, not followed by a letter
  void spaces() { while (!done() && is_space(text_[at_])) ++at_; }
  std::string quoted();                                      // behind the opening quote; throws where it is not closed
  std::string regex();                                       // behind the opening %, without the closing one
  template <class F> std::string while_(F good) {
    std::size_t from = at_;
    while (!done() && good(text_[at_])) ++at_;
    return std::string(text_.substr(from, at_ - from));
  }
  std::size_t at() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// A regular expression of the language: RE2 with AWS's smaller alphabet, found anywhere in the text.
class Regex {
 public:
  explicit Regex(const std::string& source);                 // throws PatternFault
  bool found_in(std::string_view text) const { return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_); }

 private:
  std::shared_ptr<const re2::RE2> compiled_;
};

enum class Compare : std::uint8_t { equal, unequal, less, greater, at_most, at_least };
std::optional<Compare> take_comparison(Scanner&);

// The right side of a comparison: text in which * stands for anything, a number where it reads as one, or a regex.
class Operand {
 public:
  static Operand quoted(std::string text);
  static Operand bare(std::string text);
  static Operand regex(const std::string& source);

  // Whether it can stand behind the comparison: < and > want numbers, regexes know only = and !=.
  bool fits(Compare) const;
  bool holds(Compare, std::string_view text) const;          // of a field's or a JSON string's text
  bool holds(Compare, double number) const;                  // of a JSON number

 private:
  std::string text_;
  std::optional<double> number_;
  std::optional<Regex> regex_;
};

std::optional<double> number_in(std::string_view);           // the whole text as a number
bool glob(std::string_view pattern, std::string_view text);  // * alone is special

struct Compiled { std::shared_ptr<const Matcher> matcher; int regexes = 0; };
Compiled compile_terms(std::string_view);
Compiled compile_fields(std::string_view);                   // with its brackets
Compiled compile_json(std::string_view);                     // with its braces

}  // namespace logs
