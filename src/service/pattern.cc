#include "service/pattern.h"

#include <cmath>
#include <cstring>

#include "base/bytes.h"

namespace service {

using base::JsonValue;
using simdjson::dom::element_type;

namespace {

constexpr std::size_t kMost = 1'000'000;      // where counts stop
constexpr std::string_view kOr = "$or";

[[noreturn]] void fail(std::string text) { throw PatternFault(std::move(text)); }

bool is_number(const JsonValue& v) { return v.type() == element_type::INT64 || v.type() == element_type::UINT64 || v.type() == element_type::DOUBLE; }
double number_of(const JsonValue& v) {
  double out = 0;
  if (v.get(out) != simdjson::SUCCESS) out = std::nan("");
  return out;
}
std::string text_of(const JsonValue& v) { return std::string(std::string_view(v)); }

std::size_t times(std::size_t a, std::size_t b) { return a && b > kMost / a ? kMost : std::min(kMost, a * b); }

// The pieces between stars: the first holds at the beginning, the last at the end, those between in order, each at its
// first occurrence. A backslash takes the next star or backslash as itself.
struct Wildcard {
  std::vector<std::string> pieces;

  static Wildcard of(std::string_view text) {
    Wildcard out;
    out.pieces.emplace_back();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\') {
        if (i + 1 == text.size() || (text[i + 1] != '*' && text[i + 1] != '\\')) fail("Invalid escape character at pos " + std::to_string(i));
        out.pieces.back() += text[++i];
      } else if (text[i] == '*') {
        if (i + 1 < text.size() && text[i + 1] == '*') fail("Consecutive wildcard characters at pos " + std::to_string(i));
        out.pieces.emplace_back();
      } else {
        out.pieces.back() += text[i];
      }
    }
    return out;
  }

  bool matches(std::string_view text) const {
    if (pieces.size() == 1) return text == pieces.front();
    if (!text.starts_with(pieces.front())) return false;
    text.remove_prefix(pieces.front().size());
    for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
      const void* at = ::memmem(text.data(), text.size(), pieces[i].data(), pieces[i].size());      // linear
      if (!at) return false;
      text.remove_prefix(std::size_t(static_cast<const char*>(at) - text.data()) + pieces[i].size());
    }
    return text.ends_with(pieces.back());
  }
};

}  // namespace

// One test of one value. `negated`: anything but what the lists below name.
struct Pattern::Test {
  enum class Kind : std::uint8_t { text, number, truth, null, prefix, suffix, same_but_case, prefix_but_case, suffix_but_case, wildcard, numeric, cidr, exists, anything_but };
  Kind kind{};
  std::string text{};
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
  bool low_open = false, high_open = false;
  bool truth = false;                          // the value itself; of exists: whether it must be there
  Wildcard wildcard{};
  policy::Network network{};
  std::vector<Test> but{};

  bool of_text(std::string_view v) const {
    switch (kind) {
      case Kind::text: return v == text;
      case Kind::prefix: return v.starts_with(text);
      case Kind::suffix: return v.ends_with(text);
      case Kind::same_but_case: return base::iequals(v, text);
      case Kind::prefix_but_case: return v.size() >= text.size() && base::iequals(v.substr(0, text.size()), text);
      case Kind::suffix_but_case: return v.size() >= text.size() && base::iequals(v.substr(v.size() - text.size()), text);
      case Kind::wildcard: return wildcard.matches(v);
      case Kind::cidr: {
        auto address = policy::parse_address(v);
        return address && network.contains(*address);
      }
      default: return false;
    }
  }

  // Of one value that is neither object nor list.
  bool matches(const JsonValue& v) const {
    if (kind == Kind::exists) return truth;
    if (kind == Kind::anything_but) return std::none_of(but.begin(), but.end(), [&](auto& t) { return t.matches(v); });
    switch (v.type()) {
      case element_type::STRING: return of_text(std::string_view(v));
      case element_type::BOOL: return kind == Kind::truth && bool(v) == truth;
      case element_type::NULL_VALUE: return kind == Kind::null;
      default: break;
    }
    if (kind != Kind::number && kind != Kind::numeric) return false;
    double n = number_of(v);
    return (low_open ? n > low : n >= low) && (high_open ? n < high : n <= high);
  }
};

