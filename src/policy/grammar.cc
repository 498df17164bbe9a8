// The grammar of documents on write. IAM's own kinds speak in IAM's MalformedPolicyDocument texts, trust policies and
// policies of resources in those of the younger parser that S3 and CreateRole share.
#include <algorithm>

#include "base/arn.h"
#include "base/bytes.h"
#include "policy/document.h"
#include "policy/values.h"

namespace policy {
namespace {

using base::JsonValue;
using Object = simdjson::dom::object;
using Array = simdjson::dom::array;
using Fault = std::optional<std::string>;
using Texts = std::vector<std::string>;

constexpr std::string_view kElements[] = {"Sid",    "Effect",    "Principal", "NotPrincipal", "Action",
                                          "NotAction", "Resource", "NotResource", "Condition"};
constexpr std::string_view kNoVendor = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

bool is_element(std::string_view name) {
  return std::find(std::begin(kElements), std::end(kElements), name) != std::end(kElements);
}

bool unique(std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

bool keys_unique(const Object& object) {
  std::vector<std::string_view> keys;
  for (auto [key, value] : object) keys.push_back(key);
  return unique(std::move(keys));
}

std::optional<JsonValue> at(const Object& object, std::string_view key) {
  JsonValue out;
  if (object.at_key(key).get(out)) return {};
  return out;
}

std::optional<std::string_view> text_at(const Object& object, std::string_view key) {
  std::string_view out;
  if (object.at_key(key).get(out)) return {};
  return out;
}

bool alphanumeric(std::string_view text, std::string_view also = "") {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || also.find(c) != also.npos;
  });
}

// The ARN of something that can call: the account's root, a user, a role, a session, a federated user.
bool is_principal_arn(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || !arn->region.empty() || text.find_first_of("*?") != text.npos) return false;
  std::string_view r = arn->resource;
  auto is = [&](std::string_view type) { return r.starts_with(type) && r.size() > type.size(); };
  if (arn->service == "sts") return base::is_account_id(arn->account) && (is("assumed-role/") || is("federated-user/"));
  if (arn->service != "iam") return false;
  if (arn->account == "cloudfront") return is("user/");                  // origin access identities
  return base::is_account_id(arn->account) && (r == "root" || is("user/") || is("role/"));
}

bool is_unique_id(std::string_view text) { return text.size() >= 16 && text.front() == 'A' && alphanumeric(text); }

bool is_assume_role_action(std::string_view action) {
  std::string a = base::lower(action);
  return a.starts_with("sts:assumerole") || a == "sts:tagsession" || a == "sts:setsourceidentity" || a == "sts:setcontext";
}

// A service's host name, as trust policies name it.
bool is_service_host(std::string_view text) {
  return text.find('.') != text.npos && text.front() != '.' && text.back() != '.' && alphanumeric(text, ".-");
}

bool is_federated(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn) return is_service_host(text.substr(0, text.find('/')));          // a public provider's domain
  return arn->service == "iam" && base::is_account_id(arn->account) && (arn->resource.starts_with("saml-provider/") || arn->resource.starts_with("oidc-provider/"));
}

// Whether a resource of IAM may be meant by a text with wildcards and variables.
bool is_iam_path(std::string_view text) {
  constexpr std::string_view kPaths[] = {"user/",   "federated-user/", "role/",          "group/",         "instance-profile/", "mfa/",           "server-certificate/",
                                         "policy/", "sms-mfa/",        "saml-provider/", "oidc-provider/", "report/",           "access-report/", "u2f/", "root"};
  const auto open = text.find_first_of("*?$");
  const std::string_view head = text.substr(0, open);
  return std::any_of(std::begin(kPaths), std::end(kPaths),
                     [&](auto path) { return head.starts_with(path) || (open != text.npos && path.starts_with(head)); });
}

