#include "services/iam/last_used.h"

#include "base/json.h"
#include "record/history.h"

namespace iam {

using service::Access, service::ApiError, service::Call, service::House;

namespace {

constexpr std::size_t kRecordsOfRole = 40, kSessionsOfRole = 3;        // looked at, newest first

template <class F> void newest(const House& house, std::string_view account, const std::string& region, const std::string& key, std::size_t limit,
                               F visit) {
  journal::Query query{.account = account, .region = region, .key = key};
  query.from = house.clock.now().plus_seconds(-kHistorySeconds);
  query.to = house.clock.now();
  query.limit = limit;
  for (auto& record : house.journal.lookup(query).records) visit(record);
}

std::string without_domain(std::string_view source) { return std::string(source.substr(0, source.find('.'))); }

// The access key that an AssumeRole record answered with.
std::string issued_key(const std::string& json) {
  auto v = base::parse_json(json);
  std::string_view name, key;
  if (!v || v->at_pointer("/eventName").get(name) || !name.starts_with("AssumeRole")) return {};
  if (v->at_pointer("/responseElements/credentials/accessKeyId").get(key)) return {};
  return std::string(key);
}

// A key of this account, of its user or its root user.
std::optional<state::AccessKey> own_key(const Directory& dir, const std::string& id) {
  auto key = dir.in(state::kAccessKeys).get(id);
  return key && key->account == dir.account() ? key : std::nullopt;
}

}  // namespace

std::vector<std::string> regions_with_records(const House& house, std::string_view account) {
  std::vector<std::string> out;
  for (auto& region : house.settings.regions) if (house.journal.head(account, region)) out.push_back(region);
  return out;
}

std::optional<LastUse> last_use_of_key(const House& house, std::string_view account, std::string_view access_key) {
  std::optional<LastUse> out;
  std::string key = record::history_key("AccessKeyId", access_key);
  for (auto& region : regions_with_records(house, account))
    newest(house, account, region, key, 1, [&](const journal::Record& r) {
      if (out && out->time >= r.time) return;
      auto event = record::history_event(r.json);
      out = LastUse{r.time, event ? without_domain(event->source) : "", region};
    });
  return out;
}

std::optional<LastUse> last_use_of_role(const House& house, std::string_view account, const std::string& role_arn) {
  std::vector<std::pair<base::Time, std::string>> sessions;
  std::string key = record::history_key("ResourceName", role_arn);
  for (auto& region : regions_with_records(house, account))
    newest(house, account, region, key, kRecordsOfRole, [&](const journal::Record& r) {
      if (auto issued = issued_key(r.json); !issued.empty()) sessions.emplace_back(r.time, issued);
    });
  std::sort(sessions.rbegin(), sessions.rend());
  std::optional<LastUse> out;
  for (std::size_t i = 0; i < std::min(sessions.size(), kSessionsOfRole); ++i)
    if (auto use = last_use_of_key(house, account, sessions[i].second); use && (!out || use->time > out->time)) out = use;
  return out;
}

RoleLastUsed role_last_used(const House& house, std::string_view account, const std::string& role_arn) {
  auto use = last_use_of_role(house, account, role_arn);
  return use ? RoleLastUsed{base::Time::seconds(use->time.s()), use->region} : RoleLastUsed{};
}

Access on_key_last_used(const GetAccessKeyLastUsed& q, Call& call) {
  Directory dir(call);
  auto key = own_key(dir, q.accessKeyId);
  auto user = key ? dir.entity(key->owner) : std::nullopt;
  return user ? on_existing(GetAccessKeyLastUsed::operation, Kind::user, user->name, call, true) : access(GetAccessKeyLastUsed::operation, "*", call);
}

// Another account's key is as unknown as one that does not exist.
GetAccessKeyLastUsedResult get_access_key_last_used(const GetAccessKeyLastUsed& q, Call& call) {
  Directory dir(call);
  auto key = own_key(dir, q.accessKeyId);
  if (!key)
    throw ApiError{"AccessDenied", 403, "User: " + call.caller().identity.arn + " is not authorized to perform: iam:GetAccessKeyLastUsed on resource: " +
                                            "access key " + q.accessKeyId, "AccessDenied"};
  GetAccessKeyLastUsedResult out{.accessKeyLastUsed = {.serviceName = "N/A", .region = "N/A"}};
  if (auto user = dir.entity(key->owner)) out.userName = user->name;
  if (auto use = last_use_of_key(call.house(), dir.account(), q.accessKeyId))
    out.accessKeyLastUsed = {base::Time::seconds(use->time.s()), use->service, use->region};
  return out;
}

}  // namespace iam
