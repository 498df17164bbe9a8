#include "services/cloudformation/template/intrinsics.h"

#include <algorithm>
#include <array>

namespace cloudformation::language {

namespace {

struct Row {
  Fn function;
  std::string_view name;
};

constexpr Row kRows[] = {
    {Fn::ref, "Ref"}, {Fn::get_att, "Fn::GetAtt"}, {Fn::sub, "Fn::Sub"}, {Fn::join, "Fn::Join"}, {Fn::split, "Fn::Split"},
    {Fn::select, "Fn::Select"}, {Fn::find_in_map, "Fn::FindInMap"}, {Fn::base64, "Fn::Base64"}, {Fn::cidr, "Fn::Cidr"},
    {Fn::get_azs, "Fn::GetAZs"}, {Fn::import_value, "Fn::ImportValue"}, {Fn::if_, "Fn::If"}, {Fn::equals, "Fn::Equals"},
    {Fn::and_, "Fn::And"}, {Fn::or_, "Fn::Or"}, {Fn::not_, "Fn::Not"}, {Fn::condition, "Condition"}, {Fn::length, "Fn::Length"},
    {Fn::to_json_string, "Fn::ToJsonString"}, {Fn::transform, "Fn::Transform"}, {Fn::contains, "Fn::Contains"},
    {Fn::each_member_equals, "Fn::EachMemberEquals"}, {Fn::each_member_in, "Fn::EachMemberIn"}, {Fn::ref_all, "Fn::RefAll"},
    {Fn::value_of, "Fn::ValueOf"}, {Fn::value_of_all, "Fn::ValueOfAll"}};

[[noreturn]] void unsupported(std::string_view name) {
  throw Fault{"Template error: Encountered unsupported function: " + std::string(name) +
              " Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, "
              "Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, "
              "Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]"};
}

void check_place(Fn function, Place place, bool extended) {
  const bool boolean = function == Fn::equals || function == Fn::and_ || function == Fn::or_ || function == Fn::not_;
  const bool of_rules = function >= Fn::contains;
  if (boolean && (place == Place::resources || place == Place::outputs))
    throw Fault{"Template error: " + std::string(name_of(function)) + " cannot be partially collapsed"};
  if (of_rules && place != Place::rules) unsupported(name_of(function));
  if ((function == Fn::length || function == Fn::to_json_string) && !extended) unsupported(name_of(function));
}

bool list_of(const Value& v, std::size_t least, std::size_t most) {
  return v.is_list() && v.items.size() >= least && v.items.size() <= most;
}

bool may_be_text(const Value& v) { return v.is_scalar() || v.is_map(); }   // or a function that answers one
bool may_be_list(const Value& v) { return v.is_list() || v.is_map(); }

void demand(bool holds, std::string_view sentence) {
  if (!holds) throw Fault{"Template error: " + std::string(sentence)};
}

void check_get_att(const Value& v, bool extended) {
  constexpr std::string_view kSentence =
      "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute";
  if (v.is_string()) return demand(split_attribute(v.text).has_value(), kSentence);
  demand(list_of(v, 2, 2), kSentence);
  for (auto& item : v.items)
    demand((item.is_string() && !item.text.empty()) || (item.is_map() && (extended || &item != &v.items[0])), kSentence);
}

void check_sub(const Value& v) {
  constexpr std::string_view kSentence =
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an "
      "optional "
      "second argument to specify a mapping of values to replace in the string";
  const bool pair = v.is_list() && v.items.size() == 2 && v.items[0].is_scalar() && v.items[1].is_map();
  demand(v.is_scalar() || pair, kSentence);
  parse_sub(pair ? v.items[0].text : v.text);
}

void check_boolean(Fn function, const Value& v) {
  switch (function) {
    case Fn::equals: return demand(list_of(v, 2, 2), "every Fn::Equals object requires a list of 2 string parameters.");
    case Fn::not_: return demand(list_of(v, 1, 1), "every Fn::Not object requires one boolean parameter.");
    default:
      return demand(list_of(v, 2, 10), "every " + std::string(name_of(function)) +
                                           " object requires a list of at least 2 and at most 10 boolean parameters.");
  }
}

}  // namespace

std::string_view name_of(Fn function) {
  return std::find_if(std::begin(kRows), std::end(kRows), [&](const Row& row) { return row.function == function; })->name;
}

std::optional<Call> call_of(const Value& v, Place place, bool extended) {
  if (!v.is_map() || v.members.empty()) return std::nullopt;
  for (auto& [name, argument] : v.members) {
    if (!name.starts_with("Fn::") && name != "Ref") {
      if (name != "Condition" || place == Place::resources || place == Place::outputs || v.members.size() > 1) continue;
    }
    if (v.members.size() > 1) {
      if (name == "Ref" || name.starts_with(kLoop)) continue;
      throw Fault{"Template format error: " + name + " must not stand beside other members."};
    }
    for (auto& row : kRows)
      if (row.name == name) {
        check_place(row.function, place, extended);
        return Call{row.function, &argument};
      }
    unsupported(name);
  }
  return std::nullopt;
}

void check_shape(const Call& call, bool extended) {
  const Value& v = *call.argument;
  switch (call.function) {
    case Fn::ref:
      return demand((v.is_string() && !v.text.empty()) || (extended && v.is_map()),
                    "every Ref object must have a single String value.");
    case Fn::get_att: return check_get_att(v, extended);
    case Fn::sub: return check_sub(v);
    case Fn::join:
      return demand(list_of(v, 2, 2) && v.items[0].is_scalar() && may_be_list(v.items[1]),
                    "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be "
                    "joined or a function "
                    "that returns a list of strings (such as Fn::GetAZs) to be joined.");
    case Fn::split:
      return demand(list_of(v, 2, 2) && v.items[0].is_scalar() && may_be_text(v.items[1]),
                    "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a "
                    "function that "
                    "returns a string to be split.");
    case Fn::select:
      return demand(list_of(v, 2, 2) && may_be_text(v.items[0]) && may_be_list(v.items[1]),
                    "Fn::Select requires a list argument with two elements: an integer index and a list");
    case Fn::find_in_map:
      return demand(
          list_of(v, 3, extended ? 4 : 3) && std::all_of(v.items.begin(), v.items.begin() + 3, may_be_text),
          "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value");
    case Fn::base64: return demand(may_be_text(v), "every Fn::Base64 object must have a String-typed value.");
    case Fn::get_azs: return demand(may_be_text(v), "every Fn::GetAZs object must have a String-typed value.");
    case Fn::cidr:
      return demand(list_of(v, 2, 3) && std::all_of(v.items.begin(), v.items.end(), may_be_text),
                    "every Fn::Cidr object requires two or three parameters, (1) the block to be split, (2) the count of blocks "
                    "from 1 to 256 and "
                    "(3) the number of subnet bits.");
    case Fn::import_value:
      return demand(may_be_text(v), "the attribute in Fn::ImportValue must be a string or a function that returns a string");
    case Fn::if_:
      demand(v.is_list() && !v.items.empty() && v.items[0].is_string(),
             "Fn::If requires a list argument with the first element being a condition");
      return demand(v.items.size() == 3, "Fn::If requires a list argument with three elements");
    case Fn::equals:
    case Fn::and_:
    case Fn::or_:
    case Fn::not_: return check_boolean(call.function, v);
    case Fn::condition: return demand(v.is_string(), "All Conditions must be of type string");
    case Fn::length: return demand(may_be_list(v), "every Fn::Length object must have a list or a function that returns a list.");
    case Fn::to_json_string: return demand(may_be_list(v), "every Fn::ToJsonString object must have a map or a list.");
    case Fn::transform: return demand(v.is_map() && v.find("Name"), "every Fn::Transform object must have a Name.");
    case Fn::contains:
    case Fn::each_member_equals:
    case Fn::each_member_in:
      return demand(list_of(v, 2, 2), "every " + std::string(name_of(call.function)) + " object requires a list of 2 parameters.");
    case Fn::ref_all: return demand(v.is_string(), "every Fn::RefAll object must have a single String value.");
    case Fn::value_of:
    case Fn::value_of_all:
      return demand(list_of(v, 2, 2) && v.items[0].is_string() && v.items[1].is_string(),
                    "every " + std::string(name_of(call.function)) + " object requires a list of 2 string parameters.");
  }
}

std::vector<SubPart> parse_sub(std::string_view text) {
  std::vector<SubPart> out;
  std::string literal;
  while (!text.empty()) {
    const std::size_t open = text.find("${"), close = open == text.npos ? text.npos : text.find('}', open);
    if (close == text.npos) break;
    literal += text.substr(0, open);
    std::string_view name = text.substr(open + 2, close - open - 2);
    text.remove_prefix(close + 1);
    if (name.starts_with('!')) {
      literal += "${" + std::string(name.substr(1)) + "}";
      continue;
    }
    const bool fits = std::all_of(name.begin(), name.end(), [](char c) {
      return is_alphanumeric({&c, 1}) || c == '_' || c == '.' || c == ':';
    });
    if (name.empty() || !fits)
      throw Fault{
          "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and "
          "colons"};
    if (!literal.empty()) out.push_back({false, std::move(literal)});
    literal.clear();
    out.push_back({true, std::string(name)});
  }
  literal += text;
  if (!literal.empty()) out.push_back({false, std::move(literal)});
  return out;
}

std::optional<std::pair<std::string, std::string>> split_attribute(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == text.npos || dot == 0 || dot + 1 == text.size()) return std::nullopt;
  return std::pair(std::string(text.substr(0, dot)), std::string(text.substr(dot + 1)));
}

bool is_alphanumeric(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

bool is_pseudo_parameter(std::string_view name) {
  static constexpr std::string_view kNames[] = {"AWS::AccountId", "AWS::Region",    "AWS::StackId", "AWS::StackName",
                                                "AWS::Partition", "AWS::URLSuffix", "AWS::NoValue", "AWS::NotificationARNs"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

std::string joined(const std::vector<std::string>& names) {
  std::string out = "[";
  for (auto& name : names) out += (out.size() > 1 ? ", " : "") + name;
  return out + "]";
}

}  // namespace cloudformation::language
