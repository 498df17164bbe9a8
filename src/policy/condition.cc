#include "policy/condition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/arn.h"
#include "base/bytes.h"

namespace policy {
namespace {

struct Named {
  std::string_view name;
  Operator op;
};
constexpr auto kNumeric = Family::numeric, kDate = Family::date;
constexpr std::array<Named, 27> kOperators = {{
    {"StringEquals", {Family::string}},
    {"StringNotEquals", {Family::string, Comparison::equals, true}},
    {"StringEqualsIgnoreCase", {Family::string_folded}},
    {"StringNotEqualsIgnoreCase", {Family::string_folded, Comparison::equals, true}},
    {"StringLike", {Family::string_like}},
    {"StringNotLike", {Family::string_like, Comparison::equals, true}},
    {"NumericEquals", {kNumeric}},
    {"NumericNotEquals", {kNumeric, Comparison::equals, true}},
    {"NumericLessThan", {kNumeric, Comparison::less}},
    {"NumericLessThanEquals", {kNumeric, Comparison::less_equals}},
    {"NumericGreaterThan", {kNumeric, Comparison::greater}},
    {"NumericGreaterThanEquals", {kNumeric, Comparison::greater_equals}},
    {"DateEquals", {kDate}},
    {"DateNotEquals", {kDate, Comparison::equals, true}},
    {"DateLessThan", {kDate, Comparison::less}},
    {"DateLessThanEquals", {kDate, Comparison::less_equals}},
    {"DateGreaterThan", {kDate, Comparison::greater}},
    {"DateGreaterThanEquals", {kDate, Comparison::greater_equals}},
    {"Bool", {Family::boolean}},
    {"BinaryEquals", {Family::binary}},
    {"IpAddress", {Family::ip}},
    {"NotIpAddress", {Family::ip, Comparison::equals, true}},
    {"ArnEquals", {Family::arn}},
    {"ArnLike", {Family::arn}},
    {"ArnNotEquals", {Family::arn, Comparison::equals, true}},
    {"ArnNotLike", {Family::arn, Comparison::equals, true}},
    {"Null", {Family::null}},
}};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

std::optional<double> parse_number(std::string_view text) {
  double out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, std::chars_format::general);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(out)) return {};
  return out;
}

bool is_bool(std::string_view text) { return base::iequals(text, "true") || base::iequals(text, "false"); }

template <class T>
bool compare(Comparison comparison, const T& left, const T& right) {
  switch (comparison) {
    case Comparison::equals: return left == right;
    case Comparison::less: return left < right;
    case Comparison::less_equals: return left <= right;
    case Comparison::greater: return left > right;
    case Comparison::greater_equals: return left >= right;
  }
  return false;
}

// The values that can be read; one that cannot never matches.
template <class Parse>
auto readable(const std::vector<std::string>& values, Parse parse) {
  std::vector<typename decltype(parse(std::string_view()))::value_type> out;
  for (auto& v : values) if (auto one = parse(v)) out.push_back(std::move(*one));
  return out;
}

// Whether any of the values satisfies a test that answers yes or no.
template <class T, class Test>
Match any_of(const std::vector<T>& values, Test test) {
  return std::any_of(values.begin(), values.end(), test) ? Match::yes : Match::no;
}

// The same for a test that may find a variable unresolved.
template <class T, class Test>
Match any_match(const std::vector<T>& values, Test test) {
  Match out = Match::no;
  for (auto& v : values) {
    Match one = test(v);
    if (one == Match::yes) return one;
    if (one == Match::unresolved) out = one;
  }
  return out;
}

}  // namespace

std::optional<Operator> parse_operator(std::string_view name) {
  Quantifier quantifier = take_prefix(name, "ForAllValues:") ? Quantifier::for_all_values
                          : take_prefix(name, "ForAnyValue:") ? Quantifier::for_any_value : Quantifier::none;
  bool if_exists = take_suffix(name, "IfExists");
  auto found = std::find_if(kOperators.begin(), kOperators.end(), [&](auto& o) { return o.name == name; });
  if (found == kOperators.end()) return {};
  Operator op = found->op;
  if (op.family == Family::null && (if_exists || quantifier != Quantifier::none)) return {};
  op.quantifier = quantifier;
  op.if_exists = if_exists;
  return op;
}

