#include "services/iam/organization_report.h"

#include "base/json.h"
#include "record/history.h"
#include "services/iam/granted_services.h"
#include "services/iam/last_used.h"
#include "services/iam/page.h"
#include "services/iam/state_organization_report.h"
#include "services/organizations/api.h"

namespace iam {

using service::Access, service::ApiError, service::Call, service::House;

namespace {

constexpr std::int64_t kKeptSeconds = 7 * 86400;
constexpr std::size_t kKeptReports = 500;              // an account
constexpr std::size_t kLookedAt = 100;                 // newest records of a service in a Region, until one is a principal's own

using Documents = std::vector<std::string>;            // the policies of one level

[[noreturn]] void invalid(std::string message) { throw ApiError{"InvalidInput", 400, std::move(message)}; }

std::vector<std::string> segments(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= path.size();) {
    auto end = std::min(path.find('/', at), path.size());
    out.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// The organization is asked as the caller, who needs the right to each of these questions, as IAM's guide says.
Documents attached_to(const std::string& target, Call& call) {
  Documents out;
  organizations::ListPoliciesForTarget question{.targetId = organizations::TargetId(target), .filter = organizations::PolicyType("SERVICE_CONTROL_POLICY")};
  for (;;) {
    auto page = call.ask(question);
    for (auto& p : page.policies) out.push_back(call.ask(organizations::DescribePolicy{.policyId = organizations::PolicyId(p.id)}).policy.content);
    if (!page.nextToken) return out;
    question.nextToken = organizations::Token(*page.nextToken);
  }
}

// What each level lets through; refuses paths that are none of the organization's.
std::vector<Documents> levels(const std::vector<std::string>& path, Call& call) {
  if (call.ask(organizations::ListRoots{}).roots.at(0).id != path[1]) invalid("The entity path does not lead from the organization's root.");
  std::vector<Documents> out = {attached_to(path[1], call)};
  for (std::size_t i = 2; i < path.size(); ++i) {
    auto parents = call.ask(organizations::ListParents{.childId = organizations::ChildId(path[i])}).parents;
    if (parents.empty() || parents[0].id != path[i - 1]) invalid("The entity path is not that of " + path[i] + ".");
    out.push_back(attached_to(path[i], call));
  }
  return out;
}

void add_services(const House& house, const std::vector<Documents>& levels, state::OrganizationReport& report) {
  std::vector<Grants> grants;
  for (auto& documents : levels) grants.emplace_back(documents);
  for (auto& s : house.services())
    if (std::all_of(grants.begin(), grants.end(), [&](auto& level) { return level.any_of(s); })) report.services.push_back({.service = std::string(s.name)});
  std::sort(report.services.begin(), report.services.end(), [](auto& a, auto& b) { return a.service < b.service; });
}

void add_accounts(const std::string& organization, const std::string& under, Call& call, state::OrganizationReport& report) {
  for (auto& account : call.house().ports().accounts_of(call.txn(), organization)) {
    std::string path = call.house().guardrails(call.txn(), account.id)->path + account.id;
    if (path == under || path.starts_with(under + "/")) report.accounts.push_back(std::move(path));
  }
}

void forget_old(const Directory& dir, base::Time now) {
  std::vector<std::pair<base::Time, std::string>> held;
  auto table = dir.in(state::kOrganizationReports);
  table.each([&](std::string_view id, const state::OrganizationReport& r) { held.emplace_back(r.created, id); });
  std::sort(held.begin(), held.end());
  for (std::size_t i = 0; i < held.size(); ++i)
    if (held.size() - i >= kKeptReports || held[i].first.plus_seconds(kKeptSeconds) < now) table.erase(held[i].second);
}

bool of_a_principal(const std::string& json) {
  auto v = base::parse_json(json);
  std::string_view type;
  return v && !v->at_pointer("/userIdentity/type").get(type) && type != "AWSService" && type != "AWSAccount" && type != "Unknown";
}

// The newest call to the service by a principal of the account, in any Region.
void look(const House& house, const std::string& path, const std::string& source, base::Time now, state::AccountUse& use) {
  const std::string account = path.substr(path.rfind('/') + 1), key = record::history_key("EventSource", source);
  bool used = false;
  for (auto& region : regions_with_records(house, account)) {
    journal::Query query{.account = account, .region = region, .key = key};
    query.from = now.plus_seconds(-kHistorySeconds);
    query.to = now;
    query.limit = kLookedAt;
    for (auto& r : house.journal.lookup(query).records) {
      if (!of_a_principal(r.json)) continue;
      used = true;
      if (r.time > use.time) use = {use.service, region, path, r.time, use.accounts};
      break;                           // newest first
    }
  }
  if (used) ++use.accounts;
}

AccessDetail shown(const state::AccountUse& use) {
  AccessDetail out{.serviceName = std::string(display_name(use.service)), .serviceNamespace = use.service, .totalAuthenticatedEntities = use.accounts};
  if (!use.time.ms) return out;
  out.region = use.region;
  out.entityPath = use.entity_path;
  out.lastAuthenticatedTime = base::Time::seconds(use.time.s());
  return out;
}

void sort(std::vector<state::AccountUse>& services, std::string_view key) {
  if (key.starts_with("LAST_AUTHENTICATED_TIME")) std::stable_sort(services.begin(), services.end(), [](auto& a, auto& b) { return a.time < b.time; });
  if (key.ends_with("DESCENDING")) std::reverse(services.begin(), services.end());
}

}  // namespace

Access on_organization_report(const GenerateOrganizationsAccessReport& q, Call& call) {
  Directory dir(call);
  Access a = access(GenerateOrganizationsAccessReport::operation, "arn:" + dir.partition() + ":iam::" + dir.account() + ":access-report/" + q.entityPath, call);
  if (q.organizationsPolicyId) a.keys.push_back({"iam:OrganizationsPolicyId", {*q.organizationsPolicyId}});
  return a;
}

GenerateOrganizationsAccessReportResult generate_organization_report(const GenerateOrganizationsAccessReport& q, Call& call) {
  Directory dir(call);
  auto organization = call.house().ports().organization_of(call.txn(), dir.account());
  if (!organization || organization->management_account != dir.account())
    throw ApiError{"AccessDenied", 403, "Only the management account of an organization may ask for its access reports.", "AccessDenied"};
  auto path = segments(q.entityPath);
  if (path[0] != organization->id) invalid("The entity path is not one of organization " + organization->id + ".");
  auto by_path = levels(path, call);
  state::OrganizationReport report{.caller = call.caller().entity_id, .status = "IN_PROGRESS", .created = call.now()};
  if (q.organizationsPolicyId) by_path = {{call.ask(organizations::DescribePolicy{.policyId = organizations::PolicyId(*q.organizationsPolicyId)}).policy.content}};
  add_services(call.house(), by_path, report);
  add_accounts(organization->id, q.entityPath, call, report);
  forget_old(dir, call.now());
  std::string id = base::uuid();
  dir.in(state::kOrganizationReports).put(id, report);
  call.later(kOrganizationReport, store::joined(dir.account(), id));
  return {id};
}

GetOrganizationsAccessReportResult get_organization_report(const GetOrganizationsAccessReport& q, Call& call) {
  auto report = Directory(call).in(state::kOrganizationReports).get(q.jobId);
  if (!report || report->caller != call.caller().entity_id) no_such_entity("Job with id " + q.jobId + " cannot be found.");
  GetOrganizationsAccessReportResult out;
  out.jobStatus = report->status;
  out.jobCreationDate = report->created;
  if (report->status != "COMPLETED") return out;
  out.jobCompletionDate = report->completed;
  out.numberOfServicesAccessible = std::int64_t(report->services.size());
  out.numberOfServicesNotAccessed = std::count_if(report->services.begin(), report->services.end(), [](auto& s) { return s.time.ms == 0; });
  sort(report->services, q.sortKey ? std::string_view(*q.sortKey) : "SERVICE_NAMESPACE_ASCENDING");
  Page page(q);
  for (std::size_t i = 0; i < report->services.size(); ++i) {
    std::string place = std::to_string(1000 + i);      // in this order, whatever it is
    if (place < page.from()) continue;
    if (!page.take(place)) break;
    out.accessDetails.push_back(shown(report->services[i]));
  }
  page.close(out);
  return out;
}

void run_organization_report(House& house, const std::string& payload) {
  const std::size_t nul = payload.find('\0');
  const std::string account = payload.substr(0, nul), id = payload.substr(nul + 1);
  std::optional<state::OrganizationReport> report;
  {
    store::Txn txn = house.store.read();
    report = Directory(house, txn, account).in(state::kOrganizationReports).get(id);
  }
  if (!report || report->status != "IN_PROGRESS") return;      // done before
  for (auto& use : report->services)
    for (auto& path : report->accounts) look(house, path, std::string(house.find_service(use.service)->event_source), report->created, use);
  report->status = "COMPLETED";
  report->completed = house.clock.now();
  house.note([&](store::Txn& txn) { Directory(house, txn, account).in(state::kOrganizationReports).put(id, *report); });
}

}  // namespace iam
