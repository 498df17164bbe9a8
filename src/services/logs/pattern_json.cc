// Events that are JSON documents.
#include "base/json.h"
#include "services/logs/pattern_parts.h"

#include <vector>

namespace logs {
namespace {

using base::JsonValue;

// $.a.b[0]['c.d'][*]
struct Step { enum class Kind : std::uint8_t { key, index, each } kind; std::string key; std::size_t index = 0; };
struct Selector { std::string text; std::vector<Step> steps; };

bool is_key(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '@' || (c & 0x80);
}

Step read_bracket(Scanner& in) {
  in.spaces();
  Step out{Step::Kind::index, {}, 0};
  if (in.take("*")) {
    out.kind = Step::Kind::each;
  } else if (char quote = in.peek(); quote == '\'' || quote == '"') {
    in.take();
    out.kind = Step::Kind::key;
    out.key = in.while_([&](char c) { return c != quote; });
    if (in.take() != quote) throw PatternFault("Invalid filter pattern: a quote is not closed");
  } else {
    std::string digits = in.while_([](char c) { return c >= '0' && c <= '9'; });
    if (digits.empty() || digits.size() > 9) throw PatternFault("Invalid filter pattern: a selector's index is to be a number");
    out.index = std::stoul(digits);
  }
  in.spaces();
  if (!in.take("]")) throw PatternFault("Invalid filter pattern: a selector's bracket is not closed");
  return out;
}

Selector read_selector(Scanner& in, std::string_view whole) {
  const std::size_t from = in.at();
  Selector out;
  if (!in.take("$")) throw PatternFault("Invalid filter pattern: a condition is to begin with $.");
  for (;;) {
    if (in.take("[")) {
      out.steps.push_back(read_bracket(in));
    } else if (in.take(".")) {
      if (in.peek() == '[') continue;
      Step step{Step::Kind::key, in.while_(is_key), 0};
      if (step.key.empty()) throw PatternFault("Invalid filter pattern: a selector ends in a dot");
      out.steps.push_back(std::move(step));
    } else {
      break;
    }
  }
  if (out.steps.empty()) throw PatternFault("Invalid filter pattern: a selector names nothing");
  out.text = whole.substr(from, in.at() - from);
  return out;
}

// Calls `visit` with each value that is there until it answers true; whether one did.
template <class F> bool any_at(const JsonValue& v, const Selector& s, std::size_t step, F visit) {
  if (step == s.steps.size()) return visit(v);
  const Step& at = s.steps[step];
  if (at.kind == Step::Kind::key) {
    simdjson::dom::object object;
    JsonValue next;
    return !v.get(object) && !object.at_key(at.key).get(next) && any_at(next, s, step + 1, visit);
  }
  simdjson::dom::array array;
  if (v.get(array)) return false;
  std::size_t i = 0;
  for (auto element : array) {
    if (at.kind == Step::Kind::each || i == at.index)
      if (any_at(element, s, step + 1, visit)) return true;
    if (at.kind == Step::Kind::index && i == at.index) return false;
    ++i;
  }
  return false;
}

std::optional<std::string> text_of(const JsonValue& v) {
  std::string_view text;
  if (!v.get(text)) return std::string(text);
  if (v.is_object() || v.is_array()) return {};
  return simdjson::minify(v);
}

// A selector's value that is not there, or an object or array, satisfies no comparison, != included.
struct Condition {
  enum class Kind : std::uint8_t { comparison, null, absent, yes, no } kind = Kind::comparison;
  Selector selector;
  Compare how{};
  std::optional<Operand> operand;

  bool holds(const JsonValue& root) const {
    if (kind == Kind::absent) return !any_at(root, selector, 0, [](const JsonValue&) { return true; });
    return any_at(root, selector, 0, [&](const JsonValue& v) {
      if (kind == Kind::null) return v.is_null();
      bool truth;
      if (kind != Kind::comparison) return !v.get(truth) && truth == (kind == Kind::yes);
      return compare(v);
    });
  }

