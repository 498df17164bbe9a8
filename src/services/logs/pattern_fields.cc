// Events whose fields are delimited by spaces: text between double quotes or square brackets is one field.
#include "services/logs/pattern_parts.h"

#include <vector>

namespace logs {
namespace {

struct Comparison { Compare how; Operand operand; };

struct Field {
  std::string name;
  std::vector<std::vector<Comparison>> any;                  // one of these, each of whose comparisons holds; none: whatever stands there

  bool holds(std::string_view text) const {
    if (any.empty()) return true;
    for (auto& all : any) {
      bool good = true;
      for (auto& c : all) good = good && c.operand.holds(c.how, text);
      if (good) return true;
    }
    return false;
  }
};

std::vector<std::string_view> split(std::string_view m) {
  std::vector<std::string_view> out;
  std::size_t at = 0;
  while (at < m.size()) {
    if (Scanner::is_space(m[at])) { ++at; continue; }
    const char close = m[at] == '"' ? '"' : m[at] == '[' ? ']' : '\0';
    std::size_t end = close ? m.find(close, at + 1) : m.npos;
    if (end != m.npos) {
      out.push_back(m.substr(at + 1, end - at - 1));
      at = end + 1;
      continue;
    }
    end = at;
    while (end < m.size() && !Scanner::is_space(m[end])) ++end;
    out.push_back(m.substr(at, end - at));
    at = end;
  }
  return out;
}

class Fields : public Matcher {
 public:
  bool matches(const Message& message) const override {
    auto texts = split(message.text());
    if (!fits(texts.size())) return false;
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!fields_[i].holds(texts[place(i, texts.size())])) return false;
    return true;
  }

  // Fields that the ellipsis passes over are numbered, from 1 on.
  Extracted extract(const Message& message) const override {
    Extracted out;
    auto texts = split(message.text());
    if (!fits(texts.size())) return out;
    std::vector<std::string> names(texts.size());
    for (std::size_t i = 0; i < fields_.size(); ++i) names[place(i, texts.size())] = fields_[i].name;
    for (std::size_t i = 0; i < texts.size(); ++i) out["$" + (names[i].empty() ? std::to_string(i + 1) : names[i])] = texts[i];
    return out;
  }

  std::optional<std::string> value(const Message& message, std::string_view selector) const override {
    auto texts = split(message.text());
    if (!fits(texts.size()) || !selector.starts_with('$')) return {};
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (fields_[i].name == selector.substr(1)) return std::string(texts[place(i, texts.size())]);
    return {};
  }
  bool has_fields() const override { return true; }

  std::vector<Field> fields_;
  std::optional<std::size_t> ellipsis_;                      // before this field

 private:
  bool fits(std::size_t n) const { return ellipsis_ ? n >= fields_.size() : n == fields_.size(); }
  std::size_t place(std::size_t i, std::size_t n) const { return !ellipsis_ || i < *ellipsis_ ? i : i + n - fields_.size(); }
};

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '@'; }

Operand read_operand(Scanner& in, int& regexes) {
  if (in.take("\"")) return Operand::quoted(in.quoted());
  if (in.take("%")) { ++regexes; return Operand::regex(in.regex()); }
  std::string text = in.while_([](char c) { return !Scanner::is_space(c) && std::string_view(",]&|").find(c) == std::string_view::npos; });
  if (text.empty()) throw PatternFault("Invalid filter pattern: a comparison without a value");
  return Operand::bare(std::move(text));
}

Field read_field(Scanner& in, int& regexes) {
  Field out;
  out.name = in.while_(is_name);
  if (out.name.empty()) throw PatternFault("Invalid filter pattern: a field without a name");
  in.spaces();
  bool more = true;
  for (bool first = true; more; first = false) {
    if (!first) {
      in.spaces();
      if (in.while_(is_name) != out.name) throw PatternFault("Invalid filter pattern: the conditions of a field name another one than " + out.name);
      in.spaces();
    }
    auto how = take_comparison(in);
    if (!how && first) return out;
    if (!how) throw PatternFault("Invalid filter pattern: a condition without a comparison");
    in.spaces();
    Operand operand = read_operand(in, regexes);
    if (!operand.fits(*how)) throw PatternFault("Invalid filter pattern: a comparison by size wants a number");
    if (out.any.empty()) out.any.emplace_back();
    out.any.back().push_back({*how, std::move(operand)});
    in.spaces();
    bool either = in.take("||");
    more = either || in.take("&&");
    if (either) out.any.emplace_back();
  }
  return out;
}

}  // namespace

Compiled compile_fields(std::string_view text) {
  Scanner in(text);
  auto out = std::make_shared<Fields>();
  int regexes = 0;
  in.take("[");
  for (;;) {
    in.spaces();
    if (in.take("...")) {
      if (out->ellipsis_) throw PatternFault("Invalid filter pattern: more than one ellipsis");
      out->ellipsis_ = out->fields_.size();
    } else {
      out->fields_.push_back(read_field(in, regexes));
    }
    in.spaces();
    if (in.take("]")) break;
    if (!in.take(",")) throw PatternFault("Invalid filter pattern: fields are to be separated by commas, within [ and ]");
  }
  if (!in.done()) throw PatternFault("Invalid filter pattern: something stands behind the closing bracket");
  return {std::move(out), regexes};
}

}  // namespace logs
