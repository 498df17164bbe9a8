// The work of an access job: the services its subject may use, and the newest use of each in ninety days of history.
#include <set>

#include "base/arn.h"
#include "base/json.h"
#include "record/history.h"
#include "services/iam/granted_services.h"
#include "services/iam/last_accessed.h"
#include "services/iam/last_used.h"
#include "services/iam/policies.h"
#include "services/iam/state_reports.h"

namespace iam {

using service::House;

namespace {

constexpr std::size_t kMostRecords = 100'000, kPageRecords = 500;      // a job

struct Subject {
  std::vector<std::string> documents;
  std::map<std::string, std::string> entities;         // users and roles: id to ARN
};

void add_entity(const Directory& dir, const std::string& id, Subject& out) {
  auto e = dir.entity(id);
  if (!e) return;
  if (kind_of(*e) != Kind::group) { out.entities.emplace(id, dir.arn(*e)); return; }
  dir.in(state::kMembers).each(store::joined(id, ""), "", [&](std::string_view key, const state::Since&) {
    if (auto user = dir.entity(key.substr(id.size() + 1))) out.entities.emplace(user->id, dir.arn(*user));
    return true;
  });
}

// Nothing: the subject is gone.
std::optional<Subject> subject_of(const Directory& dir, const std::string& arn) {
  Subject out;
  if (auto e = find_by_arn(dir, arn)) {
    for (auto& p : policies_of(dir, *e)) out.documents.push_back(p.document);
    add_entity(dir, e->id, out);
    return out;
  }
  auto parts = base::parse_arn(arn);
  if (!parts || !parts->resource.starts_with("policy/")) return {};
  auto document = policy_document(dir, arn);
  if (!document) return {};
  out.documents.push_back(*document);
  std::string begin = store::joined(arn, "attached", "");
  dir.in(state::kUses).each(begin, "", [&](std::string_view key, const state::Since&) {
    add_entity(dir, std::string(key.substr(begin.size())), out);
    return true;
  });
  return out;
}

struct Seen { std::string source, name, entity_id; };

// Whose call a record is: the user's own, or a session of a role.
std::optional<Seen> seen_in(const std::string& json) {
  auto v = base::parse_json(json);
  std::string_view source, name, type, id;
  if (!v || v->at_pointer("/eventSource").get(source) || v->at_pointer("/eventName").get(name) || v->at_pointer("/userIdentity/type").get(type)) return {};
  bool role = type == "AssumedRole";
  if (!role && type != "IAMUser") return {};
  if (v->at_pointer(role ? "/userIdentity/sessionContext/sessionIssuer/principalId" : "/userIdentity/principalId").get(id)) return {};
  return Seen{std::string(source), std::string(name), std::string(id)};
}

class Scan {
 public:
  Scan(const House& house, const std::string& account, const Subject& subject, state::AccessJob& job)
      : house_(house), account_(account), subject_(subject), job_(job), actions_(job.granularity == "ACTION_LEVEL") {}

  // False: there is more history than one job may look at.
  bool run() {
    for (auto& s : job_.services) by_source_[source_of(s.service)] = &s;
    if (subject_.entities.empty()) return true;
    for (auto& region : regions_with_records(house_, account_))
      for (auto& [source, service] : by_source_)
        if (!look(region, source, *service)) return false;
    return true;
  }

 private:
  std::string source_of(const std::string& name) const { return std::string(house_.find_service(name)->event_source); }

  bool look(const std::string& region, const std::string& source, state::ServiceUse& into) {
    std::string key = record::history_key("EventSource", source);
    journal::Query query{.account = account_, .region = region, .key = key};
    query.from = job_.created.plus_seconds(-kHistorySeconds);
    query.to = job_.created;
    query.limit = kPageRecords;
    std::set<std::string> found;
    for (;;) {
      auto page = house_.journal.lookup(query);
      for (auto& r : page.records) {
        if (++looked_ > kMostRecords) return false;
        take(r, region, into, found);
        if (!actions_ && found.size() == subject_.entities.size()) return true;
      }
      if (!page.more) return true;
      query.after = page.next;
    }
  }

  void take(const journal::Record& r, const std::string& region, state::ServiceUse& into, std::set<std::string>& found) {
    auto seen = seen_in(r.json);
    auto entity = seen ? subject_.entities.find(seen->entity_id) : subject_.entities.end();
    if (entity == subject_.entities.end()) return;
    found.insert(entity->first);
    if (r.time > into.time) {
      into.time = r.time;
      into.entity = entity->second;
      into.region = region;
    }
    auto use = std::find_if(into.entities.begin(), into.entities.end(), [&](auto& e) { return e.id == entity->first; });
    if (use == into.entities.end()) into.entities.push_back({entity->first, r.time});
    else use->time = std::max(use->time, r.time);
    for (auto& a : into.actions)
      if (a.name == seen->name && r.time > a.time) a = {a.name, entity->second, region, r.time};
  }

  const House& house_;
  const std::string& account_;
  const Subject& subject_;
  state::AccessJob& job_;
  bool actions_;
  std::size_t looked_ = 0;
  std::map<std::string, state::ServiceUse*> by_source_;
};

// The services granted, each with its management operations that are, where the job asks for actions.
void add_services(const House& house, const Subject& subject, state::AccessJob& job) {
  Grants grants(subject.documents);
  for (auto& s : house.services()) {
    if (!grants.any_of(s)) continue;
    auto& use = job.services.emplace_back();
    use.service = s.name;
    if (job.granularity != "ACTION_LEVEL") continue;
    for (auto& operation : s.operations) {
      if (operation.trace.data_event || !grants.may(std::string(s.name) + ":" + std::string(operation.name))) continue;
      auto& recorded_as = operation.trace.event_name.empty() ? operation.name : operation.trace.event_name;
      use.actions.push_back({.name = std::string(recorded_as), .entity = {}, .region = {}, .time = {}});
    }
  }
  std::sort(job.services.begin(), job.services.end(), [](auto& a, auto& b) { return a.service < b.service; });
}

}  // namespace

void run_access_job(House& house, const std::string& payload) {
  std::size_t nul = payload.find('\0');
  const std::string account = payload.substr(0, nul), id = payload.substr(nul + 1);
  std::optional<state::AccessJob> job;
  {
    store::Txn txn = house.store.read();
    Directory dir(house, txn, account);
    job = dir.in(state::kAccessJobs).get(id);
    if (!job || job->status != "IN_PROGRESS") return;  // done before
    auto subject = subject_of(dir, job->arn);
    bool complete = false;
    if (subject) {
      add_services(house, *subject, *job);
      for (auto& [entity, arn] : subject->entities) job->entities.push_back(entity);
      complete = Scan(house, account, *subject, *job).run();
    }
    job->status = complete ? "COMPLETED" : "FAILED";
    if (!subject) job->fault = "The entity does not exist any more.";
    else if (!complete) job->fault = "There are more events of these services in the tracking period than a report looks at.";
    if (!complete) job->services.clear();
    job->completed = house.clock.now();
  }
  house.note([&](store::Txn& txn) { Directory(house, txn, account).in(state::kAccessJobs).put(id, *job); });
}

}  // namespace iam