bool is_value_of(Family family, std::string_view value) {
  switch (family) {
    case Family::numeric: return parse_number(value).has_value();
    case Family::date: return base::parse_time(value).has_value();
    case Family::boolean: return is_bool(value) || value.find("${") != value.npos;
    case Family::binary: return base::unbase64(value).has_value();
    case Family::ip: return parse_network(value).has_value();
    case Family::null: return is_bool(value);
    default: return true;
  }
}

Condition::Condition(Operator op, std::string key, const std::vector<std::string>& values, bool variables)
    : op_(op), key_(std::move(key)) {
  switch (op.family) {
    case Family::string: case Family::string_folded: case Family::string_like: case Family::boolean: {
      auto& texts = values_.emplace<std::vector<Text>>();
      for (auto& v : values) texts.emplace_back(v, Text::Rules{op.family == Family::string_like, variables});
      break;
    }
    case Family::arn: {
      auto& arns = values_.emplace<std::vector<ArnPattern>>();
      for (auto& v : values) arns.emplace_back(v, variables ? ArnPattern::Variables::anywhere : ArnPattern::Variables::none);
      break;
    }
    case Family::numeric: values_ = readable(values, parse_number); break;
    case Family::date: values_ = readable(values, base::parse_time); break;
    case Family::ip: values_ = readable(values, parse_network); break;
    case Family::binary: values_ = readable(values, base::unbase64); break;
    case Family::null: {
      auto& absence = values_.emplace<Absence>();
      for (auto& v : values) (base::iequals(v, "true") ? absence.when_absent : absence.when_present) = true;
    }
  }
}

Match Condition::some_match(std::string_view value, const Context& context) const {
  switch (op_.family) {
    case Family::string: case Family::string_like:
      return any_match(std::get<std::vector<Text>>(values_), [&](auto& v) { return v.matches(value, context); });
    case Family::boolean:
      if (!is_bool(value)) return Match::no;
      [[fallthrough]];
    case Family::string_folded:
      return any_match(std::get<std::vector<Text>>(values_), [&](auto& v) { return v.matches_folded(value, context); });
    case Family::arn: {
      auto arn = base::parse_arn(value);
      if (!arn) return Match::no;
      return any_match(std::get<std::vector<ArnPattern>>(values_), [&](auto& v) { return v.matches(*arn, context); });
    }
    case Family::numeric: {
      auto number = parse_number(value);
      auto holds = [&](double v) { return number && compare(op_.comparison, *number, v); };
      return any_of(std::get<std::vector<double>>(values_), holds);
    }
    case Family::date: {
      auto time = base::parse_time(value);
      auto holds = [&](base::Time v) { return time && compare(op_.comparison, *time, v); };
      return any_of(std::get<std::vector<base::Time>>(values_), holds);
    }
    case Family::ip: {
      auto address = parse_address(value);
      return any_of(std::get<std::vector<Network>>(values_), [&](auto& v) { return address && v.contains(*address); });
    }
    case Family::binary:
      return any_of(std::get<std::vector<std::string>>(values_), [&](auto& v) { return v == value; });
    case Family::null: break;          // asks for no value
  }
  return Match::no;
}

bool Condition::holds_for(std::string_view value, const Context& context) const {
  return some_match(value, context) == (op_.negated ? Match::no : Match::yes);
}

bool Condition::holds(const Context& context) const {
  auto values = context.find(key_);
  bool empty = values && std::all_of(values->begin(), values->end(), [](auto v) { return v.empty(); });
  if (op_.family == Family::null) {
    auto& absence = std::get<Absence>(values_);
    return values && !empty ? absence.when_present : absence.when_absent;
  }
  bool all = op_.quantifier == Quantifier::for_all_values;
  if (!values) return op_.if_exists || all || (op_.negated && op_.quantifier == Quantifier::none);
  if (empty && op_.quantifier != Quantifier::none) return all;
  auto one = [&](std::string_view value) { return holds_for(value, context); };
  return all ? std::all_of(values->begin(), values->end(), one) : std::any_of(values->begin(), values->end(), one);
}

}  // namespace policy
