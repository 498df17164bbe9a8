#pragma once
// The pattern language of EventBridge rules and SNS filter policies: a JSON object whose leaves are lists of values or
// tests, judged over another JSON object. Pure; its cost is linear in the event for each test.
// Source: EventBridge User Guide, "Comparison operators"; SNS Developer Guide, "Subscription filter policies".
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "policy/network.h"

namespace service {

// Why a text is no pattern, in the services' words: "Unrecognized match type foo".
struct PatternFault : std::runtime_error { using std::runtime_error::runtime_error; };

class Pattern {
 public:
  // Numbers compared by "numeric" lie within [-most, most]: 5e9 for EventBridge, 1e9 for SNS.
  static std::shared_ptr<const Pattern> compile(std::string_view json, double most = 5e9);      // throws PatternFault

  bool matches(const base::JsonValue& event) const;     // of what is no object: false

  // What the services bound. Saturating at one million.
  std::size_t leaves() const;                           // keys that have a list, in all alternatives of $or
  std::size_t wildcards() const;                        // tests with "*" in them
  std::size_t alternatives() const;                     // product over all $or of their branches
  std::size_t combinations(bool by_depth) const;        // product of the lengths of all lists, each times its key's depth
  bool nested() const;                                  // a key has keys of its own

  struct Test;
  struct Leaf;
  struct Node;
  explicit Pattern(std::unique_ptr<const Node>);
  ~Pattern();

 private:
  std::unique_ptr<const Node> root_;
};

}  // namespace service
