#pragma once
// The text of a YAML document: places, blanks, comments, and the scalars of every style.
#include <string>
#include <string_view>

namespace cloudformation::language {

class YamlText {
 public:
  explicit YamlText(std::string_view text);        // any line ends, a byte order mark or none

 protected:
  // Throws Fault "Template format error: YAML not well-formed. (line L, column C)".
  [[noreturn]] void fail() const { fail(at_); }
  [[noreturn]] void fail(std::size_t at) const;

  bool more() const { return at_ < text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  static bool blank(char c) { return c == ' ' || c == '\t'; }
  static bool flow_mark(char c) { return c == ',' || c == '[' || c == ']' || c == '{' || c == '}'; }
  bool ends(std::size_t ahead) const { return at_ + ahead >= text_.size() || blank(peek(ahead)) || peek(ahead) == '\n'; }
  int column() const { return at_ == 0 ? 0 : int(at_ - (text_.rfind('\n', at_ - 1) + 1)); }
  bool marker(std::string_view three) const {
    return (at_ == 0 || text_[at_ - 1] == '\n') && std::string_view(text_).substr(at_, 3) == three && ends(3);
  }
  bool at_marker() const { return marker("---") || marker("..."); }

  void line_end();
  void inline_space();                             // past blanks and a comment to what follows on this line
  bool lines();                                    // past blank lines and comments; whether the content is on a later line

  bool plain_starts() const;
  std::string plain_line();                        // what of a plain scalar stands on this line, without the blanks at its end
  std::string plain_block(int parent);             // its further lines are more indented than parent
  std::string plain_flow();
  std::string quoted_scalar();
  std::string block_scalar(int parent);            // from its | or > on

  std::string text_;
  std::size_t at_ = 0;
  bool flow_ = false;                              // within [] or {}

 private:
  void fold(std::string& out, std::size_t solid);
  void escape(std::string& out);
  std::string gather(int parent, int indent, bool folded, char chomp);
};

}  // namespace cloudformation::language
