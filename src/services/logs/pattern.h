#pragma once
// The filter-pattern language of metric filters, subscription filters and FilterLogEvents, as a pure engine.
// Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log events".
//
//   terms     ERROR "two words" -excluded %regex%     all of them, and none that is excluded; ?a ?b alone: any of them
//   fields    [ip, user, ..., status = 4* && status != 404, bytes > 1000]      of events delimited by spaces
//   JSON      { ($.a.b[0] = "x*") && ($.n >= 3 || $.c IS NULL) && $.d NOT EXISTS }
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/json.h"

namespace logs {

// A pattern that is none, with what is wrong with it in words for the caller.
struct PatternFault : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Extracted = std::map<std::string, std::string>;        // "$name" or "$.path" -> text

// An event's text, parsed when a pattern first asks for it, and then once for all patterns.
class Message {
 public:
  Message(std::string_view text) : text_(text) {}
  Message(const char* text) : text_(text) {}
  Message(const std::string& text) : text_(text) {}
  std::string_view text() const { return text_; }
  const base::JsonValue* json() const;             // nullptr: it is no JSON document

 private:
  std::string_view text_;
  mutable bool parsed_ = false;
  mutable std::optional<base::JsonDocument> document_;
};

// One form of the language, compiled. Immutable; may be used by several threads.
class Matcher {
 public:
  virtual ~Matcher() = default;
  virtual bool matches(const Message&) const = 0;
  // The fields of a message that matches, as TestMetricFilter shows them.
  virtual Extracted extract(const Message&) const { return {}; }
  // What "$name" or "$.path" stands for in a message; nothing where it is absent or no plain value.
  virtual std::optional<std::string> value(const Message&, std::string_view) const { return {}; }
  // Whether messages have fields that a metric's value and dimensions can name.
  virtual bool has_fields() const { return false; }
};

class Pattern {
 public:
  // Throws PatternFault. The empty pattern matches everything.
  static Pattern compile(std::string_view text);

  bool matches(const Message& message) const { return !matcher_ || matcher_->matches(message); }
  Extracted extract(const Message& message) const { return matcher_ ? matcher_->extract(message) : Extracted{}; }
  std::optional<std::string> value(const Message& message, std::string_view selector) const {
    return matcher_ ? matcher_->value(message, selector) : std::nullopt;
  }
  bool has_fields() const { return matcher_ && matcher_->has_fields(); }
  int regexes() const { return regexes_; }

 private:
  std::shared_ptr<const Matcher> matcher_;       // none: everything matches
  int regexes_ = 0;
};

}  // namespace logs
