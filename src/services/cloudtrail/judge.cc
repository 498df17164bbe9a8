#include "services/cloudtrail/judge.h"

#include "base/json.h"
#include "service/trace.h"

namespace cloudtrail {

using service::House;

namespace {

std::string_view text_at(const base::JsonValue& v, const char* pointer) {
  std::string_view out;
  return v.at_pointer(pointer).get(out) ? std::string_view() : out;
}

// Texts stay in the thread's parser until it parses again.
Subject subject_of(const journal::RecordView& r) {
  Subject out{.data = bool(r.flags & service::kData), .read_only = bool(r.flags & service::kReadOnly)};
  auto v = base::parse_json(r.json);
  if (!v) return out;
  out.source = text_at(*v, "/eventSource");
  out.name = text_at(*v, "/eventName");
  out.type = text_at(*v, "/eventType");
  out.error_code = text_at(*v, "/errorCode");
  out.caller_arn = text_at(*v, "/userIdentity/arn");
  out.vpc_endpoint = text_at(*v, "/vpcEndpointId");
  out.from_console = text_at(*v, "/sessionCredentialFromConsole");
  simdjson::dom::array list;
  if (v->at_key("resources").get(list)) return out;
  const bool listing = out.name == "ListObjects" || out.name == "ListObjectVersions";
  for (base::JsonValue resource : list) {
    Subject::Resource& one = out.resources.emplace_back();
    one.type = text_at(resource, "/type");
    one.arn = text_at(resource, "/ARN");
    if (!one.arn.empty()) continue;
    one.arn = text_at(resource, "/ARNPrefix");
    if (listing) one.more = text_at(*v, "/requestParameters/prefix");
  }
  return out;
}

}  // namespace

const Epoch* epoch_at(const Trail& t, std::uint64_t version) {
  const Epoch* out = nullptr;
  for (auto& e : t.epochs) {
    if (e.from > std::int64_t(version)) break;
    out = &e;
  }
  return out;
}

bool selected(const Selection& selection, const journal::RecordView& r) {
  if (auto known = selection.at_once(r.flags & service::kData, r.flags & service::kReadOnly)) return *known;
  return selection.wants(subject_of(r));
}

Judge::Judge(House& house, const Trail& trail) : trail_(trail), ports_(house.ports()), txn_(house.store.read()) {}

bool Judge::wants(const journal::RecordView& r) { return wants(r, r.version) || ((r.flags & service::kChange) && wants(r, r.version - 1)); }

bool Judge::wants(const journal::RecordView& r, std::uint64_t version) {
  const Epoch* e = epoch_at(trail_, version);
  if (!e || !e->logging) return false;
  if (!e->multiRegion && r.region != trail_.homeRegion) return false;
  if ((r.flags & service::kGlobalService) && !e->globalEvents) return false;
  return covers_account(*e, r, version) && selected(selection(*e), r);
}

bool Judge::covers_account(const Epoch& e, const journal::RecordView& r, std::uint64_t version) {
  if (r.account == trail_.account) return true;
  return e.organization && ports_.was_member(txn_, r.account, trail_.organizationId, version) &&
         ports_.had_service_access(txn_, trail_.organizationId, "cloudtrail.amazonaws.com", version);
}

const Selection& Judge::selection(const Epoch& e) {
  auto it = selections_.find(e.from);
  if (it == selections_.end()) it = selections_.emplace(e.from, Selection(e.selectors, e.advanced)).first;
  return it->second;
}

}  // namespace cloudtrail