struct Pattern::Leaf {
  std::vector<Test> tests;
  std::vector<std::string> path;               // keys from the event's root
  bool absent = false;                         // one test is {"exists": false}
};

struct Pattern::Node {
  struct Field {
    std::string key;
    std::optional<Leaf> leaf;
    std::unique_ptr<Node> node;
  };
  std::vector<Field> fields;
  std::vector<Node> either;                    // branches of this object's $or
};

namespace {

using Test = Pattern::Test;
using Leaf = Pattern::Leaf;
using Node = Pattern::Node;
using Kind = Test::Kind;

class Compiler {
 public:
  explicit Compiler(double most) : most_(most) {}

  Node node(const simdjson::dom::object& object) {
    Node out;
    for (auto member : object) {
      const std::string_view key = member.key;
      const JsonValue value = member.value;
      if (key == kOr && value.is_array()) {
        out.either = branches(value);
        continue;
      }
      path_.emplace_back(key);
      if (std::any_of(out.fields.begin(), out.fields.end(), [&](auto& f) { return f.key == key; })) fail("Duplicate key \"" + std::string(key) + "\"");
      auto& field = out.fields.emplace_back();
      field.key = key;
      if (value.is_object()) field.node = std::make_unique<Node>(node(value));
      else if (value.is_array()) field.leaf = leaf(value);
      else fail("\"" + std::string(key) + "\" must be an object or an array");
      path_.pop_back();
    }
    if (out.fields.empty() && out.either.empty()) fail(path_.empty() ? "Empty event patterns are not allowed" : "Empty objects are not allowed");
    return out;
  }

 private:
  std::vector<Node> branches(const simdjson::dom::array& list) {
    std::vector<Node> out;
    for (JsonValue v : list) {
      if (!v.is_object()) fail("Only objects are allowed in $or relationship.");
      out.push_back(node(v));
    }
    if (out.size() < 2) fail("There must have at least 2 Objects in $or relationship.");
    return out;
  }

  Leaf leaf(const simdjson::dom::array& list) {
    Leaf out;
    out.path = path_;
    for (JsonValue v : list) {
      out.tests.push_back(v.is_object() ? expression(v) : literal(v, "Match value must be String, number, true, false, or null"));
      out.absent |= out.tests.back().kind == Kind::exists && !out.tests.back().truth;
    }
    if (out.tests.empty()) fail("Empty arrays are not allowed");
    return out;
  }

  Test literal(const JsonValue& v, const char* otherwise) {
    if (v.is_string()) return {.kind = Kind::text, .text = text_of(v)};
    if (is_number(v)) return {.kind = Kind::number, .low = number_of(v), .high = number_of(v)};
    if (v.is_bool()) return {.kind = Kind::truth, .truth = bool(v)};
    if (v.is_null()) return {.kind = Kind::null};
    fail(otherwise);
  }

  struct One { std::string name; JsonValue value; };
  static One only_member(const simdjson::dom::object& o) {
    if (o.size() != 1) fail(o.size() == 0 ? "Empty match expressions are not allowed" : "Only one key allowed in match expression");
    auto [key, value] = *o.begin();
    return {std::string(key), value};
  }

  Test expression(const simdjson::dom::object& o) {
    auto [name, value] = only_member(o);
    if (name == "prefix" || name == "suffix") return affix(name, value);
    if (name == "equals-ignore-case") return of_text(Kind::same_but_case, name, value);
    if (name == "wildcard") return wildcard(value);
    if (name == "cidr") return cidr(value);
    if (name == "numeric") return numeric(value);
    if (name == "anything-but") return anything_but(value);
    if (name == "exists") {
      if (!value.is_bool()) fail("exists match pattern must be either true or false.");
      return {.kind = Kind::exists, .truth = bool(value)};
    }
    fail("Unrecognized match type " + name);
  }

  static Test of_text(Kind kind, const std::string& name, const JsonValue& v) {
    if (!v.is_string()) fail(name + " match pattern must be a string");
    return {.kind = kind, .text = text_of(v)};
  }

  static Test affix(const std::string& name, const JsonValue& v) {
    bool front = name == "prefix";
    if (!v.is_object()) return of_text(front ? Kind::prefix : Kind::suffix, name, v);
    auto [inner, text] = only_member(v);
    if (inner != "equals-ignore-case") fail("Unsupported " + name + " pattern: " + inner);
    return of_text(front ? Kind::prefix_but_case : Kind::suffix_but_case, inner, text);
  }

