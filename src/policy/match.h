#pragma once
// Compiled texts of a policy: wildcards, policy variables, ARNs.
// Source: IAM User Guide, "IAM JSON policy elements: Resource", "Variables and tags".
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arn.h"
#include "policy/context.h"

namespace policy {

// How a compiled text marks its wildcards: two bytes that no UTF-8 text contains.
inline constexpr char kAnySequence = '\xFF';   // '*': any characters, none included
inline constexpr char kAnyOne = '\xFE';        // '?': one character

std::string mark_wildcards(std::string_view text);

// Whether the whole of `text` is of the marked pattern's form, in time linear in the text: stretches without '?' are found by
// memmem, short ones with '?' place by place, long ones all places at once (holes.h). Nothing recurses.
bool glob(std::string_view pattern, std::string_view text);

// unresolved: the text has a variable whose key the context lacks (or holds many values of), and no default for it.
enum class Match : std::uint8_t { no, yes, unresolved };

// One value written in a policy. UTF-8.
class Text {
 public:
  struct Rules { bool wildcards = false, variables = false; };

  Text() = default;
  Text(std::string_view source, Rules);
  Match matches(std::string_view text, const Context&) const;
  Match matches_folded(std::string_view text, const Context&) const;   // ASCII case ignored, no wildcards

 private:
  struct Variable {
    std::string key;
    std::optional<std::string> fallback;
    std::string tail;                  // what stands between it and the next variable
  };
  std::optional<std::string> expand(const Context&) const;

  std::string head_;                   // up to the first variable
  std::vector<Variable> variables_;
  bool marked_ = false;                // has wildcards
};

// An ARN with wildcards, of which none in the first five fields reaches across a colon.
class ArnPattern {
 public:
  enum class Variables { none, in_resource, anywhere };

  ArnPattern(std::string_view source, Variables);
  bool any() const { return any_; }                              // a lone "*"
  bool well_formed() const { return any_ || well_formed_; }      // what is not never matches
  Match matches(const base::Arn&, const Context&) const;

 private:
  std::array<Text, 5> fields_;         // partition, service, region, account, resource
  bool any_ = false, well_formed_ = false;
};

// A request made ready to be held against many statements.
class Subject {
 public:
  explicit Subject(const Request&);
  Subject(const Subject&) = delete;

  std::string_view action() const { return action_; }              // lower case
  const std::optional<base::Arn>& arn() const { return arn_; }     // of the resource; none for "*"
  const Context& context() const { return request_.context; }
  const Caller& caller() const { return request_.caller; }

 private:
  const Request& request_;
  std::array<char, 128> short_action_;
  std::string long_action_;
  std::string_view action_;
  std::optional<base::Arn> arn_;
};

}  // namespace policy
