#include "services/events/api.h"

#include "services/cloudformation/resources/common.h"

namespace cloudformation::resources {
namespace {

std::optional<events::BusNameOrArn> bus_of(const Resource& r) {
  auto name = maybe_text_of(r, "EventBusName");
  return name ? std::optional<events::BusNameOrArn>(*name) : std::nullopt;
}

// ---- AWS::Events::Rule. Of a bus of one's own its id is "bus|rule".

constexpr auto& kRule = properties<"Description EventBusName! EventPattern Name! RoleArn ScheduleExpression State Tags Targets">;

std::string rule_name(const Resource& r) { return r.physical_id.substr(r.physical_id.rfind('|') + 1); }
void leave_rule_attributes(Acting& a, Resource& r) { set(r, "Arn", a.call(events::DescribeRule{rule_name(r), bus_of(r)}).arn); }

events::PutRule rule_of(const Resource& r, const std::string& name) {
  auto q = request<events::PutRule>(r);
  q.name = name;
  return q;
}

void make_rule(Acting& a, const Resource& r) {
  auto q = rule_of(r, own_name(r, "Name", 64));
  q.tags = unless_empty(as_tags<events::Tag>(tags_of(r, Marks::system)));
  // PutRule takes over the rule that is there.
  if (is_given(r, "Name") && exists([&] { a.call(events::DescribeRule{q.name, q.eventBusName}); })) throw already_exists(r, q.name);
  const std::string bus = text_of(r, "EventBusName", "default"), id = bus == "default" ? std::string(q.name) : bus + "|" + q.name;
  a.make(q, [&](auto&) { return id; });
}

std::vector<std::string> target_ids(const Resource& r) {
  std::vector<std::string> out;
  for (auto& target : items_of(r, "Targets")) out.push_back(target.text_of("Id"));
  return out;
}
void must_succeed(const events::TargetsResult& result) {
  if (!result.failedEntries.empty()) throw ApiError{result.failedEntries.front().errorCode, 400, result.failedEntries.front().errorMessage};
}
void put_targets(Acting& a, const Resource& r) {
  auto targets = filled<shape::List<events::Target, 1, 100>>(r, "Targets");
  if (targets && !targets->empty()) must_succeed(a.call(events::PutTargets{rule_name(r), bus_of(r), *targets}));
}
void remove_targets(Acting& a, const Resource& r, const std::vector<std::string>& ids) {
  if (!ids.empty()) unless_gone([&] { must_succeed(a.call(events::RemoveTargets{rule_name(r), bus_of(r), as<events::TargetId>(ids), {}})); });
}

void settle_rule(Acting& a, Resource& r) {
  put_targets(a, r);
  leave_rule_attributes(a, r);
}
void update_rule(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"Description", "EventPattern", "RoleArn", "ScheduleExpression", "State"})) a.call(rule_of(r, rule_name(r)));
  if (changed(r, before, "Targets")) {
    remove_targets(a, r, added(target_ids(before), target_ids(r)));
    put_targets(a, r);
  }
  leave_rule_attributes(a, r);
  auto tags = tag_change(r, before, Marks::system);
  const std::string self = r.attributes.text_of("Arn");
  if (!tags.removed.empty()) a.call(events::UntagResource{self, as<shape::Text<1, 128>>(tags.removed)});
  if (!tags.put.empty()) a.call(events::TagResource{self, as_tags<events::Tag>(tags.put)});
}
void remove_rule(Acting& a, const Resource& r) {
  remove_targets(a, r, target_ids(r));
  unless_gone([&] { a.call(events::DeleteRule{rule_name(r), bus_of(r), {}}); });
}

// ---- AWS::Events::EventBus

constexpr auto& kBus = properties<"DeadLetterConfig Description EventSourceName KmsKeyIdentifier LogConfig Name*! Policy Tags">;

