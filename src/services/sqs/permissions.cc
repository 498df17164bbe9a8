#include "services/sqs/permissions.h"

#include <array>

#include "base/arn.h"
#include "base/json.h"
#include "services/sqs/batch.h"

namespace sqs {
namespace {

constexpr std::size_t kMostActions = 7, kMostStatements = 20, kMostPrincipals = 50;
constexpr auto kActions = std::to_array<std::string_view>({"*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility",
                                                           "GetQueueAttributes", "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue"});

std::string statement(const AddPermission& q, const Found& f, const House& house) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Sid").text(q.label).key("Effect").text("Allow").key("Principal").open('{').key("AWS");
  if (q.aWSAccountIds.size() > 1) w.open('[');
  for (auto& account : q.aWSAccountIds) w.text("arn:" + house.settings.partition + ":iam::" + account + ":root");
  if (q.aWSAccountIds.size() > 1) w.close(']');
  w.close('}').key("Action");
  if (q.actions.size() > 1) w.open('[');
  for (auto& action : q.actions) w.text("SQS:" + action);
  if (q.actions.size() > 1) w.close(']');
  w.key("Resource").text(f.arn).close('}');
  return out;
}

// The stored policy's statements as they stand, each with its Sid.
struct Statement { std::string sid, json; };
std::vector<Statement> statements(const std::string& policy) {
  std::vector<Statement> out;
  auto json = policy.empty() ? std::nullopt : base::parse_json(policy);
  base::JsonValue all;
  if (!json || (*json)["Statement"].get(all)) return out;
  auto add = [&](const base::JsonValue& s) {
    std::string_view sid;
    if (s["Sid"].get(sid)) sid = {};
    out.push_back({std::string(sid), simdjson::minify(s)});
  };
  simdjson::dom::array list;
  if (all.get(list)) add(all);
  else for (auto s : list) add(s);
  return out;
}

std::string joined_policy(const std::string& before, const std::vector<Statement>& all, const Found& f) {
  std::string version = "2008-10-17", id = f.arn + "/SQSDefaultPolicy";
  if (auto json = before.empty() ? std::nullopt : base::parse_json(before)) {
    std::string_view text;
    if (!(*json)["Version"].get(text)) version = text;
    if (!(*json)["Id"].get(text)) id = text;
  }
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Version").text(version).key("Id").text(id).key("Statement").open('[');
  for (auto& s : all) w.raw(s.json);
  w.close(']').close('}');
  return out;
}

void check(const AddPermission& q) {
  if (!is_batch_id(q.label))
    throw invalid_value(q.label.substr(0, 80), "Label", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.");
  if (q.aWSAccountIds.empty()) throw missing_parameter("AWSAccountIds");
  if (q.actions.empty()) throw missing_parameter("Actions");
  if (q.actions.size() > kMostActions)
    throw ApiError{"OverLimit", 403, std::to_string(q.actions.size()) + " Actions were found, maximum allowed is " + std::to_string(kMostActions) + "."};
  if (q.aWSAccountIds.size() > kMostPrincipals) throw ApiError{"OverLimit", 403, "Too many principals."};
  for (auto& account : q.aWSAccountIds)
    if (!base::is_account_id(account)) throw invalid_value(account.substr(0, 64), "PrincipalId", "Unable to verify.");
  for (auto& action : q.actions)
    if (std::find(kActions.begin(), kActions.end(), action) == kActions.end())
      throw invalid_value("SQS:" + action.substr(0, 64), "ActionName", "Only the queue owner is allowed to invoke this action.");
}

}  // namespace

Access to_add_permission(const AddPermission& q, Call& call) { return to_queue(call, "sqs:AddPermission", q.queueUrl, Reach::owner); }

shape::Nothing add_permission(const AddPermission& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  check(q);
  const std::string before = text(f.queue, "Policy");
  auto all = statements(before);
  if (std::any_of(all.begin(), all.end(), [&](auto& s) { return s.sid == q.label; })) throw invalid_value(q.label, "Label", "Already exists.");
  if (all.size() >= kMostStatements)
    throw ApiError{"OverLimit", 403,
                   std::to_string(kMostStatements) + " statements were found, maximum allowed is " + std::to_string(kMostStatements) + "."};
  all.push_back({q.label, statement(q, f, call.house())});
  f.queue.attributes["Policy"] = joined_policy(before, all, f);
  f.queue.modified = call.now();
  save(call.txn(), f);
  return {};
}

Access to_remove_permission(const RemovePermission& q, Call& call) { return to_queue(call, "sqs:RemovePermission", q.queueUrl, Reach::owner); }

shape::Nothing remove_permission(const RemovePermission& q, Call& call) {
  Found f = find_queue(call, q.queueUrl);
  const std::string before = text(f.queue, "Policy");
  auto all = statements(before);
  if (!std::erase_if(all, [&](auto& s) { return s.sid == q.label; }))
    throw invalid_value(q.label.substr(0, 80), "Label", "can't find label on existing policy.");
  if (all.empty()) f.queue.attributes.erase("Policy");
  else f.queue.attributes["Policy"] = joined_policy(before, all, f);
  f.queue.modified = call.now();
  save(call.txn(), f);
  return {};
}

}  // namespace sqs
