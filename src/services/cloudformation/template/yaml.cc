// YAML as CloudFormation reads it: YAML 1.1 scalars, the short forms of functions as tags, aliases and merge keys written out.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <re2/re2.h>

#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "base/bytes.h"
#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

namespace {

// What aliases may make a document grow to. A template of 1 MB has some 100,000 values.
constexpr std::size_t kNodes = 300000, kBytes = 8 << 20;

[[noreturn]] void malformed(const YAML::Mark& mark) {
  throw Fault{"Template format error: YAML not well-formed. (line " + std::to_string(mark.line + 1) + ", column " +
              std::to_string(mark.column + 1) + ")"};
}

// https://yaml.org/type/int.html: 0x1F, 017, 0b11, 1_000, 1:30:00 (base 60).
std::optional<Value> integer(std::string text) {
  static const re2::RE2 form("[-+]?(?:0b[01_]+|0[0-7_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])*)");
  if (!re2::RE2::FullMatch(text, form)) return std::nullopt;
  std::erase(text, '_');
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.erase(0, 1);
  if (text.find_first_of("bx:") == text.npos && (text[0] != '0' || text.size() == 1))
    return Value::number((negative ? "-" : "") + text);
  unsigned long long out = 0, part = 0;
  const unsigned base = text.starts_with("0x") ? 16 : text.starts_with("0b") ? 2 : text[0] == '0' ? 8 : 10;
  for (const char c : text.substr(base == 16 || base == 2 ? 2 : 0)) {
    if (out > (1ull << 52)) return std::nullopt;
    if (c == ':') {
      out = (out + part) * 60;
      part = 0;
      continue;
    }
    part = part * base + unsigned(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    if (part > (1ull << 52)) return std::nullopt;
  }
  return Value::number((negative ? "-" : "") + std::to_string(out + part));
}

// https://yaml.org/type/float.html, without infinities: JSON has none. The text stays as it was written where JSON can say it.
std::optional<Value> real(std::string text) {
  static const re2::RE2 form("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)");
  static const re2::RE2 json("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
  if (!re2::RE2::FullMatch(text, form)) return std::nullopt;
  std::erase(text, '_');
  if (text[0] == '+') text.erase(0, 1);
  if (re2::RE2::FullMatch(text, json)) return Value::number(text);
  const double v = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(v)) return std::nullopt;
  std::ostringstream out;
  out.precision(15);
  out << v;
  return Value::number(out.str());
}

Value plain_scalar(const std::string& text) {
  static const std::set<std::string_view> yes = {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
  static const std::set<std::string_view> no = {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  if (yes.contains(text)) return Value::boolean(true);
  if (no.contains(text)) return Value::boolean(false);
  if (text.size() < 64) {
    if (auto v = integer(text)) return *v;
    if (auto v = real(text)) return *v;
  }
  return Value(text);                              // dates too: 2010-09-09 stays what it is
}

// "!Sub" -> "Fn::Sub"; empty when the tag is no short form.
std::string function_of_tag(const std::string& tag) {
  static const std::set<std::string_view> functions = {
      "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue",
      "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform", "ValueOf", "ValueOfAll"};
  if (tag == "!Ref" || tag == "!Condition") return tag.substr(1);
  return tag.size() > 1 && functions.contains(std::string_view(tag).substr(1)) ? "Fn::" + tag.substr(1) : std::string();
}

class Builder : public YAML::EventHandler {
 public:
  Value root;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { put(mark, {}, anchor, false); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    auto known = anchors_.find(anchor);
    if (known == anchors_.end()) malformed(mark);  // within itself
    count(mark, known->second.nodes, known->second.bytes);
    if (int(stack_.size()) + known->second.depth > kDepth) malformed(mark);
    put(mark, known->second.value, 0, false);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& text) override {
    count(mark, 1, text.size());
    if (tag == "?") return put(mark, key_wanted() ? Value(text) : plain_scalar(text), anchor, text == "<<");
    if (tag == "!" || tag == "tag:yaml.org,2002:str") return put(mark, Value(text), anchor, false);
    if (tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool")
      return put(mark, plain_scalar(text), anchor, false);
    const std::string function = function_of_tag(tag);
    if (function.empty() || key_wanted()) malformed(mark);
    put(mark, call(function, Value(text)), anchor, false);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Value::list());
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Value::map());
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YAML::Mark mark;
    Value value;
    std::string function;                          // of its tag
    YAML::anchor_t anchor = 0;
    std::optional<std::string> key;                // of a map: read, its value awaited
    bool merge = false;                            // that key is <<
    std::set<std::string> names;
    std::vector<Value> merged;                     // maps named by <<, first wins
    std::size_t nodes = 0, bytes = 0;              // counted when it began
  };
  struct Anchor {
    Value value;
    std::size_t nodes, bytes;
    int depth;
  };

  bool key_wanted() const { return !stack_.empty() && stack_.back().value.is_map() && !stack_.back().key; }

  void count(const YAML::Mark& mark, std::size_t nodes, std::size_t bytes) {
    nodes_ += nodes;
    bytes_ += bytes;
    if (nodes_ > kNodes || bytes_ > kBytes) malformed(mark);
  }

  static Value call(const std::string& function, Value argument) {
    if (function == "Fn::GetAtt" && argument.is_string()) {
      const std::size_t dot = argument.text.find('.');
      if (dot != argument.text.npos)
        argument = Value::list({Value(argument.text.substr(0, dot)), Value(argument.text.substr(dot + 1))});
    }
    return Value::map({{function, std::move(argument)}});
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Value empty) {
    static const std::set<std::string_view> own = {"?", "!", "", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"};
    if (int(stack_.size()) >= kDepth || key_wanted()) malformed(mark);
    Frame frame{mark, std::move(empty), {}, anchor, {}, false, {}, {}, nodes_, bytes_};
    if (!own.contains(tag) && (frame.function = function_of_tag(tag)).empty()) malformed(mark);
    count(mark, 1, 0);
    stack_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    for (auto& map : frame.merged)
      for (auto& [name, v] : map.members)
        if (frame.names.insert(name).second) frame.value.members.emplace_back(name, v);
    if (!frame.function.empty()) frame.value = call(frame.function, std::move(frame.value));
    finished_nodes_ = nodes_ - frame.nodes;
    finished_bytes_ = bytes_ - frame.bytes;
    put(frame.mark, std::move(frame.value), frame.anchor, false);
  }

  static int depth_of(const Value& v) {
    int deepest = 0;
    for (auto& item : v.items) deepest = std::max(deepest, depth_of(item));
    for (auto& [name, member] : v.members) deepest = std::max(deepest, depth_of(member));
    return deepest + 1;
  }

  void put(const YAML::Mark& mark, Value v, YAML::anchor_t anchor, bool merge) {
    if (anchor) {
      const bool whole = v.is_list() || v.is_map();
      Anchor kept{v, whole ? finished_nodes_ : 1, whole ? finished_bytes_ : v.text.size(), depth_of(v)};
      count(mark, kept.nodes, kept.bytes);         // it is a copy
      anchors_.insert_or_assign(anchor, std::move(kept));
    }
    if (stack_.empty()) {
      root = std::move(v);
      return;
    }
    Frame& frame = stack_.back();
    if (frame.value.is_list()) {
      frame.value.items.push_back(std::move(v));
    } else if (!frame.key) {
      take_key(frame, mark, std::move(v), merge);
    } else if (frame.merge) {
      frame.key.reset();
      frame.merge = false;
      take_merge(frame, mark, std::move(v));
    } else {
      frame.value.members.emplace_back(std::move(*frame.key), std::move(v));
      frame.key.reset();
    }
  }

  static void take_key(Frame& frame, const YAML::Mark& mark, Value v, bool merge) {
    if (!v.is_scalar() || (!merge && !frame.names.insert(v.text).second)) malformed(mark);
    frame.key = std::move(v.text);
    frame.merge = merge;
  }

  static void take_merge(Frame& frame, const YAML::Mark& mark, Value v) {
    if (v.is_map()) {
      frame.merged.push_back(std::move(v));
      return;
    }
    if (!v.is_list()) malformed(mark);
    for (auto& item : v.items) {
      if (!item.is_map()) malformed(mark);
      frame.merged.push_back(std::move(item));
    }
  }

  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, Anchor> anchors_;
  std::size_t nodes_ = 0, bytes_ = 0, finished_nodes_ = 0, finished_bytes_ = 0;
};

}  // namespace

Value from_yaml(std::string_view text) {
  if (!base::is_utf8(text)) throw Fault{"Template format error: unsupported structure."};
  std::istringstream in{std::string(text)};
  Builder builder;
  try {
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) throw Fault{"Template format error: unsupported structure."};
    Builder rest;
    if (parser.HandleNextDocument(rest) && !rest.root.is_null()) throw Fault{"Template format error: unsupported structure."};
  } catch (const YAML::Exception& e) {
    malformed(e.mark);
  }
  return std::move(builder.root);
}

}  // namespace cloudformation::language
