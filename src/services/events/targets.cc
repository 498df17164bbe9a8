#include "services/events/targets.h"

#include "base/arn.h"
#include "services/events/transform.h"

namespace events {

using service::Access, service::Call;

namespace {

constexpr std::size_t kMostTargets = 5;          // of a rule: EventBridge User Guide, "EventBridge quotas"

[[noreturn]] void refuse_arn(const Target& t) {
  auto arn = base::parse_arn(t.arn);
  if (!arn || arn->service.empty() || arn->resource.empty()) throw invalid("Parameter " + t.arn + " is not valid. Reason: Provided Arn is not in correct format.");
  throw invalid("Parameter " + t.arn + " is not valid. Reason: Targets of service " + std::string(arn->service) + " are not supported by this server.");
}

// API destinations are of the rule's own account and Region, and there already.
void check_api_destination(const Target& t, const Destination& d, Call& call) {
  if (d.account != call.scope().account || d.region != call.scope().region || !call.in(kDestinations).has(d.name))
    throw not_found("Failed to describe the api-destination(s). An api-destination '" + d.name + "' does not exist.");
  if (!t.roleArn) throw invalid("RoleArn is required for target " + t.arn + ".");
}

void check_place(const Target& t, const Destination& d, const BusRef& b, Call& call) {
  if (d.kind == TargetKind::api_destination) return check_api_destination(t, d, call);
  if (d.kind != TargetKind::bus) {
    if (d.region != call.scope().region) throw invalid("Parameter " + t.arn + " is not valid. Reason: Provided Arn is in a different Region than the rule.");
    return;
  }
  if (bus_arn(b) == t.arn) throw invalid("Event bus " + b.name + " can't be a target of its own rule.");
}

void check_dead_letters(const Target& t, Call& call) {
  if (!t.deadLetterConfig || !t.deadLetterConfig->arn) return;
  auto d = destination(*t.deadLetterConfig->arn);
  if (!d || d->kind != TargetKind::queue || d->region != call.scope().region || d->name.ends_with(".fifo"))
    throw invalid("Parameter DeadLetterConfig for target " + t.id + " is not valid. Reason: The dead-letter queue must be a standard SQS queue in the Region of the rule.");
}

void check(const Target& t, const BusRef& b, Call& call) {
  auto d = destination(t.arn);
  if (!d) refuse_arn(t);
  check_place(t, *d, b, call);
  const bool group = t.sqsParameters && t.sqsParameters->messageGroupId && !t.sqsParameters->messageGroupId->empty();
  if (t.sqsParameters && d->kind != TargetKind::queue) throw invalid("Parameter(s) SqsParameters not valid for target " + t.id + ".");
  if (d->kind == TargetKind::queue && d->name.ends_with(".fifo") && !group) throw invalid("Parameter(s) SqsParameters must be specified for target: " + t.id + ".");
  if (t.httpParameters && d->kind != TargetKind::api_destination) throw invalid("Parameter(s) HttpParameters not valid for target " + t.id + ".");
  check_dead_letters(t, call);
  if (auto fault = input_fault(t)) throw invalid(*fault);
}

std::string target_key(const BusRef& b, std::string_view rule, std::string_view id) { return store::joined(b.name, rule, id); }

}  // namespace

std::optional<Destination> destination(std::string_view text) {
  auto arn = base::parse_arn(text);
  if (!arn || !base::is_account_id(arn->account) || arn->region.empty()) return {};
  auto at = [&](TargetKind kind, std::string_view name) -> std::optional<Destination> {
    if (name.empty()) return {};
    return Destination{kind, std::string(arn->account), std::string(arn->region), std::string(name)};
  };
  auto r = arn->resource;
  if (arn->service == "sqs" && r.find(':') == r.npos && r.find('/') == r.npos) return at(TargetKind::queue, r);
  if (arn->service == "lambda" && r.starts_with("function:")) return at(TargetKind::function, r.substr(9));
  if (arn->service == "sns" && r.find(':') == r.npos) return at(TargetKind::topic, r);
  if (arn->service == "logs" && r.starts_with("log-group:")) {
    r.remove_prefix(10);
    return at(TargetKind::log_group, r.substr(0, r.find(':')));
  }
  if (arn->service == "events" && r.starts_with("event-bus/")) return at(TargetKind::bus, r.substr(10));
  if (arn->service == "events" && r.starts_with("api-destination/")) {
    r.remove_prefix(16);
    return at(TargetKind::api_destination, r.substr(0, r.find('/')));
  }
  return {};
}

std::vector<Access> to_put_targets(const PutTargets& q, Call& call) {
  std::vector<Access> out = {to_rule(q, call)};
  std::vector<std::string> arns;
  for (auto& t : q.targets) arns.push_back(t.arn);
  out[0].keys.push_back({"events:TargetArn", std::move(arns)});
  for (auto& t : q.targets) if (t.roleArn) out.push_back(to_pass_role(*t.roleArn, out[0].resource, call));
  return out;
}

// All or none. A target of an id that is there already replaces it.
TargetsResult put_targets(const PutTargets& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  existing_rule(b, q.rule, call);
  for (auto& t : q.targets) check(t, b, call);
  for (auto& t : q.targets) call.in(kTargets).put(target_key(b, q.rule, t.id), t);
  if (targets_of(call.txn(), b, q.rule).size() > kMostTargets) throw limit_exceeded();
  return {};
}

// An id that is not there is removed without a word.
TargetsResult remove_targets(const RemoveTargets& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  existing_rule(b, q.rule, call);
  for (auto& id : q.ids) call.in(kTargets).erase(target_key(b, q.rule, id));
  return {};
}

ListTargetsByRuleResult list_targets_by_rule(const ListTargetsByRule& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  existing_rule(b, q.rule, call);
  ListTargetsByRuleResult out;
  out.nextToken = page(call.in(kTargets), target_key(b, q.rule, ""), q.nextToken, q.limit, [&](Target t) {
    out.targets.push_back(std::move(t));
    return true;
  });
  return out;
}

}  // namespace events
