#include "services/logs/pattern_parts.h"

#include <charconv>
#include <cmath>

namespace logs {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool compared(Compare how, double a, double b) {
  switch (how) {
    case Compare::equal: return a == b;
    case Compare::unequal: return a != b;
    case Compare::less: return a < b;
    case Compare::greater: return a > b;
    case Compare::at_most: return a <= b;
    case Compare::at_least: return a >= b;
  }
  return false;
}

// User Guide, "Supported regular expressions (regex) syntax": letters, digits, a few symbols and operators, no groups.
void check_alphabet(const std::string& source) {
  constexpr std::string_view symbols = "_#=@/;,-:\"' ^$?[]{}|*+.\\";
  for (std::size_t i = 0; i < source.size(); ++i) {
    char c = source[i];
    if (c == '\\') {
      if (++i == source.size()) throw PatternFault("Invalid filter pattern: a regular expression ends in a backslash");
      char next = source[i];
      if ((is_letter(next) || is_digit(next)) && std::string_view("dDsSwWx").find(next) == std::string_view::npos)
        throw PatternFault(std::string("Invalid filter pattern: unsupported escape \\") + next + " in a regular expression");
      continue;
    }
    if (!is_letter(c) && !is_digit(c) && symbols.find(c) == std::string_view::npos)
      throw PatternFault(std::string("Invalid filter pattern: unsupported character '") + c + "' in a regular expression");
  }
}

}  // namespace

bool Scanner::take_word(std::string_view upper) {
  std::string_view rest = text_.substr(at_);
  if (rest.size() < upper.size()) return false;
  for (std::size_t i = 0; i < upper.size(); ++i)
    if ((rest[i] >= 'a' && rest[i] <= 'z' ? char(rest[i] - 32) : rest[i]) != upper[i]) return false;
  if (rest.size() > upper.size() && (is_letter(rest[upper.size()]) || is_digit(rest[upper.size()]))) return false;
  at_ += upper.size();
  return true;
}

std::string Scanner::quoted() {
  std::string out;
  while (!done()) {
    char c = take();
    if (c == '"') return out;
    if (c == '\\' && (peek() == '"' || peek() == '\\')) c = take();
    out += c;
  }
  throw PatternFault("Invalid filter pattern: a quote is not closed");
}

std::string Scanner::regex() {
  std::string out;
  while (!done()) {
    char c = take();
    if (c == '%') return out;
    if (c == '\\' && !done()) { out += c; c = take(); }
    out += c;
  }
  throw PatternFault("Invalid filter pattern: a regular expression is not closed by %");
}

Regex::Regex(const std::string& source) {
  if (source.empty()) throw PatternFault("Invalid filter pattern: an empty regular expression");
  check_alphabet(source);
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  auto made = std::make_shared<const re2::RE2>(source, options);
  if (!made->ok()) throw PatternFault("Invalid filter pattern: " + made->error());
  compiled_ = std::move(made);
}

std::optional<Compare> take_comparison(Scanner& in) {
  if (in.take("!=")) return Compare::unequal;
  if (in.take("<=")) return Compare::at_most;
  if (in.take(">=")) return Compare::at_least;
  if (in.take("=")) return Compare::equal;
  if (in.take("<")) return Compare::less;
  if (in.take(">")) return Compare::greater;
  return {};
}

Operand Operand::quoted(std::string text) {
  Operand out;
  out.text_ = std::move(text);
  return out;
}
Operand Operand::bare(std::string text) {
  Operand out;
  out.number_ = number_in(text);
  out.text_ = std::move(text);
  return out;
}
Operand Operand::regex(const std::string& source) {
  Operand out;
  out.regex_.emplace(source);
  return out;
}

bool Operand::fits(Compare how) const {
  if (how == Compare::equal || how == Compare::unequal) return true;
  return number_.has_value();
}

bool Operand::holds(Compare how, std::string_view text) const {
  if (regex_) return regex_->found_in(text) == (how == Compare::equal);
  if (number_)
    if (auto field = number_in(text)) return compared(how, *field, *number_);
  if (how == Compare::equal || how == Compare::unequal) return glob(text_, text) == (how == Compare::equal);
  return false;
}

bool Operand::holds(Compare how, double number) const {
  if (number_) return compared(how, number, *number_);
  return how == Compare::unequal && !regex_;                 // a number is no text
}

std::optional<double> number_in(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) return {};
  return out;
}

// Goes back to the last star only: linear for each star.
bool glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, from = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace logs