class Grammar {
 public:
  explicit Grammar(Kind kind)
      : kind_(kind), iam_(kind != Kind::resource && kind != Kind::trust && kind != Kind::rcp) {}
  Fault document(const Object&) const;
  std::string syntax() const { return iam_ ? "Syntax errors in policy." : "Invalid policy syntax."; }

 private:
  Fault elements(const Object& document) const;
  Fault version(const Object& document) const;
  Fault sids(const std::vector<Object>& statements) const;
  Fault statement(const Object&) const;
  Fault shape(const Object&) const;
  Fault principal(const Object&) const;
  Fault principal_values(const Object& types) const;
  Fault actions(const Object&) const;
  Fault action(std::string_view text) const;
  Fault resources(const Object&) const;
  Fault resource(std::string_view text) const;
  Fault own_resource(const base::Arn&, const std::string& name) const;
  Fault conditions(const Object&) const;
  Fault condition(std::string_view operator_name, const Object& keys) const;
  Fault list(const Object&, std::string_view name, Texts& out) const;

  std::string unknown(std::string_view field) const { return iam_ ? syntax() : "Unknown field " + std::string(field); }
  std::string say(std::string_view iam, std::string_view other) const { return std::string(iam_ ? iam : other); }

  Kind kind_;
  bool iam_;
};

Fault Grammar::document(const Object& document) const {
  if (auto f = elements(document)) return f;
  if (auto f = version(document)) return f;
  auto value = at(document, "Statement");
  if (!value) return say("Syntax errors in policy.", "Missing required field Statement");
  std::vector<Object> statements;
  Array array;
  Object one;
  if (!value->get(one)) statements.push_back(one);
  else if (value->get(array)) return syntax();
  else for (auto item : array) if (item.get(one)) return syntax(); else statements.push_back(one);
  if (statements.empty()) return say("Syntax errors in policy.", "Could not parse the policy: Statement is empty!");
  for (auto& s : statements) if (auto f = shape(s)) return f;
  if (auto f = sids(statements)) return f;
  for (auto& s : statements) if (auto f = statement(s)) return f;
  return {};
}

Fault Grammar::elements(const Object& document) const {
  if (!keys_unique(document)) return syntax();
  for (auto [name, value] : document)
    if (name != "Version" && name != "Id" && name != "Statement") return unknown(name);
  if (at(document, "Id") && !text_at(document, "Id")) return syntax();
  return {};
}

Fault Grammar::version(const Object& document) const {
  auto version = text_at(document, "Version");
  bool present = at(document, "Version").has_value();
  if (present && version != "2008-10-17" && version != "2012-10-17")
    return say("Syntax errors in policy.", "The policy must contain a valid version string");
  bool recent = kind_ == Kind::managed || kind_ == Kind::boundary || kind_ == Kind::scp || kind_ == Kind::rcp;
  if (recent && version != "2012-10-17") return "Policy document must be version 2012-10-17 or greater.";
  return {};
}

Fault Grammar::sids(const std::vector<Object>& statements) const {
  std::vector<std::string_view> all;
  for (auto& s : statements) {
    auto sid = text_at(s, "Sid");
    if (!sid || sid->empty()) continue;
    if (iam_ && !alphanumeric(*sid))
      return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
    all.push_back(*sid);
  }
  if (unique(std::move(all))) return {};
  return say("Statement IDs (SID) in a single policy must be unique.", "The Statement Ids in the policy are not unique");
}

// What can be said of a statement before its values are looked at.
Fault Grammar::shape(const Object& s) const {
  if (!keys_unique(s)) return syntax();
  for (auto [name, value] : s)
    if (!is_element(name)) return unknown(name);
  for (const char* name : {"Action", "Resource", "Principal"})
    if (at(s, name) && at(s, std::string("Not") + name)) return syntax();
  if (at(s, "Sid") && !text_at(s, "Sid")) return syntax();
  auto effect = text_at(s, "Effect");
  if (!at(s, "Effect")) return say("Syntax errors in policy.", "Missing required field Effect");
  if (!effect) return syntax();
  const bool cased = base::iequals(*effect, "Allow") || base::iequals(*effect, "Deny");
  if (effect != "Allow" && effect != "Deny") return say(cased ? "The policy failed legacy parsing" : "Syntax errors in policy.", "Invalid effect: " + std::string(*effect));
  if (kind_ == Kind::rcp && effect == "Allow") return "Invalid effect: Allow";
  return {};
}

