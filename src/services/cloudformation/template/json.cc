// JSON with places: templates are refused by line and column, and numbers keep the text they were written with.
#include <algorithm>
#include <set>

#include "base/bytes.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

namespace {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Value document() {
    Value out = value(0);
    space();
    if (at_ != text_.size()) fail();
    return out;
  }

 private:
  [[noreturn]] void fail() const {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const std::size_t line = 1 + std::size_t(std::count(before.begin(), before.end(), '\n')), start = before.rfind('\n') + 1;
    throw Fault{"Template format error: JSON not well-formed. (line " + std::to_string(line) + ", column " +
                std::to_string(before.size() - start + 1) + ")"};
  }

  void space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    space();
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  void want(char c) {
    if (!take(c)) fail();
  }
  void word(std::string_view w) {
    if (text_.substr(at_, w.size()) != w) fail();
    at_ += w.size();
  }

  Value value(int depth) {
    if (depth > kDepth) fail();
    space();
    switch (peek()) {
      case '{': return map(depth);
      case '[': return list(depth);
      case '"': return Value(string());
      case 't': word("true"); return Value::boolean(true);
      case 'f': word("false"); return Value::boolean(false);
      case 'n': word("null"); return {};
      default: return number();
    }
  }

  Value list(int depth) {
    want('[');
    Value out = Value::list();
    if (take(']')) return out;
    do out.items.push_back(value(depth + 1));
    while (take(','));
    want(']');
    return out;
  }

  Value map(int depth) {
    want('{');
    Value out = Value::map();
    std::set<std::string> names;
    if (take('}')) return out;
    do {
      space();
      const std::size_t start = at_;
      std::string name = string();
      if (!names.insert(name).second) {
        at_ = start;
        fail();
      }
      want(':');
      out.members.emplace_back(std::move(name), value(depth + 1));
    } while (take(','));
    want('}');
    return out;
  }

  Value number() {
    const std::size_t start = at_;
    auto digits = [&] {
      const std::size_t first = at_;
      while (peek() >= '0' && peek() <= '9') ++at_;
      if (at_ == first) fail();
      return at_ - first;
    };
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    if (digits() > 1 && zero) fail();
    if (peek() == '.') {
      ++at_;
      digits();
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits();
    }
    return Value::number(std::string(text_.substr(start, at_ - start)));
  }

  std::uint32_t hex4() {
    std::uint32_t out = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      if (c >= '0' && c <= '9') out = out << 4 | std::uint32_t(c - '0');
      else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') out = out << 4 | std::uint32_t((c | 0x20) - 'a' + 10);
      else fail();
    }
    return out;
  }

  void escape(std::string& out) {
    static constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    const char c = peek();
    if (at_ == text_.size()) fail();
    ++at_;
    if (const std::size_t i = kFrom.find(c); i != kFrom.npos) {
      out += kTo[i];
      return;
    }
    if (c != 'u') fail();
    std::uint32_t code = hex4();
    if (code >= 0xDC00 && code < 0xE000) fail();
    if (code >= 0xD800 && code < 0xDC00) {
      word("\\u");
      const std::uint32_t low = hex4();
      if (low < 0xDC00 || low >= 0xE000) fail();
      code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
    }
    append_utf8(out, code);
  }

  std::string string() {
    if (peek() != '"') fail();
    ++at_;
    std::string out;
    for (;;) {
      const std::size_t start = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' && std::uint8_t(text_[at_]) >= 0x20) ++at_;
      out += text_.substr(start, at_ - start);
      if (at_ == text_.size() || std::uint8_t(text_[at_]) < 0x20) fail();
      if (text_[at_++] == '"') return out;
      escape(out);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Value from_json(std::string_view text) {
  if (!base::is_utf8(text)) throw Fault{"Template format error: unsupported structure."};
  return JsonReader(text).document();
}

}  // namespace cloudformation::language
