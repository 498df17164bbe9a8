#pragma once
// Tags of buses and rules, by ARN.
#include "services/events/names.h"

namespace events {

// What an ARN names: a rule where `rule` is not empty, else the bus. Throws ValidationException.
struct Tagged { BusRef bus; std::string rule; };
Tagged tagged(const std::string& arn, const service::Call&);
std::map<std::string, std::string> tags_at(const Tagged&, service::Call&);          // throws ResourceNotFoundException

template <class Q> service::Access to_tagged(const Q& q, service::Call& call) {
  service::Access access{.action = Q::operation, .resource = q.resourceARN};
  Tagged at = tagged(q.resourceARN, call);
  if (at.rule.empty() ? !find_bus(call.txn(), at.bus) : !call.in(kRules).has(rule_key(at.bus.name, at.rule))) return access;
  add_resource_tags(access, tags_at(at, call));
  if constexpr (requires { q.tags; }) add_request_tags(access, std::optional<Tags>(q.tags));
  if constexpr (requires { q.tagKeys; }) access.keys.push_back({"aws:TagKeys", {q.tagKeys.begin(), q.tagKeys.end()}});
  return access;
}

shape::Nothing tag_resource(const TagResource&, service::Call&);
shape::Nothing untag_resource(const UntagResource&, service::Call&);
ListTagsForResourceResult list_tags_for_resource(const ListTagsForResource&, service::Call&);

}  // namespace events