Fault Grammar::statement(const Object& s) const {
  if (auto f = principal(s)) return f;
  if (auto f = actions(s)) return f;
  if (auto f = resources(s)) return f;
  return conditions(s);
}

Fault Grammar::principal(const Object& s) const {
  auto value = at(s, "Principal"), others = at(s, "NotPrincipal");
  if (iam_) return value || others ? Fault("Policy document should not specify a principal.") : Fault();
  if (others && kind_ == Kind::trust) return "AssumeRole policy must not contain NotPrincipal field.";
  if (others && kind_ == Kind::rcp) return "Has prohibited field NotPrincipal";
  if (others && text_at(s, "Effect") == "Allow") return "Allow with NotPrincipal is not allowed.";
  if (!value && !others) return "Missing required field Principal";
  if (!value) value = others;
  std::string_view text;
  if (!value->get(text)) return text == "*" ? Fault() : Fault("Invalid principal in policy");
  Object types;
  if (kind_ == Kind::rcp || value->get(types)) return "Invalid principal in policy";
  return principal_values(types);
}

Fault Grammar::principal_values(const Object& types) const {
  if (!keys_unique(types)) return syntax();
  if (types.size() == 0) return "Missing required field Principal cannot be empty!";
  for (auto [type, value] : types) {
    bool known = type == "AWS" || type == "Service" || type == "Federated" || (type == "CanonicalUser" && kind_ != Kind::trust);
    auto texts = scalars(value);
    if (!known || !texts || texts->empty()) return "Invalid principal in policy";
    for (auto& t : *texts) {
      if (kind_ == Kind::trust && type == "Federated" && !is_federated(t)) return "Federated principals must be valid domain names or SAML metadata ARNs";
      bool valid = type == "AWS" ? t == "*" || base::is_account_id(t) || is_principal_arn(t) || is_unique_id(t)
                                 : kind_ == Kind::trust && type == "Service" ? !t.empty() && is_service_host(t)
                                 : !t.empty() && t.find_first_of("*? ") == t.npos;
      if (valid) continue;
      if (kind_ != Kind::trust) return "Invalid principal in policy";
      return std::string("Invalid principal in policy: \"") + (type == "AWS" ? "AWS" : "SERVICE") + "\":\"" + t + "\"";
    }
  }
  return {};
}

// One string or some strings.
Fault Grammar::list(const Object& s, std::string_view name, Texts& out) const {
  auto value = at(s, name);
  if (!value) return {};
  Array array;
  if (value->get(array)) {
    std::string_view text;
    if (value->get(text)) return syntax();
    out.emplace_back(text);
    return {};
  }
  for (auto item : array) {
    std::string_view text;
    if (item.get(text)) return syntax();
    out.emplace_back(text);
  }
  return {};
}

Fault Grammar::actions(const Object& s) const {
  if (kind_ == Kind::rcp && at(s, "NotAction")) return "Has prohibited field NotAction";
  Texts texts;
  for (auto name : {"Action", "NotAction"}) if (auto f = list(s, name, texts)) return f;
  if (texts.empty()) return say("Policy statement must contain actions.", "Missing required field Action");
  for (auto& t : texts) if (auto f = action(t)) return f;
  return {};
}