 private:
  bool compare(const JsonValue& v) const {
    std::string_view text;
    if (!v.get(text)) return operand->holds(how, text);
    double number;
    if (v.is_number() && !v.get(number)) return operand->holds(how, number);
    bool truth;
    if (!v.get(truth)) return operand->holds(how, std::string_view(truth ? "true" : "false"));
    return false;
  }
};

// Conditions and what joins them, as a tree in one vector: && binds before ||.
struct Node { enum class Kind : std::uint8_t { condition, all, any } kind; Condition condition{}; std::vector<std::size_t> children{}; };

class Json : public Matcher {
 public:
  bool matches(const Message& message) const override {
    auto* root = message.json();
    return root && root->is_object() && holds(top_, *root);
  }
  Extracted extract(const Message& message) const override {
    Extracted out;
    auto* root = message.json();
    if (!root) return out;
    for (auto& n : nodes_)
      if (n.kind == Node::Kind::condition)
        any_at(*root, n.condition.selector, 0, [&](const JsonValue& v) {
          if (auto text = text_of(v)) out[n.condition.selector.text] = *text;
          return true;
        });
    return out;
  }
  std::optional<std::string> value(const Message& message, std::string_view selector) const override {
    Scanner in(selector);
    std::optional<std::string> out;
    try {
      Selector s = read_selector(in, selector);
      auto* root = message.json();
      if (!in.done() || !root) return {};
      any_at(*root, s, 0, [&](const JsonValue& v) { out = text_of(v); return true; });
    } catch (const PatternFault&) {
      return {};
    }
    return out;
  }
  bool has_fields() const override { return true; }

  std::size_t add(Node n) { nodes_.push_back(std::move(n)); return nodes_.size() - 1; }
  void set_top(std::size_t n) { top_ = n; }

 private:
  bool holds(std::size_t at, const JsonValue& root) const {
    const Node& n = nodes_[at];
    if (n.kind == Node::Kind::condition) return n.condition.holds(root);
    for (auto child : n.children)
      if (holds(child, root) == (n.kind == Node::Kind::any)) return n.kind == Node::Kind::any;
    return n.kind == Node::Kind::all;
  }
  std::vector<Node> nodes_;
  std::size_t top_ = 0;
};

class Parser {
 public:
  Parser(std::string_view text, Json& out) : text_(text), in_(text), out_(out) {}
  int regexes = 0;

  void run() {
    in_.take("{");
    out_.set_top(joined(Node::Kind::any));
    in_.spaces();
    if (!in_.take("}")) throw PatternFault("Invalid filter pattern: conditions are to be joined by && or ||, within { and }");
    if (!in_.done()) throw PatternFault("Invalid filter pattern: something stands behind the closing brace");
  }

 private:
  std::size_t joined(Node::Kind kind) {
    Node n{kind};
    do n.children.push_back(kind == Node::Kind::any ? joined(Node::Kind::all) : one());
    while (in_.spaces(), in_.take(kind == Node::Kind::any ? "||" : "&&"));
    return n.children.size() == 1 ? n.children.front() : out_.add(std::move(n));
  }

  std::size_t one() {
    in_.spaces();
    if (!in_.take("(")) return out_.add({Node::Kind::condition, condition()});
    if (++depth_ > kDeepest) throw PatternFault("Invalid filter pattern: parentheses are nested too deep");
    std::size_t inner = joined(Node::Kind::any);
    in_.spaces();
    if (!in_.take(")")) throw PatternFault("Invalid filter pattern: a parenthesis is not closed");
    --depth_;
    return inner;
  }

  Condition condition() {
    Condition c;
    c.selector = read_selector(in_, text_);
    in_.spaces();
    if (in_.take_word("NOT")) {
      in_.spaces();
      if (!in_.take_word("EXISTS")) throw PatternFault("Invalid filter pattern: NOT is to be followed by EXISTS");
      c.kind = Condition::Kind::absent;
      return c;
    }
    if (in_.take_word("IS")) {
      in_.spaces();
      c.kind = in_.take_word("NULL") ? Condition::Kind::null : in_.take_word("TRUE") ? Condition::Kind::yes : Condition::Kind::no;
      if (c.kind == Condition::Kind::no && !in_.take_word("FALSE")) throw PatternFault("Invalid filter pattern: IS is to be followed by NULL, TRUE or FALSE");
      return c;
    }
    auto how = take_comparison(in_);
    if (!how) throw PatternFault("Invalid filter pattern: a condition without a comparison");
    c.how = *how;
    in_.spaces();
    c.operand = operand();
    if (!c.operand->fits(c.how)) throw PatternFault("Invalid filter pattern: a comparison by size wants a number");
    return c;
  }

  Operand operand() {
    if (in_.take("\"")) return Operand::quoted(in_.quoted());
    if (in_.take("%")) { ++regexes; return Operand::regex(in_.regex()); }
    std::string text = in_.while_([](char c) { return !Scanner::is_space(c) && std::string_view("(){}&|=<>!\"").find(c) == std::string_view::npos; });
    if (text.empty()) throw PatternFault("Invalid filter pattern: a comparison without a value");
    return Operand::bare(std::move(text));
  }

  static constexpr int kDeepest = 64;
  std::string_view text_;
  Scanner in_;
  Json& out_;
  int depth_ = 0;
};

}  // namespace

Compiled compile_json(std::string_view text) {
  auto out = std::make_shared<Json>();
  Parser parser(text, *out);
  parser.run();
  return {std::move(out), parser.regexes};
}

}  // namespace logs
