#include "services/logs/pattern.h"

#include "services/logs/pattern_parts.h"

namespace logs {
namespace {

constexpr int kMostRegexes = 2;                              // of one pattern

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && Scanner::is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && Scanner::is_space(s.back())) s.remove_suffix(1);
  return s;
}

}  // namespace

const base::JsonValue* Message::json() const {
  if (!parsed_) {
    document_ = base::parse_json_owned(text_);
    parsed_ = true;
  }
  return document_ ? &document_->root : nullptr;
}

Pattern Pattern::compile(std::string_view text) {
  text = trimmed(text);
  Pattern out;
  if (text.empty()) return out;
  Compiled made = text.front() == '{' ? compile_json(text) : text.front() == '[' ? compile_fields(text) : compile_terms(text);
  if (made.regexes > kMostRegexes) throw PatternFault("Invalid filter pattern: more than " + std::to_string(kMostRegexes) + " regular expressions");
  out.matcher_ = std::move(made.matcher);
  out.regexes_ = made.regexes;
  return out;
}

}  // namespace logs
