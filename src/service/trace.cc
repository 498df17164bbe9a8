#include "service/trace.h"

#include <array>

#include "base/arn.h"
#include "base/bytes.h"
#include "base/crypto.h"
#include "base/log.h"
#include "record/history.h"
#include "service/called_via.h"

namespace service {
namespace {

bool is_denial(const ApiError* e, const Attempt& a) { return e && !a.authorized && e->record_code == "AccessDenied"; }

bool empty_structure(const shape::Shape& s) { return s.kind == shape::Kind::structure && s.members.empty(); }

void parameters(const Attempt& a, bool denied, std::string& json) {
  if (!a.request || (denied && !a.service.keeps_denied_parameters)) return;
  if (a.service.parameters) return a.service.parameters(a.call, a.operation, a.request, json);
  if (empty_structure(*a.operation.request)) return;
  base::JsonWriter w(json);
  record::write_value(w, *a.operation.request, a.request, a.service.dates);
  if (json == "{}") json.clear();
}

void response(const Attempt& a, const void* result, bool readonly, std::string& json) {
  const Trace& t = a.operation.trace;
  if (!result || (readonly && !t.answer) || t.silent_answer) return;
  if (a.service.response) return a.service.response(a.call, a.operation, result, json);
  if (empty_structure(*a.operation.result)) return;
  base::JsonWriter w(json);
  record::write_value(w, *a.operation.result, result, a.service.dates);
  if (json == "{}") json.clear();
}

std::vector<record::Resource> resources(const Attempt& a, const ApiError* error) {
  std::vector<record::Resource> out;
  if (error && !a.authorized && !a.service.keeps_denied_parameters && !a.operation.trace.data_event) return out;
  for (auto& access : a.accesses)
    if (!access.type.empty() && access.resource != "*") {
      bool object = access.type == "AWS::S3::Object";
      record::Resource r{object ? "" : access.owner.empty() ? a.call.scope().account : access.owner, std::string(access.type), access.resource, true, access.prefix};
      if (std::none_of(out.begin(), out.end(), [&](auto& o) { return o.arn == r.arn; })) out.push_back(std::move(r));
    }
  for (auto& r : a.call.effects().made) out.push_back(r);
  return out;
}

// The accounts whose streams get a copy: the caller's, and each resource owner's.
std::vector<std::string> recipients(const Attempt& a, bool denied) {
  std::vector<std::string> out;
  const Principal& p = a.call.caller();
  if (p.who != Who::service && p.who != Who::anonymous && !p.account().empty()) out.push_back(p.account());
  for (auto& access : a.accesses) {
    if (!access.recorded || (denied && !access.denial_recorded) || (access.owner.empty() && !out.empty())) continue;
    const std::string& owner = access.owner.empty() ? a.call.scope().account : access.owner;
    if (!owner.empty() && std::find(out.begin(), out.end(), owner) == out.end()) out.push_back(owner);
  }
  if (out.empty() && !a.call.scope().account.empty()) out.push_back(a.call.scope().account);
  return out;
}

std::string error_code(const Service& s, const ApiError& e) {
  if (!e.record_code.empty()) return e.record_code;
  if (s.record_error_suffix.empty() || e.code.ends_with(s.record_error_suffix) || e.code == "ValidationError") return e.code;
  return e.code + std::string(s.record_error_suffix);
}

std::string_view region(const Attempt& a) {
  if (a.service.global || a.call.peer().endpoint == "global") return "us-east-1";
  return a.call.record_region().empty() ? std::string_view(a.call.scope().region) : a.call.record_region();
}

}  // namespace

bool read_only(const Operation& o) {
  if (o.trace.read_only) return *o.trace.read_only;
  static constexpr std::array<std::string_view, 15> verbs = {"Describe", "Get",  "List",     "Head",     "Lookup", "Search",  "BatchGet", "Select",
                                                             "Query",    "Scan", "Test",     "Validate", "Simulate", "Check", "Preview"};
  return std::any_of(verbs.begin(), verbs.end(), [&](auto v) { return o.name.starts_with(v); });
}

namespace {
constexpr std::size_t kKeptBytes = 1u << 20;          // of a thread's buffers, from one call to the next

constexpr std::size_t kMaxWhole = 4u << 20;            // of one record, and of all in an entry twice that; larger ones leave their hash

// A record from which something is left out goes whole into a stream beside its own, found by its event id.
void append_record(journal::Entry& entry, std::string_view account, std::uint8_t flags, const record::Event& e) {
  std::string hash;
  if (record::oversize(e)) {
    std::string whole;
    record::compose_whole(e, whole);
    hash = base::hex(base::sha256(whole));
    const bool fits = whole.size() <= kMaxWhole && entry.bytes() + whole.size() <= 2 * kMaxWhole;
    if (fits) entry.begin_record(account, record::whole_region(e.region), kHistory, e.time) += whole;
    if (fits) entry.end_record();
  }
  record::compose(e, entry.begin_record(account, e.region, flags, e.time), hash);
  entry.end_record();
}

// Of a data event: leaves those accounts whose trails want their copy.
void keep_interested(const Attempt& a, bool readonly, const std::string& code, const std::vector<record::Resource>& touched, std::vector<std::string>& accounts) {
  auto wanted = a.call.house().cache<DataEvents>().wanted;
  if (!wanted) return;
  const Principal& p = a.call.caller();
  std::erase_if(accounts, [&](const std::string& account) {
    std::string_view caller = account == p.account() ? std::string_view(p.identity.arn) : std::string_view();
    return !wanted(a.call.house(), a.call.txn(), {account, region(a), a.service.event_source,
                                                  a.operation.trace.event_name.empty() ? a.operation.name : a.operation.trace.event_name, caller, code, readonly, &touched});
  });
}
// What was asked, by whom, where, and what came of it: what a record says first, and nothing that a request brings.
void tell(const Attempt& a, const ApiError* error) {
  const auto& caller = a.call.caller();
  std::string line = std::string(a.service.name) + " " + std::string(a.operation.name) + " " + a.call.scope().account + " " + a.call.scope().region + " by ";
  line += !caller.identity.arn.empty() ? caller.identity.arn : !caller.identity.invoked_by.empty() ? caller.identity.invoked_by : "nobody known";
  if (!a.call.peer().via.empty()) line += " through " + std::string(last_via(a.call.peer().via));
  base::log_debug(line + ": " + (error ? error_code(a.service, *error) : "done"));
}

// The caller as its records tell; `altered` is where it lives if it is not told as it is.
const record::Identity& shown(const Call& call, record::Identity& altered) {
  const Principal& p = call.caller();
  const bool nobody = p.who == Who::anonymous && p.identity.type != "Unknown";
  if (!nobody && call.peer().via.empty()) return p.identity;
  if (nobody) return altered = {.type = "AWSAccount", .account = "anonymous"};
  altered = p.identity;
  altered.invoked_by = last_via(call.peer().via);
  return altered;
}

// A requester who is denied does not learn whose bucket it was.
std::vector<record::Resource> without_bucket_owners(std::vector<record::Resource> resources) {
  for (auto& r : resources) if (r.type == "AWS::S3::Bucket") { r.account.clear(); r.account_known = false; }
  return resources;
}

}  // namespace

void write_records(const Attempt& a, const void* result, const ApiError* error) {
  if (base::logs(base::LogLevel::debug)) tell(a, error);
  thread_local std::string params, answer, extra, shared, id, agent;
  for (auto* s : {&params, &answer, &extra, &shared, &id}) s->clear();
  const bool readonly = read_only(a.operation), denied = is_denial(error, a);
  std::string code = error ? error_code(a.service, *error) : "";
  auto touched = resources(a, error);
  auto who_sees = recipients(a, denied);
  const bool shared_action = who_sees.size() > 1;
  if (denied && a.operation.name == "Invoke" && a.service.name == "lambda") return;      // AWS records no invocation that was denied
  if (a.operation.trace.data_event) keep_interested(a, readonly, code, touched, who_sees);
  if (who_sees.empty()) return;
  parameters(a, denied, params);
  response(a, result, readonly, answer);
  if (a.service.additional) a.service.additional(a.call, a.operation, a.request, result, extra);

  const Peer& peer = a.call.peer();
  record::Identity altered;
  const record::Identity& identity = shown(a.call, altered);
  const bool by_service = a.call.caller().who == Who::service;
  if (shared_action || by_service) base::append_uuid(shared);
  agent = a.service.name == "s3" && !by_service && peer.via.empty() ? "[" + peer.user_agent + "]" : peer.user_agent;

  record::Tls tls{peer.tls_version, peer.tls_cipher, peer.host};
  record::Event e{.time = a.call.now(), .source = a.service.event_source,
                  .name = a.operation.trace.event_name.empty() ? a.operation.name : a.operation.trace.event_name,
                  .region = region(a), .source_ip = peer.source_ip, .user_agent = agent, .error_code = code,
                  .error_message = error ? std::string_view(error->message) : "", .parameters = params, .response = answer, .additional = extra,
                  .request_id = a.call.request_id(), .shared_id = shared, .read_only = readonly, .management = !a.operation.trace.data_event,
                  .resources = &touched, .tls = tls.version.empty() ? nullptr : &tls};
  std::uint8_t flags = std::uint8_t((e.management ? kHistory : kData) | (readonly ? kReadOnly : 0) |
                                    (a.service.global || peer.endpoint == "global" ? kGlobalService : 0) | (a.call.txn().writes() ? kChange : 0));
  for (auto& account : who_sees) {
    bool own = by_service || account == a.call.caller().account();
    record::Identity foreign;
    if (!own) foreign = record::as_foreign_account(identity);
    e.identity = own ? &identity : &foreign;
    e.recipient = account;
    id.clear();
    base::append_uuid(id);
    e.event_id = id;
    std::vector<record::Resource> hidden;
    if (own && !by_service && denied && shared_action) hidden = without_bucket_owners(touched);
    e.resources = hidden.empty() ? &touched : &hidden;
    append_record(a.call.txn().entry(), account, flags, e);
  }
  for (auto* s : {&params, &answer, &extra}) if (s->capacity() > kKeptBytes) std::string().swap(*s);
}

void House::record_service_event(const ServiceEvent& event, base::Time now, store::Txn& txn) {
  record::Identity identity{.account = event.account, .invoked_by = std::string(event.source)};
  std::string id = base::uuid();
  record::Event e{.identity = &identity, .time = now, .source = event.source, .name = event.name, .region = event.region, .source_ip = event.source,
                  .user_agent = event.source, .service_details = event.details, .event_id = id, .type = "AwsServiceEvent", .recipient = event.account,
                  .read_only = false, .resources = &event.resources};
  append_record(txn.entry(), event.account, kHistory | kChange, e);
}

}  // namespace service
