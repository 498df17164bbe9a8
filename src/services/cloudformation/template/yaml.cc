// YAML 1.1 as templates use it: block and flow collections, all scalar styles, tags, anchors, aliases and merge keys. Complex keys
// (? ...) are refused. Read by descent in one pass, bounded in depth and in what aliases grow to.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/bytes.h"
#include "services/cloudformation/template/yaml_scalars.h"
#include "services/cloudformation/template/yaml_text.h"

namespace cloudformation::language {

namespace {

// What aliases may make a document grow to. A template of 1 MB has some 100,000 values.
constexpr std::size_t kNodes = 300000, kBytes = 8 << 20;

struct Properties {
  std::string tag, anchor;
  bool any() const { return !tag.empty() || !anchor.empty(); }
};

class YamlReader : YamlText {
 public:
  using YamlText::YamlText;

  Value document() {
    lines();
    while (peek() == '%' && column() == 0) {
      line_end();
      lines();
    }
    if (marker("---")) at_ += 3;
    Value out = block(-1, false, 0, true);
    lines();
    if (marker("...")) at_ += 3, lines();
    if (more()) fail();
    return out;
  }

 private:
  struct Anchor {
    Value value;
    std::size_t nodes, bytes;
    int depth;
  };
  struct Key {
    std::string name;
    bool merge;
  };

  void count(std::size_t nodes, std::size_t bytes) {
    nodes_ += nodes;
    bytes_ += bytes;
    if (nodes_ > kNodes || bytes_ > kBytes) fail();
  }

  // --- properties, aliases and what they make of a node

  std::string word() {
    const std::size_t start = at_;
    while (!ends(0) && !(flow_ && flow_mark(peek()))) ++at_;
    return text_.substr(start, at_ - start);
  }

  void properties(Properties& out) {
    while (peek() == '!' || peek() == '&') {
      std::string& into = peek() == '!' ? out.tag : out.anchor;
      if (!into.empty()) fail();
      into = word();
      if (out.anchor == "&") fail();
      inline_space();
    }
  }

  Value alias() {
    const std::size_t start = at_++;
    const auto it = anchors_.find("&" + word());
    if (it == anchors_.end()) fail(start);
    count(it->second.nodes, it->second.bytes);
    if (depth_ + it->second.depth > kDepth) fail(start);
    return it->second.value;
  }

  Value scalar(const Properties& p, std::string text, bool plain) {
    count(1, text.size());
    static const std::set<std::string_view> resolved = {"!!int", "!!float", "!!bool", "!!null"};
    if (p.tag.empty() || resolved.contains(p.tag)) {
      if (!plain && p.tag.empty()) return Value(std::move(text));
      if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return {};
      return plain_scalar(text);
    }
    if (p.tag == "!" || p.tag == "!!str") return Value(std::move(text));
    const std::string function = function_of_tag(p.tag);
    if (function.empty()) fail();
    return short_form(function, Value(std::move(text)));
  }

  Value collection(const Properties& p, Value v) {
    if (p.tag.empty() || p.tag == "!" || p.tag == "!!map" || p.tag == "!!seq") return v;
    const std::string function = function_of_tag(p.tag);
    if (function.empty()) fail();
    return short_form(function, std::move(v));
  }

  static int depth_of(const Value& v) {
    int deepest = 0;
    for (auto& item : v.items) deepest = std::max(deepest, depth_of(item));
    for (auto& [name, member] : v.members) deepest = std::max(deepest, depth_of(member));
    return deepest + 1;
  }

  // Keeps the node under its anchor; it is a copy and counts as one.
  Value anchored(const Properties& p, Value v, std::size_t nodes, std::size_t bytes) {
    if (p.anchor.empty()) return v;
    Anchor kept{v, nodes_ - nodes, bytes_ - bytes, depth_of(v)};
    count(kept.nodes, kept.bytes);
    anchors_.insert_or_assign(p.anchor, std::move(kept));
    return v;
  }

  // --- block nodes