void put_bus_policy(Acting& a, const Resource& r) {
  if (auto policy = maybe_text_of(r, "Policy"))
    a.call(events::PutPermission{.eventBusName = r.physical_id, .action = {}, .principal = {}, .statementId = {}, .condition = {}, .policy = *policy});
  else unless_gone([&] { a.call(events::RemovePermission{.statementId = {}, .removeAllPermissions = true, .eventBusName = r.physical_id}); });
}
void leave_bus_attributes(Acting& a, Resource& r) {
  set(r, "Arn", arn(a, "events", "event-bus/" + r.physical_id));
  set(r, "Name", r.physical_id);
}
void make_bus(Acting& a, const Resource& r) {
  auto q = request<events::CreateEventBus>(r);
  q.tags = unless_empty(as_tags<events::Tag>(tags_of(r, Marks::system)));
  a.make(q, [&](auto&) { return std::string(q.name); });
}
void settle_bus(Acting& a, Resource& r) {
  if (is_given(r, "Policy")) put_bus_policy(a, r);
  leave_bus_attributes(a, r);
}
void update_bus(Acting& a, Resource& r, const Resource& before) {
  if (any_changed(r, before, {"DeadLetterConfig", "Description", "KmsKeyIdentifier", "LogConfig"})) a.call(request<events::UpdateEventBus>(r));
  if (changed(r, before, "Policy")) put_bus_policy(a, r);
  leave_bus_attributes(a, r);
  auto tags = tag_change(r, before, Marks::system);
  const std::string self = r.attributes.text_of("Arn");
  if (!tags.removed.empty()) a.call(events::UntagResource{self, as<shape::Text<1, 128>>(tags.removed)});
  if (!tags.put.empty()) a.call(events::TagResource{self, as_tags<events::Tag>(tags.put)});
}
void remove_bus(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(events::DeleteEventBus{r.physical_id}); });
}

// ---- AWS::Events::EventBusPolicy: one statement of a bus's policy

constexpr auto& kBusPolicy = properties<"Action Condition EventBusName! Principal Statement StatementId*!">;

std::optional<events::OwnBusName> own_bus(const Resource& r) {
  auto name = maybe_text_of(r, "EventBusName");
  return name ? std::optional<events::OwnBusName>(*name) : std::nullopt;
}

// A whole statement goes among those that are there.
std::string with_statement(Acting& a, const Resource& r) {
  auto existing = a.call(events::DescribeEventBus{bus_of(r)}).policy;
  Value document = existing && !existing->empty() ? language::from_json(*existing) : Value::map();
  if (!document.has("Version")) document.set("Version", "2012-10-17");
  Value statement = *given(r, "Statement"), all = Value::list();
  if (!statement.is_map()) throw invalid_properties(Spot{r} / "Statement", "expected type: JSONObject");
  statement.set("Sid", text_of(r, "StatementId"));
  if (const Value* old = document.find("Statement"))
    for (auto& each : old->items) if (each.text_of("Sid") != text_of(r, "StatementId")) all.push(each);
  all.push(std::move(statement));
  document.set("Statement", std::move(all));
  return language::to_json(document);
}
void put_statement(Acting& a, const Resource& r) {
  if (is_given(r, "Statement")) {
    a.call(events::PutPermission{.eventBusName = own_bus(r), .action = {}, .principal = {}, .statementId = {}, .condition = {}, .policy = with_statement(a, r)});
    return;
  }
  auto q = request<events::PutPermission>(r);
  a.call(q);
}
void make_bus_policy(Acting& a, const Resource& r) { a.keep(generated_name(r, 256)); }
void settle_bus_policy(Acting& a, Resource& r) { put_statement(a, r); }
void update_bus_policy(Acting& a, Resource& r, const Resource&) { put_statement(a, r); }
void remove_bus_policy(Acting& a, const Resource& r) {
  unless_gone([&] { a.call(events::RemovePermission{.statementId = text_of(r, "StatementId"), .removeAllPermissions = {}, .eventBusName = own_bus(r)}); });
}

constexpr ResourceType kTypes[] = {
    {.name = "AWS::Events::Rule", .properties = kRule, .attributes = names<"Arn">,
     .make = make_rule, .settle = settle_rule, .update = update_rule, .remove = remove_rule},
    {.name = "AWS::Events::EventBus", .properties = kBus, .attributes = names<"Arn Name">,
     .make = make_bus, .settle = settle_bus, .update = update_bus, .remove = remove_bus},
    {.name = "AWS::Events::EventBusPolicy", .properties = kBusPolicy, .attributes = {},
     .make = make_bus_policy, .settle = settle_bus_policy, .update = update_bus_policy, .remove = remove_bus_policy},
};

}  // namespace

Types events_types() { return kTypes; }

}  // namespace cloudformation::resources
