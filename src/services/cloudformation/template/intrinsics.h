#pragma once
// The intrinsic functions: how they are recognized, and what each demands of its argument wherever it stands.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cloudformation/template/value.h"

namespace cloudformation::language {

enum class Fn {
  ref, get_att, sub, join, split, select, find_in_map, base64, cidr, get_azs, import_value, if_, equals, and_, or_, not_, condition,
  length, to_json_string, transform, contains, each_member_equals, each_member_in, ref_all, value_of, value_of_all
};

// Where a value stands decides which functions it may hold.
enum class Place { resources, outputs, conditions, rules };

struct Call {
  Fn function;
  const Value* argument;
};

// The function that a map of one member is; nullopt when the value is data. {"Condition": "Name"} is one only in conditions.
// Throws Fault for functions unknown or not of this place, and for a function beside other members.
std::optional<Call> call_of(const Value&, Place, bool extended);

// Throws Fault with the function's own sentence when its argument has not the shape it demands.
void check_shape(const Call&, bool extended);

std::string_view name_of(Fn);

// Text of a Fn::Sub: literal pieces and the names of variables in turn.
struct SubPart {
  bool variable;
  std::string text;
};
std::vector<SubPart> parse_sub(std::string_view text);

// "A.B.C" as logical id and attribute; nullopt without a dot inside.
std::optional<std::pair<std::string, std::string>> split_attribute(std::string_view text);

bool is_alphanumeric(std::string_view text);
bool is_pseudo_parameter(std::string_view name);
std::string joined(const std::vector<std::string>& names);   // "[A, B]"

inline constexpr std::string_view kLoop = "Fn::ForEach::";

}  // namespace cloudformation::language
