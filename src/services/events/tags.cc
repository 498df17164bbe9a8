#include "services/events/tags.h"

#include "base/arn.h"

namespace events {

using service::Call, shape::Nothing;

namespace {

template <class F> void change(const Tagged& at, Call& call, F change) {
  tags_at(at, call);
  if (at.rule.empty()) {
    BusRecord bus = existing_bus(at.bus, call);
    change(bus.tags);
    put_bus(call.txn(), at.bus, bus);
    return;
  }
  auto rule = call.in(kRules).get(rule_key(at.bus.name, at.rule));
  change(rule->tags);
  call.in(kRules).put(rule_key(at.bus.name, at.rule), *rule);
}

}  // namespace

Tagged tagged(const std::string& text, const Call& call) {
  auto arn = base::parse_arn(text);
  if (!arn || arn->service != "events") throw invalid("Parameter " + text + " is not valid. Reason: Provided Arn is not in correct format.");
  if (arn->account != call.scope().account || arn->region != call.scope().region)
    throw invalid("Parameter " + text + " is not valid. Reason: The resource is in another account or Region.");
  auto r = arn->resource;
  BusRef b{std::string(arn->account), std::string(arn->region), std::string(kDefaultBus)};
  if (r.starts_with("event-bus/")) {
    b.name = r.substr(10);
    return {b, ""};
  }
  if (!r.starts_with("rule/")) throw invalid("Parameter " + text + " is not valid. Reason: Provided Arn is not in correct format.");
  r.remove_prefix(5);
  if (auto slash = r.rfind('/'); slash != r.npos) {
    b.name = r.substr(0, slash);
    r.remove_prefix(slash + 1);
  }
  return {b, std::string(r)};
}

std::map<std::string, std::string> tags_at(const Tagged& at, Call& call) {
  BusRecord bus = existing_bus(at.bus, call);
  if (at.rule.empty()) return bus.tags;
  auto rule = call.in(kRules).get(rule_key(at.bus.name, at.rule));
  if (!rule) throw not_found("Rule " + at.rule + " does not exist on EventBus " + at.bus.name + ".");
  return rule->tags;
}

Nothing tag_resource(const TagResource& q, Call& call) {
  change(tagged(q.resourceARN, call), call, [&](auto& tags) { set_tags(tags, q.tags, call); });
  return {};
}

Nothing untag_resource(const UntagResource& q, Call& call) {
  change(tagged(q.resourceARN, call), call, [&](auto& tags) { for (auto& key : q.tagKeys) tags.erase(key); });
  return {};
}

ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource& q, Call& call) {
  ListTagsForResourceResult out;
  for (auto& [key, value] : tags_at(tagged(q.resourceARN, call), call)) out.tags.push_back({key, value});
  return out;
}

}  // namespace events
