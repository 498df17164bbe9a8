#include "services/logs/door.h"

#include "base/arn.h"
#include "base/json.h"

namespace logs {
namespace {

constexpr std::string_view kLogGroup = "log-group:";

// The account's resource policies as one: their statements side by side.
std::shared_ptr<const policy::Document> resource_policy(const Call& call, const Scope& at) {
  std::string statements;
  call.elsewhere(kPolicies, at.account, at.region).each([&](std::string_view, const KeptPolicy& p) {
    auto json = base::parse_json(p.document);
    simdjson::dom::element statement;
    if (!json || json->at_key("Statement").get(statement)) return;
    std::string text = simdjson::minify(statement);
    if (text.starts_with('[')) text = text.substr(1, text.size() - 2);
    if (text.empty()) return;
    if (!statements.empty()) statements += ',';
    statements += text;
  });
  if (statements.empty()) return nullptr;
  return call.house().compiled(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
}

Access access_to(std::string_view action, std::string resource, const Named& named, Call& call, ConditionKeys keys) {
  if (auto group = call.elsewhere(kGroups, named.at.account, named.at.region).get(named.name))
    for (auto& [key, value] : group->tags) keys.push_back({"aws:ResourceTag/" + key, {value}});
  Access out{.action = action, .resource = std::move(resource), .resource_policy = resource_policy(call, named.at), .keys = std::move(keys)};
  if (named.at.account != call.scope().account) out.owner = named.at.account;
  return out;
}

}  // namespace

std::string digits(std::int64_t value, int width) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*lld", width, static_cast<long long>(value));
  return text;
}

Named named(const Call& call, const std::string& text) {
  if (!text.starts_with("arn:")) return {text, call.scope()};
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "logs" || !arn->resource.starts_with(kLogGroup)) throw invalid("The specified ARN is not that of a log group: " + text);
  std::string_view name = arn->resource.substr(kLogGroup.size());
  if (name.ends_with(":*")) name.remove_suffix(2);
  if (name.empty() || name.find(':') != name.npos) throw invalid("The specified ARN is not that of a log group: " + text);
  return {std::string(name), {std::string(arn->account), std::string(arn->region)}};
}

Named named(const Call& call, const Maybe<GroupName>& name, const Maybe<GroupIdentifier>& identifier) {
  if (name.has_value() == identifier.has_value()) throw invalid("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  return named(call, name ? std::string(*name) : std::string(*identifier));
}

std::string group_arn(const House& house, const Scope& at, std::string_view name) {
  return "arn:" + house.settings.partition + ":logs:" + at.region + ":" + at.account + ":" + std::string(kLogGroup).append(name);
}
std::string stream_arn(const House& house, const Scope& at, std::string_view group, std::string_view stream) {
  return group_arn(house, at, group) + ":log-stream:" + std::string(stream);
}

Group group_at(const Call& call, const Named& named) {
  auto group = named.at.region == call.scope().region ? call.elsewhere(kGroups, named.at.account, named.at.region).get(named.name) : std::nullopt;
  if (!group) throw no_group();
  return std::move(*group);
}

Stream stream_of(const Call& call, const Scope& at, const Group& group, const std::string& name) {
  auto stream = call.elsewhere(kStreams, at.account, at.region).get(stream_key(group.id, name));
  if (!stream) throw no_stream();
  return std::move(*stream);
}

Access on_group(std::string_view action, const Named& named, Call& call, ConditionKeys keys) {
  return access_to(action, stream_arn(call.house(), named.at, named.name, ""), named, call, std::move(keys));
}
Access on_stream(std::string_view action, const Named& named, const std::string& stream, Call& call) {
  return access_to(action, stream_arn(call.house(), named.at, named.name, stream), named, call, {});
}
Access on_bare_group(std::string_view action, const Named& named, Call& call, ConditionKeys keys) {
  return access_to(action, group_arn(call.house(), named.at, named.name), named, call, std::move(keys));
}
Access on_all_groups(std::string_view action, Call& call) {
  return {.action = action, .resource = stream_arn(call.house(), call.scope(), "", "")};
}

void add_request_tags(const Tags& tags, ConditionKeys& keys) {
  std::vector<std::string> names;
  for (auto& [key, value] : tags) {
    keys.push_back({"aws:RequestTag/" + key, {value}});
    names.push_back(key);
  }
  if (!names.empty()) keys.push_back({"aws:TagKeys", std::move(names)});
}

std::string after(const Maybe<Token>& token) {
  if (!token) return {};
  auto key = base::unbase64url(*token);
  if (!key) throw invalid("The specified nextToken is invalid.");
  return *key + '\0';                  // the first key behind it
}

}  // namespace logs
