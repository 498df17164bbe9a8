#pragma once
// A JSON or YAML value of a template: ordered members, scalars kept as they were written.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloudformation::language {

// What every refusal of the template language is. The message is CloudFormation's own sentence; the API answers it as ValidationError.
struct Fault {
  std::string message;
};

// What stands where a value is known only after its resource was made (change sets show this very text).
inline constexpr std::string_view kKnownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}";

// Deeper documents are refused by the readers (a short form counts once, as it is written), so that walkers may recurse.
inline constexpr int kDepth = 96;

struct Value {
  enum class Kind { null, boolean, number, string, list, map };
  using Member = std::pair<std::string, Value>;

  Kind kind = Kind::null;
  std::string text;                     // of a scalar: "true"/"false", a JSON number, or the string itself
  std::vector<Value> items;             // of a list
  std::vector<Member> members;          // of a map, in the order written; names are unique

  Value() = default;
  Value(std::string string) : kind(Kind::string), text(std::move(string)) {}
  Value(std::string_view string) : Value(std::string(string)) {}
  Value(const char* string) : Value(std::string(string)) {}
  static Value boolean(bool v);
  static Value number(std::string json_number);      // the text must be a JSON number
  static Value number(long long v);
  static Value list(std::vector<Value> items = {});
  static Value map(std::vector<Member> members = {});

  bool is_null() const { return kind == Kind::null; }
  bool is_string() const { return kind == Kind::string; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  bool is_scalar() const { return kind == Kind::boolean || kind == Kind::number || kind == Kind::string; }

  const Value* find(std::string_view name) const;    // of a map; nullptr when there is none or this is no map
  Value* find(std::string_view name);
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // The text of the scalar member of that name; otherwise when there is none or it is no scalar.
  std::string text_of(std::string_view name, std::string_view otherwise = {}) const;
  Value& set(std::string_view name, Value v);        // makes or replaces the member of this map (a null becomes a map)
  bool erase(std::string_view name);                 // whether there was one
  void push(Value v);                                // a null becomes a list

  // Exact but for the order of members. 1 and "1" differ here; same() takes them for equal.
  bool operator==(const Value&) const;
};

// Equality as CloudFormation sees properties: scalars are equal when their texts are.
bool same(const Value& a, const Value& b);

// The same value with every scalar a string, as custom resources get their properties.
Value stringified(const Value&);

// Whether nothing in it waits for a resource to be made.
bool known(const Value&);

void append_utf8(std::string& out, char32_t code_point);

// Compact JSON; null is written as null.
std::string to_json(const Value&);
// Two spaces a level, as people read it.
std::string to_pretty_json(const Value&);

// Throws Fault "Template format error: JSON not well-formed. (line L, column C)"; duplicate names, depth > kDepth likewise.
Value from_json(std::string_view text);
// YAML 1.1 with CloudFormation's short forms, aliases and merge keys, bounded in depth and in what aliases grow to.
// Throws Fault "Template format error: YAML not well-formed. (line L, column C)".
Value from_yaml(std::string_view text);
// JSON when the first letter is a brace, else YAML.
Value from_text(std::string_view text);

}  // namespace cloudformation::language
