// Who else may send events to a bus: the bus's policy, written whole or statement by statement.
#include "services/events/buses.h"

#include "services/events/json.h"

namespace events {

using service::Call, shape::Nothing;

namespace {

constexpr std::size_t kMostBytes = 10'240;       // EventBridge User Guide, "EventBridge quotas"

// A policy's statements, each as its own text, with its Sid.
struct Statement { std::string sid, text; };
std::vector<Statement> statements(const std::string& policy) {
  std::vector<Statement> out;
  auto document = base::parse_json(policy);
  if (!document) return out;
  auto add = [&](base::JsonValue s) {
    out.push_back({std::string(text_at(s, "Sid")), simdjson::minify(s)});
  };
  base::JsonValue list;
  if (document->at_key("Statement").get(list)) return out;
  if (simdjson::dom::array array; !list.get(array)) { for (auto s : array) add(s); }
  else add(list);
  return out;
}

std::string document(const std::vector<Statement>& list) {
  if (list.empty()) return "";
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Version").text("2012-10-17").key("Statement").open('[');
  for (auto& s : list) w.raw(s.text);
  w.close(']').close('}');
  return out;
}

std::string statement(const PutPermission& q, const BusRef& b) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Sid").text(*q.statementId).key("Effect").text("Allow").key("Principal");
  if (*q.principal == "*") w.text("*");
  else w.open('{').key("AWS").text("arn:aws:iam::" + *q.principal + ":root").close('}');
  w.key("Action").text(*q.action).key("Resource").text(bus_arn(b));
  if (q.condition) w.key("Condition").open('{').key(q.condition->type).open('{').key(q.condition->key).text(q.condition->value).close('}').close('}');
  w.close('}');
  return out;
}

std::string whole_policy(const PutPermission& q) {
  if (q.action || q.principal || q.statementId || q.condition)
    throw invalid("Parameters Action, Principal, StatementId and Condition can't be specified with parameter Policy.");
  return *q.policy;
}

std::string with_statement(const PutPermission& q, const BusRef& b, const std::string& policy) {
  if (!q.action || !q.principal || !q.statementId)
    throw invalid("Parameter(s) Action, Principal and StatementId must be specified.");
  if (*q.action != "events:PutEvents") throw invalid("Provided value in parameter 'action' is not supported.");
  if (q.condition && (q.condition->type != "StringEquals" || q.condition->key != "aws:PrincipalOrgID"))
    throw invalid("Parameter Condition is not valid.");
  if (q.condition && *q.principal != "*") throw invalid("Parameter Condition can be used only with the principal *.");
  auto list = statements(policy);
  std::erase_if(list, [&](auto& s) { return s.sid == *q.statementId; });
  list.push_back({*q.statementId, statement(q, b)});
  return document(list);
}

}  // namespace

Nothing put_permission(const PutPermission& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  BusRecord bus = existing_bus(b, call);
  bus.policy = q.policy ? whole_policy(q) : with_statement(q, b, bus.policy);
  if (bus.policy.size() > kMostBytes) throw error("PolicyLengthExceededException", "The event bus policy is longer than the maximum of 10240 bytes.");
  if (auto fault = policy::fault(bus.policy, policy::Kind::resource)) throw invalid("Parameter Policy is not valid. Reason: " + *fault);
  bus.modified = call.now();
  put_bus(call.txn(), b, bus);
  return {};
}

Nothing remove_permission(const RemovePermission& q, Call& call) {
  BusRef b = bus_ref(q.eventBusName, call);
  BusRecord bus = existing_bus(b, call);
  const bool all = q.removeAllPermissions.value_or(false);
  if (!all && !q.statementId) throw invalid("Parameter StatementId is required when RemoveAllPermissions is not true.");
  auto list = statements(bus.policy);
  if (!all) {
    auto before = list.size();
    std::erase_if(list, [&](auto& s) { return s.sid == *q.statementId; });
    if (list.size() == before) throw not_found("Statement with the provided id does not exist.");
  }
  bus.policy = all ? "" : document(list);
  bus.modified = call.now();
  put_bus(call.txn(), b, bus);
  return {};
}

}  // namespace events
