#include "services/iam/policy_statements.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/json.h"
#include "policy/values.h"

namespace iam {
namespace {

using base::JsonValue;
using Object = simdjson::dom::object;

// Walks over JSON that is known to be well formed, by offsets. Never past the end of what is not.
class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  struct Span { std::size_t from, to; };

  // Each statement's object.
  std::vector<Span> statements() {
    std::vector<Span> out;
    std::size_t i = blanks(0);
    if (at(i) != '{') return out;
    for (i = blanks(i + 1); at(i) == '"'; i = blanks(i)) {
      std::size_t key = i, colon = blanks(i = value_end(i));
      std::size_t value = blanks(colon + 1);
      if (text_.substr(key, i - key) == "\"Statement\"") add(value, out);
      i = blanks(value_end(value));
      if (at(i) == ',') ++i;
    }
    return out;
  }

 private:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  std::size_t blanks(std::size_t i) const {
    while (at(i) == ' ' || at(i) == '\t' || at(i) == '\n' || at(i) == '\r') ++i;
    return i;
  }

  void add(std::size_t i, std::vector<Span>& out) const {
    if (at(i) == '{') out.push_back({i, value_end(i)});
    if (at(i) != '[') return;
    for (i = blanks(i + 1); at(i) == '{'; i = blanks(i)) {
      std::size_t end = value_end(i);
      out.push_back({i, end});
      i = blanks(end);
      if (at(i) == ',') ++i;
    }
  }

  std::size_t string_end(std::size_t i) const {
    for (++i; i < text_.size() && text_[i] != '"'; ++i) if (text_[i] == '\\') ++i;
    return std::min(i + 1, text_.size());
  }

  std::size_t value_end(std::size_t i) const {
    if (at(i) == '"') return string_end(i);
    if (at(i) != '{' && at(i) != '[') {
      while (i < text_.size() && std::string_view(",]} \t\r\n").find(text_[i]) == std::string_view::npos) ++i;
      return i;
    }
    std::size_t depth = 0;
    while (i < text_.size()) {
      char c = text_[i];
      if (c == '"') { i = string_end(i); continue; }
      ++i;
      if (c == '{' || c == '[') ++depth;
      else if ((c == '}' || c == ']') && --depth == 0) break;
    }
    return i;
  }

  std::string_view text_;
};

Position position(std::string_view text, std::size_t offset) {
  Position out{1, 1};
  for (char c : text.substr(0, offset)) {
    if (c == '\n') out = {out.line + 1, 1};
    else if ((c & 0xC0) != 0x80) ++out.column;
  }
  return out;
}

std::string version_of(std::string_view document) {
  auto parsed = base::parse_json(document);
  std::string_view version;
  if (!parsed || parsed->at_key("Version").get(version)) return "2008-10-17";
  return std::string(version);
}

// "${aws:username}" and "${aws:username, 'nobody'}": only the first needs its key.
void add_variables(const std::vector<std::string>& texts, std::vector<std::string>& keys) {
  for (std::string_view text : texts)
    for (std::size_t i = 0; (i = text.find("${", i)) != text.npos;) {
      std::size_t end = text.find('}', i += 2);
      if (end == text.npos) break;
      std::string_view key = text.substr(i, end - i);
      if (key.find(':') != key.npos && key.find(',') == key.npos) add_key(keys, key);
    }
}

void add_statement_keys(JsonValue json, bool variables, std::vector<std::string>& keys) {
  Object statement, operators, block;
  if (json.get(statement)) return;
  auto add_texts = [&](JsonValue value) {
    auto texts = variables ? policy::scalars(value) : std::nullopt;
    if (texts) add_variables(*texts, keys);
  };
  for (const char* name : {"Resource", "NotResource"}) {
    JsonValue value;
    if (!statement.at_key(name).get(value)) add_texts(value);
  }
  if (statement.at_key("Condition").get(operators)) return;
  for (auto [op, of_op] : operators) {
    if (of_op.get(block)) continue;
    for (auto [key, value] : block) {
      add_key(keys, key);
      add_texts(value);
    }
  }
}

}  // namespace

void add_key(std::vector<std::string>& keys, std::string_view key) {
  bool there = std::any_of(keys.begin(), keys.end(), [&](auto& k) { return base::lower(k) == base::lower(key); });
  if (!there) keys.emplace_back(key);
}

std::vector<StatementPart> statements_of(std::string_view document) {
  std::vector<StatementPart> out;
  std::string begin = "{\"Version\":\"" + version_of(document) + "\",\"Statement\":";
  for (auto [from, to] : Walk(document).statements())
    out.push_back({policy::compile(begin + std::string(document.substr(from, to - from)) + "}"), position(document, from), position(document, to)});
  if (out.empty()) out.push_back({policy::compile(document), {1, 1}, position(document, document.size())});
  return out;
}

std::vector<std::string> context_keys_of(std::string_view document) {
  std::vector<std::string> out;
  bool variables = version_of(document) == "2012-10-17";
  auto parsed = base::parse_json(document);
  JsonValue value;
  simdjson::dom::array list;
  if (!parsed || parsed->at_key("Statement").get(value)) return out;
  if (value.get(list)) add_statement_keys(value, variables, out);
  else for (auto one : list) add_statement_keys(one, variables, out);
  return out;
}

}  // namespace iam