  static Test wildcard(const JsonValue& v) {
    Test out = of_text(Kind::wildcard, "wildcard", v);
    out.wildcard = Wildcard::of(out.text);
    return out;
  }

  static Test cidr(const JsonValue& v) {
    Test out = of_text(Kind::cidr, "cidr", v);
    auto network = policy::parse_network(out.text);
    if (!network || out.text.find('/') == out.text.npos) fail("Malformed CIDR, one '/' required");
    out.network = *network;
    return out;
  }

  double bound(const JsonValue& v) const {
    if (!is_number(v)) fail("Value of a numeric range must be a number");
    double n = number_of(v);
    if (!(n >= -most_ && n <= most_)) fail("Value must be between " + std::to_string(std::int64_t(-most_)) + " and " + std::to_string(std::int64_t(most_)) + ", inclusive");
    return n;
  }

  // ["=", n], [op, n] or [">" or ">=", n, "<" or "<=", n].
  Test numeric(const JsonValue& v) const {
    if (!v.is_array()) fail("Value of numeric must be an array.");
    std::vector<JsonValue> terms;
    for (JsonValue t : simdjson::dom::array(v)) terms.push_back(t);
    if (terms.size() != 2 && terms.size() != 4) fail(terms.size() > 4 ? "Too many terms in numeric range expression" : "Invalid number of terms in numeric match");
    Test out{.kind = Kind::numeric};
    for (std::size_t i = 0; i < terms.size(); i += 2) {
      if (!terms[i].is_string()) fail("Invalid member in numeric match: operator must be a string");
      std::string_view op = terms[i];
      double n = bound(terms[i + 1]);
      if (op == "=" && terms.size() == 2) out.low = out.high = n;
      else if ((op == ">" || op == ">=") && i == 0) { out.low = n; out.low_open = op == ">"; }
      else if ((op == "<" || op == "<=") && i + 2 == terms.size()) { out.high = n; out.high_open = op == "<"; }
      else fail("Unrecognized numeric range operator: " + std::string(op));
    }
    if (terms.size() == 4 && std::isinf(out.low)) fail("Bad numeric range operator: " + std::string(std::string_view(terms[2])));
    if (out.low > out.high || (out.low == out.high && (out.low_open || out.high_open))) fail("Bottom must be less than top");
    return out;
  }

  template <class Make> static void each_of(const JsonValue& v, Make make) {
    if (!v.is_array()) return make(v);
    if (simdjson::dom::array(v).size() == 0) fail("Empty arrays are not allowed");
    for (JsonValue item : simdjson::dom::array(v)) make(item);
  }

  Test anything_but(const JsonValue& v) {
    Test out{.kind = Kind::anything_but};
    if (v.is_object()) {
      const One only = only_member(v);
      const std::string& name = only.name;
      const JsonValue& inner = only.value;
      if (name != "prefix" && name != "suffix" && name != "equals-ignore-case" && name != "wildcard") fail("Unsupported anything-but pattern: " + name);
      each_of(inner, [&](const JsonValue& item) {
        if (!item.is_string()) fail("Inside anything but list, all values must be strings");
        out.but.push_back(name == "wildcard"             ? wildcard(item)
                          : name == "equals-ignore-case" ? of_text(Kind::same_but_case, name, item)
                                                         : affix(name, item));
      });
      return out;
    }
    each_of(v, [&](const JsonValue& item) {
      if (!item.is_string() && !is_number(item)) fail("Value of anything-but must be an array or single string/number value.");
      if (!out.but.empty() && item.is_string() != (out.but.front().kind == Kind::text))
        fail("Inside anything but list, either all values are number or string, mixed type is not supported");
      out.but.push_back(literal(item, ""));
    });
    return out;
  }

  double most_;
  std::vector<std::string> path_;
};

// Whether a key is there with a value at all, anywhere below the path: through lists, and not as an object.
bool present(const JsonValue& v, const std::vector<std::string>& path, std::size_t at) {
  if (v.is_array()) {
    for (JsonValue item : simdjson::dom::array(v)) if (present(item, path, at)) return true;
    return false;
  }
  if (at == path.size()) return !v.is_object();
  if (!v.is_object()) return false;
  JsonValue next;
  return simdjson::dom::object(v).at_key(path[at]).get(next) == simdjson::SUCCESS && present(next, path, at + 1);
}

class Matcher {
 public:
  explicit Matcher(const JsonValue& event) : event_(event) {}

