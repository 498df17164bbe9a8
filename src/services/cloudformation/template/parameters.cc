#include "services/cloudformation/template/parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/bytes.h"
#include "services/cloudformation/template/intrinsics.h"
#include "services/cloudformation/template/pattern.h"

namespace cloudformation::language {

namespace {

constexpr std::string_view kStored = "AWS::SSM::Parameter::Value<";
constexpr std::size_t kLongest = 4096;             // bytes of a value
constexpr std::uint64_t kEffort = 3000000;         // steps that all patterns of a template may take together

// The type inside of AWS::SSM::Parameter::Value<>, else the type itself.
std::string_view inner_type(std::string_view type) {
  return is_ssm_type(type) ? type.substr(kStored.size(), type.size() - kStored.size() - 1) : type;
}

// The type of one element of a list type.
std::string_view element_type(std::string_view type) {
  if (type.starts_with("List<")) return type.substr(5, type.size() - 6);
  return type == "CommaDelimitedList" ? "String" : type;
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> out;
  for (auto one : base::split(text, ',')) out.emplace_back(base::trim(one));
  return out;
}

std::size_t characters(const std::string& utf8) {
  return std::size_t(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// Holds a value against what its declaration allows.
class Constraints {
 public:
  Constraints(const std::string& name, const ParameterDeclaration& p, std::uint64_t& effort) : name_(name), p_(p), effort_(effort) {
    if (!p.allowed_pattern.empty()) pattern_ = Pattern::compile(p.allowed_pattern);
  }

  void check(const std::string& text) const {
    if (text.size() > kLongest) fail("must contain at most " + std::to_string(kLongest) + " characters");
    if (is_ssm_type(p_.type) || !is_list_type(p_.type)) {
      check_one(text);
      lengths(text);
      return;
    }
    for (auto& one : listed(text)) check_one(one);
    if (p_.type == "CommaDelimitedList") lengths(text);
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    if (!p_.constraint_description.empty())
      throw Fault{"Parameter " + name_ + " failed to satisfy constraint: " + p_.constraint_description};
    throw Fault{"Parameter '" + name_ + "' " + reason};
  }

  void check_one(const std::string& text) const {
    if (!p_.allowed_values.empty() &&
        std::find(p_.allowed_values.begin(), p_.allowed_values.end(), text) == p_.allowed_values.end())
      fail("must be one of AllowedValues");
    if (pattern_ && !pattern_->matches(text, effort_)) fail("must match pattern " + p_.allowed_pattern);
    if (p_.type != "Number" && p_.type != "List<Number>") return;
    const auto n = number_of(text);
    if (!n) fail("must be a number.");
    if (p_.min_value && *n < *number_of(*p_.min_value)) fail("must be a number not less than " + *p_.min_value);
    if (p_.max_value && *n > *number_of(*p_.max_value)) fail("must be a number not greater than " + *p_.max_value);
  }

  void lengths(const std::string& text) const {
    const double n = double(characters(text));
    if (p_.min_length && n < *number_of(*p_.min_length)) fail("must contain at least " + *p_.min_length + " characters");
    if (p_.max_length && n > *number_of(*p_.max_length)) fail("must contain at most " + *p_.max_length + " characters");
  }

  const std::string& name_;
  const ParameterDeclaration& p_;
  std::optional<Pattern> pattern_;
  std::uint64_t& effort_;
};

// What an SSM parameter type takes from the store; the type of what is kept there must fit.
std::string stored_value(const ParameterDeclaration& p, const std::string& name, const ParameterPorts& ports) {
  const auto found = ports.ssm ? ports.ssm(name) : std::nullopt;
  if (!found) throw Fault{"Unable to fetch parameters [" + name + "] from parameter store for this account."};
  if (found->type == "SecureString")
    throw Fault{"Parameters [" + name + "] referenced by template have types not supported by CloudFormation."};
  if ((found->type == "StringList") != is_list_type(inner_type(p.type)))
    throw Fault{"Types for SSM parameters [" + name + "] defined in CFN template and SSM are incompatible"};
  return found->value;
}

void check_exists(const std::string& name, std::string_view type, const std::vector<std::string>& ids,
                  const ParameterPorts& ports) {
  type = element_type(type);
  if (!ports.exists || type == "String" || type == "Number") return;
  for (auto& id : ids)
    if (ports.exists(type, id) == false)
      throw Fault{"Parameter validation failed: parameter value " + id + " for parameter name " + name + " does not exist"};
}

}  // namespace

std::optional<double> number_of(std::string_view text) {
  text = base::trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.find_first_not_of("0123456789.eE+-") != text.npos) return std::nullopt;
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(out)) return std::nullopt;
  return out;
}

bool is_ssm_type(std::string_view type) { return type.starts_with(kStored) && type.ends_with('>'); }

bool is_list_type(std::string_view type) {
  type = inner_type(type);
  return type == "CommaDelimitedList" || type.starts_with("List<");
}

std::vector<ResolvedParameter> resolve(const Template& t, const std::map<std::string, std::string>& given,
                                       const ParameterPorts& ports) {
  std::vector<std::string> missing, unknown;
  for (auto& [name, text] : given)
    if (!t.parameter(name)) unknown.push_back(name);
  if (!unknown.empty()) throw Fault{"Parameters: " + joined(unknown) + " do not exist in the template"};
  std::vector<ResolvedParameter> out;
  for (auto& [name, p] : t.parameters) {
    const auto it = given.find(name);
    if (it == given.end() && !p.default_value) {
      missing.push_back(name);
      continue;
    }
    ResolvedParameter one;
    one.name = name;
    one.no_echo = p.no_echo;
    one.text = it == given.end() ? *p.default_value : it->second;
    out.push_back(std::move(one));
  }
  if (!missing.empty()) throw Fault{"Parameters: " + joined(missing) + " must have values"};
  std::uint64_t effort = kEffort;
  for (auto& one : out) {
    const ParameterDeclaration& p = *t.parameter(one.name);
    if (ports.unknowns && !known(one.text)) {
      one.value = is_list_type(p.type) ? Value::list({one.text}) : Value(one.text);
      continue;
    }
    Constraints(one.name, p, effort).check(one.text);
    if (is_ssm_type(p.type)) one.resolved = stored_value(p, one.text, ports);
    const std::string& text = one.resolved ? *one.resolved : one.text;
    const std::vector<std::string> texts = is_list_type(p.type) ? listed(text) : std::vector{text};
    check_exists(one.name, inner_type(p.type), texts, ports);
    one.value = is_list_type(p.type) ? Value::list({texts.begin(), texts.end()}) : Value(text);
    if (one.resolved && is_list_type(p.type)) {    // shown as it was taken: elements trimmed
      one.resolved->clear();
      for (auto& item : texts) *one.resolved += (&item == &texts[0] ? "" : ",") + item;
    }
  }
  return out;
}

std::map<std::string, Value> values_of(const std::vector<ResolvedParameter>& all) {
  std::map<std::string, Value> out;
  for (auto& one : all) out.emplace(one.name, one.value);
  return out;
}

}  // namespace cloudformation::language
