// Terms of unstructured events.
#include "services/logs/pattern_parts.h"

#include <algorithm>
#include <vector>

namespace logs {
namespace {

struct Term {
  std::string text;
  std::optional<Regex> regex;
  bool in(std::string_view message) const { return regex ? regex->found_in(message) : message.find(text) != message.npos; }
};

class Terms : public Matcher {
 public:
  // AWS ignores ?terms that stand beside others.
  bool matches(const Message& m) const override {
    auto in = [&](const Term& t) { return t.in(m.text()); };
    if (all_.empty() && none_.empty()) return std::any_of(any_.begin(), any_.end(), in);
    return std::all_of(all_.begin(), all_.end(), in) && std::none_of(none_.begin(), none_.end(), in);
  }
  void add(char sign, Term term) { (sign == '?' ? any_ : sign == '-' ? none_ : all_).push_back(std::move(term)); }

 private:
  std::vector<Term> all_, any_, none_;
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80); }

}  // namespace

Compiled compile_terms(std::string_view text) {
  Scanner in(text);
  auto terms = std::make_shared<Terms>();
  int regexes = 0;
  for (in.spaces(); !in.done(); in.spaces()) {
    char sign = in.peek() == '?' || in.peek() == '-' ? in.take() : '+';
    Term term;
    if (in.take("\"")) {
      term.text = in.quoted();
    } else if (in.take("%")) {
      term.regex.emplace(in.regex());
      ++regexes;
    } else {
      term.text = in.while_([](char c) { return !Scanner::is_space(c); });
      if (term.text.empty() || !std::all_of(term.text.begin(), term.text.end(), is_word))
        throw PatternFault("Invalid character(s) in term '" + term.text + "'");
    }
    terms->add(sign, std::move(term));
  }
  return {std::move(terms), regexes};
}

}  // namespace logs