  // Of an object; of a list, one of whose objects must do for all keys together; of nothing, where only what is asked
  // to be absent holds.
  bool node(const Node& n, const JsonValue* v) const {
    if (v && v->is_array()) {
      for (JsonValue item : simdjson::dom::array(*v)) if (!is_scalar(item) && node(n, &item)) return true;
      v = nullptr;
    }
    if (v && !v->is_object()) v = nullptr;
    for (auto& field : n.fields) {
      JsonValue inner;
      bool there = v && simdjson::dom::object(*v).at_key(field.key).get(inner) == simdjson::SUCCESS;
      if (field.leaf ? !leaf(*field.leaf, there ? &inner : nullptr) : !node(*field.node, there ? &inner : nullptr)) return false;
    }
    return n.either.empty() || std::any_of(n.either.begin(), n.either.end(), [&](auto& branch) { return node(branch, v); });
  }

 private:
  static bool is_scalar(const JsonValue& v) { return !v.is_array() && !v.is_object(); }

  bool leaf(const Leaf& l, const JsonValue* v) const {
    if (v && any_value(l, *v)) return true;
    return l.absent && !present(event_, l.path, 0);
  }
  bool any_value(const Leaf& l, const JsonValue& v) const {
    if (v.is_object()) return false;
    if (v.is_array()) {
      for (JsonValue item : simdjson::dom::array(v)) if (any_value(l, item)) return true;
      return false;
    }
    return std::any_of(l.tests.begin(), l.tests.end(), [&](auto& t) { return t.matches(v); });
  }
  const JsonValue& event_;
};

// A walk over all leaves, with the depth of their keys.
template <class F> void each_leaf(const Node& n, F visit) {
  for (auto& f : n.fields) {
    if (f.leaf) visit(*f.leaf);
    else each_leaf(*f.node, visit);
  }
  for (auto& branch : n.either) each_leaf(branch, visit);
}

// Products along an object, sums over the branches of its $or.
template <class OfLeaf> std::size_t count(const Node& n, OfLeaf of_leaf) {
  std::size_t out = 1, branches = 0;
  for (auto& f : n.fields) out = times(out, f.leaf ? of_leaf(*f.leaf) : count(*f.node, of_leaf));
  for (auto& branch : n.either) branches += count(branch, of_leaf);
  return times(out, n.either.empty() ? 1 : std::min(branches, kMost));
}

}  // namespace

Pattern::Pattern(std::unique_ptr<const Node> root) : root_(std::move(root)) {}
Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::compile(std::string_view json, double most) {
  auto value = base::parse_json(json);
  if (!value) fail("Unable to parse JSON");
  if (!value->is_object()) fail("Filter is not an object");
  return std::make_shared<const Pattern>(std::make_unique<const Node>(Compiler(most).node(*value)));
}

bool Pattern::matches(const JsonValue& event) const { return event.is_object() && Matcher(event).node(*root_, &event); }

std::size_t Pattern::leaves() const {
  std::size_t out = 0;
  each_leaf(*root_, [&](const Leaf&) { ++out; });
  return out;
}

std::size_t Pattern::wildcards() const {
  std::size_t out = 0;
  auto is_wildcard = [](const Test& t) { return t.kind == Kind::wildcard; };
  each_leaf(*root_, [&](const Leaf& l) {
    for (auto& t : l.tests) out += std::size_t(is_wildcard(t)) + std::size_t(std::count_if(t.but.begin(), t.but.end(), is_wildcard));
  });
  return out;
}

std::size_t Pattern::alternatives() const {
  return count(*root_, [](const Leaf&) { return std::size_t{1}; });
}

std::size_t Pattern::combinations(bool by_depth) const {
  return count(*root_, [&](const Leaf& l) { return times(l.tests.size(), by_depth ? l.path.size() : 1); });
}

bool Pattern::nested() const {
  bool out = false;
  each_leaf(*root_, [&](const Leaf& l) { out |= l.path.size() > 1; });
  return out;
}

}  // namespace service
