#include "services/events/rules.h"

#include "base/arn.h"
#include "service/pattern.h"
#include "services/events/schedule.h"

namespace events {

using service::Access, service::Call, service::House, shape::Nothing;

namespace {

constexpr std::size_t kMostRules = 300;          // of a bus: EventBridge User Guide, "EventBridge quotas"

std::optional<std::string> shown(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

std::string due_key(const DueRule& d) {
  char at[24];
  std::snprintf(at, sizeof at, "%020lld", static_cast<long long>(d.at.ms));
  return store::joined(at, store::joined(d.account, d.region, d.rule));
}

bool runs(const RuleRecord& r) { return r.state != "DISABLED"; }

// The account's Region is watched while an enabled rule of its default bus has a pattern; from now on.
void keep_watch(House& house, store::Txn& txn, const BusRef& b) {
  if (b.name != kDefaultBus) return;
  auto rules = rules_of(txn, b);
  bool wanted = std::any_of(rules.begin(), rules.end(), [](auto& r) { return runs(r) && !r.pattern.empty(); });
  store::Bound<Watch> watches(txn, kWatches, "", "");
  std::string key = store::joined(b.account, b.region);
  if (!wanted) watches.erase(key);
  else if (!watches.has(key)) watches.put(key, {b.account, b.region, std::int64_t(house.journal.head(b.account, b.region))});
}

// The texts that stand in a pattern's list under `key`: what conditions on the writing of rules look at.
// The texts that a pattern wants of a field: "detail/service".
std::vector<std::string> listed(const std::string& pattern, std::string_view field) {
  std::vector<std::string> out;
  auto root = base::parse_json(pattern);
  simdjson::dom::array list;
  if (!root || root->at_pointer("/" + std::string(field)).get(list)) return out;
  for (auto v : list)
    if (std::string_view text; !v.get(text)) out.emplace_back(text);
  return out;
}

void check(const PutRule& q, const BusRef& b) {
  const bool pattern = q.eventPattern && !q.eventPattern->empty(), schedule = q.scheduleExpression && !q.scheduleExpression->empty();
  if (!pattern && !schedule) throw invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
  if (schedule && b.name != kDefaultBus) throw invalid("ScheduleExpression is supported only on the default event bus.");
  if (schedule && !Schedule::parse(*q.scheduleExpression)) throw invalid("Parameter ScheduleExpression is not valid.");
  if (!pattern) return;
  try {
    service::Pattern::compile(*q.eventPattern);
  } catch (const service::PatternFault& fault) {
    throw error("InvalidEventPatternException", "Event pattern is not valid. Reason: " + std::string(fault.what()));
  }
}

void set_state(const BusRef& b, const std::string& name, std::string_view state, Call& call) {
  RuleRecord before = existing_rule(b, name, call), after = before;
  if (state == "ENABLED" && runs(before)) return;
  after.state = state;
  after.since = std::int64_t(call.txn().version());
  if (runs(after) && !after.schedule.empty()) after.due = Schedule::parse(after.schedule)->next(call.now()).value_or(base::Time{});
  put_rule_record(call.house(), call.txn(), b, before, after);
}

Rule view(const RuleRecord& r, const BusRef& b) {
  return {r.name, rule_arn(b, r.name), shown(r.pattern), r.state, shown(r.description), shown(r.schedule), shown(r.roleArn), {}, b.name};
}

}  // namespace

std::vector<RuleRecord> rules_of(store::Txn& txn, const BusRef& b) {
  std::vector<RuleRecord> out;
  std::string begin = rule_key(b.name, "");
  store::Bound<RuleRecord>(txn, kRules, b.account, b.region).each(begin, begin, [&](std::string_view, RuleRecord r) {
    out.push_back(std::move(r));
    return true;
  });
  return out;
}

void put_rule_record(House& house, store::Txn& txn, const BusRef& b, const RuleRecord& before, const RuleRecord& after) {
  store::Bound<DueRule> due(txn, kDueRules, "", "");
  if (before.due.ms) due.erase(due_key({before.due, b.account, b.region, before.name}));
  RuleRecord kept = after;
  if (!runs(kept) || kept.schedule.empty()) kept.due = {};
  if (kept.due.ms) {
    DueRule row{kept.due, b.account, b.region, kept.name};
    due.put(due_key(row), row);
  }
  store::Bound<RuleRecord>(txn, kRules, b.account, b.region).put(rule_key(b.name, kept.name), kept);
  keep_watch(house, txn, b);
}

// Never another account's: EventBridge would do there what the caller may not.
Access to_pass_role(const std::string& role_arn, const std::string& rule_arn, const Call& call) {
  auto arn = base::parse_arn(role_arn);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("role/")) throw invalid("Parameter " + role_arn + " is not valid. Reason: Provided Arn is not in correct format.");
  if (arn->account != call.scope().account) throw service::ApiError{"AccessDeniedException", 400, "Cross-account pass role is not allowed.", "AccessDenied"};
  return {.action = "iam:PassRole", .resource = role_arn, .keys = {{"iam:PassedToService", {"events.amazonaws.com"}}, {"iam:AssociatedResourceArn", {rule_arn}}}};
}

std::vector<Access> to_put_rule(const PutRule& q, Call& call) {
  std::vector<Access> out = {to_rule(q, call)};
  Access& access = out[0];
  add_request_tags(access, q.tags);
  std::string pattern = q.eventPattern.value_or("");
  for (std::string_view field : {"source", "detail-type", "detail/service", "detail/eventTypeCode", "detail/userIdentity/principalId"})
    if (auto texts = listed(pattern, field); !texts.empty()) {
      std::string key = "events:" + std::string(field);
      std::replace(key.begin(), key.end(), '/', '.');
      access.keys.push_back({std::move(key), std::move(texts)});
    }
  if (q.roleArn) out.push_back(to_pass_role(*q.roleArn, access.resource, call));
  return out;
}

Access to_list_rules(const ListRules& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  return {.action = ListRules::operation, .resource = rule_arn(b, q.namePrefix.value_or("") + "*"), .owner = b.account};
}

Access to_list_rule_names(const ListRuleNamesByTarget& q, Call& call) {
  return {.action = ListRuleNamesByTarget::operation, .resource = rule_arn(bus_ref(q.eventBusName, call), "*")};
}

PutRuleResult put_rule(const PutRule& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  own_bus(b, call);
  check(q, b);
  auto before = call.in(kRules).get(rule_key(b.name, q.name));
  if (!before && rules_of(call.txn(), b).size() >= kMostRules) throw limit_exceeded();
  RuleRecord rule{.bus = b.name, .name = q.name, .pattern = q.eventPattern.value_or(""), .schedule = q.scheduleExpression.value_or(""),
                  .state = q.state.value_or("ENABLED"), .description = q.description.value_or(""), .roleArn = q.roleArn.value_or(""),
                  .creator = before ? before->creator : call.scope().account, .tags = before ? before->tags : std::map<std::string, std::string>(),
                  .since = std::int64_t(call.txn().version()), .due = {}};
  if (!before && q.tags) set_tags(rule.tags, *q.tags, call);
  if (!rule.schedule.empty()) rule.due = Schedule::parse(rule.schedule)->next(call.now()).value_or(base::Time{});
  put_rule_record(call.house(), call.txn(), b, before.value_or(RuleRecord{}), rule);
  return {rule_arn(b, q.name)};
}

// A rule that is not there is deleted without a word.
Nothing delete_rule(const DeleteRule& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  own_bus(b, call);
  auto rule = call.in(kRules).get(rule_key(b.name, q.name));
  if (!rule) return {};
  if (!targets_of(call.txn(), b, q.name).empty()) throw invalid("Rule can't be deleted since it has targets.");
  RuleRecord off = *rule;
  off.state = "DISABLED";
  put_rule_record(call.house(), call.txn(), b, *rule, off);
  call.in(kRules).erase(rule_key(b.name, q.name));
  return {};
}

Nothing enable_rule(const EnableRule& q, Call& call) {
  set_state(bus_ref(q.eventBusName, call), q.name, "ENABLED", call);
  return {};
}
Nothing disable_rule(const DisableRule& q, Call& call) {
  set_state(bus_ref(q.eventBusName, call), q.name, "DISABLED", call);
  return {};
}

DescribeRuleResult describe_rule(const DescribeRule& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  RuleRecord r = existing_rule(b, q.name, call);
  return {r.name, rule_arn(b, r.name), shown(r.pattern), shown(r.schedule), r.state, shown(r.description), shown(r.roleArn), {}, b.name, r.creator};
}

ListRulesResult list_rules(const ListRules& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  own_bus(b, call);
  ListRulesResult out;
  out.nextToken = page(call.in(kRules), rule_key(b.name, q.namePrefix.value_or("")), q.nextToken, q.limit, [&](const RuleRecord& r) {
    out.rules.push_back(view(r, b));
    return true;
  });
  return out;
}

ListRuleNamesByTargetResult list_rule_names_by_target(const ListRuleNamesByTarget& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  own_bus(b, call);
  ListRuleNamesByTargetResult out;
  out.nextToken = page(call.in(kRules), rule_key(b.name, ""), q.nextToken, q.limit, [&](const RuleRecord& r) {
    auto targets = targets_of(call.txn(), b, r.name);
    if (std::none_of(targets.begin(), targets.end(), [&](auto& t) { return t.arn == q.targetArn; })) return false;
    out.ruleNames.push_back(r.name);
    return true;
  });
  return out;
}

}  // namespace events