  // A node that is more indented than `parent`. in_map: a sequence may stand at the parent's own column. fresh: it may begin a
  // block collection on this very line (after a dash, or at the start).
  Value block(int parent, bool in_map, int depth, bool fresh) {
    if (depth > kDepth) fail();
    depth_ = depth;
    const std::size_t nodes = nodes_, bytes = bytes_;
    Properties p;
    fresh |= lines();
    if (outside(parent, in_map)) return anchored(p, scalar(p, "", true), nodes, bytes);
    const int first = column();
    properties(p);
    const bool tagged_here = p.any();
    const bool later = lines();
    if (later && outside(parent, in_map)) return anchored(p, scalar(p, "", true), nodes, bytes);
    fresh |= later;
    const int col = tagged_here && !later ? first : column();
    return anchored(p, content(p, parent, col, depth, fresh, tagged_here && !later), nodes, bytes);
  }

  bool outside(int parent, bool in_map) const {
    if (!more() || at_marker()) return true;
    const int col = column();
    return col <= parent && !(in_map && col == parent && peek() == '-' && ends(1));
  }

  Value content(const Properties& p, int parent, int col, int depth, bool fresh, bool tagged_here) {
    const char c = peek();
    const bool may_collect = fresh && !tagged_here;
    if (c == '*') {
      if (p.any()) fail();
      Value out = alias();
      return out;
    }
    if (c == '|' || c == '>') return scalar(p, block_scalar(parent), false);
    if (c == '-' && ends(1)) {
      if (!may_collect) fail();
      return collection(p, sequence(col, depth));
    }
    if (c == '?' && ends(1)) fail();
    if (c == '[' || c == '{') {
      Value out = collection(p, flow(depth));
      inline_space();
      if (more() && peek() != '\n') fail();
      return out;
    }
    const std::size_t start = at_;
    if (auto key = implicit_key()) {
      if (!may_collect) fail(start);
      return collection(p, mapping(std::move(*key), col, depth));
    }
    at_ = start;
    const bool quoted = c == '"' || c == '\'';
    std::string text = quoted ? quoted_scalar() : plain_block(parent);
    if (quoted) {
      inline_space();
      if (more() && peek() != '\n') fail();
    }
    return scalar(p, std::move(text), !quoted);
  }

  Value sequence(int col, int depth) {
    Value out = Value::list();
    count(1, 0);
    for (;;) {
      ++at_;
      out.items.push_back(block(col, false, depth + 1, true));
      lines();
      if (!more() || at_marker() || column() < col) return out;
      if (column() > col) fail();
      if (peek() != '-' || !ends(1)) return out;   // the key after a sequence at its map's own column
    }
  }

  Value mapping(Key key, int col, int depth) {
    Value out = Value::map();
    count(1, 0);
    std::set<std::string> names;
    std::vector<Value> merged;
    for (;;) {
      const std::size_t start = at_;
      if (!key.merge && !names.insert(key.name).second) fail(start - 1);
      count(0, key.name.size());
      Value v = block(col, true, depth + 1, false);
      if (key.merge) merge(std::move(v), merged);
      else out.members.emplace_back(std::move(key.name), std::move(v));
      const bool crossed = lines();
      if (!more() || at_marker() || column() < col) break;
      if (column() > col || !crossed_line(crossed)) fail();
      const std::size_t at = at_;
      auto next = implicit_key();
      if (!next) fail(at);
      key = std::move(*next);
    }
    add_merged(out, names, merged);
    return out;
  }

  // Whether what is here begins its line: lines() may have been called before.
  bool crossed_line(bool crossed) const {
    if (crossed) return true;
    for (std::size_t i = at_; i-- > 0 && text_[i] != '\n';)
      if (text_[i] != ' ') return false;
    return true;
  }

  void merge(Value v, std::vector<Value>& merged) const {
    if (v.is_map()) return merged.push_back(std::move(v));
    if (!v.is_list()) fail();
    for (auto& item : v.items) {
      if (!item.is_map()) fail();
      merged.push_back(std::move(item));
    }
  }

  static void add_merged(Value& out, std::set<std::string>& names, std::vector<Value>& merged) {
    for (auto& map : merged)
      for (auto& [name, v] : map.members)
        if (names.insert(name).second) out.members.emplace_back(name, std::move(v));
  }

