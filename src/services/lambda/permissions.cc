#include "services/lambda/permissions.h"

#include "base/arn.h"
#include "base/json.h"
#include "services/lambda/configuration.h"

namespace lambda {
namespace {

constexpr std::size_t kMostPolicy = 20'480;      // bytes. Lambda quotas: function resource-based policy

std::string principal_json(const std::string& given, const House& house) {
  std::string out;
  base::JsonWriter w(out);
  if (given == "*") { w.text("*"); return out; }
  w.open('{');
  if (base::is_account_id(given)) w.key("AWS").text("arn:" + house.settings.partition + ":iam::" + given + ":root");
  else if (given.starts_with("arn:")) w.key("AWS").text(given);
  else w.key("Service").text(given);
  w.close('}');
  return out;
}

void check_principal(const std::string& p) {
  auto arn = base::parse_arn(p);
  const bool known = p == "*" || base::is_account_id(p) || (arn && (arn->service == "iam" || arn->service == "sts") && base::is_account_id(arn->account)) ||
                     (!arn && fits(p, "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?"));
  if (!known) throw invalid("The provided principal was invalid. Please check the principal and try again.");
}

std::string conditions(const AddPermission& q) {
  std::vector<std::pair<std::string, std::string>> equals;
  if (q.sourceAccount) equals.emplace_back("AWS:SourceAccount", *q.sourceAccount);
  if (q.principalOrgID) equals.emplace_back("aws:PrincipalOrgID", *q.principalOrgID);
  if (q.eventSourceToken) equals.emplace_back("lambda:EventSourceToken", *q.eventSourceToken);
  if (equals.empty() && !q.sourceArn) return {};
  std::string out;
  base::JsonWriter w(out);
  w.open('{');
  if (!equals.empty()) {
    w.key("StringEquals").open('{');
    for (auto& [key, value] : equals) w.key(key).text(value);
    w.close('}');
  }
  if (q.sourceArn) w.key("ArnLike").open('{').key("AWS:SourceArn").text(*q.sourceArn).close('}');
  w.close('}');
  return out;
}

std::string statement(const AddPermission& q, const Target& t, const House& house) {
  std::string out;
  base::JsonWriter w(out);
  w.open('{').key("Sid").text(q.statementId).key("Effect").text("Allow").key("Principal").raw(principal_json(q.principal, house)).key("Action").text(q.action);
  w.key("Resource").text(arn_of(house, t));
  if (auto c = conditions(q); !c.empty()) w.key("Condition").raw(c);
  w.close('}');
  return out;
}

Access with_principal(Access access, const std::string& principal) {
  access.keys.push_back({"lambda:Principal", {principal}});
  return access;
}

std::string key_of(const Target& t) { return store::joined(t.name, t.qualifier); }

}  // namespace

void add_statement(PolicyRecord& p, Statement s, const std::string& whose) {
  if (std::any_of(p.statements.begin(), p.statements.end(), [&](auto& other) { return other.sid == s.sid; }))
    throw conflict("The statement id (" + s.sid + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
  p.statements.push_back(std::move(s));
  if (auto text = policy_document(p); text.size() > kMostPolicy)
    throw ApiError{"PolicyLengthExceededException", 400,
                   "The final policy size (" + std::to_string(text.size()) + ") is bigger than the limit (" + std::to_string(kMostPolicy) + "): " + whose};
  else if (auto fault = policy::fault(text, policy::Kind::resource)) throw invalid(*fault);
  p.revision = new_revision();
}

void remove_statement(PolicyRecord& p, const std::string& sid) {
  if (!std::erase_if(p.statements, [&](auto& s) { return s.sid == sid; })) throw not_found("Statement " + sid + " is not found in resource policy.");
  p.revision = new_revision();
}

Access to_add_permission(const AddPermission& q, Call& call) {
  Access a = with_principal(on_function("lambda:AddPermission", target_of(q.functionName, q.qualifier, call), call), q.principal);
  if (q.functionUrlAuthType) a.keys.push_back({"lambda:FunctionUrlAuthType", {*q.functionUrlAuthType}});
  return a;
}

AddPermissionResponse add_permission(const AddPermission& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  if (q.functionUrlAuthType || q.invokedViaFunctionUrl.value_or(false)) throw not_supported("A function URL");
  if (t.qualifier == "$LATEST") throw invalid("We currently do not support adding policies for $LATEST.");
  check_principal(q.principal);
  version_at(call, t);
  PolicyRecord p = call.in(kPolicies).get(key_of(t)).value_or(PolicyRecord());
  if (q.revisionId && *q.revisionId != p.revision) throw stale("GetPolicy");
  Statement s{q.statementId, statement(q, t, call.house())};
  AddPermissionResponse out{s.json};
  add_statement(p, std::move(s), arn_of(call.house(), t));
  call.in(kPolicies).put(key_of(t), p);
  call.effects().status = 201;
  return out;
}

Access to_remove_permission(const RemovePermission& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  Access a = on_function("lambda:RemovePermission", t, call);
  auto p = call.elsewhere(kPolicies, t.at.account, t.at.region).get(key_of(t));
  if (!p) return a;
  for (auto& s : p->statements) {
    auto json = s.sid == q.statementId ? base::parse_json(s.json) : std::nullopt;
    if (!json) continue;
    std::string_view principal;
    for (auto pointer : {"/Principal/Service", "/Principal/AWS", "/Principal"})
      if (!json->at_pointer(pointer).get(principal)) return with_principal(std::move(a), std::string(principal));
  }
  return a;
}

Nothing remove_permission(const RemovePermission& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  check_own(t, call);
  function_at(call, t);
  auto p = call.in(kPolicies).get(key_of(t));
  if (!p) throw not_found("No policy is associated with the given resource.");
  if (q.revisionId && *q.revisionId != p->revision) throw stale("GetPolicy");
  remove_statement(*p, q.statementId);
  if (p->statements.empty()) call.in(kPolicies).erase(key_of(t));
  else call.in(kPolicies).put(key_of(t), *p);
  call.effects().status = 204;
  return {};
}

Access to_get_policy(const GetPolicy& q, Call& call) { return on_function("lambda:GetPolicy", target_of(q.functionName, q.qualifier, call), call); }

GetPolicyResponse get_policy(const GetPolicy& q, Call& call) {
  Target t = target_of(q.functionName, q.qualifier, call);
  version_at(call, t);
  auto p = call.elsewhere(kPolicies, t.at.account, t.at.region).get(key_of(t));
  if (!p) throw not_found("The resource you requested does not exist.");
  return {policy_document(*p), p->revision};
}

}  // namespace lambda
