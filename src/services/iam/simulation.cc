#include "services/iam/simulation.h"

#include "base/arn.h"
#include "services/iam/page.h"
#include "services/iam/policies.h"
#include "services/iam/simulator.h"

namespace iam {

using service::ApiError, service::Call;

namespace {

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidInput", 400, std::move(message)}; }

void check(const std::vector<Document>& documents) {
  for (auto& d : documents) if (auto fault = policy::fault(d, policy::Kind::identity)) invalid(*fault);
}

// As the policies given with the request are named: "PolicyInputList.1".
std::string numbered(const char* list, std::size_t i) { return std::string(list) + "." + std::to_string(i + 1); }

void add_inputs(const std::vector<Document>& documents, Simulator& s) {
  check(documents);
  for (std::size_t i = 0; i < documents.size(); ++i) s.add_identity({numbered("PolicyInputList", i), "none", documents[i]});
}

bool set_boundary(const Simulation& q, Simulator& s) {
  if (!q.permissionsBoundaryPolicyInputList || q.permissionsBoundaryPolicyInputList->empty()) return false;
  if (q.permissionsBoundaryPolicyInputList->size() > 1) invalid("Only one permissions boundary policy can be in effect.");
  check(*q.permissionsBoundaryPolicyInputList);
  s.set_boundary({numbered("PermissionsBoundaryPolicyInputList", 0), "none", q.permissionsBoundaryPolicyInputList->front()});
  return true;
}

// "You can specify only the ARN of an IAM user."
SimulatedCaller user_at(const Directory& dir, const std::string& arn) {
  auto parts = base::parse_arn(arn);
  if (!parts || parts->service != "iam" || !parts->resource.starts_with("user/") || !base::is_account_id(parts->account))
    invalid("Invalid CallerArn: " + arn + " is not the ARN of an IAM user.");
  SimulatedCaller out{.account = std::string(parts->account), .arn = arn, .name = policy_name(arn)};
  if (auto user = find_by_arn(dir, arn)) {
    out.id = user->id;
    out.tags = user->tags;
  }
  return out;
}

SimulatedCaller caller_of(const Directory& dir, const state::Entity& e) {
  SimulatedCaller out{.account = dir.account(), .tags = e.tags};
  if (kind_of(e) == Kind::group) return out;           // whoever is in it
  out.arn = dir.arn(e);
  out.id = e.id;
  out.name = e.name;
  if (kind_of(e) == Kind::role) {
    out.kind = policy::Caller::Kind::role_session;
    out.role_arn = out.arn;
  }
  return out;
}

// Memory and time of one answer are bounded: a page may look at so many statements.
constexpr std::size_t kMostStatements = 250'000;

SimulatePolicyResult answer(const Simulation& q, const Simulator& s) {
  std::size_t actions = std::min<std::size_t>(q.actionNames.size(), q.maxItems ? std::size_t(std::int64_t(*q.maxItems)) : 100);
  if (s.work() * actions > kMostStatements) invalid("The simulation is too large. Name fewer actions, resources or policies, or ask for smaller pages.");
  SimulatePolicyResult out;
  Page page(q);
  for (std::size_t i = 0; i < q.actionNames.size(); ++i) {
    char key[24];
    std::snprintf(key, sizeof key, "%08zu", i);
    if (key < page.from()) continue;
    if (!page.take(key)) break;
    out.evaluationResults.push_back(s.result(q.actionNames[i]));
  }
  page.close(out);
  return out;
}

std::string source_id(const SourcedPolicy& p) { return p.arn.empty() ? p.type + "_" + p.holder + "_" + p.name : p.name; }

void add_keys(const std::vector<Document>& documents, std::vector<std::string>& out) {
  check(documents);
  for (auto& d : documents) for (auto& key : context_keys_of(d)) add_key(out, key);
}

}  // namespace

SimulatePolicyResult simulate_custom_policy(const SimulateCustomPolicy& q, Call& call) {
  Directory dir(call);
  if (q.resourcePolicy && !q.callerArn) invalid("CallerArn is required with a ResourcePolicy.");
  SimulatedCaller caller{.account = dir.account()};
  if (q.callerArn) caller = user_at(dir, *q.callerArn);
  Simulator simulator(q, std::move(caller), call.now());
  add_inputs(q.policyInputList, simulator);
  set_boundary(q, simulator);
  return answer(q, simulator);
}

SimulatePolicyResult simulate_principal_policy(const SimulatePrincipalPolicy& q, Call& call) {
  Directory dir(call);
  auto entity = need_by_arn(dir, q.policySourceArn);
  if (q.resourcePolicy && !q.callerArn && kind_of(entity) != Kind::user)
    invalid("CallerArn is required with a ResourcePolicy where PolicySourceArn is not the ARN of an IAM user.");
  Simulator simulator(q, q.callerArn ? user_at(dir, *q.callerArn) : caller_of(dir, entity), call.now());
  for (auto& p : policies_of(dir, entity)) simulator.add_identity({source_id(p), p.type, p.document});
  if (q.policyInputList) add_inputs(*q.policyInputList, simulator);
  if (!set_boundary(q, simulator) && !entity.boundary.empty()) {
    auto document = policy_document(dir, entity.boundary);
    simulator.set_boundary({policy_name(entity.boundary), entity.boundary.find("::aws:") != entity.boundary.npos ? "aws-managed" : "user-managed",
                            document ? *document : std::string()});
  }
  auto organization = call.house().guardrails(call.txn(), dir.account());
  bool linked = entity.path.starts_with("/aws-service-role/");
  if (!organization->organization.empty()) simulator.set_organization(organization, !organization->management && !linked);
  return answer(q, simulator);
}

GetContextKeysForPolicyResult get_context_keys_for_custom_policy(const GetContextKeysForCustomPolicy& q, Call&) {
  GetContextKeysForPolicyResult out;
  add_keys(q.policyInputList, out.contextKeyNames);
  return out;
}

// "If you specify a user, the response also includes all context keys that are referenced in policies attached to groups"
GetContextKeysForPolicyResult get_context_keys_for_principal_policy(const GetContextKeysForPrincipalPolicy& q, Call& call) {
  Directory dir(call);
  GetContextKeysForPolicyResult out;
  for (auto& p : policies_of(dir, need_by_arn(dir, q.policySourceArn)))
    for (auto& key : context_keys_of(p.document)) add_key(out.contextKeyNames, key);
  if (q.policyInputList) add_keys(*q.policyInputList, out.contextKeyNames);
  return out;
}

}  // namespace iam
