#pragma once
// Rules: what they match, and when they are due.
#include "services/events/names.h"

namespace events {

template <class Q> const std::string& rule_named(const Q& q) {
  if constexpr (requires { q.rule; }) return q.rule;
  else return q.name;
}

// On a rule, whether it is there or not.
template <class Q> service::Access to_rule(const Q& q, service::Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  service::Access access{.action = Q::operation, .resource = rule_arn(b, rule_named(q)), .owner = b.account};
  if (auto bus = find_bus(call.txn(), b)) access.resource_policy = policy_of(*bus, call.house());
  if (auto rule = call.elsewhere(kRules, b.account, b.region).get(rule_key(b.name, rule_named(q)))) {
    access.keys.push_back({"events:creatorAccount", {rule->creator}});
    add_resource_tags(access, rule->tags);
  }
  return access;
}
std::vector<service::Access> to_put_rule(const PutRule&, service::Call&);
// Whoever has EventBridge act under a role must be allowed to hand it on.
service::Access to_pass_role(const std::string& role_arn, const std::string& rule_arn, const service::Call&);
service::Access to_list_rules(const ListRules&, service::Call&);
service::Access to_list_rule_names(const ListRuleNamesByTarget&, service::Call&);

PutRuleResult put_rule(const PutRule&, service::Call&);
shape::Nothing delete_rule(const DeleteRule&, service::Call&);
shape::Nothing enable_rule(const EnableRule&, service::Call&);
shape::Nothing disable_rule(const DisableRule&, service::Call&);
DescribeRuleResult describe_rule(const DescribeRule&, service::Call&);
ListRulesResult list_rules(const ListRules&, service::Call&);
ListRuleNamesByTargetResult list_rule_names_by_target(const ListRuleNamesByTarget&, service::Call&);

std::vector<RuleRecord> rules_of(store::Txn&, const BusRef&);
// Keeps a rule, its place among the schedules, and whether its bus is to be told of API calls.
void put_rule_record(service::House&, store::Txn&, const BusRef&, const RuleRecord& before, const RuleRecord& after);

}  // namespace events
