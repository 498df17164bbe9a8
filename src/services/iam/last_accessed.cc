#include "services/iam/last_accessed.h"

#include "base/arn.h"
#include "services/iam/granted_services.h"
#include "services/iam/page.h"
#include "services/iam/policies.h"
#include "services/iam/state_reports.h"

namespace iam {

using service::ApiError, service::Call;

namespace {

constexpr std::int64_t kKeptSeconds = 7 * 86400;
constexpr std::size_t kKeptJobs = 500;                 // an account

void refuse_unknown(const Directory& dir, const std::string& arn) {
  auto parts = base::parse_arn(arn);
  if (parts && parts->service == "iam" && parts->resource.starts_with("policy/")) {
    if (!find_policy(dir, arn)) no_such_entity("ARN " + arn + " does not exist.");
    return;
  }
  need_by_arn(dir, arn);
}

void forget_old_jobs(const Directory& dir, base::Time now) {
  std::vector<std::pair<base::Time, std::string>> jobs;
  auto table = dir.in(state::kAccessJobs);
  table.each([&](std::string_view id, const state::AccessJob& job) { jobs.emplace_back(job.created, id); });
  std::sort(jobs.begin(), jobs.end());
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (jobs.size() - i >= kKeptJobs || jobs[i].first.plus_seconds(kKeptSeconds) < now) table.erase(jobs[i].second);
}

// A job is its maker's: to everybody else it does not exist.
state::AccessJob need_job(const std::string& id, const Call& call) {
  auto job = Directory(call).in(state::kAccessJobs).get(id);
  if (!job || job->caller != call.caller().entity_id) no_such_entity("Job with id " + id + " cannot be found.");
  return std::move(*job);
}

template <class R> void describe(const state::AccessJob& job, R& out) {
  out.jobStatus = job.status;
  out.jobCreationDate = job.created;
  if (job.completed.ms) out.jobCompletionDate = job.completed;
  if (!job.fault.empty()) out.error = ErrorDetails{job.fault, "ServiceFailure"};
}

std::optional<std::string> some(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }
std::optional<base::Time> some(base::Time t) { return t.ms ? std::optional(base::Time::seconds(t.s())) : std::nullopt; }

ServiceLastAccessed service_view(const state::ServiceUse& use) {
  ServiceLastAccessed out{.serviceName = std::string(display_name(use.service)), .lastAuthenticated = some(use.time), .serviceNamespace = use.service,
                          .lastAuthenticatedEntity = some(use.entity), .lastAuthenticatedRegion = some(use.region),
                          .totalAuthenticatedEntities = std::int64_t(use.entities.size()), .trackedActionsLastAccessed = {}};
  // "This field is null if there are no tracked actions or if the principal did not use the tracked actions"
  if (std::none_of(use.actions.begin(), use.actions.end(), [](auto& a) { return a.time.ms != 0; })) return out;
  auto& actions = out.trackedActionsLastAccessed.emplace();
  for (auto& a : use.actions) actions.push_back({a.name, some(a.entity), some(a.time), some(a.region)});
  return out;
}

std::string place(std::size_t i) {
  char text[24];
  std::snprintf(text, sizeof text, "%08zu", i);
  return text;
}

}  // namespace

GenerateServiceLastAccessedDetailsResult generate_service_last_accessed_details(const GenerateServiceLastAccessedDetails& q, Call& call) {
  Directory dir(call);
  refuse_unknown(dir, q.arn);
  forget_old_jobs(dir, call.now());
  std::string id = base::uuid();
  state::AccessJob job;
  job.caller = call.caller().entity_id;
  job.arn = q.arn;
  job.granularity = q.granularity ? std::string(*q.granularity) : "SERVICE_LEVEL";
  job.status = "IN_PROGRESS";
  job.created = call.now();
  dir.in(state::kAccessJobs).put(id, job);
  call.later(kAccessJob, store::joined(dir.account(), id));
  return {id};
}

GetServiceLastAccessedDetailsResult get_service_last_accessed_details(const GetServiceLastAccessedDetails& q, Call& call) {
  auto job = need_job(q.jobId, call);
  GetServiceLastAccessedDetailsResult out;
  describe(job, out);
  out.jobType = job.granularity;
  Page page(q);
  for (auto& use : job.services) {
    if (use.service < page.from()) continue;
    if (!page.take(use.service)) break;
    out.servicesLastAccessed.push_back(service_view(use));
  }
  page.close(out);
  return out;
}

// Those that used the service come first, the latest before the others.
GetServiceLastAccessedDetailsWithEntitiesResult get_service_last_accessed_details_with_entities(const GetServiceLastAccessedDetailsWithEntities& q,
                                                                                                 Call& call) {
  Directory dir(call);
  auto job = need_job(q.jobId, call);
  GetServiceLastAccessedDetailsWithEntitiesResult out;
  describe(job, out);
  auto service = std::find_if(job.services.begin(), job.services.end(), [&](auto& s) { return s.service == q.serviceNamespace; });
  if (service == job.services.end()) {
    if (job.status == "COMPLETED" && !call.house().find_service(q.serviceNamespace))
      throw ApiError{"InvalidInput", 400, "Invalid service namespace: " + q.serviceNamespace};
    return out;
  }
  std::vector<std::pair<base::Time, std::string>> order;
  for (auto& id : job.entities) {
    auto use = std::find_if(service->entities.begin(), service->entities.end(), [&](auto& e) { return e.id == id; });
    order.emplace_back(use == service->entities.end() ? base::Time{} : use->time, id);
  }
  std::sort(order.rbegin(), order.rend());
  Page page(q);
  for (std::size_t i = 0; i < order.size(); ++i) {
    auto e = place(i) < page.from() ? std::nullopt : dir.entity(order[i].second);
    if (!e) continue;
    if (!page.take(place(i))) break;
    out.entityDetailsList.push_back({{dir.arn(*e), e->name, kind_of(*e) == Kind::user ? "USER" : "ROLE", e->id, e->path}, some(order[i].first)});
  }
  page.close(out);
  return out;
}

ListPoliciesGrantingServiceAccessResult list_policies_granting_service_access(const ListPoliciesGrantingServiceAccess& q, Call& call) {
  if (q.marker) throw ApiError{"InvalidInput", 400, "Invalid Marker."};              // one page holds all
  Directory dir(call);
  auto policies = policies_of(dir, need_by_arn(dir, q.arn));
  ListPoliciesGrantingServiceAccessResult out;
  for (auto& name : q.serviceNamespaces) {
    auto& entry = out.policiesGrantingServiceAccess.emplace_back();
    entry.serviceNamespace = name;
    auto* service = call.house().find_service(name);
    for (auto& p : policies) {
      if (!service || !Grants({p.document}).any_of(*service)) continue;
      PolicyGrantingServiceAccess view{p.name, p.arn.empty() ? "INLINE" : "MANAGED", some(p.arn), {}, {}};
      if (p.arn.empty()) {
        view.entityType = p.type == "user" ? "USER" : p.type == "group" ? "GROUP" : "ROLE";
        view.entityName = p.holder;
      }
      entry.policies.push_back(std::move(view));
    }
  }
  return out;
}

}  // namespace iam
