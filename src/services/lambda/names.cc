#include "services/lambda/names.h"

#include <re2/re2.h>

#include "base/arn.h"
#include "base/json.h"

namespace lambda {

ApiError invalid(std::string message) { return {"InvalidParameterValueException", 400, std::move(message)}; }
ApiError conflict(std::string message) { return {"ResourceConflictException", 409, std::move(message)}; }
ApiError not_found(std::string message) { return {"ResourceNotFoundException", 404, std::move(message)}; }
ApiError not_supported(std::string what) { return invalid(std::move(what) + " is not part of this server."); }
ApiError stale(std::string_view what) {
  return {"PreconditionFailedException", 412,
          "The RevisionId provided does not match the latest RevisionId. Call the " + std::string(what) + " API to retrieve the latest RevisionId"};
}

bool is_number(std::string_view q) { return !q.empty() && q.size() <= 10 && q.find_first_not_of("0123456789") == q.npos; }

bool fits(std::string_view text, std::string_view pattern) {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), re2::RE2(re2::StringPiece(pattern.data(), pattern.size())));
}

namespace {

constexpr std::size_t kMostName = 64;

// "region:account:function:name:qualifier" and whatever may be left out of it in front.
void read_name(std::string_view text, Target& out) {
  if (text.starts_with("arn:")) {
    auto arn = base::parse_arn(text);
    if (!arn || arn->service != "lambda" || !arn->resource.starts_with("function:")) throw invalid("Invalid function ARN: " + std::string(text));
    out.at = {std::string(arn->account), std::string(arn->region)};
    text = arn->resource;
  } else if (text.size() > 13 && base::is_account_id(text.substr(0, 12)) && text[12] == ':') {
    out.at.account = text.substr(0, 12);
    text.remove_prefix(13);
  }
  if (text.starts_with("function:")) text.remove_prefix(9);
  auto colon = text.find(':');
  out.name = text.substr(0, colon);
  if (colon != text.npos) out.qualifier = text.substr(colon + 1);
}

}  // namespace

Target target_of(const std::string& name, const std::optional<Qualifier>& qualifier, const Call& call) {
  Target out{call.scope(), {}, {}};
  read_name(name, out);
  if (out.at.region != call.scope().region)
    throw not_found("Functions from '" + out.at.region + "' are not reachable in this region ('" + call.scope().region + "')");
  if (out.name.size() > kMostName) throw invalid("The function name must be at most 64 characters long.");
  if (qualifier && !qualifier->empty()) {
    if (!out.qualifier.empty() && out.qualifier != *qualifier) throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
    out.qualifier = *qualifier;
  }
  return out;
}

Target unqualified(const std::string& name, const Call& call) {
  Target out = target_of(name, {}, call);
  if (!out.qualifier.empty() && out.qualifier != "$LATEST")
    throw invalid("This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function "
                  "name or an unqualified function ARN.");
  out.qualifier.clear();
  return out;
}

void check_own(const Target& t, const Call& call) {
  if (t.at.account != call.scope().account) throw not_found("Function not found: " + arn_of(call.house(), t));
}

std::string function_arn(const House& house, const Scope& at, std::string_view name, std::string_view qualifier) {
  std::string out = "arn:" + house.settings.partition + ":lambda:" + at.region + ":" + at.account + ":function:" + std::string(name);
  if (!qualifier.empty()) out.append(":").append(qualifier);
  return out;
}
std::string arn_of(const House& house, const Target& t) { return function_arn(house, t.at, t.name, t.qualifier); }
std::string layer_arn(const House& house, const Scope& at, std::string_view name) {
  return "arn:" + house.settings.partition + ":lambda:" + at.region + ":" + at.account + ":layer:" + std::string(name);
}

namespace {
std::string ten_digits(std::int64_t n) {
  char text[24];
  std::snprintf(text, sizeof text, "%010lld", static_cast<long long>(n));
  return text;
}
}  // namespace

std::string version_key(std::string_view name, std::string_view version) {
  return store::joined(name, is_number(version) ? ten_digits(std::strtoll(std::string(version).c_str(), nullptr, 10)) : std::string(version));
}
std::string layer_key(std::string_view name, std::int64_t version) { return store::joined(name, ten_digits(version)); }

Function function_at(const Call& call, const Target& t) {
  auto found = call.elsewhere(kFunctions, t.at.account, t.at.region).get(t.name);
  if (!found) throw not_found("Function not found: " + function_arn(call.house(), t.at, t.name, t.qualifier));
  return std::move(*found);
}

std::optional<Version> find_version(store::Txn& txn, const Target& t) {
  std::string version = t.qualifier.empty() ? "$LATEST" : t.qualifier;
  if (version != "$LATEST" && !is_number(version)) {
    auto alias = store::Bound<AliasRecord>(txn, kAliases, t.at.account, t.at.region).get(store::joined(t.name, version));
    if (!alias) return {};
    version = alias->version;
  }
  return store::Bound<Version>(txn, kVersions, t.at.account, t.at.region).get(version_key(t.name, version));
}

Version version_at(const Call& call, const Target& t) {
  auto found = find_version(call.txn(), t);
  if (!found) throw not_found("Function not found: " + arn_of(call.house(), t));
  return std::move(*found);
}

AliasRecord alias_at(const Call& call, const Target& t) {
  auto found = call.elsewhere(kAliases, t.at.account, t.at.region).get(store::joined(t.name, t.qualifier));
  if (!found) throw not_found("Cannot find alias arn: " + arn_of(call.house(), t));
  return std::move(*found);
}

std::string policy_document(const PolicyRecord& p) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Version").text("2012-10-17").key("Id").text("default").key("Statement").open('[');
  for (auto& s : p.statements) w.raw(s.json);
  w.close(']').close('}');
  return out;
}

std::shared_ptr<const policy::Document> policy_at(const Call& call, const Target& t) {
  auto kept = call.elsewhere(kPolicies, t.at.account, t.at.region).get(store::joined(t.name, t.qualifier));
  if (!kept || kept->statements.empty()) return nullptr;
  return call.house().compiled(policy_document(*kept));
}

namespace {
Access on(std::string_view action, const Target& t, std::string resource, Call& call) {
  Access out{.action = action, .resource = std::move(resource), .owner = t.at.account, .resource_policy = policy_at(call, t)};
  if (auto f = call.elsewhere(kFunctions, t.at.account, t.at.region).get(t.name))
    for (auto& [key, value] : f->tags) out.keys.push_back({"aws:ResourceTag/" + key, {value}});
  return out;
}
}  // namespace

Access on_function(std::string_view action, const Target& t, Call& call) { return on(action, t, arn_of(call.house(), t), call); }
Access on_whole_function(std::string_view action, const Target& t, Call& call) {
  return on(action, {t.at, t.name, {}}, function_arn(call.house(), t.at, t.name), call);
}

void add_request_tags(Access& access, const Words& tags) {
  std::vector<std::string> names;
  for (auto& [key, value] : tags) {
    access.keys.push_back({"aws:RequestTag/" + key, {value}});
    names.push_back(key);
  }
  if (!names.empty()) access.keys.push_back({"aws:TagKeys", std::move(names)});
}

std::string after(const std::optional<std::string>& marker) {
  if (!marker || marker->empty()) return {};
  auto key = base::unbase64url(*marker);
  if (!key) throw invalid("The marker is not valid.");
  return *key + '\0';                  // the first key behind it
}

}  // namespace lambda
