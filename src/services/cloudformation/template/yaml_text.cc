#include "services/cloudformation/template/yaml_text.h"

#include <algorithm>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

YamlText::YamlText(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r') text_ += text[i];
    else if (text.substr(i, 2) != "\r\n") text_ += '\n';
}

void YamlText::fail(std::size_t at) const {
  const std::string_view before = std::string_view(text_).substr(0, at);
  throw Fault{"Template format error: YAML not well-formed. (line " +
              std::to_string(1 + std::count(before.begin(), before.end(), '\n')) + ", column " +
              std::to_string(before.size() - (before.rfind('\n') + 1) + 1) + ")"};
}

void YamlText::line_end() {
  while (more() && peek() != '\n') ++at_;
}

void YamlText::inline_space() {
  while (blank(peek())) ++at_;
  if (peek() == '#' && (at_ == 0 || blank(text_[at_ - 1]) || text_[at_ - 1] == '\n')) line_end();
}

// Tabs do not indent.
bool YamlText::lines() {
  bool crossed = false;
  for (inline_space(); peek() == '\n'; inline_space()) {
    ++at_;
    crossed = true;
    while (peek() == ' ') ++at_;
    if (peek() == '\t' && !flow_) {
      std::size_t i = at_;
      while (i < text_.size() && blank(text_[i])) ++i;
      if (i < text_.size() && text_[i] != '\n' && text_[i] != '#') fail();
    }
  }
  return crossed;
}

bool YamlText::plain_starts() const {
  const char c = peek();
  if (c == '-' || c == '?' || c == ':') return !ends(1) && !(flow_ && flow_mark(peek(1)));
  return more() && c != '\n' && std::string_view(",[]{}#&*!|>'\"%@`").find(c) == std::string_view::npos;
}

std::string YamlText::plain_line() {
  const std::size_t start = at_;
  std::size_t end = at_;
  while (more() && peek() != '\n') {
    const char c = peek();
    if (c == ':' && (ends(1) || (flow_ && flow_mark(peek(1))))) break;
    if (flow_ && flow_mark(c)) break;
    if (c == '#' && at_ > start && blank(text_[at_ - 1])) break;
    ++at_;
    if (!blank(c)) end = at_;
  }
  return text_.substr(start, end - start);
}

std::string YamlText::plain_block(int parent) {
  if (!plain_starts()) fail();
  std::string out = plain_line();
  for (;;) {
    if (peek() == ':') fail();                   // a key where none may stand
    if (peek() == '#' || !more()) return out;
    const std::size_t rest = at_;
    std::size_t breaks = 0;
    while (peek() == '\n') {
      ++breaks;
      ++at_;
      while (blank(peek())) ++at_;
    }
    if (!more() || at_marker() || column() <= parent || peek() == '#') {
      at_ = rest;
      return out;
    }
    out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
    const std::size_t before = at_;
    out += plain_line();
    if (at_ == before) fail();
  }
}

std::string YamlText::quoted_scalar() {
  const char quote = peek();
  const std::size_t start = at_++;
  std::string out;
  std::size_t solid = 0;                         // up to here nothing is folded away
  for (;;) {
    if (!more() || at_marker()) fail(start);
    const char c = text_[at_++];
    if (c == quote) {
      if (quote == '"' || peek() != '\'') return out;
      out += '\'';
      ++at_;
    } else if (c == '\\' && quote == '"') {
      escape(out);
      solid = out.size();
      continue;
    } else if (c == '\n') {
      fold(out, solid);
      continue;
    } else {
      out += c;
    }
    if (!blank(c)) solid = out.size();
  }
}

// After a line's end within quotes: blanks around it go, one break is a space, more of them are breaks.
void YamlText::fold(std::string& out, std::size_t solid) {
  while (out.size() > solid && blank(out.back())) out.pop_back();
  std::size_t breaks = 1;
  for (; blank(peek()) || peek() == '\n'; ++at_) breaks += peek() == '\n';
  out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
}

void YamlText::escape(std::string& out) {
  static constexpr std::string_view kFrom = "0abtnvfre \"/\\", kTo{"\0\a\b\t\n\v\f\r\x1b \"/\\", 13};
  const char c = peek();
  if (!more()) fail();
  ++at_;
  if (c == '\n') {
    while (blank(peek())) ++at_;
    return;
  }
  if (const std::size_t i = kFrom.find(c); i != kFrom.npos) return void(out += kTo[i]);
  if (c == 'N') return void(out += "\u0085");
  if (c == '_') return void(out += "\u00a0");
  if (c == 'L') return void(out += "\u2028");
  if (c == 'P') return void(out += "\u2029");
  const int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (!digits) fail();
  std::uint32_t code = 0;
  for (int i = 0; i < digits; ++i, ++at_) {
    const char d = peek(), low = char(d | 0x20);
    if (d >= '0' && d <= '9') code = code << 4 | std::uint32_t(d - '0');
    else if (low >= 'a' && low <= 'f') code = code << 4 | std::uint32_t(low - 'a' + 10);
    else fail();
  }
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) fail();
  append_utf8(out, code);
}

std::string YamlText::block_scalar(int parent) {
  const bool folded = peek() == '>';
  char chomp = ' ';
  int indent = -1;
  for (++at_; !ends(0); ++at_) {
    if ((peek() == '+' || peek() == '-') && chomp == ' ') chomp = peek();
    else if (peek() >= '1' && peek() <= '9' && indent < 0) indent = std::max(parent, 0) + peek() - '0';
    else fail();
  }
  inline_space();
  if (more() && peek() != '\n') fail();
  if (more()) ++at_;
  return gather(parent, indent, folded, chomp);
}

// The lines of a block scalar from the start of its first line on.
std::string YamlText::gather(int parent, int indent, bool folded, char chomp) {
  std::string out;
  std::size_t breaks = 0;                        // met since the last text
  bool any = false, kept = false;                // whether the line before began with a blank
  while (more()) {
    std::size_t i = at_;
    while (i < text_.size() && text_[i] == ' ' && (indent < 0 || int(i - at_) < indent)) ++i;
    const int spaces = int(i - at_);
    const std::size_t end = std::min(text_.find('\n', i), text_.size());
    const bool empty = i == end;
    if (!empty && (indent < 0 ? spaces <= parent : spaces < indent)) break;
    if (!empty && spaces == 0 && at_marker()) break;
    if (!empty) {
      if (indent < 0) indent = spaces;
      const bool keeps = blank(text_[i]);
      if (any && folded && !keeps && !kept) out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
      else out += std::string(breaks, '\n');
      out += text_.substr(i, end - i);
      any = true;
      kept = keeps;
      breaks = 0;
    }
    at_ = end;
    if (!more()) break;
    ++breaks;
    ++at_;
  }
  if (at_ > 0 && breaks > 0) --at_;              // the last line's end is for who comes next
  if (chomp == '+') out += std::string(breaks, '\n');
  else if (chomp == ' ' && any && breaks > 0) out += '\n';
  return out;
}

std::string YamlText::plain_flow() {
  std::string out = plain_line();
  while (peek() == '\n') {
    const std::size_t rest = at_;
    std::size_t breaks = 0;
    for (; blank(peek()) || peek() == '\n'; ++at_) breaks += peek() == '\n';
    if (!more() || flow_mark(peek()) || peek() == '#' || (peek() == ':' && ends(1))) {
      at_ = rest;
      return out;
    }
    out += breaks == 1 ? std::string(" ") : std::string(breaks - 1, '\n');
    out += plain_line();
  }
  return out;
}

}  // namespace cloudformation::language
