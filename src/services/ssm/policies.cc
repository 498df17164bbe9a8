#include "services/ssm/policies.h"

#include <charconv>

namespace ssm {
namespace {

constexpr std::size_t kMost = 10;
constexpr std::string_view kExpiration = "Expiration", kBefore = "ExpirationNotification", kUnchanged = "NoChangeNotification";

ApiError bad_attribute(std::string text) { return {"InvalidPolicyAttributeException", 400, std::move(text)}; }

std::string text_at(simdjson::dom::object o, std::string_view key) {
  std::string_view out;
  return o[key].get(out) ? std::string() : std::string(out);
}

// "15" and "Days", in seconds.
std::int64_t span_of(simdjson::dom::object attributes, std::string_view key) {
  const std::string number = text_at(attributes, key), unit = text_at(attributes, "Unit");
  std::int64_t value = 0;
  auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  if (number.empty() || read.ec != std::errc() || read.ptr != number.data() + number.size() || value < 1 || value > 36'500)
    throw bad_attribute("The policy attribute " + std::string(key) + " must be a number.");
  if (unit != "Days" && unit != "Hours") throw bad_attribute("The policy attribute Unit must be Days or Hours.");
  return value * (unit == "Days" ? 86'400 : 3'600);
}

InlinePolicy read_one(simdjson::dom::object o, base::Time now) {
  InlinePolicy out{text_at(o, "Type"), std::string(simdjson::minify(o)), "Pending", {}, 0};
  if (out.type != kExpiration && out.type != kBefore && out.type != kUnchanged)
    throw ApiError{"InvalidPolicyTypeException", 400, "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification."};
  if (text_at(o, "Version") != "1.0") throw bad_attribute("The policy attribute Version must be 1.0.");
  simdjson::dom::object attributes;
  if (o["Attributes"].get(attributes)) throw bad_attribute("The policy must have Attributes.");
  if (out.type == kExpiration) {
    auto time = base::parse_time(text_at(attributes, "Timestamp"));
    if (!time) throw bad_attribute("The policy attribute Timestamp must be a date and time in ISO 8601 format.");
    if (*time <= now) throw bad_attribute("The policy attribute Timestamp must be in the future.");
    out.at = *time;
  } else {
    out.after = span_of(attributes, out.type == kBefore ? "Before" : "After");
    out.at = now.plus_seconds(out.after);
  }
  return out;
}

}  // namespace

std::vector<InlinePolicy> read_policies(std::string_view json, base::Time now) {
  auto root = base::parse_json_owned(json);
  simdjson::dom::array list;
  if (!root || root->root.get(list)) throw invalid("Policies must be a JSON array of policies.");
  std::vector<InlinePolicy> out;
  for (base::JsonValue item : list) {
    simdjson::dom::object o;
    if (item.get(o)) throw invalid("Policies must be a JSON array of policies.");
    if (o.size() == 0) continue;
    if (out.size() == kMost)
      throw ApiError{"PoliciesLimitExceededException", 400, "You specified more than the maximum number of allowed policies for the parameter. The maximum is 10."};
    out.push_back(read_one(o, now));
  }
  auto expiration = std::find_if(out.begin(), out.end(), [](auto& p) { return p.type == kExpiration; });
  if (expiration != out.end() && std::any_of(expiration + 1, out.end(), [](auto& p) { return p.type == kExpiration; }))
    throw ApiError{"IncompatiblePolicyException", 400, "You can't specify two Expiration policies for a parameter."};
  for (auto& p : out) {
    if (p.type != kBefore) continue;
    if (expiration == out.end())
      throw ApiError{"IncompatiblePolicyException", 400, "An ExpirationNotification policy needs an Expiration policy."};
    p.at = expiration->at.plus_seconds(-p.after);
  }
  return out;
}

void begin_anew(std::vector<InlinePolicy>& policies, base::Time now) {
  for (auto& p : policies) {
    if (p.type != kUnchanged) continue;
    p.status = "Pending";
    p.at = now.plus_seconds(p.after);
  }
}

std::vector<ParameterInlinePolicy> shown(const std::vector<InlinePolicy>& policies) {
  std::vector<ParameterInlinePolicy> out;
  for (auto& p : policies) out.push_back({p.text, p.type, p.status});
  return out;
}

}  // namespace ssm
