#pragma once
// Condition operators. Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Conditions with multiple
// context keys or values", "Multivalued context keys".
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/time.h"
#include "policy/context.h"
#include "policy/match.h"
#include "policy/network.h"

namespace policy {

enum class Family : std::uint8_t { string, string_folded, string_like, numeric, date, boolean, binary, ip, arn, null };
enum class Comparison : std::uint8_t { equals, less, less_equals, greater, greater_equals };
enum class Quantifier : std::uint8_t { none, for_all_values, for_any_value };

struct Operator {
  Family family;
  Comparison comparison = Comparison::equals;
  bool negated = false;
  bool if_exists = false;
  Quantifier quantifier = Quantifier::none;
};

// "ForAnyValue:StringLikeIfExists" and the like, in exactly this spelling.
std::optional<Operator> parse_operator(std::string_view name);

// Whether the operator can ever make sense of this value in a policy.
bool is_value_of(Family, std::string_view value);

// One operator on one key, with all its values.
//
//   form                  key present                            key absent
//   positive              some value matches                     false
//   negated               no value matches                       true
//   ...IfExists           as without                             true
//   Null "true"/"false"   absent or empty / present              true / false
//   ForAllValues:...      every one of the key's values holds    true, also when the key's value is empty
//   ForAnyValue:...       at least one holds                     false
//
// Several values of the key without a quantifier are judged as by ForAnyValue. A negated operator with an unresolved
// policy variable is false for a present key: nothing was compared. A binary key's context value is the bytes themselves.
class Condition {
 public:
  Condition(Operator, std::string key, const std::vector<std::string>& values, bool variables);
  bool holds(const Context&) const;

 private:
  struct Absence { bool when_absent = false, when_present = false; };

  bool holds_for(std::string_view value, const Context&) const;
  Match some_match(std::string_view value, const Context&) const;

  Operator op_;
  std::string key_;
  std::variant<std::vector<Text>, std::vector<ArnPattern>, std::vector<double>, std::vector<base::Time>,
               std::vector<Network>, std::vector<std::string>, Absence> values_;
};

}  // namespace policy
