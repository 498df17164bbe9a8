#pragma once
// JSON out: an append-only writer. JSON in: simdjson's DOM, with one parser a thread.
#include <simdjson.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// Appends text as a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// A member's name as it stands in JSON behind another member: "eventTime"_name is ,"eventTime": put together by the compiler.
struct JsonName { std::string_view text; };
template <std::size_t N> struct JsonLiteral {
  consteval JsonLiteral(const char (&name)[N]) {
    text[0] = ',';
    text[1] = '"';
    for (std::size_t i = 0; i + 1 < N; ++i) {
      if (name[i] < 0x20 || name[i] == '"' || name[i] == '\\') throw "such a name is to be escaped";
      text[2 + i] = name[i];
    }
    text[N + 1] = '"';
    text[N + 2] = ':';
  }
  char text[N + 3];
};
template <JsonLiteral Name> consteval JsonName operator""_name() { return {{Name.text, sizeof Name.text}}; }

// Writes compact JSON. Commas are its business; balance is the caller's.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  JsonWriter& open(char bracket) { comma(); out_ += bracket; fresh_ = true; return *this; }      // '{' or '['
  JsonWriter& close(char bracket) { out_ += bracket; fresh_ = false; return *this; }
  JsonWriter& key(std::string_view name) { comma(); append_json_string(out_, name); out_ += ':'; fresh_ = true; return *this; }
  JsonWriter& key(JsonName name) { out_ += name.text.substr(fresh_); fresh_ = true; return *this; }
  JsonWriter& text(std::string_view v) { comma(); append_json_string(out_, v); return *this; }
  JsonWriter& number(std::int64_t v) { comma(); out_ += std::to_string(v); return *this; }
  JsonWriter& real(double v);
  JsonWriter& boolean(bool v) { comma(); out_ += v ? "true" : "false"; return *this; }
  JsonWriter& null() { comma(); out_ += "null"; return *this; }
  JsonWriter& raw(std::string_view json) { comma(); out_ += json; return *this; }                 // one whole value
  std::string& out() { return out_; }

 private:
  void comma() { if (fresh_) fresh_ = false; else out_ += ','; }
  std::string& out_;
  bool fresh_ = true;
};

// The document lives until the thread's next parse. Depth is bounded at 64, size at 32 MiB.
using JsonValue = simdjson::dom::element;
std::optional<JsonValue> parse_json(std::string_view text);

// The same, owning its document: for values kept beyond the next parse.
struct JsonDocument {
  std::unique_ptr<simdjson::dom::parser> parser;       // where root lives
  JsonValue root{};
};
std::optional<JsonDocument> parse_json_owned(std::string_view text);

}  // namespace base