  // A key on one line with its colon taken; nullopt (and anywhere) when this is no key.
  std::optional<Key> implicit_key() {
    const char c = peek();
    Key out{{}, false};
    const std::size_t start = at_;
    if (c == '"' || c == '\'') {
      out.name = quoted_scalar();
      if (std::string_view(text_).substr(start, at_ - start).find('\n') != std::string_view::npos) return std::nullopt;
      while (blank(peek())) ++at_;
    } else {
      if (!plain_starts()) return std::nullopt;
      out.name = plain_line();
      out.merge = out.name == "<<";
    }
    if (peek() != ':' || !ends(1)) return std::nullopt;
    ++at_;
    return out;
  }

  // --- flow nodes

  Value flow(int depth) {
    const bool outer = flow_;
    flow_ = true;
    Value out = peek() == '[' ? flow_sequence(depth) : flow_mapping(depth);
    flow_ = outer;
    return out;
  }

  Value flow_node(int depth, bool& quoted) {
    if (depth > kDepth) fail();
    depth_ = depth;
    const std::size_t nodes = nodes_, bytes = bytes_;
    Properties p;
    properties(p);
    lines();
    const char c = peek();
    quoted = c == '"' || c == '\'';
    if (c == '*' && !p.any()) return alias();
    if (c == '[' || c == '{') return anchored(p, collection(p, flow(depth)), nodes, bytes);
    if (quoted) return anchored(p, scalar(p, quoted_scalar(), false), nodes, bytes);
    std::string text;
    if (plain_starts()) text = plain_flow();
    else if (c != ',' && c != ']' && c != '}' && c != ':') fail();
    return anchored(p, scalar(p, std::move(text), true), nodes, bytes);
  }

  bool flow_colon(bool quoted) const { return peek() == ':' && (quoted || ends(1) || flow_mark(peek(1))); }

  Value flow_sequence(int depth) {
    Value out = Value::list();
    count(1, 0);
    ++at_;
    for (;;) {
      lines();
      if (peek() == ']') return ++at_, out;
      bool quoted = false;
      const std::size_t start = at_;
      Value item = flow_node(depth + 1, quoted);
      lines();
      if (flow_colon(quoted)) {                    // a single pair
        if (!item.is_scalar()) fail(start);
        ++at_;
        lines();
        Value v = flow_node(depth + 2, quoted);
        count(1, 0);
        item = Value::map({{item.text, std::move(v)}});
        lines();
      } else if (at_ == start) {
        fail();
      }
      out.items.push_back(std::move(item));
      if (peek() == ',') ++at_;
      else if (peek() != ']') fail();
    }
  }

  Value flow_mapping(int depth) {
    Value out = Value::map();
    count(1, 0);
    std::set<std::string> names;
    std::vector<Value> merged;
    ++at_;
    for (;;) {
      lines();
      if (peek() == '}') break;
      const std::size_t start = at_;
      bool quoted = false;
      std::string name = flow_key(quoted);
      lines();
      Value v;
      if (flow_colon(quoted)) {
        const bool is_merge = name == "<<" && !quoted;
        ++at_;
        lines();
        v = flow_node(depth + 1, quoted);
        lines();
        if (is_merge) {
          merge(std::move(v), merged);
          name.clear();
          if (peek() == ',') ++at_;
          else if (peek() != '}') fail();
          continue;
        }
      }
      if (!names.insert(name).second) fail(start);
      out.members.emplace_back(std::move(name), std::move(v));
      if (peek() == ',') ++at_;
      else if (peek() != '}') fail();
    }
    ++at_;
    add_merged(out, names, merged);
    return out;
  }

  std::string flow_key(bool& quoted) {
    quoted = peek() == '"' || peek() == '\'';
    if (!quoted && !plain_starts()) fail();
    std::string out = quoted ? quoted_scalar() : plain_flow();
    count(0, out.size());
    return out;
  }

  int depth_ = 0;                                  // of the node being read
  std::map<std::string, Anchor> anchors_;
  std::size_t nodes_ = 0, bytes_ = 0;
};

}  // namespace

Value from_yaml(std::string_view text) {
  if (!base::is_utf8(text)) throw Fault{"Template format error: unsupported structure."};
  return YamlReader(text).document();
}

}  // namespace cloudformation::language
