#include "services/sns/permissions.h"

#include <array>

#include "base/bytes.h"

namespace sns {
namespace {

constexpr std::size_t kMostBytes = 30'720, kStatements = 100;       // SNS quotas; SNS Developer Guide, "Amazon SNS policy"
constexpr std::array<std::string_view, 18> kActions = {
    "AddPermission", "RemovePermission", "Publish", "Subscribe", "Receive", "DeleteTopic", "GetTopicAttributes", "SetTopicAttributes", "ListSubscriptionsByTopic",
    "ConfirmSubscription", "CreateTopic", "TagResource", "UntagResource", "ListTagsForResource", "GetDataProtectionPolicy", "PutDataProtectionPolicy", "Unsubscribe", "*"};

struct Policy {
  std::vector<std::pair<std::string, std::string>> others;     // name and raw value
  std::vector<std::pair<std::string, std::string>> statements; // Sid and raw value
};

// Of what passed check_policy.
Policy read(const std::string& text) {
  Policy out;
  auto root = base::parse_json(text);
  simdjson::dom::object object;
  if (!root || root->get(object)) throw invalid("Policy Error: null");
  auto add = [&](base::JsonValue s) {
    std::string_view sid;
    if (s["Sid"].get(sid)) sid = {};
    out.statements.emplace_back(sid, simdjson::minify(s));
  };
  for (auto [key, value] : object) {
    if (key != "Statement") out.others.emplace_back(key, simdjson::minify(value));
    else if (value.is_array()) for (base::JsonValue s : simdjson::dom::array(value)) add(s);
    else add(value);
  }
  return out;
}

std::string write(const Policy& p) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{');
  for (auto& [key, value] : p.others) w.key(key).raw(value);
  w.key("Statement").open('[');
  for (auto& [sid, text] : p.statements) w.raw(text);
  w.close(']').close('}');
  return out;
}

// A principal as AddPermission takes it: an account id, or an ARN.
std::string principal(const House& house, const std::string& given) {
  if (base::is_account_id(given)) return "arn:" + house.settings.partition + ":iam::" + given + ":root";
  auto arn = base::parse_arn(given);
  if (!arn || (arn->service != "iam" && arn->service != "sts")) throw invalid("AWSAccountId");
  return given;
}

std::string statement(const AddPermission& q, const House& house) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Sid").text(q.label).key("Effect").text("Allow").key("Principal").open('{').key("AWS");
  if (q.aWSAccountId.size() == 1) w.text(principal(house, q.aWSAccountId[0]));
  else {
    w.open('[');
    for (auto& account : q.aWSAccountId) w.text(principal(house, account));
    w.close(']');
  }
  w.close('}').key("Action");
  if (q.actionName.size() == 1) w.text("SNS:" + q.actionName[0]);
  else {
    w.open('[');
    for (auto& action : q.actionName) w.text("SNS:" + action);
    w.close(']');
  }
  w.key("Resource").text(q.topicArn).close('}');
  return out;
}

void check_actions(const base::JsonValue& v) {
  if (v.is_array()) {
    for (base::JsonValue item : simdjson::dom::array(v)) check_actions(item);
    return;
  }
  std::string_view action;
  if (v.get(action) || action == "*") return;
  auto lower = base::lower(action);
  if (!lower.starts_with("sns:") || lower.size() == 4) throw invalid("Policy statement action out of service scope!");
}

}  // namespace

void check_policy(const std::string& text, const std::string&) {
  if (text.size() > kMostBytes) throw invalid("Policy Reason: Policy is too large. Policy must be at most " + std::to_string(kMostBytes) + " bytes");
  if (auto fault = policy::fault(text, policy::Kind::resource)) throw invalid("Policy Error: " + *fault);
  if (!policy::compile(text)) throw invalid("Policy Error: a statement cannot be understood");
  auto root = base::parse_json(text);
  base::JsonValue list;
  if (!root || (*root)["Statement"].get(list)) return;
  auto actions = [](base::JsonValue s) {
    base::JsonValue action;
    if (!s["Action"].get(action)) check_actions(action);
    if (!s["NotAction"].get(action)) check_actions(action);
  };
  if (!list.is_array()) return actions(list);
  if (simdjson::dom::array(list).size() > kStatements) throw invalid("Policy Reason: Policy has too many statements");
  for (base::JsonValue s : simdjson::dom::array(list)) actions(s);
}

Access to_add_permission(const AddPermission& q, Call& call) { return to_topic("SNS:AddPermission", q.topicArn, call); }

Nothing add_permission(const AddPermission& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  if (q.label.empty()) throw invalid("Label");
  if (q.aWSAccountId.empty()) throw invalid("AWSAccountId");
  if (q.actionName.empty()) throw invalid("ActionName");
  for (auto& action : q.actionName)
    if (std::find(kActions.begin(), kActions.end(), action) == kActions.end()) throw invalid("Policy statement action out of service scope!");
  Policy policy = read(policy_of(call.house(), n, t));
  for (auto& [sid, text] : policy.statements) if (sid == q.label) throw invalid("Statement already exists");
  policy.statements.emplace_back(q.label, statement(q, call.house()));
  std::string text = write(policy);
  check_policy(text, q.topicArn);
  t.policy = std::move(text);
  topics(call.txn(), n).put(n.name, t);
  return {};
}

Access to_remove_permission(const RemovePermission& q, Call& call) { return to_topic("SNS:RemovePermission", q.topicArn, call); }

Nothing remove_permission(const RemovePermission& q, Call& call) {
  TopicName n = topic_name(q.topicArn, call);
  TopicRecord t = existing_topic(n, call);
  Policy policy = read(policy_of(call.house(), n, t));
  if (std::erase_if(policy.statements, [&](auto& s) { return s.first == q.label; }) == 0) throw ApiError{"NotFound", 404, "Label does not exist"};
  t.policy = write(policy);
  topics(call.txn(), n).put(n.name, t);
  return {};
}

}  // namespace sns