Fault Grammar::action(std::string_view text) const {
  if (kind_ == Kind::trust && !is_assume_role_action(text)) return "AssumeRole policy may only specify STS AssumeRole actions.";
  if (text == "*" && kind_ != Kind::rcp) return {};
  auto colon = text.find(':');
  std::string_view vendor = text.substr(0, colon);
  if (colon == text.npos) return say(kNoVendor, "Policy has invalid action");
  if (text.find(':', colon + 1) != text.npos)
    return say("Actions/Condition can contain only one colon.", "Policy has invalid action");
  if (vendor.empty() || (vendor != "*" && !alphanumeric(vendor, "-.")))
    return say("Vendor " + std::string(vendor) + " is not valid", "Policy has invalid action");
  if (colon + 1 == text.size() || !alphanumeric(text.substr(colon + 1), "*?-_"))
    return say("The policy failed legacy parsing", "Policy has invalid action");
  return {};
}

Fault Grammar::resources(const Object& s) const {
  if (kind_ == Kind::trust) {
    if (at(s, "Resource")) return "Has prohibited field Resource";
    return at(s, "NotResource") ? Fault("AssumeRole policy must not contain resources.") : Fault();
  }
  Texts texts;
  for (auto name : {"Resource", "NotResource"}) if (auto f = list(s, name, texts)) return f;
  if (texts.empty()) return say("Policy statement must contain resources.", "Missing required field Resource");
  for (auto& t : texts) if (auto f = resource(t)) return f;
  return {};
}

Fault Grammar::resource(std::string_view text) const {
  if (text == "*") return {};
  std::string name(text);
  auto arn = base::parse_arn(text);
  if (!iam_) return arn && !arn->partition.empty() ? Fault() : Fault("Policy has invalid resource");
  if (text.find(':') == text.npos) return "Resource " + name + " must be in ARN format or \"*\".";
  if (!arn) return "The policy failed legacy parsing";
  std::string_view partition = arn->partition;
  bool known = partition == "aws" || partition.starts_with("aws-") || partition.find_first_of("*?") != partition.npos;
  if (!known) return "Partition \"" + std::string(partition) + "\" is not valid for resource \"" + name + "\".";
  if (arn->service.empty()) return "The policy failed legacy parsing";
  return kind_ == Kind::scp ? Fault() : own_resource(*arn, name);
}

// IAM and S3 know no Regions, and IAM its own kinds of resources.
Fault Grammar::own_resource(const base::Arn& arn, const std::string& name) const {
  const bool region = !arn.region.empty() && arn.region.find_first_of("*?") == arn.region.npos;
  if (arn.service == "iam" && region) return "IAM resource " + name + " cannot contain region information.";
  if (arn.service == "s3" && region && arn.account.empty()) return "Resource " + name + " can not contain region information.";
  if (arn.service == "iam" && !is_iam_path(arn.resource))
    return "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, "
           "sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.";
  return {};
}

Fault Grammar::conditions(const Object& s) const {
  auto value = at(s, "Condition");
  if (!value) return {};
  Object operators;
  if (value->get(operators) || !keys_unique(operators)) return syntax();
  for (auto [name, block] : operators) {
    Object keys;
    if (block.get(keys) || !keys_unique(keys)) return syntax();
    if (auto f = condition(name, keys)) return f;
  }
  return {};
}

Fault Grammar::condition(std::string_view operator_name, const Object& keys) const {
  auto op = parse_operator(operator_name);
  if (!op) return say("Syntax errors in policy.", "Invalid Condition type : " + std::string(operator_name));
  for (auto [key, value] : keys) {
    auto colon = key.find(':');
    if (colon == key.npos || colon == 0) return say(kNoVendor, "Policy has an invalid condition key");
    auto texts = scalars(value);
    if (!texts) return syntax();
    for (auto& t : *texts) if (!is_value_of(op->family, t)) return say("The policy failed legacy parsing", syntax());
  }
  return {};
}

}  // namespace

Fault fault(std::string_view json, Kind kind) {
  Grammar grammar(kind);
  auto root = base::parse_json(json);
  if (!root) return kind == Kind::trust ? "This policy contains invalid Json" : grammar.syntax();
  Object document;
  if (root->get(document)) return grammar.syntax();
  return grammar.document(document);
}

}  // namespace policy
