#include "services/s3/public.h"

#include <charconv>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/json.h"
#include "policy/match.h"

namespace s3 {
namespace {

using base::JsonValue, simdjson::dom::element_type;

// A text, or each text of a list; stops at the first the visitor refuses.
template <class F> bool all_texts(JsonValue value, F accept) {
  if (value.type() == element_type::STRING) return accept(std::string_view(value));
  if (value.type() != element_type::ARRAY) return false;
  for (JsonValue one : simdjson::dom::array(value))
    if (one.type() != element_type::STRING || !accept(std::string_view(one))) return false;
  return true;
}

bool names_everybody(simdjson::dom::object statement) {
  JsonValue principal;
  if (statement["Principal"].get(principal)) return true;           // NotPrincipal
  if (principal.type() == element_type::STRING) return true;        // "*"
  if (principal.type() != element_type::OBJECT) return true;
  for (auto [kind, value] : simdjson::dom::object(principal))
    if (!all_texts(value, [](std::string_view who) { return who.find('*') == who.npos; })) return true;
  return false;
}

bool fixed(std::string_view value) {
  return !value.empty() && value.find_first_of("*?") == value.npos && value.find("${") == value.npos;
}

// Narrower than /8, or /32 of IPv6.
bool narrow(std::string_view cidr) {
  std::size_t slash = cidr.find('/');
  if (slash == cidr.npos) return fixed(cidr);
  int bits = 0;
  std::string_view text = cidr.substr(slash + 1);
  if (std::from_chars(text.data(), text.data() + text.size(), bits).ec != std::errc()) return false;
  return bits >= (cidr.find(':') == cidr.npos ? 8 : 32);
}

bool positive(std::string_view op) {
  for (std::string_view known :
       {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress", "ForAnyValue:StringEquals",
        "ForAnyValue:StringLike", "ForAnyValue:ArnEquals", "ForAnyValue:ArnLike"})
    if (op == known) return true;
  return false;
}

bool holds_to_someone(std::string_view op, std::string_view key, JsonValue values) {
  if (op == "IpAddress") return base::iequals(key, "aws:SourceIp") && all_texts(values, narrow);
  for (std::string_view known :
       {"aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount", "aws:SourceOrgID",
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:userid",
        "s3:DataAccessPointAccount", "s3:DataAccessPointArn", "s3:x-amz-server-side-encryption-aws-kms-key-id"})
    if (base::iequals(key, known)) return all_texts(values, fixed);
  return false;
}

bool conditioned(simdjson::dom::object statement) {
  simdjson::dom::object conditions;
  if (statement["Condition"].get(conditions)) return false;
  for (auto [op, keys] : conditions) {
    simdjson::dom::object inside;
    if (!positive(op) || keys.get(inside)) continue;
    for (auto [key, values] : inside) if (holds_to_someone(op, key, values)) return true;
  }
  return false;
}

bool has_text(JsonValue value, auto wanted) { return !all_texts(value, [&](std::string_view text) { return !wanted(text); }); }

// Everything of the bucket, to everybody but someone fixed: what other statements allow then reaches nobody else.
bool denies_all_but_someone(simdjson::dom::object s) {
  std::string_view effect;
  JsonValue actions, resources;
  simdjson::dom::object conditions, keys;
  if (s["Effect"].get(effect) || effect != "Deny" || !names_everybody(s) || s["Action"].get(actions) || s["Resource"].get(resources) ||
      s["Condition"].get(conditions) || conditions.size() != 1)
    return false;
  auto [op, inside] = *conditions.begin();
  if ((op != "StringNotEquals" && op != "ArnNotEquals" && op != "StringNotLike" && op != "ArnNotLike") || inside.get(keys) || keys.size() != 1) return false;
  auto [key, values] = *keys.begin();
  auto whole = [](std::string_view text) { return text == "*" || (text.ends_with("/*") && text.find('/') == text.size() - 2); };
  auto bucket = [](std::string_view text) { return text == "*" || text.find('/') == text.npos; };
  return holds_to_someone(op, key, values) && has_text(actions, [](std::string_view a) { return a == "*" || a == "s3:*"; }) && has_text(resources, whole) && has_text(resources, bucket);
}

template <class F> bool all_statements(std::string_view json, F accept) {
  auto document = base::parse_json_owned(json);
  JsonValue statements;
  if (!document || document->root["Statement"].get(statements)) return true;
  simdjson::dom::object one;
  if (!statements.get(one)) return accept(one);
  simdjson::dom::array several;
  if (statements.get(several)) return true;
  for (JsonValue s : several) if (s.get(one) || !accept(one)) return false;
  return true;
}

}  // namespace

bool is_public(std::string_view json) {
  if (!all_statements(json, [](simdjson::dom::object s) { return !denies_all_but_someone(s); })) return false;
  return !all_statements(json, [](simdjson::dom::object s) {
    std::string_view effect;
    if (s["Effect"].get(effect) || effect != "Allow") return true;
    return !names_everybody(s) || conditioned(s);
  });
}

bool resources_within(std::string_view json, std::string_view bucket) {
  return all_statements(json, [&](simdjson::dom::object s) {
    JsonValue resources;
    if (s["Resource"].get(resources) && s["NotResource"].get(resources)) return false;
    return all_texts(resources, [&](std::string_view text) {
      auto arn = base::parse_arn(text);
      if (!arn || arn->service != "s3") return false;
      return policy::glob(policy::mark_wildcards(arn->resource.substr(0, arn->resource.find('/'))), bucket);
    });
  });
}

}  // namespace s3
