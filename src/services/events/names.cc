#include "services/events/names.h"

#include "base/arn.h"
#include "base/bytes.h"
#include "service/system_tags.h"

namespace events {

using service::ApiError, service::Call;

namespace { constexpr std::size_t kMostTags = 50; }

ApiError error(std::string_view code, std::string message) { return {std::string(code), 400, std::move(message)}; }
ApiError invalid(std::string message) { return error("ValidationException", std::move(message)); }
ApiError not_found(std::string message) { return error("ResourceNotFoundException", std::move(message)); }
ApiError limit_exceeded() { return error("LimitExceededException", "The requested resource exceeds the maximum number allowed."); }

std::string bus_arn(const BusRef& b) { return "arn:aws:events:" + b.region + ":" + b.account + ":event-bus/" + b.name; }

std::string rule_arn(const BusRef& b, std::string_view rule) {
  std::string out = "arn:aws:events:" + b.region + ":" + b.account + ":rule/";
  if (b.name != kDefaultBus) out += b.name + "/";
  return out.append(rule);
}

BusRef bus_ref(std::string_view text, const Call& call) {
  const auto& at = call.scope();
  if (text.empty()) return {at.account, at.region, std::string(kDefaultBus)};
  auto arn = base::parse_arn(text);
  if (!arn) return {at.account, at.region, std::string(text)};
  return {std::string(arn->account), std::string(arn->region), std::string(arn->resource.substr(arn->resource.find('/') + 1))};
}

std::optional<BusRecord> find_bus(store::Txn& txn, const BusRef& b) {
  auto bus = store::Bound<BusRecord>(txn, kBuses, b.account, b.region).get(b.name);
  if (!bus && b.name == kDefaultBus) bus = BusRecord{.name = b.name, .description = {}, .policy = {}, .deadLetterArn = {}, .created = {}, .modified = {}, .tags = {}};
  return bus;
}

BusRecord existing_bus(const BusRef& b, Call& call) {
  auto bus = find_bus(call.txn(), b);
  if (!bus) throw not_found("Event bus " + b.name + " does not exist.");
  return std::move(*bus);
}

BusRecord own_bus(const BusRef& b, Call& call) {
  if (b.account != call.scope().account) throw invalid("Rules on an event bus of another account are not supported by this server.");
  if (b.region != call.scope().region) throw not_found("Event bus " + b.name + " does not exist.");
  return existing_bus(b, call);
}

void put_bus(store::Txn& txn, const BusRef& b, const BusRecord& bus) { store::Bound<BusRecord>(txn, kBuses, b.account, b.region).put(b.name, bus); }

std::string rule_key(std::string_view bus, std::string_view rule) { return store::joined(bus, rule); }

RuleRecord existing_rule(const BusRef& b, const std::string& name, Call& call) {
  own_bus(b, call);
  auto rule = call.in(kRules).get(rule_key(b.name, name));
  if (!rule) throw not_found("Rule " + name + " does not exist on EventBus " + b.name + ".");
  return std::move(*rule);
}

std::vector<Target> targets_of(store::Txn& txn, const BusRef& b, std::string_view rule) {
  std::vector<Target> out;
  std::string begin = rule_key(b.name, rule) + '\0';
  store::Bound<Target>(txn, kTargets, b.account, b.region).each(begin, begin, [&](std::string_view, Target t) {
    out.push_back(std::move(t));
    return true;
  });
  return out;
}

std::shared_ptr<const policy::Document> policy_of(const BusRecord& bus, service::House& house) { return bus.policy.empty() ? nullptr : house.compiled(bus.policy); }

void add_resource_tags(service::Access& access, const std::map<std::string, std::string>& tags) {
  for (auto& [key, value] : tags) access.keys.push_back({"aws:ResourceTag/" + key, {value}});
}

void set_tags(std::map<std::string, std::string>& on, const Tags& tags, const Call& call) {
  std::map<std::string, std::string> given;
  for (auto& t : tags) {
    if (t.key.size() >= 4 && base::iequals(std::string_view(t.key).substr(0, 4), "aws:") && !service::sets_system_tags(call))
      throw invalid("Tag keys beginning with aws: are reserved for system use.");
    if (!given.emplace(t.key, t.value).second) throw invalid("Duplicate tag keys are not allowed: " + t.key);
  }
  for (auto& [key, value] : given) on[key] = value;
  if (on.size() > kMostTags) throw limit_exceeded();
}

std::string page_after(const std::optional<NextToken>& token) {
  if (!token) return "";
  auto key = base::unbase64url(*token);
  if (!key || key->empty()) throw invalid("Parameter NextToken is not valid.");
  return *key;
}
std::string page_token(std::string_view last_key) { return base::base64url(last_key); }

}  // namespace events
