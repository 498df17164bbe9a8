// Scalars and short forms of YAML as CloudFormation reads them.
#include <re2/re2.h>

#include <cmath>
#include <optional>
#include <set>
#include <sstream>

#include "services/cloudformation/template/yaml_scalars.h"

namespace cloudformation::language {

namespace {

// https://yaml.org/type/int.html: 0x1F, 017, 0b11, 1_000, 1:30:00 (base 60).
std::optional<Value> integer(std::string text) {
  static const re2::RE2 form("[-+]?(?:0b[01_]+|0[0-7_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])*)");
  if (!re2::RE2::FullMatch(text, form)) return std::nullopt;
  std::erase(text, '_');
  const bool negative = text[0] == '-';
  if (negative || text[0] == '+') text.erase(0, 1);
  if (text.find_first_of("bx:") == text.npos && (text[0] != '0' || text.size() == 1))
    return Value::number((negative ? "-" : "") + text);
  unsigned long long out = 0, part = 0;
  const unsigned base = text.starts_with("0x") ? 16 : text.starts_with("0b") ? 2 : text[0] == '0' ? 8 : 10;
  for (const char c : text.substr(base == 16 || base == 2 ? 2 : 0)) {
    if (out > (1ull << 52)) return std::nullopt;
    if (c == ':') {
      out = (out + part) * 60;
      part = 0;
      continue;
    }
    part = part * base + unsigned(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    if (part > (1ull << 52)) return std::nullopt;
  }
  return Value::number((negative ? "-" : "") + std::to_string(out + part));
}

// https://yaml.org/type/float.html, without infinities: JSON has none. The text stays as it was written where JSON can say it.
std::optional<Value> real(std::string text) {
  static const re2::RE2 form(
      "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?)");
  static const re2::RE2 json("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
  if (!re2::RE2::FullMatch(text, form)) return std::nullopt;
  std::erase(text, '_');
  if (text[0] == '+') text.erase(0, 1);
  if (re2::RE2::FullMatch(text, json)) return Value::number(text);
  const double v = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(v)) return std::nullopt;
  std::ostringstream out;
  out.precision(15);
  out << v;
  return Value::number(out.str());
}

}  // namespace

Value plain_scalar(const std::string& text) {
  static const std::set<std::string_view> yes = {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"};
  static const std::set<std::string_view> no = {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"};
  if (yes.contains(text)) return Value::boolean(true);
  if (no.contains(text)) return Value::boolean(false);
  if (text.size() < 64) {
    if (auto v = integer(text)) return *v;
    if (auto v = real(text)) return *v;
  }
  return Value(text);                              // dates too: 2010-09-09 stays what it is
}

std::string function_of_tag(const std::string& tag) {
  static const std::set<std::string_view> functions = {
      "And",    "Base64", "Cidr",         "Contains",  "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "GetAtt",
      "GetAZs", "If",     "ImportValue",  "Join",      "Length",           "Not",          "Or",     "RefAll",    "Select",
      "Split",  "Sub",    "ToJsonString", "Transform", "ValueOf",          "ValueOfAll"};
  if (tag == "!Ref" || tag == "!Condition") return tag.substr(1);
  return tag.size() > 1 && functions.contains(std::string_view(tag).substr(1)) ? "Fn::" + tag.substr(1) : std::string();
}

Value short_form(const std::string& function, Value argument) {
  if (function == "Fn::GetAtt" && argument.is_string()) {
    const std::size_t dot = argument.text.find('.');
    if (dot != argument.text.npos)
      argument = Value::list({Value(argument.text.substr(0, dot)), Value(argument.text.substr(dot + 1))});
  }
  return Value::map({{function, std::move(argument)}});
}

}  // namespace cloudformation::language
