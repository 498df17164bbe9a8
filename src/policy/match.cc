#include "policy/match.h"

#include <cstring>

#include "base/bytes.h"
#include "policy/holes.h"

namespace policy {
namespace {

constexpr std::size_t kMaxExpanded = 64 << 10;   // bytes of a text with its variables filled in
constexpr std::size_t kMaxReference = 1024;      // bytes of one ${...}; what is longer is plain text
constexpr std::size_t kShortPiece = 16;          // bytes of a stretch with '?' that is tried at each place by itself

bool continues(char c) { return (std::uint8_t(c) & 0xC0) == 0x80; }

// Bytes of the character at the front (back) of a text that is not empty.
std::size_t front_length(std::string_view text) {
  std::size_t n = 1;
  if (std::uint8_t(text[0]) >= 0xC0) while (n < 4 && n < text.size() && continues(text[n])) ++n;
  return n;
}

std::size_t back_length(std::string_view text) {
  std::size_t n = 1;
  while (n < 4 && n < text.size() && continues(text[text.size() - n])) ++n;
  return n;
}

// Takes the piece, which has no '*', from the front of the text.
bool eat(std::string_view piece, std::string_view& text) {
  for (char c : piece) {
    if (text.empty() || (c != kAnyOne && c != text.front())) return false;
    text.remove_prefix(c == kAnyOne ? front_length(text) : 1);
  }
  return true;
}

// Takes everything up to the end of the piece's first occurrence.
bool seek(std::string_view piece, std::string_view& text) {
  if (piece.empty()) return true;
  if (piece.find(kAnyOne) == piece.npos) {
    auto at = static_cast<const char*>(memmem(text.data(), text.size(), piece.data(), piece.size()));
    const std::size_t read = at ? std::size_t(at - text.data()) + piece.size() : text.size();
    match_steps() += read;
    text.remove_prefix(read);
    return at != nullptr;
  }
  if (piece.size() > kShortPiece) {
    auto end = find_with_holes(piece, text);
    if (end) text.remove_prefix(*end);
    return end.has_value();
  }
  for (;; text.remove_prefix(front_length(text))) {
    std::string_view rest = text;
    match_steps() += piece.size();
    if (eat(piece, rest)) { text = rest; return true; }
    if (text.empty()) return false;
  }
}

bool ends_with(std::string_view text, std::string_view piece) {
  for (; !piece.empty(); piece.remove_suffix(1)) {
    char c = piece.back();
    if (text.empty() || (c != kAnyOne && c != text.back())) return false;
    text.remove_suffix(c == kAnyOne ? back_length(text) : 1);
  }
  return true;
}

char mark(char c) { return c == '*' ? kAnySequence : c == '?' ? kAnyOne : c; }

bool has_marks(std::string_view text) { return text.find(kAnySequence) != text.npos || text.find(kAnyOne) != text.npos; }

struct Reference {                     // ${key} or ${key, 'default'} at the front of a text
  std::string_view key;
  std::optional<std::string_view> fallback;
  std::size_t length;
};

std::optional<Reference> parse_reference(std::string_view text) {
  if (!text.starts_with("${")) return {};
  text = text.substr(0, kMaxReference);
  auto end = text.find('}');
  if (end == text.npos) return {};
  auto comma = text.substr(0, end).find(',');
  if (comma == text.npos) return Reference{base::trim(text.substr(2, end - 2)), {}, end + 1};
  auto open = text.find_first_not_of(" \t", comma + 1);
  if (open == text.npos || text[open] != '\'') return {};
  auto close = text.find('\'', open + 1);
  if (close == text.npos) return {};
  end = text.find_first_not_of(" \t", close + 1);
  if (end == text.npos || text[end] != '}') return {};
  return Reference{base::trim(text.substr(2, comma - 2)), text.substr(open + 1, close - open - 1), end + 1};
}

// Cuts at the first five colons outside of variables; six fields or none.
std::optional<std::array<std::string_view, 6>> split(std::string_view text, bool variables) {
  std::array<std::string_view, 6> fields;
  std::size_t start = 0, n = 0;
  for (std::size_t i = 0; i < text.size() && n < 5; ++i) {
    if (variables && text[i] == '$') if (auto r = parse_reference(text.substr(i))) { i += r->length - 1; continue; }
    if (text[i] != ':') continue;
    fields[n++] = text.substr(start, i - start);
    start = i + 1;
  }
  if (n != 5) return {};
  fields[5] = text.substr(start);
  return fields;
}

}  // namespace

std::string mark_wildcards(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = mark(c);
  return out;
}

bool glob(std::string_view pattern, std::string_view text) {
  auto star = pattern.find(kAnySequence);
  if (star == pattern.npos) return eat(pattern, text) && text.empty();
  if (!eat(pattern.substr(0, star), text)) return false;
  for (;;) {
    pattern.remove_prefix(star + 1);
    star = pattern.find(kAnySequence);
    if (star == pattern.npos) return ends_with(text, pattern);
    if (!seek(pattern.substr(0, star), text)) return false;
  }
}

Text::Text(std::string_view source, Rules rules) {
  std::string* out = &head_;
  for (std::size_t i = 0; i < source.size();) {
    auto reference = rules.variables && source[i] == '$' ? parse_reference(source.substr(i)) : std::nullopt;
    if (!reference) {
      char c = rules.wildcards ? mark(source[i]) : source[i];
      marked_ = marked_ || c != source[i];
      *out += c;
      ++i;
      continue;
    }
    i += reference->length;
    if (reference->key == "*" || reference->key == "?" || reference->key == "$") { *out += reference->key; continue; }
    auto& variable = variables_.emplace_back();
    variable.key = reference->key;
    if (reference->fallback) variable.fallback = *reference->fallback;
    out = &variable.tail;
  }
}

std::optional<std::string> Text::expand(const Context& context) const {
  std::string out = head_;
  for (auto& variable : variables_) {
    auto values = context.find(variable.key);
    if (values && (values->size() != 1 || has_marks(values->front()))) return {};
    if (!values && !variable.fallback) return {};
    out += values ? values->front() : std::string_view(*variable.fallback);
    out += variable.tail;
    if (out.size() > kMaxExpanded) return {};
  }
  return out;
}

Match Text::matches(std::string_view text, const Context& context) const {
  auto is = [&](std::string_view pattern) { return (marked_ ? glob(pattern, text) : pattern == text) ? Match::yes : Match::no; };
  if (variables_.empty()) return is(head_);
  auto expanded = expand(context);
  return expanded ? is(*expanded) : Match::unresolved;
}

Match Text::matches_folded(std::string_view text, const Context& context) const {
  auto is = [&](std::string_view v) { return base::iequals(v, text) ? Match::yes : Match::no; };
  if (variables_.empty()) return is(head_);
  auto expanded = expand(context);
  return expanded ? is(*expanded) : Match::unresolved;
}

ArnPattern::ArnPattern(std::string_view source, Variables variables) {
  any_ = !source.empty() && source.find_first_not_of('*') == source.npos;
  auto fields = split(source, variables != Variables::none);
  if (any_ || !fields || !glob(mark_wildcards((*fields)[0]), "arn")) return;
  well_formed_ = true;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    bool here = variables == Variables::anywhere || (variables == Variables::in_resource && i + 1 == fields_.size());
    fields_[i] = Text((*fields)[i + 1], {.wildcards = true, .variables = here});
  }
}

Match ArnPattern::matches(const base::Arn& arn, const Context& context) const {
  if (any_) return Match::yes;
  if (!well_formed_) return Match::no;
  const std::string_view parts[5] = {arn.partition, arn.service, arn.region, arn.account, arn.resource};
  Match all = Match::yes;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    Match one = fields_[i].matches(parts[i], context);
    if (one == Match::no) return one;
    if (one == Match::unresolved) all = one;
  }
  return all;
}

Subject::Subject(const Request& request) : request_(request), arn_(base::parse_arn(request.resource)) {
  char* out = short_action_.data();
  if (request.action.size() > short_action_.size()) {
    long_action_.resize(request.action.size());
    out = long_action_.data();
  }
  for (std::size_t i = 0; i < request.action.size(); ++i) {
    char c = request.action[i];
    out[i] = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  }
  action_ = {out, request.action.size()};
}

}  // namespace policy
